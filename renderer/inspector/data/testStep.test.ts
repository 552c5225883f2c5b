import { expect, test } from 'vitest';
import { catalog } from '#renderer/testing/fixtureCatalog.ts';
import { kassaFlow, samples } from '#renderer/testing/fixtureData.ts';
import { setSetting } from '#shared/flow/edit.ts';
import { recordInto } from '#shared/flow/flowSample.ts';
import { testStep } from './testStep.ts';

const recorded = samples.slice(0, 4).map((sample) => ({ ...sample, from: 'log' as const }));
const never = () => Promise.reject(new Error('no formula is left to anybody'));
const node = (id: string, flow = kassaFlow) => flow.nodes.find((each) => each.id === id)!;

test('a map is tried on every recorded record, and one that fails does not hide the others', async () => {
  const own = { ...catalog.connectors[0]!.streams[0]!.defaultMapping, fields: [{ target: 'total', from: { kind: 'path' as const, path: 'reference' }, functions: [{ name: 'number' }] }], lists: [] };
  const flow = setSetting(kassaFlow, 'map', 'mapping', own as never);
  const tested = await testStep(flow, catalog, node('map', flow), recorded, never);
  expect(tested.map(({ outcome, error }) => [outcome, error?.code])).toEqual([['failed', 'mapping.not_a_number'], ['passed', undefined], ['passed', undefined], ['failed', 'mapping.not_a_number']]);
});

test('a filter says how many it lets through', async () => {
  const flow = setSetting(kassaFlow, 'filter', 'conditions', { join: 'all', rows: [{ field: 'reference', op: 'hasValue' }] } as never);
  expect((await testStep(flow, catalog, node('filter', flow), recorded, never)).map(({ outcome }) => outcome)).toEqual(['passed', 'dropped', 'dropped', 'passed']);
});

test('a formula that is left to JSONata is asked for, with the record it is about', async () => {
  const own = { entity: 'order', fields: [{ target: 'number', from: { kind: 'formula' as const, text: '$fromMillis(0)' } }], lists: [] };
  const flow = setSetting(kassaFlow, 'map', 'mapping', own as never);
  const asked: unknown[] = [];
  await testStep(flow, catalog, node('map', flow), recorded.slice(0, 1), async ({ text, scope }) => {
    asked.push([text, scope === recorded[0]?.record]);
    return { value: 'x' };
  });
  expect(asked).toEqual([['$fromMillis(0)', true]]);
});

test('a record pinned to a node begins there: what comes before it is not asked', () => {
  const pinned = { number: '7' };
  expect(recordInto(kassaFlow, catalog, 'map', pinned, undefined, 'map')).toEqual({ value: pinned });
  expect(recordInto(kassaFlow, catalog, 'filter', pinned, undefined, 'map')).toEqual({ value: undefined });
});
