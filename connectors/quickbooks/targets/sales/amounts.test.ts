import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineAmounts, toThousandths, vatSums } from '#sandbox/shop/amounts.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { absolute, compare, divide, fromCents, multiply, round, subtract, sum } from '#shared/money/decimal.ts';
import { computeAmounts, demandSoundTotal, isRounding } from './amounts.ts';
import { shareOut } from './shareOut.ts';
import type { LineTax, OrderTaxes } from './tax.ts';
import { unitPrice } from './unitPrice.ts';

const codes: Readonly<Record<string, LineTax>> = Object.fromEntries(['21', '9', '0'].map((percent) => [percent, { code: { id: `c${percent}`, name: percent, percent, rates: [{ id: `r${percent}`, percent }] }, percent, row: null }]));

const taxesFor = (order: Order, calculation: OrderTaxes['calculation']): OrderTaxes => ({
  country: 'NL',
  calculation,
  lines: order.lines.map((line) => codes[line.taxRate ?? '0']!),
  untaxed: () => codes['0']!,
});

const full = process.env['FLUXO_FULL'] === '1';
const rate = fc.constantFrom(21 as const, 9 as const, 0 as const);
/** A line of a till: pieces or weighed goods, now and then a discount or a return. */
const tillLine = fc.record({
  vatRate: rate,
  priceCents: fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: -5_000, max: -1 })),
  quantity: fc.oneof(fc.integer({ min: 1, max: 40 }).map(String), fc.integer({ min: 1, max: 4_000 }).map((grams) => (grams / 1000).toFixed(3)), fc.constant('-1')),
});

/** An order as a till tells it: every line rounded once, tax as the sums of its lines. */
function tillOrder(method: 'INCLUSIVE' | 'EXCLUSIVE', drawn: readonly { vatRate: 21 | 9 | 0; priceCents: number; quantity: string }[], tells: { taxes: boolean; nets: boolean }): Order {
  const lines = drawn.map(({ vatRate, priceCents, quantity }) => ({ quantity, ...lineAmounts(method, vatRate, priceCents, toThousandths(quantity)) }));
  return {
    sourceId: '1',
    date: '2026-06-01',
    taxMethod: method === 'INCLUSIVE' ? 'inclusive' : 'exclusive',
    totalIncl: fromCents(lines.reduce((total, line) => total + line.totalInclCents, 0)),
    lines: lines.map((line) => ({
      sku: '1',
      quantity: line.quantity,
      taxRate: String(line.vatRate),
      ...((method === 'INCLUSIVE' || tells.nets) && { totalIncl: fromCents(line.totalInclCents) }),
      ...((method === 'EXCLUSIVE' || tells.nets) && { totalExcl: fromCents(line.totalExclCents) }),
    })),
    ...(tells.taxes && { taxes: vatSums(lines).map((each) => ({ rate: String(each.rate), net: fromCents(each.exclCents), tax: fromCents(each.vatCents) })) }),
  };
}

/** What the service makes of a document: its lines' net amounts and the tax that was told, nothing else. */
function bookedTotal(amounts: ReturnType<typeof computeAmounts>): string {
  return round(sum([...amounts.lines.map((line) => line.net), ...amounts.groups.map((group) => group.tax)]), 2);
}

describe('10,000 random orders with weighed goods, discounts and mixed tax', () => {
  test.each(['INCLUSIVE', 'EXCLUSIVE'] as const)('priced %s come out to the cent when the till tells its tax', (method) => {
    fc.assert(
      fc.property(fc.array(tillLine, { minLength: 1, maxLength: 14 }), fc.boolean(), (drawn, nets) => {
        const order = tillOrder(method, drawn, { taxes: true, nets });
        const amounts = computeAmounts(order, taxesFor(order, method === 'INCLUSIVE' ? 'TaxInclusive' : 'TaxExcluded'));
        expect(amounts.total).toBe(order.totalIncl);
        expect(amounts.difference).toBe('0.00');
        expect(amounts.warnings).toEqual([]);
        expect(bookedTotal(amounts)).toBe(order.totalIncl);
        for (const group of amounts.groups) {
          const told = order.taxes!.find((tax) => tax.rate === group.percent)!;
          expect([group.net, group.tax]).toEqual([round(told.net, 2), round(told.tax, 2)]);
        }
      }),
      { numRuns: full ? 5_000 : 1_000 },
    );
  });

  test('priced with tax come out to the cent when the till tells nothing but the lines', () => {
    fc.assert(
      fc.property(fc.array(tillLine, { minLength: 1, maxLength: 14 }), (drawn) => {
        const order = tillOrder('INCLUSIVE', drawn, { taxes: false, nets: false });
        const amounts = computeAmounts(order, taxesFor(order, 'TaxInclusive'));
        expect(bookedTotal(amounts)).toBe(order.totalIncl);
        amounts.lines.forEach(({ net, gross }, index) => {
          const exact = divide(multiply(gross!, '100'), sum(['100', order.lines[index]!.taxRate!]), 8);
          expect(compare(absolute(subtract(net, exact)), '0.01')).toBeLessThanOrEqual(0);
        });
      }),
      { numRuns: full ? 2_000 : 500 },
    );
  });

  test('every line passes the service’s own check that amount is quantity times price', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000, max: 2_000_000 }).map(fromCents), fc.oneof(fc.integer({ min: 1, max: 5_000 }).map(String), fc.integer({ min: 1, max: 99_999 }).map((grams) => (grams / 1000).toFixed(3))), (amount, quantity) => {
        const { Qty, UnitPrice } = unitPrice(amount, quantity);
        if (Qty === undefined) return;
        expect(round(multiply(String(Qty), String(UnitPrice)), 2)).toBe(round(amount, 2));
      }),
      { numRuns: full ? 5_000 : 1_000 },
    );
  });
});

test('a price with few places stays the price people know', () => {
  expect(unitPrice('20.00', '2')).toEqual({ Qty: 2, UnitPrice: 10 });
  expect(unitPrice('10.67', '0.530')).toEqual({ Qty: 0.53, UnitPrice: 20.13 });
  expect(unitPrice('10.00', '3')).toEqual({ Qty: 3, UnitPrice: 3.333 });
  expect(unitPrice('-5.00', '1')).toEqual({ Qty: 1, UnitPrice: -5 });
});

test('where no price of seven places makes the amount, only the amount is sent', () => {
  expect(unitPrice('0.01', '1000000000')).toEqual({});
  expect(unitPrice('5.00', '0')).toEqual({});
});

test('parts are shared out in cents that add up, and nobody moves by more than a cent', () => {
  expect(shareOut('1.00', ['0.333333', '0.333333', '0.333333'])).toEqual(['0.34', '0.33', '0.33']);
  expect(shareOut('-1.00', ['-0.333333', '-0.333333', '-0.333333'])).toEqual(['-0.33', '-0.33', '-0.34']);
  expect(shareOut('0.00', ['82.644628', '-82.644628'])).toEqual(['82.64', '-82.64']);
  expect(shareOut('20.67', ['20.661157'])).toEqual(['20.67']);
});

const order = (more: Partial<Order>): Order => ({ sourceId: '1', date: '2026-06-01', lines: [{ sku: '1', quantity: '1', taxRate: '21', totalIncl: '12.10' }], ...more });

test('an order whose lines do not make its total is not sent, and the message says both', () => {
  const wrong = order({ totalIncl: '15.00' });
  const amounts = computeAmounts(wrong, taxesFor(wrong, 'TaxInclusive'));
  expect(amounts.difference).toBe('2.90');
  expect(() => demandSoundTotal(wrong, amounts, true)).toThrow(FluxoError);
  expect(() => demandSoundTotal(wrong, amounts, true)).toThrow(/15\.00.*12\.10/);
});

test('one or two cents pass only with a rounding line', () => {
  const rounded = order({ totalIncl: '12.12' });
  const amounts = computeAmounts(rounded, taxesFor(rounded, 'TaxInclusive'));
  expect(isRounding(amounts.difference)).toBe(true);
  expect(() => demandSoundTotal(rounded, amounts, false)).toThrow(/12\.12/);
  expect(() => demandSoundTotal(rounded, amounts, true)).not.toThrow();
});

test('a tax summary that does not fit the lines is computed anew, with a warning, and the total stays', () => {
  const odd = order({ totalIncl: '12.10', taxes: [{ rate: '21', net: '8.00', tax: '4.10' }] });
  const amounts = computeAmounts(odd, taxesFor(odd, 'TaxInclusive'));
  expect(amounts.groups).toEqual([{ key: 'c21', percent: '21', net: '10.00', tax: '2.10' }]);
  expect(amounts.warnings).toHaveLength(1);
  expect(amounts.total).toBe('12.10');
});

test('a line without any price names itself', () => {
  const bare = order({ lines: [{ sku: '1', quantity: '1', taxRate: '21' }] });
  expect(() => computeAmounts(bare, taxesFor(bare, 'TaxInclusive'))).toThrow(/Line 1/);
});
