import { expect, test } from 'vitest';
import type { FlowDocument } from './document.ts';
import { findInFlow, placesIn, replaceHits, replaceIn } from './find.ts';

const at = { x: 0, y: 0 };
const flow: FlowDocument = {
  fluxo: 1,
  id: 'f',
  name: 'Kassa orders',
  description: 'Books the orders.',
  nodes: [
    { id: 'till', kind: 'source', connection: 'shop', settings: { stream: 'mplus.orders', branch: 'Utrecht' }, position: at },
    { id: 'map', kind: 'map', name: 'To an order', settings: { mapping: { entity: 'order', fields: [{ target: 'number', from: { kind: 'path', path: 'orderNumber' }, functions: [{ name: 'replace', args: ['order', 'o'] }] }], lists: [] } }, position: at },
    { id: 'sales', kind: 'target', settings: { target: 'quickbooks.sales', document: 'order', payment: { enabled: true, force: false, default: '', table: [{ from: 'PIN', to: 'Bank orders' }], unmapped: 'park' } }, position: at },
  ],
  edges: [],
  notes: [{ id: 'n1', text: 'Ask about order 17', color: 'grey', position: at, size: { width: 200, height: 80 } }],
};
const parts = (text: string, options = {}) => findInFlow(flow, { text }, options).map(({ part, text: found }) => `${part}: ${found}`);

test('names, settings, mappings, tables and notes are found, words of the file format are not', () => {
  expect(parts('order')).toEqual(['name: Kassa orders', 'text: Books the orders.', 'name: To an order', 'mapping: orderNumber', 'mapping: order', 'setting: order', 'table: Bank orders', 'text: Ask about order 17']);
  expect(parts('park')).toEqual([]);
  expect(parts('replace')).toEqual([]);
  expect(parts('')).toEqual([]);
});

test('the case matters only when it is asked for', () => {
  expect(parts('PIN')).toEqual(['table: PIN']);
  expect(parts('pin')).toEqual(['table: PIN']);
  expect(findInFlow(flow, { text: 'pin', matchCase: true })).toEqual([]);
});

test('types, connections and labels of settings are found and never replaced; a choice is found by what it is called', () => {
  const options = { typesOf: () => ['MplusKASSA'], settingsOf: (node: { readonly id: string }) => (node.id === 'sales' ? [{ key: 'document', label: 'Document', isFixed: true, shown: 'Sales receipt' }] : []) };
  expect(findInFlow(flow, { text: 'mpluskassa' }, options).every(({ path }) => path === undefined)).toBe(true);
  expect(findInFlow(flow, { text: 'receipt' }, options)).toEqual([{ of: 'node', ownerId: 'sales', part: 'setting', key: 'document', text: 'Sales receipt' }]);
  expect(findInFlow(flow, { text: 'order', matchCase: true }, options).some(({ key }) => key === 'document')).toBe(false);
});

test('what was found is replaced everywhere at once, and nothing else changes', () => {
  const wanted = { text: 'order' };
  const next = replaceHits(flow, findInFlow(flow, wanted), wanted, 'sale');
  expect(next.name).toBe('Kassa sales');
  expect(JSON.stringify(next.nodes[1]!.settings)).toContain('"path":"saleNumber"');
  expect(JSON.stringify(next.nodes[1]!.settings)).toContain('"entity":"order"');
  expect(next.nodes[0]).toBe(flow.nodes[0]);
  expect(next.notes![0]!.text).toBe('Ask about sale 17');
  expect(replaceHits(next, findInFlow(next, { text: 'sale' }), { text: 'sale' }, 'order')).toEqual(flow);
});

test('only the places that were chosen are replaced', () => {
  const wanted = { text: 'order' };
  const [first] = findInFlow(flow, wanted);
  expect(replaceHits(flow, [first!], wanted, 'x')).toEqual({ ...flow, name: 'Kassa xs' });
});

test('a name never becomes empty', () => {
  const wanted = { text: 'Kassa orders' };
  expect(replaceHits(flow, findInFlow(flow, wanted), wanted, '').name).toBe('Kassa orders');
});

test('several places in one text are all found, from left to right and without overlaps', () => {
  expect(placesIn('aaaa', { text: 'aa' })).toEqual([0, 2]);
  expect(replaceIn('a.b.c', { text: '.' }, '/')).toBe('a/b/c');
  expect(placesIn('İzmir order', { text: 'order' })).toEqual([6]);
});
