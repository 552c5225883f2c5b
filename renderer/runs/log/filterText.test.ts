import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomes } from '#shared/records/outcomes.ts';
import { filterText, isFilterText, readFilter, readMoment } from './filterText.ts';

test('a filter is said in a line of text, and read from it again', () => {
  const filter = { outcomes: ['rejected', 'parked'] as const, search: 'de korenmolen', reasons: ['quickbooks.books_closed'], nodes: ['sales'], from: readMoment('2026-11-01')!, until: readMoment('2026-11-22T09:15')! };
  const text = filterText(filter);
  expect(text).toBe('outcome:rejected outcome:parked error:quickbooks.books_closed node:sales from:2026-11-01T00:00 until:2026-11-22T09:15 de korenmolen');
  expect(readFilter(text)).toEqual(filter);
});

test('what is no filter is searched for', () => {
  expect(readFilter('outcome:gone from:yesterday note: 10:30 error:')).toEqual({ outcomes: [], search: 'outcome:gone from:yesterday note: 10:30 error:' });
  expect(isFilterText('jan  de vries')).toBe(false);
  expect(isFilterText('jan outcome:created')).toBe(true);
});

test('any filter survives being sent as text', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,20}$/);
  const filters = fc.record({
    outcomes: fc.uniqueArray(fc.constantFrom(...outcomes)),
    search: fc.array(fc.stringMatching(/^[a-zé0-9]{1,8}$/)).map((words) => words.join(' ')),
    reasons: fc.uniqueArray(name, { minLength: 1 }),
    nodes: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/), { minLength: 1 }),
    from: fc.integer({ min: 0, max: 2_000_000 }).map((seconds) => new Date(2026, 0, 1).getTime() + seconds * 1000),
  });
  fc.assert(fc.property(filters, (filter) => {
    expect(readFilter(filterText(filter))).toEqual(filter);
  }));
});
