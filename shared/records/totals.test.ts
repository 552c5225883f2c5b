import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromCents, sum } from '../money/decimal.ts';
import { addUp, checkSums, readAmount, totalsBy, totalsOfRecord, type TotalPart } from './totals.ts';

const cents = fc.integer({ min: -1_000_000_00, max: 1_000_000_00 });
const parts = fc.array(fc.record({ by: fc.constantFrom('document', 'taxCode'), key: fc.constantFrom('a', 'b', ''), total: cents.map(fromCents), net: cents.map(fromCents) }) as fc.Arbitrary<TotalPart>, { maxLength: 60 });

test('totals are the exact sums of what was added, however it came in pieces', () => {
  fc.assert(
    fc.property(parts, fc.nat(60), (all, cut) => {
      const whole = addUp(all);
      for (const field of ['total', 'net'] as const) expect(Number(sum(whole.map((total) => total[field]!)))).toBe(Number(sum(all.map((part) => part[field]!))));
      expect(whole.reduce((count, total) => count + total.count, 0)).toBe(all.length);
      const pieces = addUp([...addUp(all.slice(0, cut)), ...addUp(all.slice(cut))]);
      expect(totalsBy(pieces, 'document').map(({ key, count, total }) => [key, count, Number(total)])).toEqual(totalsBy(whole, 'document').map(({ key, count, total }) => [key, count, Number(total)]));
    }),
  );
});

test('an amount is read with its currency on either side; a number without one is no amount', () => {
  expect(readAmount('29.04 EUR')).toEqual({ amount: '29.04', currency: 'EUR' });
  expect(readAmount('€ -3.50')).toEqual({ amount: '-3.50', currency: '€' });
  expect(readAmount('45')).toBeNull();
  expect(readAmount(undefined)).toBeNull();
});

test('what was read for documents is held against what they come to, and a cent is a difference', () => {
  const read: TotalPart = { by: 'outcome', key: 'created', within: 'EUR', count: 2, total: '30.10' };
  const documents = (total: string): TotalPart => ({ by: 'document', key: 'Invoice', count: 2, total });
  expect(checkSums(addUp([read, { by: 'outcome', key: 'skipped', within: 'EUR', total: '99.00' }, documents('30.10')]))).toEqual({ read: '30.1', documents: '30.1', difference: '0', currency: 'EUR' });
  expect(checkSums(addUp([read, documents('30.11')]))).toMatchObject({ difference: '-0.01' });
  expect(checkSums(addUp([read]))).toBeNull();
  // Two currencies cannot be added up.
  expect(checkSums(addUp([read, { ...read, within: 'USD' }, documents('30.10')]))).toBeNull();
});

test('a sale that becomes a document of two targets counts once in days, ways of payment and taxes, and the proof holds', () => {
  const sale = (kind: string, more: readonly TotalPart[] = []): readonly TotalPart[] => [{ by: 'write', key: kind }, { by: 'document', key: kind, total: '12.10' }, { by: 'day', key: '2026-06-10', total: '12.10' }, ...more];
  const both = totalsOfRecord([sale('Invoice'), sale('Order', [{ by: 'account', key: 'Sales', net: '10.00' }])]);
  const totals = addUp([...both, { by: 'outcome', key: 'created', within: 'EUR', total: '12.10' }]);
  expect(totalsBy(totals, 'document').map(({ key, total }) => [key, total])).toEqual([['Invoice', '12.10'], ['Order', '12.10']]);
  expect(totalsBy(totals, 'day')).toEqual([{ by: 'day', key: '2026-06-10', count: 1, total: '12.10' }]);
  expect(totalsBy(totals, 'account')).toHaveLength(1);
  expect(checkSums(totals)).toMatchObject({ difference: '0' });
  // Nothing to hold the documents against.
  expect(checkSums(addUp(both))).toBeNull();
});

test('keys stand in the order a person reads them, numbers by their size', () => {
  const keys = ['10 %', '9 %', '…', '21 %'].map((key): TotalPart => ({ by: 'taxCode', key, total: '1' }));
  expect(totalsBy(addUp(keys), 'taxCode').map(({ key }) => key)).toEqual(['9 %', '10 %', '21 %', '…']);
});
