import { afterEach, describe, expect, test } from 'vitest';
import type { RunStore } from '#engine/ports.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { makeSales, makeService, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, makeWorld, type World } from '#tests/engine/world.ts';

let world: World;
afterEach(() => world.cleanUp());

const ids = (count: number) => makeSales(count).map((sale) => sale.id).sort();

async function worldOf(count: number, options: Partial<Service> = {}): Promise<Service> {
  const service = makeService(makeSales(count), { batchOf: 4, ...options });
  world = await makeWorld(service);
  return service;
}

describe('many records in one call', () => {
  test('are sent in lists, in as few calls as their size allows, and each stands in the log with its own result', async () => {
    const service = await worldOf(10);
    const fluxo = await world.open();
    expect((await fluxo.run()).outcomes.created).toBe(10);
    expect(bookedSales(service)).toEqual(ids(10));
    expect(service.sends).toBe(3);
    const { rows } = await fluxo.workspace.store.records({ limit: 20 });
    for (const row of rows) expect(service.books.all().find((line) => line.name === row.key)?.id).toBe(row.target?.id);
    const story = await fluxo.workspace.store.story(rows[0]!.runId, rows[0]!.seq);
    expect(story!.steps.filter((step) => step.kind === 'exchange' && step.exchange.operation === 'POST sales')).toHaveLength(1);
    expect(story!.mapped).toMatchObject({ sourceId: rows[0]!.key });
  });

  test('what has not changed is not sent again, and a new version goes again', async () => {
    const service = await worldOf(6);
    const fluxo = await world.open();
    await fluxo.run();
    service.sales[2] = { ...service.sales[2]!, changed: 100, amount: '99.00' };
    service.sales[3] = { ...service.sales[3]!, changed: 101 };
    service.sends = 0;
    const { outcomes } = await fluxo.run();
    expect(outcomes).toMatchObject({ updated: 1, unchanged: 1, created: 0 });
    expect(service.sends).toBe(1);
  });

  test('of a list the service refuses only the record at fault pays', async () => {
    const service = await worldOf(10, { batchFault: (names) => (names.includes('s6') ? 'refused' : undefined) });
    const fluxo = await world.open();
    expect((await fluxo.run()).outcomes).toMatchObject({ created: 9, rejected: 1 });
    expect(bookedSales(service)).toEqual(ids(10).filter((id) => id !== 's6'));
    const [problem] = await fluxo.workspace.store.problems({ limit: 5 });
    expect(problem).toMatchObject({ key: 's6', outcome: 'rejected' });
    delete service.batchFault;
    expect((await fluxo.run()).outcomes).toMatchObject({ created: 1 });
    expect(bookedSales(service)).toEqual(ids(10));
  });

  test('a service that answers for each record takes some and refuses others', async () => {
    const service = await worldOf(8, { partRefused: (name) => name === 's2' || name === 's7' });
    const fluxo = await world.open();
    expect((await fluxo.run()).outcomes).toMatchObject({ created: 6, rejected: 2 });
    delete service.partRefused;
    expect((await fluxo.run()).outcomes).toMatchObject({ created: 2 });
    expect(bookedSales(service)).toEqual(ids(8));
  });

  test('two versions of a record in one page go one after the other', async () => {
    const service = await worldOf(3, { pageSize: 50 });
    service.sales.push({ ...service.sales[0]!, changed: 50, amount: '7.00' });
    const fluxo = await world.open();
    expect((await fluxo.run()).outcomes).toMatchObject({ created: 3, updated: 1 });
    expect(service.books.all().filter((line) => line.name === 's1').map((line) => line.amount)).toEqual(['1.50', '7.00']);
  });

  test('a dry run sends nothing', async () => {
    const service = await worldOf(5);
    const fluxo = await world.open();
    expect((await fluxo.run({ dryRun: true })).read).toBe(5);
    expect(service.books.all()).toEqual([]);
  });

  test('a service that cannot be reached for a while gets every record once', async () => {
    let calls = 0;
    const service = await worldOf(9, { batchFault: () => ((calls += 1) <= 4 ? 'unreachable' : undefined) });
    const fluxo = await world.open();
    expect((await fluxo.run()).outcomes.created).toBe(9);
    expect(bookedSales(service)).toEqual(ids(9));
  });
});

describe('a list whose answer got lost', () => {
  test.each([['is sent again with the same key', 'key'], ['is looked up record by record', 'lookup']] as const)('%s, and nothing is there twice', async (_how, batchRepeat) => {
    let calls = 0;
    const service = await worldOf(10, { batchRepeat, batchFault: () => ((calls += 1) === 2 ? 'lost' : undefined) });
    const fluxo = await world.open();
    expect((await fluxo.run()).outcomes.created).toBe(10);
    expect(bookedSales(service)).toEqual(ids(10));
  });

  test('is nobody’s guess where the service neither knows keys nor can be asked: its records are unsure, the others go on', async () => {
    const service = await worldOf(10, { batchRepeat: 'nothing', batchFault: (names) => (names.includes('s1') ? 'lost' : undefined) });
    const fluxo = await world.open();
    const { outcomes } = await fluxo.run();
    expect(outcomes).toMatchObject({ unsure: 4, created: 6 });
    expect(bookedSales(service)).toEqual(ids(10));
    delete service.batchFault;
    expect((await fluxo.run()).outcomes).toMatchObject({ unsure: 4 });
    expect(bookedSales(service)).toEqual(ids(10));
  });
});

const writes: readonly (keyof RunStore)[] = ['startRun', 'takePage', 'takeProblems', 'finishRecords', 'finishRun', 'intendBatch', 'settleBatch'];

/** Runs until the `at`-th write to the disk or effect at the service, behind which nothing reaches either; how many there were. */
async function runUntil(at: number, service: Service): Promise<number> {
  let passed = 0;
  let dead = false;
  const place = () => {
    if (dead) throw new Error('dead');
    passed += 1;
    if (passed !== at) return;
    dead = true;
    throw new Error('killed');
  };
  const wrap = (store: RunStore): RunStore =>
    new Proxy(store, {
      get: (target, name: keyof RunStore) => {
        const method = target[name] as (...args: never[]) => Promise<unknown>;
        return async (...args: never[]) => {
          if (!writes.includes(name)) {
            if (dead) throw new Error('dead');
            return method(...args);
          }
          place();
          const value = await method(...args);
          place();
          return value;
        };
      },
    });
  const fluxo = await world.open({ wrapStore: wrap });
  service.applied = place;
  service.batchFault = () => {
    place();
    return undefined;
  };
  await fluxo.run().catch(() => undefined);
  world.died(fluxo);
  delete service.applied;
  delete service.batchFault;
  return passed;
}

describe.each(['key', 'lookup'] as const)('killed at any place, with lists that are cleared up by %s', (batchRepeat) => {
  test('the next run brings every record over once, and says of each that it was created', { timeout: 120_000 }, async () => {
    const count = 7;
    const options = { batchRepeat, pageSize: 4, batchOf: 3 };
    const places = await runUntil(Infinity, await worldOf(count, options));
    for (let at = 1; at <= places; at += 1) {
      await world.cleanUp();
      const service = await worldOf(count, options);
      await runUntil(at, service);
      const fluxo = await world.open();
      await fluxo.run();
      expect(bookedSales(service), `killed at ${at}`).toEqual(ids(count));
      const { rows } = await fluxo.workspace.store.records({ limit: 50 });
      expect(rows.map((row) => `${row.key} ${row.outcome}`).sort(), `killed at ${at}`).toEqual(ids(count).map((id) => `${id} created`));
      for (const run of await fluxo.workspace.store.runs({ limit: 5 })) expect(run.read).toBe(countAll(run.outcomes));
    }
    expect(places).toBeGreaterThan(20);
  });
});

test('without a key and without asking, a kill between sending and answer would book twice: the check above sees it', async () => {
  const service = await worldOf(11, { batchRepeat: 'lookup', lookUpBroken: true });
  let calls = 0;
  service.batchFault = () => ((calls += 1) === 2 ? 'lost' : undefined);
  const fluxo = await world.open();
  await fluxo.run();
  expect(bookedSales(service)).not.toEqual(ids(11));
});
