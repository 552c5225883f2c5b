import { expect, test } from 'vitest';
import { orderEntity } from '#shared/entities/order.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { changedTargets, pathsOf, refOf, refPath, removeRule, resetRule, ruleFor, setListSource, setRule, storedMapping, targetSections } from './mappingEdit.ts';

const standard: Mapping = {
  entity: 'order',
  fields: [
    { target: 'sourceId', from: { kind: 'path', path: 'orderId' } },
    { target: 'customer.email', from: { kind: 'path', path: 'relation.email' }, functions: [{ name: 'lower' }] },
  ],
  lists: [{ target: 'lines', source: 'lineList', fields: [{ target: 'sku', from: { kind: 'path', path: 'pluNumber' } }] }],
};
const email = refOf('customer.email');
const sku = refOf('lines[].sku');

test('a path names a field of the record or of a list’s items, and back', () => {
  expect(sku).toEqual({ list: 'lines', target: 'sku' });
  expect(refPath(sku)).toBe('lines[].sku');
  expect(refPath(email)).toBe('customer.email');
});

test('a changed rule takes the place of the old one; a new one stands at the end', () => {
  const changed = setRule(standard, email, { from: { kind: 'constant', value: 'x@y.nl' } });
  expect(changed.fields.map((rule) => rule.target)).toEqual(['sourceId', 'customer.email']);
  const added = setRule(changed, refOf('lines[].quantity'), { from: { kind: 'path', path: 'quantity' } });
  expect(added.lists[0]?.fields.map((rule) => rule.target)).toEqual(['sku', 'quantity']);
  expect(changedTargets(added, standard)).toEqual(['customer.email', 'lines[].quantity']);
});

test('back at the default nothing is stored, whatever the order of the rules', () => {
  const away = removeRule(setRule(standard, email, { from: { kind: 'constant', value: 'x' } }), refOf('sourceId'));
  expect(storedMapping(away, standard)).toBe(away);
  const back = resetRule(resetRule(away, standard, email), standard, refOf('sourceId'));
  expect(back.fields.map((rule) => rule.target)).toEqual(['customer.email', 'sourceId']);
  expect(storedMapping(back, standard)).toBeUndefined();
});

test('a field that the default does not fill is emptied by a reset', () => {
  const added = setRule(standard, refOf('note'), { from: { kind: 'constant', value: 'hi' } });
  expect(ruleFor(resetRule(added, standard, refOf('note')), refOf('note'))).toBeUndefined();
});

test('another source list counts as a change even when its fields are the same', () => {
  expect(storedMapping(setListSource(standard, 'lines', 'otherList'), standard)?.lists[0]?.source).toBe('otherList');
  expect(storedMapping(setListSource(standard, 'lines', null), standard)?.lists).toEqual([]);
});

test('the mapper shows plain fields first, then groups, lists last, and fields the entity does not name', () => {
  const extra = setRule(standard, refOf('customer.loyalty'), { from: { kind: 'path', path: 'relation.points' } });
  const sections = targetSections(orderEntity, extra, standard);
  expect(sections[0]?.name).toBe('');
  expect(sections.at(-1)?.field?.type).toBe('list');
  const customer = sections.find((section) => section.name === 'customer');
  expect(customer?.rows.find((row) => row.ref.target === 'customer.loyalty')?.changed).toBe(true);
  const lines = sections.find((section) => section.name === 'lines');
  expect(lines?.list?.source).toBe('lineList');
  expect(lines?.rows.find((row) => row.ref.target === 'sku')?.rule).toBeDefined();
});

test('what a rule reads is found in every kind of source', () => {
  expect(pathsOf({ target: 'a', from: { kind: 'template', text: '{x.y}-{z}' } })).toEqual(['x.y', 'z']);
  expect(pathsOf({ target: 'a', from: { kind: 'firstOf', paths: ['p', 'q'] } })).toEqual(['p', 'q']);
  expect(pathsOf({ target: 'a', from: { kind: 'constant', value: '{x}' } })).toEqual([]);
});
