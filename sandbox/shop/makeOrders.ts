import { relations } from './makeCustomers.ts';
import { articles } from './makeProducts.ts';
import { momentOf, todayInAmsterdam } from './moments.ts';
import type { Moment } from './moments.ts';
import { makeRandom } from './random.ts';
import type { Random } from './random.ts';
import { saleLine, totals } from './saleLine.ts';
import type { ShopCustomer, ShopOrder, ShopOrderLine, ShopProduct } from './types.ts';

type Trouble = NonNullable<ShopOrder['trouble']>;

/** What a planted order shows; the ones that are troubles have the name of the trouble. */
export type Plant = Trouble | 'shipping' | 'weighed' | 'discount' | 'onAccount' | 'shifted' | 'exclusive' | 'splitPayment' | 'german' | 'zeroRate' | 'allRates';

const firstOrderNumber = 1001;

/** Where each plant stands, the same for every seed and size; a shop with fewer orders has fewer of them. */
export const plantedOrders: Readonly<Record<number, Plant>> = {
  1002: 'shipping',
  1003: 'weighed',
  1004: 'supplierName',
  1005: 'discount',
  1006: 'missingProduct',
  1007: 'onAccount',
  1008: 'unmappedPayment',
  1009: 'shifted',
  1010: 'cancelled',
  1011: 'exclusive',
  1012: 'nonNumericQuantity',
  1013: 'splitPayment',
  1014: 'noEmail',
  1015: 'german',
  1016: 'unknownCountry',
  1017: 'zeroRate',
  1018: 'sharedEmail',
  1019: 'cancelled',
  1020: 'allRates',
};

/** The numbers of the orders with a planted trouble, per trouble. */
export const troubleOrders: Readonly<Record<Trouble, readonly number[]>> = {
  supplierName: [1004],
  missingProduct: [1006],
  unmappedPayment: [1008],
  cancelled: [1010, 1019],
  nonNumericQuantity: [1012],
  noEmail: [1014],
  unknownCountry: [1016],
  sharedEmail: [1018],
};

const plantedCustomer: Readonly<Partial<Record<Plant, number>>> = {
  supplierName: relations.supplierName,
  noEmail: relations.noEmail,
  sharedEmail: relations.sharedEmail,
  unknownCountry: relations.unknownCountry,
  german: relations.german,
  shifted: relations.shiftedBelgium,
  exclusive: relations.dutchCompany,
  onAccount: relations.dutchCompany,
};

const iso3: Readonly<Record<string, string>> = { NL: 'NLD', BE: 'BEL', DE: 'DEU' };
const mostDays = 300;

/** What an order is made from, the same for all of them. */
interface Workshop {
  readonly random: Random;
  readonly ordinaryCustomers: readonly ShopCustomer[];
  readonly customer: (relationNumber: number) => ShopCustomer;
  readonly product: (articleNumber: number) => ShopProduct;
  /** What an ordinary line may sell: no service articles, nothing planted. */
  readonly goods: readonly ShopProduct[];
}

/** `count` orders, oldest first, evenly over the days before `now` (milliseconds); the newest is from yesterday. */
export function makeOrders(seed: number, count: number, customers: readonly ShopCustomer[], products: readonly ShopProduct[], now: number): ShopOrder[] {
  const byNumber = new Map(customers.map((customer) => [customer.relationNumber, customer]));
  const byArticle = new Map(products.map((product) => [product.articleNumber, product]));
  const troubled: readonly number[] = Object.values(relations);
  const shop: Workshop = {
    random: makeRandom(seed ^ 0x5eed_0002),
    ordinaryCustomers: customers.filter((customer) => !troubled.includes(customer.relationNumber)),
    customer: (number) => byNumber.get(number)!,
    product: (number) => byArticle.get(number)!,
    goods: products.filter((product) => product.kind === 'goods' && product.inBooks && product.vatRate !== 0),
  };
  const today = todayInAmsterdam(now);
  const days = Math.min(mostDays, Math.max(1, Math.ceil(count / 2)));
  return Array.from({ length: count }, (_, index) => makeOrder(shop, firstOrderNumber + index, momentOf(index, count, days, today)));
}

function makeOrder(shop: Workshop, number: number, moment: Moment): ShopOrder {
  const { random } = shop;
  const plant = plantedOrders[number];
  const relation = plant && plantedCustomer[plant];
  const customer = relation === undefined ? pickCustomer(shop, plant) : shop.customer(relation);
  const deliveryCountry = (customer.shipping ?? customer.billing).countryIso2;
  const isAbroad = deliveryCountry !== 'NL' && deliveryCountry !== '';
  const vatMethod =
    isAbroad && customer.vatNumber !== undefined ? 'SHIFTED' : plant === 'exclusive' || (plant === undefined && customer.kind === 'company' && random.chance(0.4)) ? 'EXCLUSIVE' : 'INCLUSIVE';
  const shippingMethod = pickShipping(random, plant, isAbroad);
  const lines = makeLines(shop, plant, vatMethod, shippingMethod);
  const sums = totals(lines);
  const payment = makePayment(random, plant, customer, shippingMethod, sums.totalInclCents);
  const trouble = plant && plant in troubleOrders ? (plant as Trouble) : undefined;
  return {
    number,
    ...moment,
    relationNumber: customer.relationNumber,
    branchNumber: shippingMethod === undefined ? 1 : 2,
    vatMethod,
    deliveryCountryIso3: iso3[deliveryCountry] ?? '',
    ...(shippingMethod !== undefined && { shippingMethod }),
    lines,
    ...sums,
    ...payment,
    cancelled: trouble === 'cancelled',
    ...(trouble && { trouble }),
  };
}

/** A plant about lines or money gets a Dutch person, so that nothing else is remarkable about its order. */
function pickCustomer(shop: Workshop, plant: Plant | undefined): ShopCustomer {
  if (plant === undefined) return shop.random.pick(shop.ordinaryCustomers);
  const plain = shop.ordinaryCustomers.filter((customer) => customer.kind === 'person' && (customer.shipping ?? customer.billing).countryIso2 === 'NL');
  return shop.random.pick(plain.length > 0 ? plain : shop.ordinaryCustomers);
}

function pickShipping(random: Random, plant: Plant | undefined, isAbroad: boolean): string | undefined {
  if (plant === 'shipping' || plant === 'german' || plant === 'unknownCountry') return 'POST';
  if (isAbroad) return random.chance(0.7) ? 'POST' : 'COURIER';
  if (plant !== undefined || !random.chance(0.45)) return undefined;
  return random.pick(['POST', 'POST', 'COURIER', 'PICKUP']);
}

function makeLines(shop: Workshop, plant: Plant | undefined, method: ShopOrder['vatMethod'], shippingMethod: string | undefined): ShopOrderLine[] {
  const { random } = shop;
  const line = (product: ShopProduct, quantity: string, priceCents?: number) => saleLine(method, product, quantity, priceCents);
  const lines: ShopOrderLine[] = [];
  if (plant === 'weighed' || plant === 'allRates') lines.push(line(shop.product(articles.cheese), plant === 'weighed' ? '0.530' : '1.245'));
  if (plant === 'missingProduct') lines.push(line(shop.product(articles.missingInBooks), '1'));
  if (plant === 'zeroRate' || plant === 'allRates') lines.push(line(shop.product(articles.deposit), '2'));
  if (plant === 'nonNumericQuantity') lines.push({ ...line(random.pick(shop.goods.filter((product) => product.unit === 'piece')), '2'), quantity: '2x' });
  const dear = shop.goods.filter((product) => product.unit === 'piece' && product.vatRate === 21 && product.priceInclCents >= 2500);
  if (plant === 'discount' || plant === 'allRates') lines.push(line(random.pick(dear), '1'));

  const wanted = lines.length + random.int(lines.length === 0 ? 1 : 0, 4);
  while (lines.length < wanted) {
    const product = random.pick(shop.goods);
    lines.push(line(product, product.unit === 'kg' ? (random.int(120, 1800) / 1000).toFixed(3) : String(random.chance(0.6) ? 1 : random.int(2, 8))));
  }
  const goodsTotal = lines.reduce((sum, each) => sum + each.totalInclCents, 0);
  if (plant === 'discount' || (plant === undefined && goodsTotal > 5000 && random.chance(0.08))) {
    // A tenth off, in steps of fifty cents.
    lines.push(line(shop.product(articles.discount), '1', -Math.max(50, Math.floor(goodsTotal / 500) * 50)));
  }
  if (shippingMethod === 'POST') lines.push(line(shop.product(articles.shipping), '1'));
  if (shippingMethod === 'COURIER') lines.push(line(shop.product(articles.shipping), '1', 1295));
  return lines;
}

type Payment = Pick<ShopOrder, 'paymentMethod' | 'payments' | 'fullyPaid'>;

function makePayment(random: Random, plant: Plant | undefined, customer: ShopCustomer, shippingMethod: string | undefined, totalCents: number): Payment {
  const inFull = (method: string): Payment => ({ paymentMethod: method, payments: [{ method, amountCents: totalCents }], fullyPaid: true });
  if (plant === 'onAccount' || plant === 'exclusive' || (plant === undefined && customer.kind === 'company' && random.chance(0.6))) {
    return { paymentMethod: 'ONACCOUNT', payments: [], fullyPaid: false };
  }
  if (plant === 'unmappedPayment') return inFull('TIKKIE');
  if (totalCents > 1000 && (plant === 'splitPayment' || (plant === undefined && random.chance(0.04)))) {
    const voucher = Math.min(2500, Math.floor(totalCents / 200) * 100);
    return { paymentMethod: 'PIN', payments: [{ method: 'PIN', amountCents: totalCents - voucher }, { method: 'GIFTCARD', amountCents: voucher }], fullyPaid: true };
  }
  if (shippingMethod !== undefined) return inFull(random.chance(0.8) ? 'IDEAL' : 'CREDITCARD');
  return inFull(random.chance(0.75) ? 'PIN' : 'CASH');
}
