import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { hashOf } from '../members/contact.ts';
import type { OrderSettings } from './settings.ts';

/** Who bought, as the store is to know him. */
export interface Buyer {
  /** Lower case. */
  readonly email: string;
  /** The id of a customer we make: that of the address in the audience. */
  readonly id: string;
  /** False for the default customer, who has no name. */
  readonly isOwn: boolean;
}

/** The buyer of an order, or the default customer in his place; null when the order has no address and there is none. Throws `data` for an address that is none. */
export function buyerOf(order: Order, settings: OrderSettings): Buyer | null {
  const own = (order.customer?.email ?? '').trim().toLowerCase();
  const fallback = (settings.customerEmail ?? '').trim().toLowerCase();
  const isOwn = settings.defaultCustomer !== 'force' && own !== '' && !own.endsWith('@forgotten.mailchimp.com');
  const email = isOwn ? own : settings.defaultCustomer === 'off' ? '' : fallback;
  if (email === '') return null;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new FluxoError({ code: 'mailchimp.bad_email', kind: 'data', what: 'The e-mail address of the customer is none.', where: { field: 'customer.email' }, fix: 'Correct it in the source.' });
  return { email, id: hashOf(email), isOwn };
}
