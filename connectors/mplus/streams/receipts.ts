import { defineStream } from '#connectors/sdk/connector.ts';
import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { MplusClient } from '../client.ts';
import { receiptMapping } from '../defaultMappings/documents.ts';
import { operations } from '../fieldTable/operations.ts';
import { list, nested, textOf } from '../wire/values.ts';
import { addedDocumentFields, documentRecord } from './documentRecord.ts';
import type { DocumentWords } from './documentRecord.ts';
import { fieldsOf, itemShape } from './fieldsOf.ts';
import { markerPages, markerSettings } from './markerPages.ts';
import { relationsOf } from './saleRecord.ts';
import { saleSettings, texts, wantedSales } from './saleSettings.ts';

/** Tickets on which something was sold or taken back. The till also prints one for money put into or taken out of a drawer; that is no sale. */
const salesTypes = ['RECEIPT-TYPE-RECEIPT', 'RECEIPT-TYPE-CREDIT-RECEIPT'];

const settings: readonly SettingField[] = [
  { key: 'receiptTypes', label: 'Kinds of ticket', type: 'pickMany', from: { list: 'receiptTypes', of: 'own' }, group: 'What is read', help: 'None chosen: sales and returns. Money put into or taken out of a drawer is no sale and is never read.' },
  ...saleSettings,
  ...markerSettings,
];

const words: DocumentWords = {
  kind: 'receipt',
  creditType: 'RECEIPT-TYPE-CREDIT-RECEIPT',
  numberOf(receipt) {
    // Tickets are counted per year and workplace, so a number alone says nothing.
    const parts = ['year', 'branchNumber', 'workplaceNumber', 'number'].map((part) => nested(receipt['receiptNumber'])[part]);
    return parts.every((part) => part !== undefined) ? parts.join('-') : textOf(receipt['transactionString']);
  },
};

async function asRecords(client: MplusClient, receipts: readonly SourceRecord[], call: CallContext): Promise<readonly SourceRecord[]> {
  const relations = await relationsOf(client, receipts, call);
  return receipts.map((receipt) => documentRecord(receipt, relations.get(receipt['relationNumber']), words));
}

export const receipts = defineStream<MplusClient>({
  name: 'receipts',
  label: 'Till tickets',
  help: 'Sales at the counter and what was taken back there, new and changed ones. Orders and invoices are not among them.',
  entity: 'order',
  settings,
  asked: ['branches', 'fromDate', 'startFrom'],
  fields: [
    ...addedDocumentFields,
    ...fieldsOf(itemShape(operations.getReceipts.answer)),
    { path: 'relation', label: 'Customer card', type: 'object', help: 'The customer as the till knows it when the ticket is read.' },
    ...fieldsOf(itemShape(operations.getRelations.answer), 'relation.'),
  ],
  defaultMapping: receiptMapping,
  key: (receipt) => String(receipt['receiptId'] ?? ''),
  type: () => 'Receipt',
  version: (receipt) => String(receipt['syncMarker'] ?? ''),
  describe(receipt) {
    const buyer = nested(receipt['buyer'])['name'];
    const total = receipt['totalInclAmount'];
    return { title: words.numberOf(receipt) || String(receipt['receiptId'] ?? ''), ...(typeof buyer === 'string' && { subtitle: buyer }), ...(typeof total === 'string' && { amount: `${total} EUR` }) };
  },

  async *read(context) {
    const chosen = texts(context.settings['receiptTypes']);
    const types = new Set(chosen.length > 0 ? chosen : salesTypes);
    const pages = markerPages(context, {
      counter: 'receiptSyncMarker',
      markerOf: (receipt) => receipt['syncMarker'],
      keep: wantedSales(context.settings, [(receipt) => types.has(textOf(receipt['receiptType']))]),
      ask: async (syncMarker, syncMarkerLimit) => list((await context.client.call('getReceipts', { request: { syncMarker, syncMarkerLimit, includeLineList: true } }, context))['receiptList']),
    });
    for await (const page of pages) yield { records: await asRecords(context.client, page.items, context), cursor: page.cursor };
  },

  async readOne(context, key) {
    try {
      const answer = await context.client.call('getReceipt', { receiptId: key }, context);
      return (await asRecords(context.client, answer['receipt'] === undefined ? [] : [answer['receipt'] as SourceRecord], context))[0] ?? null;
    } catch (thrown) {
      if (thrown instanceof FluxoError && thrown.code === 'mplus.not_found') return null;
      throw thrown;
    }
  },
});
