import { wireDate, wireDateTime } from '../dateTime.ts';
import type { Till } from '../till/makeTill.ts';
import { moveStock } from '../till/reserve.ts';
import type { Order } from '../till/types.ts';
import { partId, uuidOf } from '../till/uuid.ts';
import type { WireObject } from '../wire/write.ts';
import { invoiceOrder } from './documents.ts';
import { handler } from './handler.ts';

export type PaymentRequest = WireObject & { readonly method?: string; readonly amount?: number };

type Paid =
  | { readonly result: string; readonly errorMessage: string; readonly order?: never; readonly invoiceId?: never }
  | { readonly result: string; readonly errorMessage: ''; readonly order: Order; readonly invoiceId?: string };

export const payOrderV2 = handler<{ request: { orderId?: string; prepay?: boolean; paymentList: { payment: readonly PaymentRequest[] } } }>((till, { request }) => {
  const order = till.orders.get(request.orderId ?? '');
  if (!order) return { result: 'PAY-ORDER-RESULT-FAILED', errorMessage: `There is no order ${request.orderId ?? ''}`.trim() };
  const { order: changed, ...answer } = pay(till, order, request.paymentList.payment, request.prepay ?? false);
  if (changed) till.orders.put(changed.orderId, { ...changed, changeCounter: changed.changeCounter + 1, versionNumber: changed.versionNumber + 1 });
  if (answer.invoiceId !== undefined) moveStock(till, order, 'deliver');
  if (changed && answer.invoiceId !== undefined) invoiceOrder(till, changed, answer.invoiceId);
  return answer;
});

/**
 * What the payments make of an order. With `prepay` they are a deposit and the order stays open; without, they must
 * cover it, and the order is delivered and invoiced at once.
 */
export function pay(till: Till, order: Order, payments: readonly PaymentRequest[], prepay: boolean): Paid {
  if (order.invoiceIds) return { result: 'PAY-ORDER-RESULT-ORDER-ALREADY-INVOICED', errorMessage: `Order ${order.transactionString} has been invoiced` };
  if (order.cancelState === 'ORDER-CANCEL-STATE-COMPLETE') return { result: 'PAY-ORDER-RESULT-FAILED', errorMessage: `Order ${order.transactionString} is cancelled` };
  for (const { method } of payments) {
    if (!till.shop.paymentMethods.some(({ code, active }) => active && code === method)) return { result: 'PAY-ORDER-RESULT-FAILED', errorMessage: `There is no active payment method ${method ?? ''}`.trim() };
  }
  const paidBefore = order.paymentList.payment;
  const prepaidAmount = [...paidBefore, ...payments].reduce((sum, payment) => sum + (payment.amount ?? 0), 0);
  const fullyPaid = prepaidAmount >= order.totalInclAmount;
  if (!prepay && !fullyPaid) return { result: 'PAY-ORDER-RESULT-PAYMENT-INSUFFICIENT', errorMessage: `${order.totalInclAmount - prepaidAmount} cents are missing` };
  const now = till.clock.now();
  const received = payments.map((payment, index) => ({
    ...payment,
    paymentId: partId(order.orderId, 0xf000 + paidBefore.length + index),
    method: payment.method ?? '',
    amount: payment.amount ?? 0,
    financialDate: wireDate(now),
    entryTimestamp: wireDateTime(now),
  }));
  const changed = { ...order, prepaidAmount, fullyPaid, paymentMethod: order['paymentMethod'] ?? payments[0]?.method, paymentList: { payment: [...paidBefore, ...received] } };
  if (prepay) return { result: 'PAY-ORDER-RESULT-OK', errorMessage: '', order: changed };
  const invoiceId = uuidOf('invoice', order.orderId);
  return {
    result: 'PAY-ORDER-RESULT-OK',
    errorMessage: '',
    invoiceId,
    order: { ...changed, invoiceIds: { id: [invoiceId] }, deliveryState: 'ORDER-DELIVERY-STATE-COMPLETE', completeState: 'ORDER-COMPLETE-STATE-COMPLETE' },
  };
}
