import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import { openDatabase, type Database } from '#storage/sqlite/database.ts';
import { makeActivity } from './activity.ts';

let folder: string;
let db: Database;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-activity-'));
  db = await openDatabase(path.join(folder, 'fluxo.db'));
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

/** Local time, as a shop keeper would say it. */
const at = (day: number, hour: number) => new Date(2026, 0, day, hour).getTime();
let count = 0;
const addRun = (flowId: string, startedAt: number, counts: Partial<Record<Outcome, number>>, dryRun = 0) =>
  db.write(() => {
    const outcomes = { ...noOutcomes(), ...counts };
    const taken = Object.values(outcomes).reduce((sum, one) => sum + one, 0);
    db.prepare("INSERT INTO runs (id, flow_id, flow_name, status, dry_run, trigger, started_at, touched_at, last_seq, taken, outcomes, nodes) VALUES (?, ?, 'Flow', 'succeeded', ?, 'cli', ?, ?, ?, ?, ?, '{}')").run(`r${(count += 1)}`, flowId, dryRun, startedAt, startedAt, taken, taken, JSON.stringify(outcomes));
  });

test('runs are added up by day and flow, late in the evening too', async () => {
  await addRun('orders', at(5, 0), { created: 3 });
  await addRun('orders', at(5, 23), { created: 2, parked: 1 });
  await addRun('stock', at(5, 9), { updated: 8 });
  await addRun('orders', at(6, 0), { unchanged: 4 });
  expect(makeActivity(db)(at(1, 0))).toMatchObject([
    { day: '2026-01-05', flowId: 'orders', runs: 2, outcomes: { created: 5, parked: 1 } },
    { day: '2026-01-05', flowId: 'stock', runs: 1, outcomes: { updated: 8 } },
    { day: '2026-01-06', flowId: 'orders', runs: 1, outcomes: { unchanged: 4 } },
  ]);
});

test('dry runs, runs that read nothing and what is older do not count', async () => {
  for (let day = 1; day <= 20; day += 1) await addRun('orders', at(day, 12), { created: day });
  await addRun('orders', at(20, 13), { created: 99 }, 1);
  await addRun('orders', at(20, 14), {});
  expect(makeActivity(db)(at(19, 0)).map(({ day, runs, outcomes }) => [day, runs, outcomes.created])).toEqual([['2026-01-19', 1, 19], ['2026-01-20', 1, 20]]);
  expect(makeActivity(db)(at(21, 0))).toEqual([]);
});

test('before the first run there is nothing', () => {
  expect(makeActivity(db)(0)).toEqual([]);
});
