import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideRounded, lineAmounts, toThousandths, vatSums } from './amounts.ts';
import { relations } from './makeCustomers.ts';
import { plantedOrders, troubleOrders } from './makeOrders.ts';
import { textSku } from './makeElsewhere.ts';
import { firstInvoiceNumber, plantedInvoices } from './makeInvoices.ts';
import { articles, giftName } from './makeProducts.ts';
import { firstReceiptNumber, plantedReceipts } from './makeReceipts.ts';
import { demoDay, makeShop } from './makeShop.ts';
import type { ShopOrder } from './types.ts';

const shop = makeShop();
/** Twelve jackets, the gift with the long name and the article found by a text. */
const planted = 14;
const order = (number: number): ShopOrder => shop.orders.find((each) => each.number === number)!;
const plant = (name: string): ShopOrder => order(Number(Object.entries(plantedOrders).find(([, value]) => value === name)![0]));

describe('the demo shop', () => {
  test('the same seed gives the same shop, another seed another one', () => {
    expect(makeShop({ seed: 7 })).toEqual(makeShop({ seed: 7 }));
    expect(makeShop({ seed: 7 }).orders).not.toEqual(makeShop({ seed: 8 }).orders);
  });

  test('it has the sizes asked for, and 40 orders, 24 customers and 30 products by itself, with the planted products on top', () => {
    expect([shop.orders.length, shop.customers.length, shop.products.length]).toEqual([40, 24, 30 + planted]);
    const other = makeShop({ orders: 123, customers: 50, products: 77 });
    expect([other.orders.length, other.customers.length, other.products.length]).toEqual([123, 50, 77 + planted]);
    expect(makeShop({ orders: 0 }).orders).toEqual([]);
  });

  test('the newest order is from yesterday in Amsterdam and none is older than one before it', () => {
    expect(shop.orders.at(-1)!.date).toEqual({ year: 2026, month: 6, day: 14 });
    // 23:30 UTC on New Year's Eve is already the new year in Amsterdam.
    expect(makeShop({ now: Date.UTC(2025, 11, 31, 23, 30) }).orders.at(-1)!.date).toEqual({ year: 2025, month: 12, day: 31 });
    const moments = shop.orders.map(({ date, time }) => Date.UTC(date.year, date.month - 1, date.day, time.hour, time.minute));
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(moments.every((moment) => moment < demoDay)).toBe(true);
  });

  test('each planted trouble stands in its known orders and nowhere else', () => {
    for (const seed of [1, 2, 99]) {
      const big = makeShop({ seed, orders: 400, customers: 60 });
      const found: Record<string, number[]> = {};
      for (const each of big.orders) if (each.trouble) (found[each.trouble] ??= []).push(each.number);
      expect(found).toEqual(troubleOrders);
      expect(big.orders.filter((each) => each.cancelled).map((each) => each.number)).toEqual(troubleOrders.cancelled);
      expect(big.orders.filter((each) => each.payments.some(({ method }) => method === 'TIKKIE')).map((each) => each.number)).toEqual(troubleOrders.unmappedPayment);
      expect(big.orders.filter((each) => each.lines.some((line) => line.articleNumber === articles.missingInBooks)).map((each) => each.number)).toEqual(troubleOrders.missingProduct);
      expect(big.orders.filter((each) => each.lines.some((line) => !/^\d+(\.\d+)?$/.test(line.quantity))).map((each) => each.number)).toEqual(troubleOrders.nonNumericQuantity);
    }
  });

  test('every planted order shows what it was planted for', () => {
    const customerOf = (each: ShopOrder) => shop.customers.find((customer) => customer.relationNumber === each.relationNumber)!;
    const articlesOf = (name: string) => plant(name).lines.map((line) => line.articleNumber);
    expect(customerOf(plant('supplierName'))).toMatchObject({ kind: 'company', isSupplierInBooks: true, inBooks: false });
    expect(customerOf(plant('noEmail')).email).toBeUndefined();
    expect(customerOf(plant('unknownCountry')).billing).toMatchObject({ countryName: 'Verweggistan', countryIso2: '' });
    expect(plant('unknownCountry').deliveryCountryIso3).toBe('');
    const sharing = shop.customers.filter((customer) => customer.email === customerOf(plant('sharedEmail')).email);
    expect(sharing.map((customer) => customer.inBooks)).toEqual([true, true]);
    expect(plant('shifted')).toMatchObject({ vatMethod: 'SHIFTED', deliveryCountryIso3: 'BEL' });
    expect(plant('shifted').totalInclCents).toBe(plant('shifted').totalExclCents);
    expect(customerOf(plant('shifted')).vatNumber).toMatch(/^BE\d{10}$/);
    expect(plant('weighed').lines[0]).toMatchObject({ articleNumber: articles.cheese, quantity: '0.530', totalInclCents: 1163 });
    expect(plant('discount').lines.find((line) => line.articleNumber === articles.discount)!.totalInclCents).toBeLessThan(0);
    expect(articlesOf('shipping')).toContain(articles.shipping);
    expect(plant('onAccount')).toMatchObject({ fullyPaid: false, payments: [], paymentMethod: 'ONACCOUNT' });
    expect(plant('splitPayment').payments.map((payment) => payment.method)).toEqual(['PIN', 'GIFTCARD']);
    expect(vatSums(plant('allRates').lines).map((group) => group.rate)).toEqual([21, 9, 0]);
    expect(vatSums(plant('zeroRate').lines).map((group) => group.rate)).toContain(0);
    expect(plant('nonNumericQuantity').lines[0]!.quantity).toBe('2x');
    expect(customerOf(plant('german')).billing.countryIso2).toBe('DE');
  });

  test('amounts add up to the cent in every order', () => {
    for (const each of makeShop({ seed: 3, orders: 2000, customers: 300, products: 120 }).orders) {
      const sum = (pick: (line: ShopOrder['lines'][number]) => number) => each.lines.reduce((total, line) => total + pick(line), 0);
      expect(each.totalInclCents).toBe(sum((line) => line.totalInclCents));
      expect(each.totalExclCents).toBe(sum((line) => line.totalExclCents));
      const groups = vatSums(each.lines);
      expect(each.totalInclCents - each.totalExclCents).toBe(groups.reduce((total, group) => total + group.vatCents, 0));
      // Each line was rounded once: half a cent, and the VAT over that half cent.
      for (const group of groups) expect(Math.abs(group.vatCents - (group.exclCents * group.rate) / 100)).toBeLessThanOrEqual(0.605 * each.lines.length + 1e-9);
      expect(each.totalInclCents).toBeGreaterThan(0);
      if (each.fullyPaid) expect(each.payments.reduce((total, payment) => total + payment.amountCents, 0)).toBe(each.totalInclCents);
      else expect(each.payments).toEqual([]);
    }
  });

  test('ordinary customers have a name and an e-mail address of their own', () => {
    const many = makeShop({ customers: 5000, orders: 0 }).customers;
    const names = many.map((customer) => customer.companyName ?? `${customer.firstName} ${customer.lastName}`);
    expect(new Set(names).size).toBe(5000);
    const emails = many.flatMap((customer) => customer.email ?? []);
    expect(emails.length).toBe(4999);
    expect(new Set(emails).size).toBe(4998);
    expect(many.map((customer) => customer.relationNumber)).toEqual(many.map((_, index) => relations.shiftedBelgium + index));
  });

  test('orders only sell to customers and from articles the shop has', () => {
    const people = new Set(shop.customers.map((customer) => customer.relationNumber));
    const goods = new Set(shop.products.map((product) => product.articleNumber));
    for (const each of shop.orders) {
      expect(people).toContain(each.relationNumber);
      for (const line of each.lines) expect(goods).toContain(line.articleNumber);
    }
    expect(new Set(shop.products.map((product) => product.description)).size).toBe(30 + planted);
  });

  test('a product comes in twelve variants, one has a name of sixty characters, one is found by a text', () => {
    const jackets = shop.products.filter((product) => product.variant?.productNumber === articles.jacket);
    expect(new Set(jackets.map(({ variant }) => `${variant!.colour} ${variant!.size}`)).size).toBe(12);
    expect([...giftName]).toHaveLength(60);
    expect(giftName).toMatch(/\p{Extended_Pictographic}/u);
    expect(shop.products.find((product) => product.articleNumber === articles.gift)!.description).toBe(giftName);
    expect(shop.products.find((product) => product.articleNumber === articles.textPlu)!.plu).toMatch(/[A-Z]/);
    expect(makeShop({ products: 500 }).orders).toHaveLength(40);
    for (const each of makeShop({ orders: 400 }).orders) for (const line of each.lines) expect(line.articleNumber).toBeLessThan(articles.jacket);
  });

  test('groups have two levels, and every product lies in one of them', () => {
    const names = shop.groups.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { parent } of shop.groups) if (parent !== undefined) expect(shop.groups.find(({ name }) => name === parent)).toEqual({ name: parent });
    for (const { group } of shop.products) expect(names).toContain(group);
    expect(shop.groups.filter(({ parent }) => parent !== undefined).length).toBeGreaterThan(5);
    expect(names.filter((name) => shop.products.every(({ group }) => group !== name))).toContain('Kerst');
  });

  test('invoices hold one that takes another back, one without VAT to a VAT number and one that is not final', () => {
    const invoice = (plant: string) => shop.invoices.find((each) => each.plant === plant)!;
    expect(shop.invoices).toHaveLength(16);
    expect(shop.invoices.map(({ number }) => number)).toEqual(shop.invoices.map((_, index) => firstInvoiceNumber + index));
    expect(new Set(shop.invoices.flatMap(({ plant }) => plant ?? []))).toEqual(new Set(Object.values(plantedInvoices)));
    const credit = invoice('credit');
    expect(credit).toMatchObject({ type: 'credit', creditOf: firstInvoiceNumber, relationNumber: invoice('onAccount').relationNumber });
    expect(credit.totalInclCents).toBeLessThan(0);
    expect(credit.lines[0]!.totalInclCents).toBe(-invoice('onAccount').lines[0]!.totalInclCents);
    expect(invoice('shifted')).toMatchObject({ vatMethod: 'SHIFTED', deliveryCountryIso3: 'BEL' });
    expect(invoice('shifted').totalInclCents).toBe(invoice('shifted').totalExclCents);
    expect(shop.invoices.filter(({ isFinal }) => !isFinal).map(({ plant }) => plant)).toEqual(['notFinal']);
    expect(invoice('paid')).toMatchObject({ fullyPaid: true });
  });

  test('tickets hold one paid in three ways, a return, an exchange for nothing and mostly nobody’s name', () => {
    const receipt = (plant: string) => shop.receipts.find((each) => each.plant === plant)!;
    expect(shop.receipts.map(({ number }) => number)).toEqual(shop.receipts.map((_, index) => firstReceiptNumber + index));
    expect(new Set(shop.receipts.flatMap(({ plant }) => plant ?? []))).toEqual(new Set(Object.values(plantedReceipts)));
    expect(new Set(receipt('threePayments').payments.map(({ method }) => method)).size).toBe(3);
    expect(receipt('return').totalInclCents).toBeLessThan(0);
    expect(receipt('exchange')).toMatchObject({ totalInclCents: 0, payments: [] });
    expect(receipt('weighed').lines[0]!.quantity).toBe('0.285');
    expect(shop.receipts.filter(({ relationNumber }) => relationNumber !== undefined).map(({ plant }) => plant)).toEqual(['knownCustomer']);
    for (const { payments, totalInclCents } of makeShop({ seed: 5, receipts: 500 }).receipts) {
      for (const { amountCents } of payments) expect(Math.sign(amountCents)).toBe(Math.sign(totalInclCents));
      expect(payments.reduce((sum, { amountCents }) => sum + amountCents, 0)).toBe(totalInclCents);
    }
  });

  test('the books and the web shop know people and goods the till does not, one with a number no till takes', () => {
    const { customers, products } = shop.elsewhere;
    const emails = new Set(shop.customers.map(({ email }) => email));
    for (const { email } of customers) if (email !== undefined) expect(emails).not.toContain(email);
    const numbers = new Set(shop.products.map(({ articleNumber }) => String(articleNumber)));
    for (const { sku } of products) expect(numbers).not.toContain(sku);
    expect(products.filter(({ sku }) => !/^\d+$/.test(sku)).map(({ sku }) => sku)).toEqual([textSku]);
    expect(customers.some(({ kind, email }) => kind === 'company' && email !== undefined)).toBe(true);
    expect(customers.some(({ email }) => email === undefined)).toBe(true);
  });

  test('paid and on-account orders, Dutch and foreign ones, persons and companies all occur among the ordinary ones', () => {
    const ordinary = makeShop({ orders: 400, customers: 60 }).orders.filter((each) => plantedOrders[each.number] === undefined);
    const share = (test: (each: ShopOrder) => boolean) => ordinary.filter(test).length / ordinary.length;
    expect(share((each) => each.fullyPaid)).toBeGreaterThan(0.5);
    expect(share((each) => !each.fullyPaid)).toBeGreaterThan(0.05);
    expect(share((each) => each.deliveryCountryIso3 !== 'NLD')).toBeGreaterThan(0.03);
    expect(share((each) => each.vatMethod === 'EXCLUSIVE')).toBeGreaterThan(0.03);
    expect(new Set(ordinary.map((each) => each.shippingMethod))).toEqual(new Set([undefined, 'POST', 'COURIER', 'PICKUP']));
  });

  test('may have ten thousand orders', () => {
    expect(makeShop({ orders: 10_000, customers: 2_000, products: 300 }).orders).toHaveLength(10_000);
  });
});

describe('amounts', () => {
  test('halves go away from zero, on both sides', () => {
    expect([divideRounded(5, 10), divideRounded(-5, 10), divideRounded(4, 10), divideRounded(-4, 10), divideRounded(15, 10)]).toEqual([1, -1, 0, 0, 2]);
  });

  test('rounding agrees with exact arithmetic for every price, quantity and rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 1_000_000 }), fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(21, 9, 0), (price, thousandths, rate) => {
        const exact = BigInt(price) * BigInt(thousandths);
        const nearest = (top: bigint, bottom: bigint) => {
          const size = ((top < 0n ? -top : top) * 2n + bottom) / (bottom * 2n);
          return Number(top < 0n ? -size : size);
        };
        const amounts = lineAmounts('INCLUSIVE', rate as 21 | 9 | 0, price, thousandths);
        expect(amounts.totalInclCents).toBe(nearest(exact, 1000n) + 0);
        expect(amounts.totalExclCents).toBe(nearest(BigInt(amounts.totalInclCents) * 100n, BigInt(100 + rate)) + 0);
      }),
    );
  });

  test('a quantity that is no number is an error and not nought', () => {
    expect(toThousandths('0.53')).toBe(530);
    expect(toThousandths('-2')).toBe(-2000);
    for (const text of ['2x', '', '1,5', '1.2345', '1e3']) expect(() => toThousandths(text)).toThrow(RangeError);
  });
});
