import { defineStream } from '#connectors/sdk/connector.ts';
import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import type { MplusClient } from '../client.ts';
import { invoiceMapping } from '../defaultMappings/documents.ts';
import { operations } from '../fieldTable/operations.ts';
import { list, nested, textOf } from '../wire/values.ts';
import { addedDocumentFields, documentRecord } from './documentRecord.ts';
import type { DocumentWords } from './documentRecord.ts';
import { fieldsOf, itemShape } from './fieldsOf.ts';
import { markerPages, markerSettings } from './markerPages.ts';
import { relationsOf } from './saleRecord.ts';
import { saleSettings, texts, wantedSales } from './saleSettings.ts';

const settings: readonly SettingField[] = [
  { key: 'invoiceTypes', label: 'Kinds of invoice', type: 'pickMany', from: { list: 'invoiceTypes', of: 'own' }, group: 'What is read', help: 'None chosen: all, credit invoices too.' },
  { key: 'onlyFinal', label: 'Only final invoices', type: 'boolean', default: false, group: 'What is read', help: 'Passes over invoices the till may still change; each comes once it is final. Reading never makes an invoice final.' },
  ...saleSettings,
  ...markerSettings,
];

const words: DocumentWords = {
  kind: 'invoice',
  creditType: 'INVOICE-TYPE-CREDIT-INVOICE',
  numberOf(invoice) {
    const { year, number } = nested(invoice['invoiceNumber']);
    return year !== undefined && number !== undefined ? `${String(year)}-${String(number)}` : textOf(invoice['transactionString']);
  },
};

async function asRecords(client: MplusClient, invoices: readonly SourceRecord[], call: CallContext): Promise<readonly SourceRecord[]> {
  const relations = await relationsOf(client, invoices, call);
  return invoices.map((invoice) => documentRecord(invoice, relations.get(invoice['relationNumber']), words));
}

async function findInvoice(client: MplusClient, key: string, call: CallContext): Promise<SourceRecord | null> {
  const [, year, number] = /^(\d{4})[-.](\d+)$/.exec(key.trim()) ?? [];
  if (year !== undefined && number !== undefined) {
    const answer = await client.call('getInvoices', { request: { invoiceNumbers: [{ year, number }], includeLineList: true } }, call);
    return list(answer['invoiceList']).find((invoice) => words.numberOf(invoice) === `${year}-${number}`) ?? null;
  }
  try {
    return ((await client.call('getInvoice', { invoiceId: key }, call))['invoice'] as SourceRecord | undefined) ?? null;
  } catch (thrown) {
    if (thrown instanceof FluxoError && thrown.code === 'mplus.not_found') return null;
    throw thrown;
  }
}

function wantedInvoices(chosen: Settings) {
  const types = new Set(texts(chosen['invoiceTypes']));
  return wantedSales(chosen, [
    ...(types.size > 0 ? [(invoice: SourceRecord) => types.has(textOf(invoice['invoiceType']))] : []),
    ...(chosen['onlyFinal'] === true ? [(invoice: SourceRecord) => invoice['finalized'] === true] : []),
  ]);
}

export const invoices = defineStream<MplusClient>({
  name: 'invoices',
  label: 'Invoices',
  help: 'Invoices and credit invoices of the till, new and changed ones. An invoiced order comes here too: read either orders or invoices into the same books.',
  entity: 'order',
  settings,
  asked: ['invoiceTypes', 'onlyFinal', 'branches', 'startFrom'],
  fields: [
    ...addedDocumentFields,
    ...fieldsOf(itemShape(operations.getInvoices.answer)),
    { path: 'relation', label: 'Customer card', type: 'object', help: 'The customer as the till knows it when the invoice is read.' },
    ...fieldsOf(itemShape(operations.getRelations.answer), 'relation.'),
  ],
  defaultMapping: invoiceMapping,
  key: (invoice) => String(invoice['invoiceId'] ?? ''),
  type: () => 'Invoice',
  version: (invoice) => String(invoice['syncMarker'] ?? ''),
  describe(invoice) {
    const buyer = nested(invoice['buyer'])['name'];
    const total = invoice['totalInclAmount'];
    return { title: words.numberOf(invoice) || String(invoice['invoiceId'] ?? ''), ...(typeof buyer === 'string' && { subtitle: buyer }), ...(typeof total === 'string' && { amount: `${total} EUR` }) };
  },

  async *read(context) {
    const pages = markerPages(context, {
      counter: 'invoiceSyncMarker',
      markerOf: (invoice) => invoice['syncMarker'],
      keep: wantedInvoices(context.settings),
      ask: async (syncMarker, syncMarkerLimit) => list((await context.client.call('getInvoices', { request: { syncMarker, syncMarkerLimit, includeLineList: true } }, context))['invoiceList']),
    });
    for await (const page of pages) yield { records: await asRecords(context.client, page.items, context), cursor: page.cursor };
  },

  async readOne(context, key) {
    const invoice = await findInvoice(context.client, key, context);
    return invoice ? ((await asRecords(context.client, [invoice], context))[0] ?? null) : null;
  },
});
