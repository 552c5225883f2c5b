import Big from 'big.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, compare, divide, fromCents, fromScaled, isDecimal, multiply, negate, round, subtract, sum, toJsonNumber } from './decimal.ts';

const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });

test('adding cents as decimals is the same as adding them as whole numbers', () => {
  fc.assert(fc.property(fc.array(cents), (list) => compare(sum(list.map(fromCents)), fromCents(list.reduce((a, b) => a + b, 0))) === 0));
});

test('what was subtracted can be added back to the same amount', () => {
  fc.assert(fc.property(cents, cents, (a, b) => compare(add(subtract(fromCents(a), fromCents(b)), fromCents(b)), fromCents(a)) === 0));
});

test('halves round away from zero, the way invoices round', () => {
  expect(round('1.005', 2)).toBe('1.01');
  expect(round('-1.005', 2)).toBe('-1.01');
  expect(round('2.5', 0)).toBe('3');
  expect(round('-0.001', 2)).toBe('0.00');
});

test('an amount with its cents is rounded to the text any other spelling of it is rounded to', () => {
  const spelt = fc.tuple(fc.constantFrom('', '-', '-0', '0', '00'), fc.nat(99_999), fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 4 })).map(([front, whole, cents]) => `${front}${whole}.${cents}`);
  fc.assert(
    fc.property(fc.oneof(spelt, fc.constantFrom('-0.00', '0.00', '-0.0', '00.00', '-00.10', '0', '-0', '7', '-7', '007', '100')), fc.constantFrom(0, 1, 2, 3), (value, places) => {
      const rounded = new Big(value).round(places, Big.roundHalfUp).toFixed(places);
      expect(round(value, places)).toBe(/^-0(\.0+)?$/.test(rounded) ? rounded.slice(1) : rounded);
      expect(compare(value, value)).toBe(0);
      expect(compare(value, `0${value}`.replace('0-', '-0'))).toBe(0);
    }),
  );
});

test('only plain digits with at most one point between them are a decimal', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('-', '.', '0', '1', '9', 'e', ' ', '٣'), maxLength: 6 }), (text) => isDecimal(text) === /^-?\d+(\.\d+)?$/.test(text)));
});

test('0.1 and 0.2 make 0.3', () => {
  expect(add('0.1', '0.2')).toBe('0.3');
  expect(multiply('0.530', '18.95')).toBe('10.0435');
  expect(divide('24.20', '1.21', 2)).toBe('20.00');
  expect(() => divide('1', '0', 2)).toThrow(RangeError);
});

test('a scaled number keeps its places', () => {
  expect(fromScaled('530', 3)).toBe('0.530');
  expect(fromScaled(-2, 0)).toBe('-2');
});

test('only plain decimal text is a decimal', () => {
  for (const good of ['0', '-1', '12.50', '007']) expect(isDecimal(good)).toBe(true);
  for (const bad of ['', '2x', '1e5', '1,5', ' 1', '1.', '.5', '--1', 5, null]) expect(isDecimal(bad)).toBe(false);
});

test('a decimal becomes the nearest JSON number', () => {
  expect(JSON.stringify(toJsonNumber('24.20'))).toBe('24.2');
  expect(negate('0')).toBe('0');
});
