import { afterEach, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { makeSales, makeService, saleMapping } from '#tests/engine/fakeService.ts';
import { bookedSales, makeWorld, plainFlow, type World } from '#tests/engine/world.ts';

let world: World;
afterEach(() => world.cleanUp());

const withNote = (text: string): FlowDocument => {
  const mapping: Mapping = { ...saleMapping('{amount}'), fields: [...saleMapping('{amount}').fields.filter((rule) => rule.target !== 'note'), { target: 'note', from: { kind: 'formula', text } }] };
  return { ...plainFlow, nodes: plainFlow.nodes.map((node) => (node.id === 'map' ? { ...node, settings: { mapping: mapping as never } } : node)) };
};

test('what a formula says of a record with its values stands in the story of the record and nowhere else, however many it refuses', async () => {
  const service = makeService(makeSales(60));
  world = await makeWorld(service, withNote('$error("nothing for KANARIE " & id)'));
  const fluxo = await world.open();
  const summary = await fluxo.run();
  expect(summary).toMatchObject({ status: 'failed', error: { code: 'run.paused' } });
  const { store } = fluxo.workspace;
  const rows = (await store.records({ runId: summary.runId, limit: 100 })).rows;
  const told = { summary, kept: await store.runs({ limit: 5 }), rows, problems: await store.problems({ limit: 100 }), causes: await store.problemCauses({ state: 'open' }) };
  expect(JSON.stringify(told)).toContain('formula.refused');
  expect(JSON.stringify(told)).not.toContain('KANARIE');
  const [refused] = rows.filter(({ outcome }) => outcome === 'invalid');
  const story = await store.story(summary.runId, refused!.seq);
  expect(story?.steps).toContainEqual(expect.objectContaining({ kind: 'error', error: expect.objectContaining({ code: 'formula.refused', words: `nothing for KANARIE ${refused!.key}` }) as object }));
});

test('a run works out formulas beyond the common part for its records, and a record that fails is invalid with the reason', async () => {
  const service = makeService(makeSales(5));
  world = await makeWorld(service, withNote('id = "s3" ? $error("not this one") : $map([id], function($id) { $uppercase($id) })[0]'));
  const fluxo = await world.open();
  const summary = await fluxo.run();
  expect(summary).toMatchObject({ status: 'problems', read: 5, outcomes: { created: 4, invalid: 1 } });
  expect(bookedSales(service)).toHaveLength(4);
  const [problem] = await fluxo.workspace.store.problems({ limit: 5 });
  expect(problem?.error).toMatchObject({ code: 'formula.failed', where: { node: 'map', field: 'note' } });
});
