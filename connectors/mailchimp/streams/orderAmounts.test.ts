import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, fromCents, multiply, subtract, sum } from '#shared/money/decimal.ts';
import { orderAmounts } from './orderAmounts.ts';

const line = (price: string, quantity: string, discount = '0') => ({ price, quantity, discount });

test.each([
  ['prices with tax', { order_total: '30.20', tax_total: '5.24', shipping_total: '5.20', discount_total: '0', lines: [line('12.50', '2')] }, { prices: 'inclusive', orderDiscount: '0', lineTotals: ['25'] }],
  ['prices without tax', { order_total: '36.54', tax_total: '6.34', shipping_total: '5.20', discount_total: '0', lines: [line('12.50', '2')] }, { prices: 'exclusive', orderDiscount: '0', lineTotals: ['25'] }],
  ['a discount on the order', { order_total: '20', tax_total: '3.47', discount_total: '5', lines: [line('12.50', '2')] }, { prices: 'inclusive', orderDiscount: '5', lineTotals: ['25'] }],
  ['the order repeats the lines’ discount', { order_total: '22', tax_total: '3.82', discount_total: '3', lines: [line('12.50', '2', '3')] }, { prices: 'inclusive', orderDiscount: '0', lineTotals: ['22'] }],
  ['both kinds of discount, summed up', { order_total: '20', tax_total: '3.47', discount_total: '5', lines: [line('12.50', '2', '3')] }, { prices: 'inclusive', orderDiscount: '2', lineTotals: ['22'] }],
  ['no tax at all', { order_total: '99', lines: [line('10', '1')] }, { prices: 'inclusive', orderDiscount: '0', lineTotals: ['10'] }],
  ['amounts that fit nothing', { order_total: '99', tax_total: '9', lines: [line('10', '1')] }, { prices: undefined, orderDiscount: '0', lineTotals: ['10'] }],
])('%s', (_, order, expected) => {
  expect(orderAmounts(order)).toEqual(expected);
});

test('lines, shipping and discount come to the order’s total, whichever way a shop writes them', () => {
  const cents = fc.integer({ min: 0, max: 90_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cents, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 50 })), { minLength: 1, maxLength: 6 }), cents, fc.integer({ min: 0, max: 100 }), cents, fc.boolean(), fc.boolean(), (raw, shipping, discount, tax, inclusive, summed) => {
      const lines = raw.map(([price, quantity, off]) => line(fromCents(price), String(quantity), fromCents(off)));
      const inLines = sum(lines.map((one) => one.discount));
      const worth = sum([...lines.map((one) => subtract(multiply(one.price, one.quantity), one.discount)), fromCents(shipping), `-${fromCents(discount)}`]);
      const order = { order_total: inclusive ? worth : add(worth, fromCents(tax)), tax_total: fromCents(tax), shipping_total: fromCents(shipping), discount_total: summed ? add(inLines, fromCents(discount)) : fromCents(discount), lines };
      const found = orderAmounts(order);
      expect(found.prices).toBeDefined();
      const total = sum([...found.lineTotals, fromCents(shipping), `-${found.orderDiscount}`.replace('--', '')]);
      const off = Math.abs(Number(subtract(found.prices === 'inclusive' ? total : add(total, order.tax_total), order.order_total)));
      expect(off).toBeLessThanOrEqual(0.02);
    }),
  );
});
