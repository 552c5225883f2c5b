import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, isDecimal } from '#shared/money/decimal.ts';
import { makeHighest } from './highest.ts';

/** The same, said plainly for two values. */
function later(highest: string | null, value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return highest;
  if (highest === null) return value;
  const isHigher = isDecimal(value) && isDecimal(highest) ? compare(value, highest) > 0 : Number.isNaN(Date.parse(value)) || Number.isNaN(Date.parse(highest)) ? value > highest : Date.parse(value) > Date.parse(highest);
  return isHigher ? value : highest;
}

test.each(['2026-11-22T10:00:01Z', '2026-11-22T10:00:01.001Z', '2026-11-22T12:00:01+02:00', '2026-11-23'])('a moment after the end does not count (%s), one up to it does, and numbers know no end', (beyond) => {
  const until = Date.parse('2026-11-22T10:00:00.500Z');
  for (const first of [null, '2026-11-22T09:59:59Z', '2026-11-22T09:59:59.000Z']) {
    const highest = makeHighest(first, until);
    for (const value of [beyond, '2026-11-22T10:00:00Z', beyond, '2026-11-22T10:00:00.500Z', beyond]) highest.note(value);
    expect(Date.parse(highest.text()!)).toBe(until);
  }
  const numbers = makeHighest('7', until);
  numbers.note('20269999');
  expect(numbers.text()).toBe('20269999');
});

test('the highest of any values is the later of each two, one after the other', () => {
  const value = fc.constantFrom('2026-11-22T10:00:00Z', '2026-11-22T10:00:01Z', '2026-10-28T23:59:59Z', '2026-13-01T00:00:00Z', '2026-11-22T10:61:00Z', '2026-11-21T24:00:00Z', '2026-03-01T00:00:00Z', '2026-11-22T10:00:00.500Z', '2026-11-22T11:30:00+02:00', '2026-11-22', '2026-02-30T00:00:00Z', '9', '10', '10.0', '-1', '2025', 'b', 'a', '', null, 7, undefined);
  fc.assert(
    fc.property(fc.option(fc.constantFrom('2026-11-21', '5', 'x')), fc.array(value, { maxLength: 12 }), (first, values) => {
      const highest = makeHighest(first);
      for (const each of values) highest.note(each);
      expect(highest.text()).toBe(values.reduce<string | null>(later, first));
    }),
    { numRuns: 1000 },
  );
});
