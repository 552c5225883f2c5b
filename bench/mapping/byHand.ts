import { round } from '#shared/money/decimal.ts';
import type { ShopOrder } from './fixture.ts';

const methods: Readonly<Record<string, string>> = { ideal: 'bank', card: 'card', cash: 'cash' };
const shipping: Readonly<Record<string, string>> = { post: 'PostNL', pickup: 'Shop' };

/** What `shopMapping` says, as one would write it for this one shop: no checks beyond what the shop needs, no warnings, no error with a place. */
export function mapByHand(order: ShopOrder): unknown {
  const method = methods[order.payment.method];
  if (method === undefined) throw new Error(`unknown payment method ${order.payment.method}`);
  const { customer, address, totals } = order;
  return {
    id: order.id,
    number: `${order.orderNo}/${order.id}`,
    date: order.createdAt.slice(0, 10),
    currency: 'EUR',
    payment: { method, reference: order.payment.reference },
    shipping: shipping[order.shipping.method] ?? order.shipping.method,
    customer: { name: `${customer.first} ${customer.last}`, email: customer.email.toLowerCase(), phone: customer.phone || 'unknown', reference: customer.company || customer.id },
    address: { line: `${address.street} ${address.number}`, zip: address.zip, city: address.city.slice(0, 30), country: address.country.toUpperCase() },
    totals: { net: round(totals.net, 2), tax: totals.tax, gross: totals.gross },
    note: order.comment || 'none',
    source: 'webshop',
    reference: `shop ${order.orderNo}`,
    lines: order.rows.map((row) => ({ sku: row.sku, description: row.title, quantity: row.qty, unitPrice: round(row.price, 2), taxCode: row.vat || '21', unit: row.unit })),
  };
}
