import type { Order } from '#shared/entities/order.ts';
import { fingerprintOf } from '../../fingerprint.ts';
import type { SalesSettings } from './settings.ts';

/** By what an order is recognised as changed since it was sent. Where payments are booked one by one, that money came in is no change of the order. */
export function orderMark(order: Order, settings: Pick<SalesSettings, 'payments'>): string {
  if (settings.payments === 'none') return fingerprintOf(order);
  const { fullyPaid: _paid, payments: _payments, paymentMethod: _method, ...rest } = order;
  return fingerprintOf(rest);
}
