import { expect, test } from 'vitest';
import { leaves } from './compareRecords.ts';
import { treeRows } from './treeRows.ts';

const record = { id: '1', customer: { email: null }, lines: [{ sku: 'a' }, { sku: 'b' }] };

test('a record is drawn line by line and lists count from one', () => {
  expect(treeRows(record, new Set()).map((row) => `${'.'.repeat(row.depth)}${row.name}`)).toEqual(['id', 'customer', '.email', 'lines', '.1', '..sku', '.2', '..sku']);
});

test('what stands under a closed line is not drawn', () => {
  expect(treeRows(record, new Set(['lines', 'customer'])).map((row) => row.path)).toEqual(['id', 'customer', 'lines']);
});

test('the lines carry the same paths as the comparison of records', () => {
  const paths = treeRows(record, new Set()).filter((row) => row.size === undefined).map((row) => row.path);
  expect(paths).toEqual(leaves(record).map(([path]) => path));
});
