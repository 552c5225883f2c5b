import type { ApplyResult, RecordContext } from '#connectors/sdk/connector.ts';
import { writtenAsOther } from '#connectors/sdk/sameSale.ts';
import type { WrittenBefore } from '#connectors/sdk/sameSale.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { QuickBooksClient } from '../../client.ts';
import { decimalOf, salesKinds } from '../../entities.ts';
import type { SalesDocumentName } from '../../entities.ts';
import type { DocumentKind } from './documentKind.ts';
import type { FoundDocument } from './lookups.ts';
import { hasAnyMarker, hasMarker } from '../../marker.ts';
import { orderMark } from './orderMark.ts';
import type { Session } from './session.ts';

type Context = RecordContext<QuickBooksClient>;

/** What is known of the order before anything is looked up. */
export interface Expected {
  readonly kind: DocumentKind;
  readonly docNumber: string;
  readonly marker: string;
  readonly date: string;
  /** What the document has to come to; null when the order does not tell it by itself. */
  readonly total: Decimal | null;
}

const words: Readonly<Record<string, string>> = { SalesReceipt: 'sales receipt', Invoice: 'invoice', CreditMemo: 'credit memo', RefundReceipt: 'refund receipt' };

export const wordFor = (type: string): string => words[type] ?? type;

/** The word with its article: `an invoice`. */
export const aWordFor = (type: string): string => `${/^[aeiou]/i.test(wordFor(type)) ? 'an' : 'a'} ${wordFor(type)}`;

/**
 * Whether the order was sent before: by the ledger, else by its document number. A document with our mark, or one made by hand with the same number,
 * date and total, is taken into the ledger. Null when the order is new. Throws a `data` error when the number belongs to something else, or when
 * the order changed since and that is to be reported.
 */
export async function alreadyThere(order: Order, expected: Expected, session: Session, context: Context): Promise<ApplyResult | null> {
  const entry = context.asNew ? null : await context.recall('sales', order.sourceId);
  if (entry && entry.targetId !== 'dry-run') {
    reportChange(order, entry.fingerprint, entry.targetType, session);
    return skipped(entry.targetType, entry.targetId, undefined);
  }
  const origin = await madeFrom(order, session, context);
  if (origin) return origin;
  const other = await writtenAsOther(order, 'sales', context);
  if (other) return bookedAsOther(other);
  if (expected.docNumber === '') return null;
  const found = await session.lookups.documents(expected.docNumber, context);
  return decide(found, expected, order, session, context);
}

/** The same sale is in the books under another of its documents at the source, such as the order this invoice was made from. */
function bookedAsOther({ entry }: WrittenBefore): ApplyResult {
  const params = { type: entry.targetType, id: entry.targetId };
  return { outcome: 'skipped', reason: { code: 'quickbooks.same_sale', text: `The sale is in QuickBooks already: another document of it became ${wordFor(entry.targetType)} ${entry.targetId}.`, params }, target: { type: entry.targetType, id: entry.targetId } };
}

/** The document of QuickBooks that a flow the other way made this order from: it stands in the books already, under whatever number. */
async function madeFrom(order: Order, session: Session, context: Context): Promise<ApplyResult | null> {
  for (const key of context.twin?.keys ?? []) {
    const [, name, id] = /^(Invoice|SalesReceipt|CreditMemo|RefundReceipt)-(\d{1,18})$/.exec(key) ?? [];
    const document = name !== undefined && id !== undefined ? await session.client.read(salesKinds[name as SalesDocumentName], id, context) : null;
    if (name === undefined || !document) continue;
    if (!context.dryRun) await context.adopt('sales', order.sourceId, { targetType: name, targetId: document.Id, ...(document.SyncToken !== undefined && { targetVersion: document.SyncToken }), fingerprint: orderMark(order, session.settings) });
    const label = document.DocNumber ?? document.Id;
    return { outcome: 'skipped', reason: { code: 'quickbooks.made_from', text: `The order was made from ${wordFor(name)} ${label} of QuickBooks, so it is not booked again.`, params: { type: name, label } }, target: { type: name, id: document.Id, label } };
  }
  return null;
}

/** The same for companies that number by themselves: among the customer's documents of the day, the one with our mark. */
export async function amongCustomersDocuments(order: Order, expected: Expected, customerId: string, session: Session, context: Context): Promise<ApplyResult | null> {
  if (customerId === 'dry-run') return null;
  const own = (await session.lookups.documentsOf(customerId, expected.date, context)).filter(({ document }) => hasMarker(document.PrivateNote, expected.marker));
  return own[0] ? adopt(own[0], expected, order, session, context) : null;
}

async function decide(found: readonly FoundDocument[], expected: Expected, order: Order, session: Session, context: Context): Promise<ApplyResult | null> {
  const own = found.find(({ document }) => hasMarker(document.PrivateNote, expected.marker));
  if (own) return adopt(own, expected, order, session, context);
  const byHand = found.find(({ name, document }) => name === expected.kind.name && !hasAnyMarker(document.PrivateNote) && document.TxnDate === expected.date && expected.total !== null && compare(decimalOf(document.TotalAmt), expected.total) === 0);
  if (byHand) return adopt(byHand, expected, order, session, context);
  // The service compares numbers within one kind of document only, so an invoice does not stand in the way of a receipt.
  const taken = found.find(({ name }) => name === expected.kind.name);
  if (taken) {
    throw new FluxoError({ code: 'quickbooks.number_taken', kind: 'data', what: `The document number ${expected.docNumber} belongs to another ${wordFor(taken.name)} in QuickBooks (${taken.document.Id}).`, where: { field: 'docNumber' }, params: { number: expected.docNumber, type: taken.name, id: taken.document.Id }, fix: 'Choose another template for the document number, such as one with a prefix, or check whether the order was entered by hand with another date or total.' });
  }
  for (const other of found) context.note({ code: 'quickbooks.number_elsewhere', text: `There is ${aWordFor(other.name)} with the same number (${other.document.Id}); it is another document.`, params: { type: other.name, id: other.document.Id } });
  return null;
}

async function adopt({ name, document }: FoundDocument, expected: Expected, order: Order, session: Session, context: Context): Promise<ApplyResult> {
  const total = decimalOf(document.TotalAmt);
  if (expected.total !== null && compare(total, expected.total) !== 0 && !/^Voided/i.test(document.PrivateNote ?? '')) {
    throw new FluxoError({ code: 'quickbooks.total_differs', kind: 'data', what: `The ${wordFor(name)} ${document.DocNumber ?? document.Id} comes to ${total} in QuickBooks, the order to ${expected.total}.`, where: { field: 'totalIncl' }, params: { type: name, label: document.DocNumber ?? document.Id, total, expected: expected.total }, fix: 'Correct or delete the document in QuickBooks, then try the order again.' });
  }
  if (!context.dryRun) await context.adopt('sales', order.sourceId, { targetType: name, targetId: document.Id, ...(document.SyncToken !== undefined && { targetVersion: document.SyncToken }), fingerprint: orderMark(order, session.settings) });
  const label = document.DocNumber;
  return {
    outcome: 'skipped',
    reason: { code: 'quickbooks.adopted', text: `Already in QuickBooks: ${wordFor(name)} ${label ?? document.Id} was found and remembered.`, params: { type: name, label: label ?? document.Id } },
    target: { type: name, id: document.Id, ...(label !== undefined && { label }) },
  };
}

function reportChange(order: Order, fingerprint: string | undefined, type: string, session: Session): void {
  if (session.settings.onExisting !== 'alertIfChanged' || fingerprint === undefined || fingerprint === orderMark(order, session.settings)) return;
  throw new FluxoError({ code: 'quickbooks.changed_since', kind: 'data', what: `The order changed after it became ${aWordFor(type)} in QuickBooks.`, where: { field: 'onExisting' }, params: { type }, fix: 'Change the document in QuickBooks by hand, then ignore this problem.' });
}

function skipped(type: string, id: string, label: string | undefined): ApplyResult {
  return {
    outcome: 'skipped',
    reason: { code: 'quickbooks.already_there', text: `Already in QuickBooks: ${wordFor(type)} ${id}.`, params: { type, id } },
    target: { type, id, ...(label !== undefined && { label }) },
  };
}
