import { expect, test } from 'vitest';
import { setSetting } from '#shared/flow/edit.ts';
import { catalog } from '#renderer/testing/fixtureCatalog.ts';
import { kassaFlow, samples } from '#renderer/testing/fixtureData.ts';
import { defaultMappingOf, fieldsInto, mappingOf, recordInto, recordOutOf } from '#shared/flow/flowSample.ts';

const source = samples[0]!.record;
const map = kassaFlow.nodes.find((node) => node.id === 'map')!;

test('a filter sees the record as its service gave it, a target sees what the map made of it', () => {
  expect(recordInto(kassaFlow, catalog, 'filter', source)).toEqual({ value: source });
  expect(recordInto(kassaFlow, catalog, 'sales', source)).toMatchObject({ value: { number: '2026-20260117', customer: { email: 'inkoop@dekorenmolen.nl', lastName: 'van der Berg' } } });
  expect(fieldsInto(kassaFlow, catalog, 'filter').some((field) => field.path === 'cancelState')).toBe(true);
  expect(fieldsInto(kassaFlow, catalog, 'sales').some((field) => field.path === 'customer.email')).toBe(true);
});

test('a record the mapping cannot take gives the reason in place of the record', () => {
  const foreign = { ...source, vatCountryIso3: 'Verweggistan' };
  expect(recordOutOf(kassaFlow, catalog, map, foreign)).toMatchObject({ error: { code: 'mapping.unknown_country' } });
});

test('a map node works with its own mapping, and with the stream’s while it has none', () => {
  const standard = defaultMappingOf(kassaFlow, catalog, map)!;
  expect(mappingOf(kassaFlow, catalog, map)).toBe(standard);
  const own = { ...standard, fields: [{ target: 'sourceId', from: { kind: 'constant' as const, value: 'x' } }] };
  const changed = setSetting(kassaFlow, 'map', 'mapping', JSON.parse(JSON.stringify(own)));
  expect(recordInto(changed, catalog, 'sales', source)).toMatchObject({ value: { sourceId: 'x' } });
});

test('nothing reaches a node that nothing leads to', () => {
  expect(recordInto({ ...kassaFlow, edges: [] }, catalog, 'sales', source)).toEqual({ value: undefined });
});
