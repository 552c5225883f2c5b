import { makeCustomers } from './makeCustomers.ts';
import { makeOrders } from './makeOrders.ts';
import { makeProducts } from './makeProducts.ts';
import type { Shop } from './types.ts';

export interface ShopOptions {
  readonly seed?: number | undefined;
  readonly orders?: number | undefined;
  readonly customers?: number | undefined;
  readonly products?: number | undefined;
  /** The shop's present in milliseconds since the epoch; the newest order is from the day before. */
  readonly now?: number | undefined;
}

/** A fixed summer day, so that a shop made without a clock is the same one every day. */
export const demoDay = Date.UTC(2026, 5, 15, 8, 0, 0);

/**
 * The demo shop: 40 orders, 24 customers and 30 products unless told otherwise. The same options give the same shop.
 * Very small numbers of customers and products are raised to what the planted parts need.
 */
export function makeShop({ seed = 1, orders = 40, customers = 24, products = 30, now = demoDay }: ShopOptions = {}): Shop {
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
  };
}
