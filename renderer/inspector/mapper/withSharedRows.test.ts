import { expect, test } from 'vitest';
import type { FieldRule, Mapping } from '#shared/mapping/mapping.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import { tryRule } from './tryRule.ts';
import { tablesOf, withSharedRows } from './withSharedRows.ts';

const rule = (target: string, sharedTable?: string): FieldRule => ({ target, from: { kind: 'path', path: 'method' }, lookup: { rows: [], unmapped: 'park', ...(sharedTable !== undefined && { sharedTable }) } });
const table: TableDocument = { fluxo: 1, id: 'ways', name: 'Ways', kind: 'pairs', rows: [{ from: 'PIN', to: 'Card' }] };
const tables = new Map([['ways', table]]);

test('a look-up in a shared table is shown with the rows that table has now', () => {
  expect(tryRule(withSharedRows(rule('way', 'ways'), tables)!, { method: 'pin' })).toEqual({ text: 'Card' });
});

test('while the table is not read, or when it goes by country, nothing is shown rather than that every value lacks its row', () => {
  expect(withSharedRows(rule('way', 'ways'), new Map())).toBeUndefined();
  expect(withSharedRows(rule('way', 'tax'), new Map([['tax', { fluxo: 1, id: 'tax', name: 'Tax', kind: 'countries', columns: [{ key: 'a', label: 'A' }], rows: [] } as TableDocument]]))).toBeUndefined();
});

test('a rule with rows of its own, or without a look-up, stays the same object', () => {
  const own = rule('way');
  expect(withSharedRows(own, tables)).toBe(own);
  expect(withSharedRows(undefined, tables)).toBeUndefined();
});

test('the tables of a mapping are named once, also those of its lists', () => {
  const mapping: Mapping = { entity: 'order', fields: [rule('a', 'ways'), rule('b', 'ways'), rule('c')], lists: [{ target: 'lines', source: 'lines', fields: [rule('d', 'rates')] }] };
  expect(tablesOf(mapping)).toEqual(['ways', 'rates']);
  expect(tablesOf(undefined)).toEqual([]);
});
