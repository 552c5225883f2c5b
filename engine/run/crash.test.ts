import { afterEach, describe, expect, test } from 'vitest';
import type { RunStore } from '#engine/ports.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { makeSales, makeService, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, makeWorld, type Opened, type World } from '#tests/engine/world.ts';

let world: World;
afterEach(() => world.cleanUp());

const writes: readonly (keyof RunStore)[] = ['startRun', 'takePage', 'takeProblems', 'finishRecords', 'finishRun', 'intend', 'settleIntent', 'remember', 'forget'];

/** Counts the places at which a process can die, and dies at one of them: from then on nothing reaches the disk or the service. */
function makeDeath(at: number) {
  let passed = 0;
  const death = {
    dead: false,
    places: () => passed,
    place() {
      if (death.dead) throw new Error('dead');
      passed += 1;
      if (passed !== at) return;
      death.dead = true;
      throw new Error('killed');
    },
    wrap: (store: RunStore): RunStore =>
      new Proxy(store, {
        get: (target, name: keyof RunStore) => {
          const method = target[name] as (...args: never[]) => Promise<unknown>;
          if (!writes.includes(name)) {
            return (...args: never[]) => {
              if (death.dead) throw new Error('dead');
              return method(...args);
            };
          }
          return async (...args: never[]) => {
            death.place();
            const value = await method(...args);
            death.place();
            return value;
          };
        },
      }),
  };
  return death;
}

/** Runs until it dies at the `at`-th place; returns how many places were passed. */
async function runUntil(at: number, service: Service): Promise<number> {
  const death = makeDeath(at);
  const fluxo = await world.open({ wrapStore: death.wrap });
  service.sendFault = () => {
    death.place();
    return undefined;
  };
  service.applied = () => death.place();
  await fluxo.run().catch(() => undefined);
  world.died(fluxo);
  delete service.sendFault;
  delete service.applied;
  return death.places();
}

async function allRows(fluxo: Opened) {
  const { rows } = await fluxo.workspace.store.records({ limit: 500 });
  return rows;
}

async function expectWhole(fluxo: Opened, service: Service, count: number, outcome = 'created') {
  expect(bookedSales(service)).toEqual(makeSales(count).map((sale) => sale.id).sort());
  const customers = service.books.all().filter((line) => line.kind === 'customer').map((line) => line.name);
  expect(customers).toEqual([...new Set(customers)]);
  const rows = await allRows(fluxo);
  expect(rows.map((row) => `${row.key} ${row.outcome}`).sort()).toEqual(makeSales(count).map((sale) => `${sale.id} ${outcome}`).sort());
  for (const run of await fluxo.workspace.store.runs({ limit: 50 })) {
    expect(run.status).not.toBe('running');
    expect(run.read).toBe(countAll(run.outcomes));
  }
}

describe.each([
  ['with keys', {}],
  ['with looking first', { lookUpSales: true }],
  ['into books that search by number', { searchesFirst: true }],
] as const)('a process that dies at any place of a run %s', (_name, options) => {
  test('loses nothing and books nothing twice, and every record ends as created', async () => {
    const places = await (async () => {
      world = await makeWorld(makeService(makeSales(5), { pageSize: 3, ...options }));
      const passed = await runUntil(Infinity, world.service);
      await world.cleanUp();
      return passed;
    })();
    expect(places).toBeGreaterThan(40);
    for (let at = 1; at <= places; at += 1) {
      const service = makeService(makeSales(5), { pageSize: 3, ...options });
      world = await makeWorld(service);
      await runUntil(at, service);
      const fluxo = await world.open();
      expect(await fluxo.run(), `place ${at}`).toMatchObject({ status: 'succeeded' });
      await expectWhole(fluxo, service, 5);
      await world.cleanUp();
    }
  }, 120_000);
});

test('a process that dies again and again while it recovers loses and doubles nothing', async () => {
  for (const [first, second, third] of [[7, 5, 3], [14, 9, 12], [23, 4, 4], [31, 17, 8], [38, 2, 20]] as const) {
    const service = makeService(makeSales(6), { pageSize: 4 });
    world = await makeWorld(service);
    for (const at of [first, second, third]) await runUntil(at, service);
    const fluxo = await world.open();
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded' });
    await expectWhole(fluxo, service, 6);
    await world.cleanUp();
  }
}, 60_000);

test('the run a process died in says interrupted, and its open records are told in the next one', async () => {
  const service = makeService(makeSales(5), { pageSize: 5 });
  world = await makeWorld(service);
  await runUntil(12, service);
  const fluxo = await world.open();
  const trial = await fluxo.run({ dryRun: true });
  // What was left open is neither shown nor touched by a dry run, and told beside it.
  expect([trial.read, await fluxo.workspace.store.leftOpen(trial.flowId)]).toEqual([0, 5]);
  const next = await fluxo.run();
  const runs = await fluxo.workspace.store.runs({ limit: 5, dryRun: false });
  expect(runs.map((run) => run.status)).toEqual(['succeeded', 'interrupted']);
  expect(await fluxo.workspace.store.leftOpen(trial.flowId)).toBe(0);
  expect(next.read).toBe(5);
  const story = await fluxo.workspace.store.story(next.runId, 1);
  expect(story?.source).toMatchObject({ id: 's1' });
});

test('a stale owner that wakes up after another took over commits nothing and books nothing', async () => {
  let asleep!: () => void;
  const sleeping = new Promise<void>((resolve) => (asleep = resolve));
  let wake!: () => void;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  let first = true;
  const service = makeService(makeSales(3), {
    concurrency: 1,
    applying: async () => {
      if (!first) return;
      first = false;
      asleep();
      await woken;
    },
  });
  world = await makeWorld(service);
  const stale = await world.open();
  const slow = stale.run();
  await sleeping;
  world.died(stale);
  const fluxo = await world.open();
  expect(await fluxo.run()).toMatchObject({ status: 'succeeded', outcomes: { created: 3 } });
  const sends = service.sends;
  wake();
  expect(await slow).toMatchObject({ status: 'interrupted', error: { code: 'lease.lost' } });
  expect(service.sends).toBe(sends);
  await expectWhole(fluxo, service, 3);
});
