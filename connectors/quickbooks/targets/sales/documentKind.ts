import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, isZero, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SalesDocumentName } from '../../entities.ts';
import type { SalesSettings } from './settings.ts';

export interface DocumentKind {
  readonly name: SalesDocumentName;
  /** Money changed hands: method and account are told instead of term and due date. */
  readonly isPaid: boolean;
  /** The order's amounts are negative and are sent with their sign turned. */
  readonly isCredit: boolean;
}

/** Whether an order is an invoice, a receipt or a credit. Parks credits (`data` error) unless they are wanted: a credit is never booked as a positive document. */
export function documentKind(order: Order, settings: SalesSettings): DocumentKind {
  const total = totalOf(order);
  const paid = isFullyPaid(order);
  if (order.kind === 'credit' || compare(total, '0') < 0) {
    if (compare(total, '0') > 0) throw new FluxoError({ code: 'quickbooks.positive_credit', kind: 'data', what: 'The order says it is a credit, but its total is positive.', where: { field: 'totalIncl' }, fix: 'Map the amounts of credits as negative ones.' });
    if (settings.credits === 'park') throw new FluxoError({ code: 'quickbooks.credit', kind: 'data', what: 'The order is a credit, and credits are not sent.', where: { field: 'credits' }, parkedOn: { setting: 'credits', value: 'credit' }, fix: 'Choose in the target’s settings what a credit becomes, or book it by hand.' });
    const refund = settings.credits === 'refundReceipt' || (settings.credits === 'byPayment' && paid);
    return { name: refund ? 'RefundReceipt' : 'CreditMemo', isPaid: refund, isCredit: true };
  }
  const receipt = settings.document === 'receipt' || (settings.document === 'byPayment' && paid);
  return { name: receipt ? 'SalesReceipt' : 'Invoice', isPaid: receipt, isCredit: false };
}

/** The order's own total, else the sum of its lines as far as they tell it. */
function totalOf(order: Order): Decimal {
  return order.totalIncl ?? order.totalExcl ?? sum(order.lines.map((line) => line.totalIncl ?? line.totalExcl ?? '0'));
}

/** As the order says, else when its payments come to its total. */
export function isFullyPaid(order: Order): boolean {
  if (order.fullyPaid !== undefined) return order.fullyPaid;
  const total = totalOf(order);
  const paid = sum((order.payments ?? []).map((payment) => payment.amount));
  if (isZero(paid)) return false;
  return compare(total, '0') < 0 ? compare(paid, total) <= 0 : compare(paid, total) >= 0;
}
