import { expect, test } from 'vitest';
import type { EntityInfo } from '#shared/entities/fields.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { coverageOf } from './coverage.ts';
import { sourceTree } from './sourceTree.ts';

const entity: EntityInfo = {
  name: 'order',
  label: 'Order',
  fields: [
    { path: 'id', label: 'Id', type: 'text', required: true },
    { path: 'date', label: 'Date', type: 'date', required: true },
    { path: 'note', label: 'Note', type: 'text' },
    { path: 'lines', label: 'Lines', type: 'list' },
    { path: 'lines[].sku', label: 'SKU', type: 'text', required: true },
  ],
};
const tree = sourceTree(['no', 'customer.first', 'customer.last', 'rows[].plu', 'rows[].text'].map((path) => ({ path, label: path, type: 'text' as const })));
const mapping: Mapping = { entity: 'order', fields: [{ target: 'id', from: { kind: 'path', path: 'no' } }, { target: 'note', from: { kind: 'formula', text: 'customer.first & "!"' } }], lists: [] };

test('required and filled fields are counted; fields of a list only once the list is filled', () => {
  expect(coverageOf(entity, mapping, tree)).toMatchObject({ required: { filled: 1, all: 2 }, fields: { filled: 2, all: 4 } });
  const withList = { ...mapping, lists: [{ target: 'lines', source: 'rows', fields: [] }] };
  expect(coverageOf(entity, withList, tree)).toMatchObject({ required: { filled: 1, all: 3 }, fields: { filled: 3, all: 5 } });
});

test('source fields that no rule and no formula reads are named; a rule that reads a group uses all of it', () => {
  expect([...coverageOf(entity, mapping, tree).unused]).toEqual(['customer.last', 'rows[].plu', 'rows[].text']);
  const group: Mapping = { ...mapping, fields: [{ target: 'note', from: { kind: 'path', path: 'customer' } }] };
  expect([...coverageOf(entity, group, tree).unused]).toEqual(['no', 'rows[].plu', 'rows[].text']);
});
