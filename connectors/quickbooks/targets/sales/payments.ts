import type { EffectResult, RecordContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { add, compare, isZero, negate, round, subtract, sum, toJsonNumber } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { TotalPart } from '#shared/records/totals.ts';
import type { QuickBooksClient } from '../../client.ts';
import { compact } from '../../compact.ts';
import { choose } from '../../company/choose.ts';
import type { Gather } from '../../company/gather.ts';
import { decimalOf, salesKinds } from '../../entities.ts';
import { isFullyPaid } from './documentKind.ts';
import { orderMark } from './orderMark.ts';
import type { Session } from './session.ts';
import { largestPayment } from './terms.ts';

type Context = RecordContext<QuickBooksClient>;

/** Money that came in for an order, with what the settings make of its method. */
export interface ChosenPayment {
  readonly method: string;
  /** Null for all that is owed. */
  readonly amount: Decimal | null;
  readonly reference: string | undefined;
  readonly methodId: string | undefined;
  readonly accountId: string | undefined;
}

/** The payments an invoice of this order gets, by the setting. Methods and accounts are looked up now, so that an order that waits leaves nothing behind. */
export function choosePayments(order: Order, session: Session, gather: Gather, warn: (reason: Reason) => void): readonly ChosenPayment[] {
  const { settings, company } = session;
  const told = paymentsOf(order, settings.payments, warn);
  return told.map(({ method, amount, reference }) => {
    const row = gather.of(() => choose({ key: 'paymentMethod', label: 'Payment method', setting: settings.paymentMethod, find: company.paymentMethods.find, warn }, method));
    const account = settings.depositAccount.enabled ? gather.of(() => choose({ key: 'depositAccount', label: 'Deposit account', setting: settings.depositAccount, find: company.accounts.find, warn }, method)) : undefined;
    return { method, amount, reference, methodId: row?.Id, accountId: account?.Id };
  });
}

type Told = Pick<ChosenPayment, 'method' | 'amount' | 'reference'>;

function paymentsOf(order: Order, mode: Session['settings']['payments'], warn: (reason: Reason) => void): readonly Told[] {
  if (mode === 'none') return [];
  const largest = largestPayment(order);
  if (mode === 'split' && largest) return byMethod(order, warn);
  return isFullyPaid(order) ? [{ method: order.paymentMethod ?? largest?.method ?? '', amount: null, reference: largest?.reference }] : [];
}

/** One payment per method. Money given back counts off the largest one: a payment cannot be negative. */
function byMethod(order: Order, warn: (reason: Reason) => void): readonly Told[] {
  const payments = order.payments ?? [];
  const methods = [...new Set(payments.map(({ method }) => method))];
  const sums = methods.map((method) => {
    const own = payments.filter((payment) => payment.method === method);
    return { method, amount: round(sum(own.map(({ amount }) => amount)), 2), reference: own.length === 1 ? own[0]!.reference : undefined };
  });
  const back = sum(sums.filter(({ amount }) => compare(amount, '0') < 0).map(({ amount }) => amount));
  const paid = sums.filter(({ amount }) => compare(amount, '0') > 0);
  if (isZero(back) || paid.length === 0) return paid;
  const largest = paid.reduce((most, one) => (compare(one.amount, most.amount) > 0 ? one : most));
  warn({ code: 'quickbooks.given_back', text: `${negate(back)} was given back; it is counted off the payment by ${largest.method}.`, params: { amount: negate(back), method: largest.method } });
  return paid.map((one) => (one === largest ? { ...one, amount: round(add(one.amount, back), 2) } : one)).filter(({ amount }) => compare(amount, '0') > 0);
}

export interface OpenInvoice {
  readonly id: string;
  readonly customerId: string;
  readonly total: Decimal;
  readonly balance: Decimal;
  /** The mark of the invoice. */
  readonly marker: string;
  readonly date: string;
}

/**
 * Puts payments on an invoice, as far as it is not paid: what was booked before (by us or by hand) is counted off the first ones, and no more is booked than
 * is open. Gives what was booked now.
 */
export async function bookPayments(order: Order, invoice: OpenInvoice, payments: readonly ChosenPayment[], session: Session, context: Context): Promise<Decimal> {
  let before = subtract(invoice.total, invoice.balance);
  let open = invoice.balance;
  let booked = '0';
  for (const [index, payment] of payments.entries()) {
    const whole = payment.amount ?? invoice.total;
    const left = compare(before, whole) >= 0 ? '0' : subtract(whole, before);
    before = compare(before, whole) >= 0 ? subtract(before, whole) : '0';
    const amount = round(compare(left, open) > 0 ? open : left, 2);
    if (compare(left, open) > 0) context.warn({ code: 'quickbooks.overpaid', text: `${round(left, 2)} was paid by ${payment.method}, but only ${round(open, 2)} is open; the rest is not booked.`, params: { amount: round(left, 2), method: payment.method, open: round(open, 2) } });
    if (isZero(amount)) continue;
    const result = await bookOne(order, invoice, { ...payment, amount, index }, session, context);
    context.note({ code: 'quickbooks.payment_booked', text: `Booked a payment of ${amount} by ${payment.method}.`, params: { amount, method: payment.method, id: result.facts?.['payment'] ?? '' } });
    open = subtract(open, amount);
    booked = add(booked, amount);
  }
  return round(booked, 2);
}

function bookOne(order: Order, invoice: OpenInvoice, payment: ChosenPayment & { readonly amount: Decimal; readonly index: number }, session: Session, context: Context): Promise<EffectResult> {
  const marker = `${invoice.marker}#${payment.index + 1}:${payment.amount}`;
  const ref = (id: string | undefined) => (id === undefined ? undefined : { value: id });
  const body = compact({
    TxnDate: invoice.date,
    CustomerRef: { value: invoice.customerId },
    TotalAmt: toJsonNumber(payment.amount),
    PaymentMethodRef: ref(payment.methodId),
    PaymentRefNum: payment.reference?.slice(0, 21) || undefined,
    DepositToAccountRef: ref(payment.accountId),
    PrivateNote: marker,
    Line: [{ Amount: toJsonNumber(payment.amount), LinkedTxn: [{ TxnId: invoice.id, TxnType: 'Invoice' }] }],
  });
  return context.effect('createPayment', { body, marker, invoice: invoice.id }, { slot: `${payment.index + 1} ${payment.amount}`, ledger: { entity: 'sales', key: order.sourceId, fingerprint: orderMark(order, session.settings) }, totals: paymentTotals(payment, session) });
}

/** The invoice counted as unpaid before: what is paid now counts under its way of payment instead. */
function paymentTotals({ amount, method, methodId }: ChosenPayment & { readonly amount: Decimal }, { company }: Session): readonly TotalPart[] {
  const name = methodId === undefined ? method : (company.paymentMethods.find(methodId)?.Name ?? method);
  return [{ by: 'paymentMethod', key: name, total: amount }, { by: 'paymentMethod', key: '', count: 0, total: negate(amount) }];
}

/** The invoice an order became earlier, as it is now; null when it is gone or voided. */
export async function readInvoice(id: string, session: Session, context: Context): Promise<(Omit<OpenInvoice, 'marker' | 'date'> & { readonly label: string }) | null> {
  const invoice = await session.client.read(salesKinds.Invoice, id, context);
  if (!invoice?.CustomerRef || /^voided\b/i.test(invoice.PrivateNote ?? '')) return null;
  return { id, customerId: invoice.CustomerRef.value, total: decimalOf(invoice.TotalAmt), balance: decimalOf(invoice.Balance), label: invoice.DocNumber ?? id };
}
