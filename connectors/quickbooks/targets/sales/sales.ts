import type { ApplyResult, RecordContext, TargetSession } from '#connectors/sdk/connector.ts';
import { defineTarget } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { add, isZero, negate, round } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { TotalPart } from '#shared/records/totals.ts';
import type { QuickBooksClient } from '../../client.ts';
import { makeGather } from '../../company/gather.ts';
import { alreadyThere, amongCustomersDocuments, aWordFor, wordFor } from './alreadyThere.ts';
import type { Expected } from './alreadyThere.ts';
import { computeAmounts, demandSoundTotal } from './amounts.ts';
import type { OrderAmounts } from './amounts.ts';
import { checkTotal } from './checkTotal.ts';
import { resolveCustomer } from './customer.ts';
import { buildDocument } from './document.ts';
import type { DocumentParts } from './document.ts';
import { documentKind } from './documentKind.ts';
import type { DocumentKind } from './documentKind.ts';
import { accountOf, documentTotals } from './documentTotals.ts';
import { makeLines } from './documentLines.ts';
import type { DocumentLine } from './documentLines.ts';
import { salesEffects } from './effects.ts';
import { markerOf } from '../../marker.ts';
import { readOrder } from '#connectors/sdk/readOrder.ts';
import { saleDimensions } from '#connectors/sdk/totals.ts';
import { orderMark } from './orderMark.ts';
import { bookPayments, choosePayments, readInvoice } from './payments.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { salesFields } from './settings.ts';
import { taxOrder } from './tax.ts';
import type { OrderTaxes } from './tax.ts';
import { addDays, chooseTerms } from './terms.ts';

type Context = RecordContext<QuickBooksClient>;

/** Orders as invoices and sales receipts in QuickBooks Online, each once, to the cent. */
export const sales = defineTarget<QuickBooksClient>({
  name: 'sales',
  label: 'Invoices and sales receipts',
  help: 'Books orders in QuickBooks: finds or makes the customer, checks the articles and the tax, and makes a sales receipt or an invoice.',
  entity: 'order',
  settings: salesFields,
  asked: ['document', 'docNumber', 'defaultDebtor', 'onMissingProduct', 'taxTable', 'paymentMethod', 'depositAccount', 'term', 'shippingArticles', 'shippingAs'],
  addsUp: [...saleDimensions, 'account'],
  effects: salesEffects,
  // The books are still searched for its number and mark, so that only a document somebody deleted there is made anew.
  sendsAsNew: true,
  concurrency: 8,
  async open({ client, settings, sourceConnection, signal, noteExchange }): Promise<TargetSession> {
    const session = await openSession(client, settings, sourceConnection, { signal, ...(noteExchange && { noteExchange }) });
    return {
      async lookAhead(records, call) {
        // A record that is no order fails when its turn comes; looking ahead is no place for it.
        const orders = records.flatMap((record) => tryRead(record));
        await session.lookups.ahead(
          {
            docNumbers: orders.map(session.docNumber).filter((number) => number !== ''),
            emails: session.settings.defaultDebtor === 'force' ? [] : orders.map(emailOf).filter((email) => email !== ''),
            skus: orders.flatMap((order) => order.lines.map((line) => line.sku ?? '')).filter((sku) => sku !== ''),
          },
          call,
        );
      },
      // Orders of one customer run one after the other, so that the first makes the customer and the others find it.
      lane(record) {
        const order = tryRead(record)[0];
        return (order && (emailOf(order) || order.customer?.sourceId || order.customer?.company || order.customer?.name)) || String(record['sourceId'] ?? '');
      },
      apply: (record, context) => applyOrder(record, session, context as Context),
    };
  },
});

const emailOf = (order: Order): string => (order.customer?.email ?? '').trim().toLowerCase();

function tryRead(record: SourceRecord): readonly Order[] {
  try {
    const order = readOrder(record);
    return order.cancelled ? [] : [order];
  } catch {
    return [];
  }
}

/**
 * One order, step by step. Everything that can stop it is decided before the first write: settings and tax without a call, then articles, then the
 * customer, then the document, and at last the comparison of its total.
 */
async function applyOrder(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const order = readOrder(record);
  if (order.cancelled) return cancelled(order, session, context);

  const kind = documentKind(order, session.settings);
  const sign = (amount: Decimal) => (kind.isCredit ? negate(amount) : amount);
  const expected: Expected = {
    kind,
    docNumber: session.docNumber(order),
    marker: markerOf(session.sourceConnection, order.sourceId),
    date: openDate(order.date, session),
    total: order.totalIncl === undefined ? null : round(sign(order.totalIncl), 2),
  };
  const known = await alreadyThere(order, expected, session, context);
  if (known) return payLater(known, order, expected, session, context);
  demandOpenBooks(order.date, session);

  const taxes = taxOrder(order, session.settings, session.company);
  const amounts = computeAmounts(order, taxes);
  amounts.warnings.forEach(context.warn);
  demandSoundTotal(order, amounts, session.settings.rounding === 'item');
  const gather = makeGather();
  const terms = chooseTerms(order, kind, session, gather, context.warn);
  const payments = kind.name === 'Invoice' ? choosePayments(order, session, gather, context.warn) : [];
  gather.settle();
  sayWhatIsMade(order, kind, amounts, taxes, payments.length > 0, context);

  const lines = await makeLines(order, taxes, amounts, kind.isCredit, session, context);
  const customer = await resolveCustomer(order, session, context, terms.term);
  const again = expected.docNumber === '' ? await amongCustomersDocuments(order, expected, customer.id, session, context) : null;
  if (again) return payLater(again, order, expected, session, context);

  const parts: DocumentParts = {
    kind,
    docNumber: expected.docNumber,
    date: expected.date,
    marker: expected.marker,
    note: [paymentsNote(order), session.privateNote(order)].filter(Boolean).join(' '),
    memo: session.memo(order),
    customer,
    calculation: taxes.calculation,
    lines: isZero(amounts.difference) ? lines : [...lines, roundingLine(sign(amounts.difference), taxes, session)],
    groups: amounts.groups,
    codes: new Map([...taxes.lines].flatMap(({ code }) => (code ? [[code.id, code] as const] : []))),
    terms,
  };
  const total = round(sign(add(amounts.total, amounts.difference)), 2);
  const result = await createDocument(order, parts, documentTotals(parts, amounts, total, taxes, session), session, context);
  if (!context.dryRun) {
    await checkTotal(order, { name: kind.name, result, expected: total, withRounding: (amount) => withRounding(order, parts, roundingLine(amount, taxes, session), session) }, session, context);
  }
  if (payments.length > 0) {
    const made = { id: result.id, customerId: customer.id, total, balance: total };
    // One that was only found may have been paid since.
    const invoice = result.adopted ? await readInvoice(result.id, session, context) : made;
    if (invoice) await bookPayments(order, { ...invoice, marker: expected.marker, date: expected.date }, payments, session, context);
  }
  const label = result.label ?? (expected.docNumber || undefined);
  const made = `${wordFor(kind.name)} ${label ?? result.id}`;
  return {
    outcome: result.adopted ? 'skipped' : 'created',
    reason: result.adopted
      ? { code: 'quickbooks.adopted', text: `Already in QuickBooks: ${made} was found and remembered.`, params: { type: kind.name, label: label ?? result.id } }
      : { code: 'quickbooks.created', text: `Created ${made}, ${total}.`, params: { type: kind.name, label: label ?? result.id, total } },
    target: { type: kind.name, id: result.id, ...(label !== undefined && { label }) },
  };
}

/** An invoice that was there before gets what came in for it since, where the settings want payments. */
async function payLater(known: ApplyResult, order: Order, expected: Expected, session: Session, context: Context): Promise<ApplyResult> {
  if (session.settings.payments === 'none' || known.target?.type !== 'Invoice') return known;
  const gather = makeGather();
  const payments = choosePayments(order, session, gather, context.warn);
  gather.settle();
  const invoice = payments.length > 0 ? await readInvoice(known.target.id, session, context) : null;
  if (!invoice || isZero(invoice.balance)) return known;
  // One that was found by its mark was made by a try that did not get to its payments (a crash, a refusal): they are of its own date.
  const date = known.reason.code === 'quickbooks.adopted' ? expected.date : new Intl.DateTimeFormat('sv-SE').format(session.client.now());
  const booked = await bookPayments(order, { ...invoice, marker: expected.marker, date }, payments, session, context);
  if (isZero(booked)) return known;
  const { label } = invoice;
  return { outcome: 'updated', reason: { code: 'quickbooks.payments_added', text: `Already in QuickBooks: invoice ${label}; a payment of ${booked} was added.`, params: { label, amount: booked } }, target: { ...known.target, label } };
}

/** A cancelled order is not booked. One that was booked before it was cancelled is more than a skip: the books still have it. */
async function cancelled(order: Order, session: Session, context: Context): Promise<ApplyResult> {
  const entry = await context.recall('sales', order.sourceId);
  const booked = entry && entry.targetId !== 'dry-run' ? entry : null;
  const what = booked ? `The order was cancelled after it became ${wordFor(booked.targetType)} ${booked.targetId}.` : 'The order was cancelled.';
  const params = { type: booked?.targetType ?? '', id: booked?.targetId ?? '' };
  const code = booked ? 'quickbooks.cancelled_since' : 'quickbooks.cancelled';
  const fix = booked ? 'Credit or void the document in QuickBooks, then ignore this problem.' : 'Check whether it is in QuickBooks; then ignore this problem, or let cancelled orders be skipped.';
  if (booked && session.settings.onExisting === 'alertIfChanged') throw new FluxoError({ code, kind: 'data', what, where: { field: 'cancelled' }, params, fix });
  if (session.settings.cancelled === 'park') throw new FluxoError({ code, kind: 'data', what, where: { field: 'cancelled' }, params, parkedOn: { setting: 'cancelled', value: 'cancelled' }, fix });
  if (booked) context.warn({ code, text: what, params, fix });
  return { outcome: 'skipped', reason: { code, text: what, params }, ...(booked && { target: { type: booked.targetType, id: booked.targetId } }) };
}

/** The order's date, or the first day the books are open, where the settings allow it. */
function openDate(date: string, session: Session): string {
  const closed = session.company.bookCloseDate;
  return closed !== undefined && date <= closed && session.settings.closedBooks === 'nextOpenDay' ? addDays(closed, 1) : date;
}

function demandOpenBooks(date: string, session: Session): void {
  const closed = session.company.bookCloseDate;
  if (closed === undefined || date > closed || session.settings.closedBooks === 'nextOpenDay') return;
  throw new FluxoError({ code: 'quickbooks.books_closed', kind: 'data', what: `The order is of ${date}, and the books are closed up to ${closed}.`, where: { field: 'date' }, params: { date, closed }, parkedOn: { setting: 'closedBooks', value: closed }, fix: 'Reopen the period in QuickBooks, or let such orders be booked on the first open day.' });
}

function sayWhatIsMade(order: Order, { name }: DocumentKind, amounts: OrderAmounts, taxes: OrderTaxes, booksPayments: boolean, context: Context): void {
  const payments = order.payments ?? [];
  if (payments.length > 1 && !booksPayments) context.note({ code: 'quickbooks.split_payment', text: `${payments.length} payments; the largest one gives the payment method.`, params: { count: String(payments.length) } });
  context.note({ code: 'quickbooks.decided', text: `Becomes ${aWordFor(name)} of ${amounts.total}, tax ${amounts.tax}${taxes.country ? ` (${taxes.country})` : ''}.`, params: { type: name, total: amounts.total, tax: amounts.tax, country: taxes.country } });
}

function paymentsNote(order: Order): string {
  const payments = order.payments ?? [];
  return payments.length > 1 ? payments.map((payment) => `${payment.method} ${round(payment.amount, 2)}`).join(', ') : '';
}

function roundingLine(amount: Decimal, taxes: OrderTaxes, session: Session): DocumentLine {
  const { code } = taxes.untaxed();
  const item = session.item(session.settings.roundingItem);
  return { kind: 'item', itemId: item.Id, account: accountOf(item, session), description: '', quantity: '1', net: amount, gross: taxes.calculation === 'TaxInclusive' ? amount : null, taxCode: code?.id ?? null };
}

function withRounding(order: Order, parts: DocumentParts, line: DocumentLine, session: Session) {
  const { Line, TxnTaxDetail, GlobalTaxCalculation } = buildDocument(order, { ...parts, lines: [...parts.lines, line] }, session.company);
  return { ...(GlobalTaxCalculation !== undefined && { GlobalTaxCalculation }), ...(Line !== undefined && { Line }), ...(TxnTaxDetail !== undefined && { TxnTaxDetail }) };
}

async function createDocument(order: Order, parts: DocumentParts, totals: readonly TotalPart[], session: Session, context: Context) {
  const { name } = parts.kind;
  try {
    const result = await context.effect(`create${name}`, { body: buildDocument(order, parts, session.company), marker: parts.marker }, { ledger: { entity: 'sales', key: order.sourceId, fingerprint: orderMark(order, session.settings) }, totals });
    context.note({ code: result.adopted ? 'quickbooks.found' : 'quickbooks.made', text: `${result.adopted ? 'Found' : 'Created'} ${wordFor(name)} ${result.id}.`, params: { type: name, id: result.id } });
    return result;
  } catch (thrown) {
    // Something it names is gone or inactive: the next attempt must not believe what was looked up before.
    if (thrown instanceof FluxoError && thrown.code === 'quickbooks.reference_gone') {
      session.lookups.forget({ email: emailOf(order), customerId: parts.customer.id, skus: order.lines.map((line) => line.sku ?? '').filter((sku) => sku !== '') });
    }
    if (thrown instanceof FluxoError && thrown.code === 'quickbooks.books_closed' && !thrown.data.parkedOn) throw new FluxoError({ ...thrown.data, parkedOn: { setting: 'closedBooks', value: parts.date } }, { cause: thrown });
    throw thrown;
  }
}
