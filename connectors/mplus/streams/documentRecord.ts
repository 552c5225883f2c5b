import type { FieldInfo } from '#shared/entities/fields.ts';
import { compare, isDecimal, sum } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { list, textOf } from '../wire/values.ts';
import { addedSaleFields, saleRecord } from './saleRecord.ts';

/** What tells invoices and tickets apart. */
export interface DocumentWords {
  readonly kind: 'invoice' | 'receipt';
  /** The type the till gives a document that takes another back. */
  readonly creditType: string;
  readonly numberOf: (document: SourceRecord) => string;
}

/**
 * An invoice or a ticket as its stream gives it: what `saleRecord` makes of it, its number as people know it, whether it is a credit, and whether all
 * the money has come in (or gone out again). Amounts keep the sign the till gives them: those of a credit are negative.
 */
export function documentRecord(document: SourceRecord, relation: SourceRecord | undefined, words: DocumentWords): SourceRecord {
  const type = textOf(document[`${words.kind}Type`]);
  const total = document['totalInclAmount'];
  const isCredit = type === words.creditType || (isDecimal(total) && compare(total, '0') < 0);
  const number = words.numberOf(document);
  return { ...saleRecord(document, relation), ...(number !== '' && { documentNumber: number }), documentKind: isCredit ? 'credit' : words.kind, isPaid: isPaid(document) };
}

/** What `documentRecord` adds, for the mapper's tree. */
export const addedDocumentFields: readonly FieldInfo[] = [
  ...addedSaleFields,
  { path: 'documentNumber', label: 'Number', type: 'text', help: 'As people know it, such as 2026-15.' },
  { path: 'documentKind', label: 'Kind of document', type: 'text', help: 'credit when it takes something back, else invoice or receipt.' },
  { path: 'isPaid', label: 'Fully paid', type: 'boolean', help: 'All the money came in; of a credit, went out again.' },
];

/** By the till's word, else by the amounts. “Handled” says nothing about money: an invoice may have been set off against its credit. */
function isPaid(document: SourceRecord): boolean {
  if (textOf(document['state']).endsWith('-STATE-PAID')) return true;
  const total = document['totalInclAmount'];
  if (!isDecimal(total)) return false;
  const amounts = list(document['paymentList']).map((payment) => payment['amount']).filter(isDecimal);
  const paid = isDecimal(document['paidAmount']) ? document['paidAmount'] : sum(amounts);
  return compare(total, '0') < 0 ? compare(paid, total) <= 0 : compare(paid, total) >= 0;
}
