import { defineStream } from '#connectors/sdk/connector.ts';
import type { CallContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../client.ts';
import { salesMapping } from '../defaultMappings/sales.ts';
import type { SalesDocumentName } from '../entities.ts';
import { nested, refName, textOf } from '../values.ts';
import { factsOnce } from './facts.ts';
import { readChanges } from './readChanges.ts';
import { Related } from './related.ts';
import { salesStreamFields } from './salesFields.ts';
import { salesRecord } from './salesRecord.ts';
import { startSettings } from './startPoint.ts';

const settings: readonly SettingField[] = [
  { key: 'invoices', label: 'Invoices', type: 'boolean', group: 'What is read', default: true },
  { key: 'salesReceipts', label: 'Sales receipts', type: 'boolean', group: 'What is read', default: true },
  { key: 'credits', label: 'Credit memos and refund receipts', type: 'boolean', group: 'What is read', default: false, help: 'They come with negative quantities and amounts.' },
  ...startSettings,
  { key: 'shippingSku', label: 'Article number of shipping costs', type: 'text', default: 'shipping', maxLength: 50, group: 'Lines', help: 'The document’s shipping field has no article; it becomes a line with this number.' },
  { key: 'discountSku', label: 'Article number of a discount on the document', type: 'text', default: 'discount', maxLength: 50, group: 'Lines' },
];

const documentsOf = (chosen: Settings): readonly SalesDocumentName[] => [
  ...(chosen['invoices'] === true ? (['Invoice'] as const) : []),
  ...(chosen['salesReceipts'] === true ? (['SalesReceipt'] as const) : []),
  ...(chosen['credits'] === true ? (['CreditMemo', 'RefundReceipt'] as const) : []),
];

function makeRecords(client: QuickBooksClient, chosen: Settings, call: CallContext): (rows: readonly SourceRecord[], name: SalesDocumentName) => Promise<readonly SourceRecord[]> {
  const facts = factsOnce(client, call);
  const related = new Related(client);
  return async (rows, name) => {
    if (rows.length === 0) return [];
    const known = await facts();
    await related.ahead(rows, call);
    return rows.map((row) => salesRecord(row, name, known, related, chosen));
  };
}

export const salesDocuments = defineStream<QuickBooksClient>({
  // Not `sales`, which is the target's id: one id stands for one thing.
  name: 'salesDocuments',
  label: 'Sales documents',
  help: 'Invoices, sales receipts and credits, new and changed ones, with the article numbers of their lines, their tax and what was paid.',
  entity: 'order',
  settings,
  asked: ['invoices', 'salesReceipts', 'credits', 'startFrom'],
  fields: salesStreamFields,
  defaultMapping: salesMapping,
  // An id counts per kind of document.
  key: (record) => `${textOf(record['document'])}-${textOf(record['Id'])}`,
  version: (record) => textOf(record['SyncToken']),
  type: (record) => textOf(record['document']),
  id: (record) => textOf(record['Id']),
  describe(record) {
    const name = textOf(nested(record['buyer'])['name']) || refName(record['CustomerRef']);
    return { title: textOf(record['number']), ...(name !== '' && { subtitle: name }), amount: `${textOf(record['totalIncl'])} ${textOf(record['currency'])}`.trim() };
  },

  async *read(context) {
    const chosen = withDefaults(settings, context.settings);
    const records = makeRecords(context.client, chosen, context);
    yield* readChanges(context, { entities: documentsOf(chosen).map((name) => ({ name })), settings: chosen, keep: () => true, records: (rows, name) => records(rows, name as SalesDocumentName) });
  },

  async readOne(context, key) {
    const [, name, id] = /^(Invoice|SalesReceipt|CreditMemo|RefundReceipt)-(\d{1,18})$/.exec(key) ?? [];
    // Whoever asks for a key nobody has still learns that the connection works.
    const found = name === undefined || id === undefined ? (await context.client.companyInfo(context), null) : await context.client.readWhole(name, id, context);
    if (!found) return null;
    return (await makeRecords(context.client, withDefaults(settings, context.settings), context)([found], name as SalesDocumentName))[0] ?? null;
  },
});
