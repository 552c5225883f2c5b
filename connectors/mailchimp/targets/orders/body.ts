import type { Address } from '#shared/entities/address.ts';
import type { Order } from '#shared/entities/order.ts';
import { toJsonNumber } from '#shared/money/decimal.ts';
import type { Value } from '#shared/records/story.ts';
import type { LinePlace } from './articles.ts';
import type { Buyer } from './buyer.ts';
import type { OrderMoney } from './money.ts';

interface Parts {
  readonly order: Order;
  readonly id: string;
  readonly money: OrderMoney;
  readonly isCredit: boolean;
  readonly buyer: Buyer;
  readonly places: readonly LinePlace[];
  /** The customer's id when the store has him already; then nothing about him is written. */
  readonly customer: string | null;
  readonly states: 'none' | 'send';
}

type Fields = Readonly<Record<string, Value>>;
interface LineFields {
  readonly id: string;
  readonly product_id: string;
  readonly product_variant_id: string;
  readonly quantity: number;
  readonly price: number;
  readonly discount: number;
}

/** The order as the service takes it when it is new. */
export const orderBody = (parts: Parts): Fields => ({ id: parts.id, customer: customerBody(parts), ...saleBody(parts), lines: lineBodies(parts) as unknown as Value });

/** The same for one that is there: neither its id nor its buyer can change. */
export function changeBody(parts: Parts, now: number): Fields & { readonly lines: readonly LineFields[] & Value } {
  return { ...saleBody(parts), updated_at_foreign: `${new Date(now).toISOString().slice(0, 19)}+00:00`, lines: lineBodies(parts) as unknown as readonly LineFields[] & Value };
}

function saleBody({ order, money, isCredit, states }: Parts): Fields {
  const date = `${order.date}T12:00:00+00:00`;
  const state = order.cancelled ? 'cancelled' : isCredit ? 'refunded' : order.fullyPaid ? 'paid' : 'pending';
  const { customer } = order;
  return filled({
    currency_code: order.currency ?? '',
    order_total: toJsonNumber(money.total),
    tax_total: toJsonNumber(money.tax),
    shipping_total: toJsonNumber(money.shipping),
    discount_total: toJsonNumber(money.discount),
    // Midday, so that it is the same day wherever it is looked at.
    processed_at_foreign: date,
    cancelled_at_foreign: order.cancelled ? date : '',
    financial_status: states === 'send' ? state : '',
    billing_address: addressBody(order.billing, customer),
    shipping_address: addressBody(order.shipping, customer),
  });
}

function lineBodies({ money, places }: Parts): readonly LineFields[] {
  return money.lines.map(({ quantity, price, discount }, index) => {
    const { product, variant } = places[index]!;
    return { id: String(index + 1), product_id: product, product_variant_id: variant, quantity, price: toJsonNumber(price), discount: toJsonNumber(discount) };
  });
}

/** Opting in is nothing an order says: with false a new address becomes a transactional contact, and one that is there stays as it is. */
function customerBody({ order, buyer, customer }: Parts): Value {
  if (customer !== null) return { id: customer };
  const { company, firstName, lastName, name } = (buyer.isOwn && order.customer) || {};
  const isCompanyName = company !== undefined && company === name;
  const wholeName = firstName || lastName || isCompanyName ? '' : (name ?? '');
  const place = buyer.isOwn ? addressBody(order.billing, undefined) : '';
  return { id: buyer.id, email_address: buyer.email, opt_in_status: false, ...filled({ company: company ?? '', first_name: firstName ?? '', last_name: lastName || wholeName, address: typeof place === 'object' && place !== null ? withoutName(place as Fields) : '' }) };
}

const withoutName = ({ name: _name, company: _company, phone: _phone, ...rest }: Fields): Value => rest;

/** Empty text when there is no street, postcode or city. */
function addressBody(address: Address | undefined, customer: Order['customer']): Value {
  const { name = '', line1 = '', postalCode = '', city = '', country = '' } = address ?? {};
  if (line1 === '' && postalCode === '' && city === '') return '';
  return filled({ name, company: customer?.company ?? '', address1: line1, postal_code: postalCode, city, country_code: /^[A-Z]{2}$/.test(country) ? country : '', country: /^[A-Z]{2}$/.test(country) ? '' : country, phone: customer?.phone ?? '' });
}

const filled = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
