import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountParts } from './amountParts.ts';

test('an amount is split into its symbol and a number in the notation of the reader', () => {
  expect(amountParts('1234.50 EUR', 'en-GB')).toEqual({ symbol: '€', number: '1,234.50', negative: false, text: '€1,234.50' });
  expect(amountParts('EUR 29.04', 'pt-BR')).toEqual({ symbol: '€', number: '29,04', negative: false, text: '€\u00a029,04' });
  expect(amountParts('-12.5 EUR', 'en-GB')).toMatchObject({ number: '-12.50', negative: true });
  expect(amountParts('€ 3', 'en-GB')?.number).toBe('3.00');
});

test('an amount without a currency keeps its digits, a text that is no amount gives nothing', () => {
  expect(amountParts('0.530', 'en-GB')).toEqual({ symbol: '', number: '0.530', negative: false, text: '0.530' });
  expect(amountParts('free', 'en-GB')).toBeNull();
  expect(amountParts('1e9 EUR', 'en-GB')).toBeNull();
});

test('no digit of an amount is ever lost or made up, however long it is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
      const decimal = `${whole}.${String(cents).padStart(2, '0')}`;
      expect(amountParts(`${decimal} EUR`, 'en-GB')?.number.replaceAll(',', '')).toBe(decimal);
    }),
  );
});

test('a number of pieces is shown as it is, money with its cents', () => {
  expect(amountParts('45', 'en')?.text).toBe('45');
  expect(amountParts('1250.5', 'en')?.text).toBe('1,250.5');
  expect(amountParts('45 EUR', 'en')?.number).toBe('45.00');
});
