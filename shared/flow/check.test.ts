import { describe, expect, test } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import { checkFlow } from './check.ts';
import type { FlowDocument, FlowNode } from './document.ts';

const catalog: Catalog = {
  connectors: [
    {
      name: 'till', label: 'Till', connectionFields: [], prepare: [], lists: [], targets: [],
      streams: [{ id: 'till.orders', label: 'Till orders', entity: 'order', settings: [{ key: 'page', label: 'Page size', type: 'number', default: 100, max: 250 }], fields: [], defaultMapping: { entity: 'order', fields: [{ target: 'sourceId', from: { kind: 'path', path: 'id' } }, { target: 'date', from: { kind: 'path', path: 'date' } }], lists: [{ target: 'lines', source: 'lines', fields: [{ target: 'quantity', from: { kind: 'path', path: 'q' } }] }] } }],
    },
    { name: 'books', label: 'Books', connectionFields: [], prepare: [], lists: [], streams: [], targets: [{ id: 'books.sales', label: 'Sales', entity: 'order', settings: [{ key: 'account', label: 'Account', type: 'text', required: true }] }] },
  ],
};
const connections = [{ id: 'mytill', connector: 'till' }, { id: 'mybooks', connector: 'books' }];
const position = { x: 0, y: 0 };
const source: FlowNode = { id: 'orders', kind: 'source', connection: 'mytill', settings: { stream: 'till.orders' }, position };
const map: FlowNode = { id: 'map', kind: 'map', settings: {}, position };
const target: FlowNode = { id: 'sales', kind: 'target', connection: 'mybooks', settings: { target: 'books.sales', account: '79' }, position };
const flow = (nodes: FlowNode[], edges: [string, string][]): FlowDocument => ({ fluxo: 1, id: 'f', name: 'F', nodes, edges: edges.map(([from, to]) => ({ from, to })) });
const line: [string, string][] = [['orders.records', 'map.records'], ['map.records', 'sales.records']];
const codes = (document: FlowDocument) => checkFlow(document, catalog, connections).map((issue) => `${issue.nodeId ?? ''}:${issue.code}`);

test('a source, a map and a target in a row are a good flow', () => {
  expect(checkFlow(flow([source, map, target], line), catalog, connections)).toEqual([]);
});

test('an empty canvas says that it needs a source and a target', () => {
  expect(codes(flow([], []))).toEqual([':flow.no_source', ':flow.no_target']);
});

describe('each mistake is told with the node it belongs to', () => {
  const cases: [string, FlowDocument, string][] = [
    ['records straight into a target', flow([source, target], [['orders.records', 'sales.records']]), 'sales:flow.type_mismatch'],
    ['a target nothing flows into', flow([source, map, target], [line[0]!]), 'sales:flow.not_fed'],
    ['an unknown connector', flow([{ ...source, settings: { stream: 'fax.orders' } }, map, target], line), 'orders:flow.unknown_connector'],
    ['no connection', flow([source, map, { ...target, connection: undefined as never }], line), 'sales:flow.no_connection'],
    ['a connection that is gone', flow([{ ...source, connection: 'old' }, map, target], line), 'orders:flow.unknown_connection'],
    ['a connection of the wrong service', flow([{ ...source, connection: 'mybooks' }, map, target], line), 'orders:flow.wrong_connection'],
    ['a required setting that is empty', flow([source, map, { ...target, settings: { target: 'books.sales' } }], line), 'sales:setting.missing'],
    ['a setting out of range', flow([{ ...source, settings: { stream: 'till.orders', page: 1000 } }, map, target], line), 'orders:setting.out_of_range'],
    ['a line to a node that is gone', flow([source, map, target], [...line, ['map.records', 'ghost.records']]), ':flow.loose_edge'],
    ['a line from a port that does not exist', flow([source, map, target], [...line, ['map.dropped', 'sales.records']]), 'map:flow.no_such_port'],
    ['the same line twice', flow([source, map, target], [...line, line[1]!]), 'sales:flow.same_edge'],
    ['two nodes with one id', flow([source, map, target, { ...map }], line), 'map:flow.same_id'],
    ['a mapping that leaves a required field open', flow([source, { ...map, settings: { mapping: { entity: 'order', fields: [{ target: 'sourceId', from: { kind: 'path', path: 'id' } }], lists: [{ target: 'lines', source: 'l', fields: [{ target: 'quantity', from: { kind: 'path', path: 'q' } }] }] } } }, target], line), 'map:flow.required_field'],
    ['a mapping with an unknown function', flow([source, { ...map, settings: { mapping: { entity: 'order', fields: [{ target: 'date', from: { kind: 'path', path: 'id' }, functions: [{ name: 'launch' }] }], lists: [] } } }, target], line), 'map:mapping.unknown_function'],
    ['a filter without conditions', flow([source, { id: 'f', kind: 'filter', settings: { conditions: { join: 'all', rows: [] } }, position }, map, target], [['orders.records', 'f.records'], ['f.kept', 'map.records'], line[1]!]), 'f:flow.no_conditions'],
    ['a limit without a count', flow([source, { id: 'l', kind: 'limit', settings: {}, position }, map, target], [['orders.records', 'l.records'], ['l.records', 'map.records'], line[1]!]), 'l:flow.no_count'],
  ];
  test.each(cases)('%s', (_, document, expected) => {
    expect(codes(document)).toContain(expected);
  });
});

test('records may not run in a circle', () => {
  const filter = (id: string): FlowNode => ({ id, kind: 'filter', settings: { conditions: { join: 'all', rows: [{ field: 'a', op: 'hasValue' }] } }, position });
  const circle = flow([source, filter('a'), filter('b'), map, target], [['orders.records', 'a.records'], ['a.kept', 'b.records'], ['b.kept', 'a.records'], ['b.dropped', 'map.records'], line[1]!]);
  expect(codes(circle).some((code) => code.endsWith('flow.circle'))).toBe(true);
});

test('a disabled node is not checked', () => {
  expect(codes(flow([source, map, target, { ...target, id: 'old', connection: 'gone', disabled: true }], line))).toEqual([]);
});
