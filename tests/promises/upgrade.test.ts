import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { migrations } from '#storage/sqlite/migrations/index.ts';
import { makeSales, makeService, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, makeWorld, type World } from '#tests/engine/world.ts';
import { writeSchema3Journal } from './journals/schema3.ts';

const figures = { from: 3, to: migrations.at(-1)!.version, resumed: 0, lost: 0, doubled: 0 };
afterAll(() => console.log(`upgrade in mid-run: ${JSON.stringify(figures)}`));

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.cleanUp();
});

const sales = makeSales(9);

/** A workspace that an older Fluxo left when it died; the books have what it had got done: of the two sales without an answer the first had arrived. */
async function leftByOlder(): Promise<{ readonly world: World; readonly service: Service; readonly file: string }> {
  const service = makeService([...sales]);
  const world = await makeWorld(service);
  worlds.push(world);
  const { file, keys, pid } = writeSchema3Journal(world.folder, sales);
  world.died({ pid });
  for (const [place, name] of [[1, 'c2'], [2, 'c3'], [3, 'c4']] as const) service.books.add({ kind: 'customer', key: `fx-customer-${place}`, name, id: `customer-${place}` });
  service.books.add({ kind: 'sale', key: 'fx-second', name: sales[1]!.id, id: 'sale-1' });
  service.books.add({ kind: 'sale', key: keys[0], name: sales[2]!.id, id: 'sale-2' });
  return { world, service, file };
}

/** Sales that stand in the books not exactly once. */
function wrongIn(service: Service): { readonly lost: readonly string[]; readonly doubled: readonly string[] } {
  const booked = bookedSales(service);
  return { lost: sales.map(({ id }) => id).filter((id) => !booked.includes(id)), doubled: booked.filter((id, at) => booked.indexOf(id) !== at) };
}

test('a run that an older Fluxo died in goes on under this one: brought forward step by step, nothing lost, nothing booked twice', async () => {
  const { world, service } = await leftByOlder();
  const fluxo = await world.open();
  const run = await fluxo.run();
  expect(run.status).toBe('succeeded');
  expect(run.read).toBe(countAll(run.outcomes));
  figures.resumed = run.read;
  const wrong = wrongIn(service);
  figures.lost = wrong.lost.length;
  figures.doubled = wrong.doubled.length;
  expect(wrong).toEqual({ lost: [], doubled: [] });
  const { store } = fluxo.workspace;
  expect(await store.run('died')).toMatchObject({ status: 'interrupted', read: 1 });
  expect(await store.problems({ state: 'open', limit: 5 })).toEqual([]);
  // What the older one wrote can be read, found and run again.
  expect((await store.records({ runId: 'died', limit: 10 })).rows.map((row) => `${row.key} ${row.outcome}`)).toEqual(['s2 created']);
  expect((await store.records({ flowId: 'sales', search: 'sale s2', limit: 10 })).rows.length).toBeGreaterThan(0);
  expect((await store.story('died', 1))?.source).toMatchObject({ id: 's2' });
  expect(await fluxo.run({ records: { runId: 'died' } })).toMatchObject({ read: 1, outcomes: { skipped: 1 } });
  expect(await fluxo.run()).toMatchObject({ read: 0 });
});

test('the control: had the step forward lost what was on its way, the same check would see it', async () => {
  const { world, service, file } = await leftByOlder();
  const db = new DatabaseSync(file);
  db.exec("DELETE FROM intents WHERE state = 'sending'; DELETE FROM records WHERE key = 's5'");
  db.exec('UPDATE runs SET taken = taken - 1 WHERE run = 2');
  db.close();
  const fluxo = await world.open();
  await fluxo.run();
  expect(wrongIn(service)).toEqual({ lost: ['s5'], doubled: ['s3'] });
});
