import { makeCustomers } from './makeCustomers.ts';
import { makeElsewhere } from './makeElsewhere.ts';
import { makeInvoices } from './makeInvoices.ts';
import { makeOrders } from './makeOrders.ts';
import { makeGroups, makeProducts } from './makeProducts.ts';
import { makeReceipts } from './makeReceipts.ts';
import type { Shop } from './types.ts';

export interface ShopOptions {
  readonly seed?: number | undefined;
  readonly orders?: number | undefined;
  readonly customers?: number | undefined;
  readonly products?: number | undefined;
  readonly invoices?: number | undefined;
  readonly receipts?: number | undefined;
  /** The shop's present in milliseconds since the epoch; the newest order is from the day before. */
  readonly now?: number | undefined;
}

/** A fixed summer day, so that a shop made without a clock is the same one every day. */
export const demoDay = Date.UTC(2026, 5, 15, 8, 0, 0);

/**
 * The demo shop: 40 orders, 24 customers, 30 products (and 14 planted ones), 16 invoices and 20 tickets unless told otherwise. The same
 * options give the same shop, and another number of one kind does not change the others.
 * Very small numbers of customers and products are raised to what the planted parts need.
 */
export function makeShop({ seed = 1, orders = 40, customers = 24, products = 30, invoices = 16, receipts = 20, now = demoDay }: ShopOptions = {}): Shop {
  const people = makeCustomers(seed, customers);
  const goods = makeProducts(products);
  return {
    seed,
    company: { name: 'De Koperen Ketel, kookwinkel & delicatessen', country: 'NL' },
    branches: [
      { number: 1, name: 'Winkel Utrecht', workplaces: [1, 2] },
      { number: 2, name: 'Webshop en magazijn', workplaces: [10] },
    ],
    employees: [
      { number: 999999, name: 'Beheerder' },
      { number: 1, name: 'Marit Hoekstra' },
      { number: 2, name: 'Kees de Lange' },
    ],
    paymentMethods: [
      { code: 'CASH', description: 'Contant', active: true },
      { code: 'PIN', description: 'PIN', active: true },
      { code: 'IDEAL', description: 'iDEAL', active: true },
      { code: 'CREDITCARD', description: 'Creditcard', active: true },
      { code: 'ONACCOUNT', description: 'Op rekening', active: true },
      { code: 'GIFTCARD', description: 'Cadeaubon', active: true },
      { code: 'TIKKIE', description: 'Tikkie', active: true },
      { code: 'CHEQUE', description: 'Cheque', active: false },
    ],
    deliveryMethods: [
      { code: 'POST', description: 'Verzenden per post', enabled: true },
      { code: 'COURIER', description: 'Koerier', enabled: true },
      { code: 'PICKUP', description: 'Afhalen in de winkel', enabled: true },
    ],
    customers: people,
    products: goods,
    orders: makeOrders(seed, orders, people, goods, now),
    groups: makeGroups(goods),
    invoices: makeInvoices(seed, invoices, people, goods, now),
    receipts: makeReceipts(seed, receipts, goods, now),
    elsewhere: makeElsewhere(),
  };
}
