import { afterEach, describe, expect, test } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { makeSales, makeService, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, booksNode, makeWorld, mapNode, plainFlow, tillNode, type Opened, type World } from '#tests/engine/world.ts';

let world: World;
let service: Service;
const begin = async (count: number, options: Partial<Service> = {}, flow: FlowDocument = plainFlow) => {
  service = makeService(makeSales(count), options);
  world = await makeWorld(service, flow);
  return world.open();
};
afterEach(() => world.cleanUp());

const filterNode: FlowNode = { id: 'big', kind: 'filter', settings: { conditions: { join: 'all', rows: [{ field: 'totalIncl', op: 'greater', value: '3' }] } }, position: { x: 0, y: 0 } };
const otherBooks: FlowNode = { ...booksNode, id: 'other', connection: 'books-2' };
/** Till → map → filter → books, and what is dropped → other books. */
const forked: FlowDocument = {
  ...plainFlow,
  nodes: [tillNode, mapNode, filterNode, booksNode, otherBooks],
  edges: [
    { from: 'till.records', to: 'map.records' },
    { from: 'map.records', to: 'big.records' },
    { from: 'big.kept', to: 'books.records' },
    { from: 'big.dropped', to: 'other.records' },
  ],
};
const reasonsOf = async ({ workspace }: Opened, runId: string) => (await workspace.store.records({ runId, limit: 100 })).rows.map((row) => `${row.key} ${row.outcome} ${row.reason?.code ?? ''}`);

describe('a run to a node', () => {
  test('before any target is a trial: what came out can be looked at, nothing is written and nothing remembered', async () => {
    const fluxo = await begin(5);
    const trial = await fluxo.run({ to: 'map' });
    expect(trial).toMatchObject({ status: 'succeeded', dryRun: true, read: 5, outcomes: { skipped: 5 }, part: { to: 'map' }, nodes: { till: { out: { records: 5 } }, map: { in: 5, out: { records: 5 } } } });
    expect(trial.nodes).not.toHaveProperty('books');
    expect(await reasonsOf(fluxo, trial.runId)).toContain('s1 skipped run.went_to');
    expect((await fluxo.workspace.store.story(trial.runId, 2))?.mapped).toMatchObject({ sourceId: 's2', totalIncl: '2.50' });
    expect(service.sends).toBe(0);
    expect(service.openings).toBe(0);
    expect(await fluxo.run()).toMatchObject({ read: 5, outcomes: { created: 5 } });
  });

  test('works while the flow is still being drawn: only what leads there has to be right', async () => {
    const fluxo = await begin(3, {}, { ...plainFlow, nodes: [tillNode, mapNode, { ...booksNode, connection: 'nowhere' }] });
    await expect(fluxo.run()).rejects.toMatchObject({ data: { code: 'flow.unknown_connection' } });
    expect(await fluxo.run({ to: 'map' })).toMatchObject({ read: 3, outcomes: { skipped: 3 } });
    world.flow = { ...plainFlow, nodes: [tillNode], edges: [] };
    expect(await fluxo.run({ to: 'till' })).toMatchObject({ read: 3, outcomes: { skipped: 3 } });
    await expect(fluxo.run({ to: 'gone' })).rejects.toMatchObject({ data: { code: 'run.no_such_part' } });
    world.flow = { ...plainFlow, nodes: [tillNode, { ...mapNode, disabled: true }, booksNode] };
    await expect(fluxo.run({ to: 'map' })).rejects.toMatchObject({ data: { code: 'run.no_such_part' } });
  });

  test('at one of two targets writes there, and the other one still gets everything by the next run', async () => {
    const fluxo = await begin(4, {}, forked);
    const part = await fluxo.run({ to: 'books' });
    expect(part).toMatchObject({ dryRun: false, read: 4, outcomes: { created: 2, skipped: 2 } });
    expect(await reasonsOf(fluxo, part.runId)).toContain('s1 skipped run.other_way');
    expect(bookedSales(service)).toEqual(['s3', 's4']);
    expect(await fluxo.run()).toMatchObject({ read: 4, outcomes: { created: 2, skipped: 2 } });
    expect(bookedSales(service)).toEqual(['s1', 's2', 's3', 's4']);
  });

  test('the only target is the whole flow, and what was read counts as read', async () => {
    const fluxo = await begin(4);
    expect(await fluxo.run({ to: 'books' })).toMatchObject({ read: 4, outcomes: { created: 4 } });
    expect(await fluxo.run()).toMatchObject({ read: 0 });
  });

  test('can take the records of the last run once more, as they were read then', async () => {
    const fluxo = await begin(4);
    await fluxo.run();
    service.sales.splice(0);
    expect(await fluxo.run({ to: 'map', records: 'last' })).toMatchObject({ dryRun: true, read: 4, outcomes: { skipped: 4 } });
    expect(service.sends).toBe(8);
  });
});

describe('a run from a node', () => {
  test('follows only its ways, with the records of the last run, and reads nothing', async () => {
    const fluxo = await begin(4, { sendFault: (_kind, { name }) => (name === 's1' || name === 's3' ? 'refused' : undefined) }, forked);
    await fluxo.run();
    delete service.sendFault;
    const reads = service.reads;
    const part = await fluxo.run({ from: 'other' });
    expect(part).toMatchObject({ read: 4, outcomes: { created: 1, skipped: 3 } });
    expect(await reasonsOf(fluxo, part.runId)).toEqual(['s1 created fake.created', 's2 skipped fake.there', 's3 skipped run.other_way', 's4 skipped run.other_way']);
    expect(service.reads).toBe(reads);
    expect(bookedSales(service)).toEqual(['s1', 's2', 's4']);
  });

  test('closes no problem, because the record may still be one on another way', async () => {
    const both: FlowDocument = { ...forked, nodes: [tillNode, mapNode, booksNode, otherBooks], edges: [{ from: 'till.records', to: 'map.records' }, { from: 'map.records', to: 'books.records' }, { from: 'map.records', to: 'other.records' }] };
    let sent = 0;
    const fluxo = await begin(1, { sendFault: (kind) => (kind === 'sale' && (sent += 1) === 2 ? 'refused' : undefined) }, both);
    expect(await fluxo.run()).toMatchObject({ outcomes: { rejected: 1 } });
    expect(await fluxo.run({ from: 'books' })).toMatchObject({ status: 'succeeded', outcomes: { skipped: 1 } });
    expect(await fluxo.workspace.store.problems({ state: 'open', limit: 5 })).toHaveLength(1);
    expect(await fluxo.run()).toMatchObject({ read: 1, outcomes: { created: 1 } });
    expect(service.books.all().filter((line) => line.kind === 'sale')).toHaveLength(2);
    expect(await fluxo.workspace.store.problems({ state: 'open', limit: 5 })).toEqual([]);
  });

  test('says so when there was no run yet whose records could be taken', async () => {
    const fluxo = await begin(2);
    await expect(fluxo.run({ from: 'map' })).rejects.toMatchObject({ data: { code: 'run.no_last_input' } });
  });

  test('to another node follows what lies between, and writes nothing before a target', async () => {
    const fluxo = await begin(3);
    await fluxo.run({ dryRun: true });
    expect(await fluxo.run({ from: 'till', to: 'map' })).toMatchObject({ dryRun: true, read: 3, part: { from: 'till', to: 'map' } });
    expect(service.sends).toBe(0);
  });

  test('leaves what an interrupted run left open to a run of the whole flow', async () => {
    const fluxo = await begin(30, {}, forked);
    let answers = 0;
    const dying = await world.open({ wrapStore: (store) => ({ ...store, settleIntent: (...args) => ((answers += 1) > 6 ? new Promise<never>(() => undefined) : store.settleIntent(...args)) }) });
    void dying.run();
    await expect.poll(() => answers).toBeGreaterThan(6);
    world.died(dying);
    await fluxo.run({ to: 'map' });
    await fluxo.run({ to: 'books' });
    await fluxo.run();
    expect(bookedSales(service)).toEqual(makeSales(30).map((sale) => sale.id).sort());
  });
});
