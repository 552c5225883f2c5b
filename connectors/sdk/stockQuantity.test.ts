import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, isDecimal } from '#shared/money/decimal.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { stockFields, stockQuantity } from './stockQuantity.ts';

const quantity = (stock: { free: string; reserved?: string; incoming?: string }, settings: Record<string, unknown> = {}, wholeOnly = false) => stockQuantity(stock, withDefaults(stockFields, settings), wholeOnly);
const counted = { free: '7', reserved: '3', incoming: '10' };

test.each([
  ['free', '7'],
  ['physical', '10'],
  ['freeIncoming', '17'],
  ['physicalIncoming', '20'],
])('%s of 7 free, 3 reserved and 10 incoming is %s', (stockFormula, expected) => {
  expect(quantity(counted, { stockFormula })).toBe(expected);
});

test('reservations are not counted off a second time', () => {
  expect(quantity({ free: '7', reserved: '3' })).toBe('7');
});

test('a formula of one’s own weighs each count', () => {
  expect(quantity(counted, { stockFormula: 'own', reservedTimes: -1, incomingTimes: 0.5 })).toBe('9');
});

test('some pieces can be kept back, and less than nothing is nothing unless it may be', () => {
  expect(quantity(counted, { safetyStock: 2 })).toBe('5');
  expect(quantity({ free: '-4' })).toBe('0');
  expect(quantity({ free: '1' }, { safetyStock: 5 })).toBe('0');
  expect(quantity({ free: '-4' }, { stockFloor: false })).toBe('-4');
  expect(quantity({ free: '900' }, { stockCap: 99 })).toBe('99');
});

test.each([
  ['down', '2.750', '2'],
  ['down', '-2.25', '-3'],
  ['down', '3.000', '3'],
  ['nearest', '2.5', '3'],
  ['keep', '2.750', '2.75'],
])('rounding %s turns %s into %s', (stockRounding, free, expected) => {
  expect(quantity({ free }, { stockRounding, stockFloor: false })).toBe(expected);
});

test('a service that counts whole pieces gets whole pieces', () => {
  expect(quantity({ free: '2.750' }, { stockRounding: 'keep' }, true)).toBe('2');
});

test('whatever is counted, the default never promises more than can be sold', () => {
  const amount = fc.integer({ min: -5_000_000, max: 5_000_000 }).map((thousandths) => (thousandths / 1000).toFixed(3));
  fc.assert(
    fc.property(amount, amount, amount, (free, reserved, incoming) => {
      const sent = quantity({ free, reserved, incoming });
      expect(isDecimal(sent)).toBe(true);
      expect(compare(sent, '0')).toBeGreaterThanOrEqual(0);
      expect(compare(sent, compare(free, '0') < 0 ? '0' : free)).toBeLessThanOrEqual(0);
    }),
  );
});
