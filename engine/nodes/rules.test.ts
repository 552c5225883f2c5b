import { afterEach, expect, test } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import type { RuleBlock } from '#shared/rules/rules.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import { makeSales, makeService } from '#tests/engine/fakeService.ts';
import { bookedSales, booksNode, mapNode, makeWorld, plainFlow, tillNode, type World } from '#tests/engine/world.ts';

let world: World;
afterEach(() => world.cleanUp());

const withRules = (...blocks: RuleBlock[]): FlowDocument => {
  const rules: FlowNode = { id: 'rules', kind: 'rules', settings: { blocks: blocks as never }, position: { x: 0, y: 0 } };
  return { ...plainFlow, nodes: [tillNode, mapNode, rules, booksNode], edges: [{ from: 'till.records', to: 'map.records' }, { from: 'map.records', to: 'rules.records' }, { from: 'rules.records', to: 'books.records' }] };
};
const customers: TableDocument = { fluxo: 1, id: 'customers', name: 'Customers', kind: 'pairs', rows: [{ from: 'c1', to: 'De Korenmolen' }, { from: 'c2', to: 'Bakker' }] };
const byTable = (sharedTable: string): RuleBlock => ({ id: 'who', field: 'customer.name', rows: [], map: { on: true, rows: [], sharedTable, unmapped: 'park' } });

test('rules change records behind the map, stop some and refuse others, and each says so', async () => {
  const service = makeService(makeSales(4));
  const skip: RuleBlock = { id: 'skip', field: 'note', name: 'Not s2', take: 'first', rows: [{ if: { join: 'all', rows: [{ field: 'sourceId', op: 'equals', value: 's2' }] }, use: { from: { kind: 'skip' } } }, { if: { join: 'all', rows: [{ field: 'sourceId', op: 'equals', value: 's3' }] }, use: { from: { kind: 'fail', reason: 'by hand' } } }] };
  const number: RuleBlock = { id: 'number', field: 'number', rows: [{ use: { from: { kind: 'field', path: 'number' }, steps: [{ name: 'prepend', args: [{ kind: 'text', text: 'K-' }] }] } }] };
  world = await makeWorld(service, withRules(skip, number));
  const fluxo = await world.open();
  const summary = await fluxo.run();
  expect(summary).toMatchObject({ read: 4, outcomes: { created: 2, skipped: 1, invalid: 1 } });
  const { rows } = await fluxo.workspace.store.records({ runId: summary.runId, limit: 10 });
  expect(rows.find(({ key }) => key === 's2')?.reason).toMatchObject({ code: 'rules.skipped', params: { block: 'Not s2' } });
  expect(rows.find(({ key }) => key === 's3')?.reason).toMatchObject({ code: 'rules.refused_because' });
  const story = await fluxo.workspace.store.story(summary.runId, rows.find(({ key }) => key === 's1')!.seq);
  expect(story?.mapped).toMatchObject({ number: 'K-s1' });
});

test('a rule that breaks what the record has to be makes it invalid', async () => {
  world = await makeWorld(makeService(makeSales(1)), withRules({ id: 'date', field: 'date', rows: [{ use: { from: { kind: 'text', text: 'soon' } } }] }));
  expect(await (await world.open()).run()).toMatchObject({ outcomes: { invalid: 1, created: 0 } });
});

test('a table that flows share is read from its file at each run, and a value it lacks waits', async () => {
  const service = makeService(makeSales(3));
  world = await makeWorld(service, withRules(byTable('customers')));
  const fluxo = await world.open();
  const { revision } = await fluxo.workspace.tables.save(customers, null);
  expect(await fluxo.run()).toMatchObject({ read: 3, outcomes: { created: 2, parked: 1 } });
  const [parked] = await fluxo.workspace.store.parked();
  expect(parked).toMatchObject({ count: 1, error: { code: 'mapping.parked', where: { node: 'rules' }, parkedOn: { setting: 'who', value: 'c3' } } });
  await fluxo.workspace.tables.save({ ...customers, rows: [...customers.rows, { from: '*', to: 'Rest' }] }, revision);
  expect(await fluxo.run()).toMatchObject({ outcomes: { created: 1, parked: 0 } });
  expect(bookedSales(service)).toHaveLength(3);
  const { rows } = await fluxo.workspace.store.records({ flowId: 'sales', outcomes: ['created'], limit: 10 });
  const stories = await Promise.all(rows.map(({ runId, seq }) => fluxo.workspace.store.story(runId, seq)));
  expect(stories.map((story) => (story!.mapped as { customer: { name: string } }).customer.name).toSorted()).toEqual(['Bakker', 'De Korenmolen', 'Rest']);
});

test.each([
  ['not there', async () => undefined, 'table.not_found', 'tables/customers.table.json'],
  ['of another kind', async () => ({ fluxo: 1, id: 'customers', name: 'Customers', kind: 'countries', columns: [{ key: 'x', label: 'X' }], rows: [] }) as TableDocument, 'table.by_country', 'tables/customers.table.json'],
])('a run does not start with a table that is %s, and says which node wants which file', async (_how, table, code, file) => {
  world = await makeWorld(makeService(makeSales(1)), withRules(byTable('customers')));
  const fluxo = await world.open();
  const made = await table();
  if (made) await fluxo.workspace.tables.save(made, null);
  await expect(fluxo.run()).rejects.toMatchObject({ data: { code, kind: 'setup', where: { flow: 'sales', node: 'rules', file } } });
});

test('a table that only a switched-off node uses is not asked for', async () => {
  const flow = withRules(byTable('nowhere'));
  world = await makeWorld(makeService(makeSales(1)), { ...flow, nodes: flow.nodes.map((node) => (node.id === 'rules' ? { ...node, disabled: true } : node)) });
  expect(await (await world.open()).run()).toMatchObject({ outcomes: { created: 1 } });
});
