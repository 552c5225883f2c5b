import { countryCodes, defaults, paymentNames } from './job.ts';
import type { ShopOrder } from './orders.ts';

/** The job of `job.ts` as a developer writes it. Never made faster together with the engine: it is what the engine is measured by. */
export function mapOrder(order: ShopOrder) {
  const { customer, address } = order;
  return {
    sourceId: order.id,
    number: `WEB-${order.number}`,
    reference: order.id.toUpperCase(),
    date: order.placed.slice(0, 10),
    currency: order.currency.toUpperCase(),
    totalIncl: order.total.toFixed(2),
    customer: {
      sourceId: customer.id,
      firstName: customer.first,
      lastName: customer.last,
      name: `${customer.first} ${customer.last}`,
      email: customer.email.toLowerCase(),
      phone: customer.phone ?? defaults.phone,
    },
    billing: { line1: address.street, postalCode: address.zip, city: address.city, country: countryCodes[address.country] ?? defaults.country },
    paymentMethod: paymentNames[order.payment] ?? order.payment,
    paymentTerm: defaults.term,
    branch: defaults.branch,
    note: `Order ${order.id} of ${customer.email}`,
    kind: order.state,
    lines: order.lines.map((line) => ({ sku: line.sku, description: line.title, quantity: String(line.qty), unitPriceIncl: line.price.toFixed(2), totalIncl: line.total.toFixed(2), taxRate: String(line.vat) })),
  };
}
