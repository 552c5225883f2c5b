import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { absolute, compare, fromCents, subtract } from '#shared/money/decimal.ts';
import { lineTotal, owedOf, piecesOf, roundingOf, vatMethodOf, worthOf } from './amounts.ts';
import { readOrderSettings } from './settings.ts';

const order = (more: Partial<Order>): Order => ({ sourceId: '1', date: '2026-06-01', lines: [], ...more });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof FluxoError) return thrown.code;
    throw thrown;
  }
  return 'nothing';
};

describe('prices in whole cents', () => {
  test('three for ten euros stay ten euros, in two lines a cent apart', () => {
    expect(piecesOf('3', '10.00', '3.3333')).toEqual([{ quantity: '2', price: '3.33' }, { quantity: '1', price: '3.34' }]);
    expect(piecesOf('3', '-10.00', undefined)).toEqual([{ quantity: '2', price: '-3.33' }, { quantity: '1', price: '-3.34' }]);
  });

  test('a price that gives the total is kept, weighed goods as well', () => {
    expect(piecesOf('2', '39.90', '19.95')).toEqual([{ quantity: '2', price: '19.95' }]);
    expect(piecesOf('0.530', '11.63', '21.95')).toEqual([{ quantity: '0.530', price: '21.95' }]);
  });

  test('any number of whole pieces comes to the total exactly, returns included', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }).filter((count) => count !== 0), fc.integer({ min: -1_000_000, max: 1_000_000 }), (count, cents) => {
        const pieces = piecesOf(String(count), fromCents(cents), undefined);
        expect(compare(worthOf(pieces), fromCents(cents))).toBe(0);
        expect(pieces.reduce((sum, piece) => sum + Number(piece.quantity), 0)).toBe(count);
      }),
    );
  });

  test('weighed goods miss their total by no more than half a cent a kilo', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_999 }), fc.integer({ min: 1, max: 100_000 }), (grams, cents) => {
        const pieces = piecesOf((grams / 1000).toFixed(3), fromCents(cents), undefined);
        expect(compare(absolute(subtract(worthOf(pieces), fromCents(cents))), '0.03')).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('what an order comes to', () => {
  test('the method follows the order, and an order without tax waits until somebody says what that means', () => {
    const settings = readOrderSettings({});
    expect((['inclusive', 'exclusive', 'shifted', undefined] as const).map((taxMethod) => vatMethodOf(order(taxMethod === undefined ? {} : { taxMethod }), settings))).toEqual(['VAT-METHOD-INCLUSIVE', 'VAT-METHOD-EXCLUSIVE', 'VAT-METHOD-SHIFTED', 'VAT-METHOD-INCLUSIVE']);
    expect(codeOf(() => vatMethodOf(order({ taxMethod: 'none' }), settings))).toBe('mplus.order_without_tax');
    expect(vatMethodOf(order({ taxMethod: 'none' }), readOrderSettings({ noTax: 'none' }))).toBe('VAT-METHOD-NONE');
    expect(vatMethodOf(order({ taxMethod: 'none' }), readOrderSettings({ noTax: 'inclusive' }))).toBe('VAT-METHOD-INCLUSIVE');
    expect(vatMethodOf(order({ taxMethod: 'inclusive' }), readOrderSettings({ prices: 'exclusive' }))).toBe('VAT-METHOD-EXCLUSIVE');
  });

  test('a line that only tells the other price is reckoned with its rate; one that tells none says so', () => {
    expect(lineTotal({ quantity: '2', unitPriceExcl: '10.00' }, 'VAT-METHOD-INCLUSIVE', '21', 1)).toBe('24.20');
    expect(lineTotal({ quantity: '1', totalIncl: '12.10' }, 'VAT-METHOD-EXCLUSIVE', '21', 1)).toBe('10.00');
    expect(codeOf(() => lineTotal({ quantity: '1' }, 'VAT-METHOD-INCLUSIVE', '21', 3))).toBe('mplus.no_price');
  });

  test('an order whose lines do not make its total is refused; a cent may go on the rounding article', () => {
    const told = order({ totalIncl: '10.00' });
    expect(codeOf(() => roundingOf(told, 'VAT-METHOD-INCLUSIVE', { lines: '9.50', till: '9.50' }, true))).toBe('mplus.order_source_total');
    expect(codeOf(() => roundingOf(told, 'VAT-METHOD-INCLUSIVE', { lines: '9.99', till: '9.99' }, false))).toBe('mplus.order_source_total');
    expect(roundingOf(told, 'VAT-METHOD-INCLUSIVE', { lines: '9.99', till: '9.99' }, true)).toEqual({ amount: '0.01', left: '0' });
    expect(roundingOf(told, 'VAT-METHOD-INCLUSIVE', { lines: '10.00', till: '9.99' }, false)).toEqual({ amount: '0', left: '0.01' });
  });

  test('reverse charge is owed without tax', () => {
    expect(owedOf(order({ totalIncl: '121.00', totalExcl: '100.00' }), 'VAT-METHOD-SHIFTED')).toBe('100.00');
    expect(owedOf(order({ totalIncl: '121.00', totalExcl: '100.00' }), 'VAT-METHOD-EXCLUSIVE')).toBe('121.00');
  });
});
