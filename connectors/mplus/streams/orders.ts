import { defineStream } from '#connectors/sdk/connector.ts';
import type { CallContext, ReadContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { MplusClient } from '../client.ts';
import { orderMapping } from '../defaultMappings/orders.ts';
import { operations } from '../fieldTable/operations.ts';
import { list } from '../wire/values.ts';
import { fieldsOf, itemShape } from './fieldsOf.ts';
import { markerPages, markerSettings } from './markerPages.ts';
import { addedOrderFields, orderRecord } from './orderRecord.ts';
import { relationsOf } from './saleRecord.ts';
import { saleSettings, texts, wantedSales } from './saleSettings.ts';

const settings: readonly SettingField[] = [
  { key: 'orderTypes', label: 'Kinds of order', type: 'pickMany', from: { list: 'orderTypes', of: 'own' }, group: 'What is read', help: 'None chosen: sales orders, repeated and external ones. Table orders come only when they are chosen.' },
  ...saleSettings,
  ...markerSettings,
];

/** The numbers of an order, `2026-15`, or what else it is called. */
function titleOf(order: SourceRecord): string {
  const number = order['orderNumber'] as SourceRecord | undefined;
  if (number?.['year'] !== undefined && number['number'] !== undefined) return `${String(number['year'])}-${String(number['number'])}`;
  return String(order['transactionString'] || order['orderId'] || '');
}

/** Orders with their customers' cards, read for the whole page in one call. */
async function withRelations(client: MplusClient, orders: readonly SourceRecord[], call: CallContext): Promise<readonly SourceRecord[]> {
  const relations = await relationsOf(client, orders, call);
  return orders.map((order) => orderRecord(order, relations.get(order['relationNumber'])));
}

async function findOrder(client: MplusClient, key: string, call: CallContext): Promise<SourceRecord | null> {
  const [, year, number] = /^(\d{4})[-.](\d+)$/.exec(key.trim()) ?? [];
  if (year !== undefined && number !== undefined) {
    // What people call an order; keys are the till's ids.
    const answer = await client.call('getOrders', { request: { orderNumbers: [{ year, number }] } }, call);
    return list(answer['orderList']).find((order) => titleOf(order) === `${year}-${number}`) ?? null;
  }
  try {
    const answer = await client.call('getOrder', { orderId: key }, call);
    return (answer['order'] as SourceRecord | undefined) ?? null;
  } catch (thrown) {
    if (thrown instanceof FluxoError && thrown.code === 'mplus.not_found') return null;
    throw thrown;
  }
}

export const orders = defineStream<MplusClient>({
  name: 'orders',
  label: 'Orders',
  help: 'Sales orders of the till, new and changed ones. Sales at the counter that became a receipt at once are not orders.',
  entity: 'order',
  settings,
  asked: ['orderTypes', 'branches', 'startFrom'],
  fields: [
    ...addedOrderFields,
    ...fieldsOf(itemShape(operations.getOrders.answer)),
    { path: 'relation', label: 'Customer card', type: 'object', help: 'The customer as the till knows it when the order is read.' },
    ...fieldsOf(itemShape(operations.getRelations.answer), 'relation.'),
  ],
  defaultMapping: orderMapping,
  key: (order) => String(order['orderId'] ?? ''),
  type: () => 'Order',
  // Every change gives an order the till's next number.
  version: (order) => String(order['syncMarker'] ?? ''),
  describe(order) {
    const buyer = (order['buyer'] as SourceRecord | undefined)?.['name'];
    const total = order['totalInclAmount'];
    return { title: titleOf(order), ...(typeof buyer === 'string' && { subtitle: buyer }), ...(typeof total === 'string' && { amount: `${total} EUR` }) };
  },

  async *read(context: ReadContext<MplusClient>) {
    const orderTypes = texts(context.settings['orderTypes']);
    const pages = markerPages(context, {
      counter: 'orderSyncMarker',
      markerOf: (order) => order['syncMarker'],
      keep: wantedSales(context.settings),
      async ask(syncMarker, syncMarkerLimit) {
        const request = { syncMarker, syncMarkerLimit, ...(orderTypes.length > 0 && { orderTypeList: orderTypes }), includeLineList: true };
        return list((await context.client.call('getOrders', { request }, context))['orderList']);
      },
    });
    for await (const page of pages) yield { records: await withRelations(context.client, page.items, context), cursor: page.cursor };
  },

  async readOne(context, key) {
    const order = await findOrder(context.client, key, context);
    return order ? ((await withRelations(context.client, [order], context))[0] ?? null) : null;
  },
});
