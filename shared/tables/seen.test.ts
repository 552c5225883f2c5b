import { expect, test } from 'vitest';
import type { FlowDocument } from '../flow/document.ts';
import { lookupPaths, missingCountries, missingPairs, seenAt } from './seen.ts';

const none = { connectors: [] };
const flow = (settings: FlowDocument['nodes'][number]['settings'], kind: 'map' | 'rules'): FlowDocument => ({
  fluxo: 1,
  id: 'f',
  name: 'F',
  nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position: { x: 0, y: 0 } }, { id: 'node', kind, settings, position: { x: 0, y: 0 } }],
  edges: [{ from: 'till.records', to: 'node.records' }],
});
const lookup = { rows: [], unmapped: 'park' as const, sharedTable: 'ways' };

test('values without a row are counted whatever their case, those seen most first; a row for everything else leaves none', () => {
  expect(missingPairs([{ from: 'PIN', to: '1' }], ['pin', 'BON', 'TIKKIE', 'tikkie '])).toEqual([{ value: 'TIKKIE', count: 2 }, { value: 'BON', count: 1 }]);
  expect(missingPairs([{ from: '*', to: '1' }], ['BON'])).toEqual([]);
});

test('a country without a row is told with what the table tells apart, and nothing more', () => {
  const asked = [{ country: 'DE', keys: { rate: '19', vat: 'yes' } }, { country: 'DE', keys: { rate: '19', vat: 'no' } }, { country: 'NL', keys: { rate: '21', vat: 'no' } }, { country: '', keys: {} }];
  expect(missingCountries([{ country: 'NL', keys: { rate: '21' }, values: { code: 'hoog' } }], asked)).toEqual([{ value: 'DE · 19', count: 2, row: { country: 'DE', keys: { rate: '19' }, values: {} } }]);
});

test('what comes to a look-up of the mapper is read from its first field with anything, in a list from every item', () => {
  const mapping = { entity: 'order', fields: [{ target: 'way', from: { kind: 'firstOf', paths: ['large.method', 'method'] }, lookup }], lists: [{ target: 'lines', source: 'items', fields: [{ target: 'unit', from: { kind: 'path', path: 'unit' }, lookup }] }] };
  const records = [{ method: 'PIN', items: [{ unit: 'kg' }, { unit: 'st' }] }, { large: { method: 'BON' }, method: 'PIN', items: [] }];
  expect(seenAt(flow({ mapping } as never, 'map'), none as never, { nodeId: 'node', at: ['mapping', 'fields', 0, 'lookup'] }, records)).toMatchObject({ values: ['PIN', 'BON'], records: 2 });
  expect(seenAt(flow({ mapping } as never, 'map'), none as never, { nodeId: 'node', at: ['mapping', 'lists', 0, 'fields', 0, 'lookup'] }, records).values).toEqual(['kg', 'st']);
  expect(lookupPaths({ from: { kind: 'formula', text: 'a' } }, undefined)).toEqual([]);
});

test('what comes to the table of a rule are its parts together', () => {
  const blocks = [{ id: 'way', field: 'way', rows: [{ use: { from: { kind: 'field', path: 'method' } } }, { if: { join: 'all', rows: [{ field: 'vat', op: 'hasValue' }] }, use: { from: { kind: 'yesNo' } } }], map: { on: true, ...lookup } }];
  expect(seenAt(flow({ blocks } as never, 'rules'), none as never, { nodeId: 'node', at: ['blocks', 0, 'map'] }, [{ method: 'PIN' }, { method: 'BON', vat: 'NL1' }]).values).toEqual(['PIN|FALSE', 'BON|TRUE']);
});
