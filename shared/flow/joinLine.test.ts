import { expect, test } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { whyNot } from './edit.ts';
import { joinLine } from './joinLine.ts';

const catalog: Catalog = {
  connectors: [
    { name: 'till', label: 'Till', connectionFields: [], prepare: [], lists: [], streams: [{ id: 'till.orders', label: 'Orders', entity: 'order', settings: [], fields: [], defaultMapping: { entity: 'order', fields: [], lists: [] } }], targets: [] },
    { name: 'books', label: 'Books', connectionFields: [], prepare: [], lists: [], streams: [], targets: [{ id: 'books.sales', label: 'Sales', entity: 'order', settings: [] }, { id: 'books.items', label: 'Items', entity: 'product', settings: [] }] },
  ],
};
const node = (id: string, kind: FlowNode['kind'], settings: FlowNode['settings'] = {}): FlowNode => ({ id, kind, settings, position: { x: 0, y: 0 } });
const line = { from: 'orders.records', to: 'map.records' };
const flow: FlowDocument = {
  fluxo: 1,
  id: 'flow',
  name: 'Flow',
  nodes: [node('orders', 'source', { stream: 'till.orders' }), node('map', 'map'), node('sales', 'target', { target: 'books.sales' }), node('items', 'target', { target: 'books.items' }), node('filter', 'filter'), node('busy', 'filter')],
  edges: [line, { from: 'map.records', to: 'sales.records' }, { from: 'orders.records', to: 'busy.records' }],
};
const drawn = (result: FlowDocument | null) => result?.edges.map(({ from, to }) => `${from} ${to}`).filter((edge) => !flow.edges.some(({ from, to }) => edge === `${from} ${to}`));

test('a line from a node that is free on its other side, let go on a line, puts the node into it', () => {
  const joined = joinLine(flow, catalog, 'filter.kept', 'out', line);
  expect(drawn(joined)).toEqual(['orders.records filter.records', 'filter.kept map.records']);
  expect(joined?.edges).not.toContainEqual(line);
  expect(drawn(joinLine(flow, catalog, 'filter.records', 'in', line))).toEqual(['orders.records filter.records', 'filter.kept map.records']);
  expect(drawn(joinLine(flow, catalog, 'filter.dropped', 'out', line))).toEqual(['orders.records filter.records', 'filter.dropped map.records']);
});

test('one from a node that is not free joins where the line leads, or from where it comes', () => {
  const joined = joinLine(flow, catalog, 'busy.kept', 'out', line);
  expect(drawn(joined)).toEqual(['busy.kept map.records']);
  expect(joined?.edges).toContainEqual(line);
  expect(drawn(joinLine(flow, catalog, 'sales.records', 'in', { from: 'orders.records', to: 'busy.records' }))).toBeUndefined();
});

test('nothing is joined where the kinds of record differ, or to a line of its own', () => {
  expect(joinLine(flow, catalog, 'items.records', 'in', { from: 'map.records', to: 'sales.records' })).toBeNull();
  expect(joinLine(flow, catalog, 'map.records', 'out', line)).toBeNull();
});

test('a refused line says why', () => {
  expect(whyNot(flow, catalog, { from: 'orders.records', to: 'sales.records' })).toEqual({ code: 'type', given: 'source', wanted: 'order' });
  expect(whyNot(flow, catalog, { from: 'map.records', to: 'items.records' })).toEqual({ code: 'type', given: 'order', wanted: 'product' });
  expect(whyNot(flow, catalog, line)).toEqual({ code: 'same_edge' });
  expect(whyNot(flow, catalog, { from: 'busy.kept', to: 'busy.records' })).toEqual({ code: 'circle' });
  expect(whyNot(flow, catalog, { from: 'sales.records', to: 'map.records' })).toEqual({ code: 'no_port' });
  expect(whyNot(flow, catalog, { from: 'orders.records', to: 'filter.records' })).toBeNull();
});
