import { expect, test } from 'vitest';
import type { FlowDocument } from '../flow/document.ts';
import { tableReferences, withTables } from './shared.ts';
import { withCountryRow, withPair, type TableDocument } from './table.ts';

const position = { x: 0, y: 0 };
const payments: TableDocument = { fluxo: 1, id: 'payments', name: 'Payments', kind: 'pairs', rows: [{ from: 'PIN', to: 'Maestro' }] };
const taxes: TableDocument = { fluxo: 1, id: 'taxes', name: 'Taxes', kind: 'countries', columns: [{ key: 'taxCode', label: 'Tax code' }], rows: [{ country: 'NL', values: { taxCode: 'rate' } }] };
const tables = new Map([payments, taxes].map((table) => [table.id, table]));
const setting = { enabled: true, force: false, default: '', unmapped: 'park' };
const flow: FlowDocument = {
  fluxo: 1, id: 'f', name: 'F', edges: [],
  nodes: [
    { id: 'map', kind: 'map', position, settings: { mapping: { entity: 'order', fields: [{ target: 'x', from: { kind: 'path', path: 'x' }, lookup: { rows: [], sharedTable: 'payments', unmapped: 'park' } }], lists: [] } } },
    { id: 'rules', kind: 'rules', position, settings: { blocks: [{ id: 'b', field: 'x', rows: [], map: { on: true, rows: [], sharedTable: 'payments', unmapped: 'fail' } }] } },
    { id: 'sales', kind: 'target', position, settings: { target: 'quickbooks.sales', paymentMethod: { ...setting, sharedTable: 'payments' }, taxTable: { sharedTable: 'taxes' }, other: 'x' } },
  ],
};

test('every place of a flow that uses a table of the workspace is found, with the kind of table it needs', () => {
  expect(tableReferences(flow).map(({ nodeId, tableId, at, kind }) => [nodeId, tableId, at.join('.'), kind])).toEqual([
    ['map', 'payments', 'mapping.fields.0.lookup', 'pairs'],
    ['rules', 'payments', 'blocks.0.map', 'pairs'],
    ['sales', 'payments', 'paymentMethod', 'pairs'],
    ['sales', 'taxes', 'taxTable', 'countries'],
  ]);
});

test('its rows stand in the settings as if they were the node’s own', () => {
  const whole = withTables(flow, (id) => tables.get(id));
  expect(whole.nodes[0]?.settings).toMatchObject({ mapping: { fields: [{ lookup: { rows: payments.rows, unmapped: 'park' } }] } });
  expect(whole.nodes[1]?.settings).toMatchObject({ blocks: [{ map: { on: true, rows: payments.rows } }] });
  expect(whole.nodes[2]?.settings).toEqual({ target: 'quickbooks.sales', paymentMethod: { ...setting, table: payments.rows }, taxTable: taxes.rows, other: 'x' });
  expect(tableReferences(whole)).toEqual([]);
});

test('a flow without shared tables is given back itself, and a table that is not there or of the other kind leaves its place as it is', () => {
  const plain = { ...flow, nodes: [{ ...flow.nodes[2]!, settings: { other: 'x' } }] };
  expect(withTables(plain, () => undefined)).toBe(plain);
  expect(withTables(flow, () => undefined)).toBe(flow);
  expect(withTables(flow, () => taxes).nodes[2]?.settings['paymentMethod']).toEqual({ ...setting, sharedTable: 'payments' });
});

test('a changed row keeps its place, a new one stands before the row for everything else', () => {
  const rows = [{ from: 'PIN', to: '1' }, { from: 'CASH', to: '2' }, { from: '*', to: '9' }];
  expect(withPair(rows, { from: ' pin ', to: '3' }).map(({ to }) => to)).toEqual(['3', '2', '9']);
  expect(withPair(rows, { from: 'TIKKIE', to: '3' }).map(({ to }) => to)).toEqual(['1', '2', '3', '9']);
});

test('a row by country is the same one whatever the order and case of what it is found by', () => {
  const rows = [{ country: 'NL', keys: { rate: '21', vat: 'yes' }, values: { code: 'a' } }];
  expect(withCountryRow(rows, { country: 'nl', keys: { vat: 'YES', rate: '21', other: '' }, values: { code: 'b' } }).map(({ values }) => values['code'])).toEqual(['b']);
  expect(withCountryRow(rows, { country: 'NL', values: { code: 'b' } })).toHaveLength(2);
});
