import { relations } from './makeCustomers.ts';
import { articles } from './makeProducts.ts';
import { momentOf, todayInAmsterdam } from './moments.ts';
import { makeRandom } from './random.ts';
import type { Random } from './random.ts';
import { saleLine, totals } from './saleLine.ts';
import type { ShopOrderLine, ShopProduct, ShopReceipt } from './types.ts';

export const firstReceiptNumber = 7001;

/** What each planted ticket shows; a shop with fewer tickets has fewer of them. */
export const plantedReceipts: Readonly<Record<number, string>> = {
  7001: 'threePayments',
  7002: 'return',
  7003: 'weighed',
  7004: 'knownCustomer',
  7005: 'missingProduct',
  7006: 'unmappedPayment',
  7007: 'exchange',
  7008: 'allRates',
};

/** `count` tickets of the counter, oldest first, all priced with VAT. */
export function makeReceipts(seed: number, count: number, products: readonly ShopProduct[], now: number): ShopReceipt[] {
  const random = makeRandom(seed ^ 0x5eed_0004);
  const goods = products.filter((product) => product.kind === 'goods' && product.inBooks && product.vatRate !== 0);
  const today = todayInAmsterdam(now);
  return Array.from({ length: count }, (_, index) => {
    const number = firstReceiptNumber + index;
    const plant = plantedReceipts[number];
    const lines = linesOf(random, plant, goods, products);
    const sums = totals(lines);
    return {
      number,
      ...momentOf(index, count, 10, today),
      ...(plant === 'knownCustomer' && { relationNumber: relations.dutchCompany }),
      branchNumber: 1,
      workplaceNumber: 1 + (index % 2),
      employeeNumber: 1 + (index % 2),
      vatMethod: 'INCLUSIVE' as const,
      lines,
      ...sums,
      payments: paymentsOf(random, plant, sums.totalInclCents),
      ...(plant !== undefined && { plant }),
    };
  });
}

function linesOf(random: Random, plant: string | undefined, goods: readonly ShopProduct[], products: readonly ShopProduct[]): ShopOrderLine[] {
  const line = (articleNumber: number, quantity: string) => saleLine('INCLUSIVE', products.find((product) => product.articleNumber === articleNumber)!, quantity);
  const piece = () => random.pick(goods.filter((product) => product.unit === 'piece'));
  if (plant === 'return') return [saleLine('INCLUSIVE', piece(), '-1')];
  if (plant === 'weighed') return [line(articles.cheese, '0.285')];
  if (plant === 'missingProduct') return [line(articles.missingInBooks, '2')];
  if (plant === 'allRates') return [line(articles.cheese, '1.010'), line(articles.deposit, '1'), saleLine('INCLUSIVE', random.pick(goods.filter((product) => product.vatRate === 21)), '1')];
  if (plant === 'exchange') {
    const product = piece();
    return [saleLine('INCLUSIVE', product, '-1'), saleLine('INCLUSIVE', product, '1')];
  }
  // Enough to be paid in three ways.
  if (plant === 'threePayments') return [saleLine('INCLUSIVE', random.pick(goods.filter((product) => product.vatRate === 21)), '2'), saleLine('INCLUSIVE', piece(), '1')];
  return Array.from({ length: random.int(1, 4) }, () => {
    const product = random.pick(goods);
    return saleLine('INCLUSIVE', product, product.unit === 'kg' ? (random.int(100, 900) / 1000).toFixed(3) : String(random.int(1, 3)));
  });
}

function paymentsOf(random: Random, plant: string | undefined, totalCents: number): ShopReceipt['payments'] {
  if (totalCents === 0) return [];
  if (plant === 'threePayments') {
    const voucher = 1000;
    const cash = 500;
    return [{ method: 'PIN', amountCents: totalCents - voucher - cash }, { method: 'GIFTCARD', amountCents: voucher }, { method: 'CASH', amountCents: cash }];
  }
  const method = plant === 'unmappedPayment' ? 'TIKKIE' : plant === 'return' || random.chance(0.3) ? 'CASH' : 'PIN';
  return [{ method, amountCents: totalCents }];
}
