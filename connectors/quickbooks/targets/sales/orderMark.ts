import type { Order } from '#shared/entities/order.ts';
import { fingerprintOf } from '../../fingerprint.ts';
import type { SalesSettings } from './settings.ts';

/**
 * By what an order is recognised as changed since it was sent. Whose it is counts, not what their card says by now: a new phone number changes no
 * invoice; neither does a further document of the same sale. Where payments are booked one by one, that money came in is no change of the order either.
 */
export function orderMark(order: Order, settings: Pick<SalesSettings, 'payments'>): string {
  const { customer, sameSale: _others, ...document } = order;
  const whose = customer?.sourceId ?? customer?.email ?? customer?.name ?? customer?.company;
  const sold = { ...document, ...(whose !== undefined && { customer: whose }) };
  if (settings.payments === 'none') return fingerprintOf(sold);
  const { fullyPaid: _paid, payments: _payments, paymentMethod: _method, ...rest } = sold;
  return fingerprintOf(rest);
}
