import { defineStream } from '#connectors/sdk/connector.ts';
import type { CallContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { MailchimpClient } from '../client.ts';
import { orderMapping } from '../defaultMappings/orders.ts';
import { everyRow, listOf, nested, textOf } from '../pages.ts';
import { orderFields, orderLineSettings, orderRecord, variantKey } from './orderRecord.ts';
import { findInStores, scanStore, storePath, storeSettings, withoutLinks } from './storeScan.ts';
import { orderVersion } from './versions.ts';

const settings: readonly SettingField[] = [...storeSettings, ...orderLineSettings];

/** Products whose SKUs are kept while a store is read; an order's lines carry none. */
const mostProducts = 2000;

/** SKUs of the variants that lines name, each product asked once. A product that was deleted has none any more. */
function makeSkus(client: MailchimpClient, store: string) {
  const products = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const variantsOf = async (product: string, call: CallContext): Promise<ReadonlyMap<string, string>> => {
    const path = storePath(store, 'products', product);
    const found = await client.find(path, { fields: 'id,variants.id,variants.sku' }, call);
    const embedded = listOf(found?.['variants']);
    // A product's answer stops at fifty variants.
    const variants = found && embedded.length >= 50 ? await everyRow(client, { path: `${path}/variants`, name: 'variants', identity: (row) => textOf(row['id']) }, call) : embedded;
    return new Map(variants.map((variant) => [variantKey(product, textOf(variant['id'])), textOf(variant['sku']).trim()]));
  };
  return async (orders: readonly SourceRecord[], call: CallContext): Promise<ReadonlyMap<string, string>> => {
    if (products.size > mostProducts) products.clear();
    const wanted = [...new Set(orders.flatMap((order) => listOf(order['lines']).map((line) => textOf(line['product_id']))).filter((id) => id !== ''))];
    const found = await Promise.all(
      wanted.map((product) => {
        const known = products.get(product) ?? variantsOf(product, call);
        products.set(product, known);
        return known;
      }),
    );
    return new Map(found.flatMap((variants) => [...variants]));
  };
}

export const orders = defineStream<MailchimpClient>({
  name: 'orders',
  label: 'Orders of a store',
  help: 'All orders of an e-commerce store, read anew each time; changes are noticed by comparing. They are what a shop has written there.',
  entity: 'order',
  settings,
  fields: orderFields,
  defaultMapping: orderMapping,
  key: (order) => textOf(order['id']),
  version: orderVersion,
  type: () => 'Order',
  describe(order) {
    const name = textOf(nested(order['buyer'])['name']);
    return { title: textOf(order['id']), ...(name !== '' && { subtitle: name }), amount: `${textOf(order['order_total']) || '0'} ${textOf(order['currency_code'])}`.trim() };
  },

  async *read(context) {
    const chosen = withDefaults(settings, context.settings);
    let skusOf: ReturnType<typeof makeSkus> | undefined;
    yield* scanStore(context, {
      name: 'orders',
      async records(rows, store) {
        skusOf ??= makeSkus(context.client, store);
        const plain = rows.map(withoutLinks);
        const skus = chosen['articleNumber'] === 'sku' ? await skusOf(plain, context) : new Map<string, string>();
        return plain.map((order) => orderRecord(order, skus, chosen));
      },
    });
  },

  async readOne(context, key) {
    const found = await findInStores(context, ['orders', key.trim()], context);
    if (!found) return null;
    const chosen = withDefaults(settings, context.settings);
    const skus = chosen['articleNumber'] === 'sku' ? await makeSkus(context.client, found.store)([found.row], context) : new Map<string, string>();
    return orderRecord(found.row, skus, chosen);
  },
});
