import { expect, test } from 'vitest';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { extraFields, searchTree, sourceTree, textAt, treePath } from './sourceTree.ts';

const fields: readonly FieldInfo[] = [
  { path: 'orderId', label: 'Order id', type: 'text' },
  { path: 'relation.name', label: 'Name', type: 'text' },
  { path: 'lineList', label: 'Lines', type: 'list' },
  { path: 'lineList[].text', label: 'Text', type: 'text' },
  { path: 'relation.email', label: 'E-mail', type: 'text' },
];
const record = { orderId: '1', relation: { name: 'Anke', fax: '030' }, lineList: [{ text: 'Bread', colour: 'brown' }, { text: 'Cake' }] };

test('fields become a tree with groups and lists', () => {
  const tree = sourceTree(fields);
  expect(tree.map((node) => [node.name, node.type])).toEqual([['orderId', 'text'], ['relation', 'object'], ['lineList', 'list']]);
  expect(tree[1]?.children.map((node) => node.path)).toEqual(['relation.name', 'relation.email']);
  expect(tree[2]?.children.map((node) => node.path)).toEqual(['lineList[].text']);
});

test('what the service sends beyond the known fields is offered too', () => {
  expect(extraFields(record, new Set(fields.map((field) => field.path))).map((field) => field.path)).toEqual(['relation.fax', 'lineList[].colour']);
});

test('a search finds names, labels and values and keeps the groups above', () => {
  const found = searchTree(sourceTree(fields), 'anke', (path) => textAt(record, path));
  expect(found.map((node) => node.path)).toEqual(['relation']);
  expect(found[0]?.children.map((node) => node.path)).toEqual(['relation.name']);
});

test('values of list items come from the chosen item', () => {
  expect(textAt(record, 'lineList[].text')).toBe('Bread');
  expect(textAt(record, 'lineList[].text', 1)).toBe('Cake');
  expect(treePath('paymentList.0.method')).toBe('paymentList[].method');
});
