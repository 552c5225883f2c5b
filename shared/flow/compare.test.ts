import { expect, test } from 'vitest';
import type { Mapping } from '../mapping/mapping.ts';
import { compareFlows } from './compare.ts';
import type { FlowDocument } from './document.ts';
import { addNode, connect, moveNodes, removeNodes, renameNode, setConnection, setDisabled, setPolicy, setSetting } from './edit.ts';

const at = { x: 0, y: 0 };
const flow: FlowDocument = {
  fluxo: 1,
  id: 'f',
  name: 'Orders',
  nodes: [
    { id: 'till', kind: 'source', connection: 'shop', settings: { stream: 'mplus.orders' }, position: at },
    { id: 'map', kind: 'map', settings: {}, position: at },
    { id: 'sales', kind: 'target', connection: 'books', settings: { target: 'quickbooks.sales', document: 'invoice', taxTable: [{ country: 'DE', values: { taxCode: '19%' } }, { country: 'NL', keys: { taxRate: '21' }, values: { taxCode: '21%' } }] }, position: at },
  ],
  edges: [{ from: 'till.records', to: 'map.records' }],
};

test('the same flow has no differences', () => {
  expect(compareFlows(flow, structuredClone(flow))).toEqual([]);
});

test('nodes that came or went are told once, without their lines', () => {
  const after = connect(addNode(removeNodes(flow, ['till']), { kind: 'filter', settings: {} }, 'only', at), { from: 'only.kept', to: 'map.records' });
  expect(compareFlows(flow, after)).toEqual([
    { what: 'added', part: 'node', nodeId: 'only' },
    { what: 'removed', part: 'node', nodeId: 'till' },
  ]);
});

test('a line between nodes that stay is told', () => {
  const line = { from: 'map.records', to: 'sales.records' };
  expect(compareFlows(flow, connect(flow, line))).toEqual([{ what: 'added', part: 'line', line }]);
});

test('a choice is told with what it was and what it is; a row of a table by what the row is known by', () => {
  const [germany, netherlands] = flow.nodes[2]!.settings['taxTable'] as { values: object }[];
  let after = setSetting(flow, 'sales', 'document', 'receipt');
  after = setSetting(after, 'sales', 'taxTable', [{ ...germany, values: { taxCode: 'OSS-19%' } }, netherlands, { country: 'FR', values: { taxCode: '20%' } }] as never);
  expect(compareFlows(flow, after)).toEqual([
    { what: 'changed', part: 'setting', nodeId: 'sales', key: 'document', from: 'invoice', to: 'receipt' },
    { what: 'changed', part: 'setting', nodeId: 'sales', key: 'taxTable', within: ['DE', 'values', 'taxCode'], from: '19%', to: 'OSS-19%' },
    { what: 'added', part: 'setting', nodeId: 'sales', key: 'taxTable', within: ['FR'], to: { country: 'FR', values: { taxCode: '20%' } } },
  ]);
  expect(compareFlows(after, flow).at(-1)).toMatchObject({ what: 'removed', within: ['FR'] });
});

test('the first change of a default mapping is told as a change of that one field', () => {
  const standard: Mapping = { entity: 'order', fields: [{ target: 'number', from: { kind: 'path', path: 'orderNumber' } }, { target: 'date', from: { kind: 'path', path: 'created' } }], lists: [{ target: 'lines', source: 'items', fields: [{ target: 'sku', from: { kind: 'path', path: 'code' } }] }] };
  const own: Mapping = { ...standard, fields: [standard.fields[0]!, { target: 'date', from: { kind: 'path', path: 'paid' } }], lists: [{ ...standard.lists[0]!, fields: [] }] };
  expect(compareFlows(flow, setSetting(flow, 'map', 'mapping', own as never), { standardMapping: () => standard })).toEqual([
    { what: 'changed', part: 'mapping', nodeId: 'map', key: 'date', from: standard.fields[1], to: own.fields[1] },
    { what: 'removed', part: 'mapping', nodeId: 'map', key: 'lines[].sku', from: standard.lists[0]!.fields[0] },
  ]);
});

test('name, connection, on and off, rules of the flow and places each have their own', () => {
  let after = renameNode(flow, 'map', 'To an order');
  after = setConnection(after, 'till', undefined);
  after = setDisabled(after, ['sales'], true);
  after = setPolicy(after, 'maxRecords', 100);
  after = moveNodes(after, new Map([['till', { x: 80, y: 0 }], ['map', { x: 0, y: 80 }]]));
  expect(compareFlows(flow, after)).toEqual([
    { what: 'changed', part: 'connection', nodeId: 'till', from: 'shop' },
    { what: 'changed', part: 'name', nodeId: 'map', to: 'To an order' },
    { what: 'changed', part: 'disabled', nodeId: 'sales', from: false, to: true },
    { what: 'added', part: 'flow', key: 'maxRecords', within: ['maxRecords'], to: 100 },
    { what: 'changed', part: 'places', count: 2 },
  ]);
});
