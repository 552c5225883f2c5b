import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fence, FinishedRecord, NewRecord, RunStore } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { RecordChoice } from '#shared/records/recordChoice.ts';
import { openDatabase, type Database } from '#storage/sqlite/database.ts';
import { makeLeases } from '../leases.ts';
import { makeRunStore } from './runStore.ts';
import { packing } from './packing.ts';

const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'Flow', nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position: { x: 0, y: 0 } }], edges: [] };
const count = 3500;

let folder: string;
let db: Database;
let store: RunStore;
let fence: Fence;
/** Most rows one question was answered with. */
let most = 0;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-recorded-'));
  db = await openDatabase(path.join(folder, 'fluxo.db'));
  const counted = (statement: StatementSync): StatementSync => {
    const all = statement.all.bind(statement) as (...values: readonly never[]) => ReturnType<StatementSync['all']>;
    statement.all = ((...values: readonly never[]) => {
      const rows = all(...values);
      most = Math.max(most, rows.length);
      return rows;
    }) as StatementSync['all'];
    return statement;
  };
  store = packing(makeRunStore({ ...db, prepare: (sql) => counted(db.prepare(sql)), prepareRead: (sql) => counted(db.prepareRead(sql)) }, () => 1000));
  fence = (await makeLeases(db, { now: () => 1000 }).take('flow:f', 'test'))!.fence;
  await store.startRun({ runId: 'first', flow, dryRun: false, trigger: 'user', at: 500, resume: null }, fence);
  for (let from = 0; from < count; from += 500) {
    const records = Array.from({ length: 500 }, (_, index): NewRecord => ({ key: `k${from + index}`, version: '1', title: `Order ${from + index}`, source: { id: `k${from + index}` } }));
    await store.takePage('first', 'till', { records, cursor: from, dedupe: true, steps: [] }, fence);
    const ends = records.map((_, index): FinishedRecord => ({ seq: from + index + 1, outcome: 'rejected', reason: { code: 'x.no', text: 'No.', node: 'till' }, mapped: {}, steps: [], at: 1000, ms: 1, problem: { error: { code: 'x.no', kind: 'data', what: 'No.' }, cause: 'x.no' } }));
    await store.finishRecords('first', { records: ends, shared: [], nodes: {} }, fence);
  }
  await store.finishRun('first', { status: 'problems', at: 2000, nodes: {} }, fence);
  most = 0;
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const inOrder = Array.from({ length: count }, (_, index) => `k${index}`);

/** Keys of a run's open records. */
async function keysOf(runId: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let after = 0; ; ) {
    const rows = await store.pending(runId, after, 1000);
    if (rows.length === 0) return keys;
    after = rows.at(-1)!.seq;
    keys.push(...rows.map(({ key }) => key));
  }
}

test.each<[string, RecordChoice]>([
  ['a whole run', { runId: 'first' }],
  ['a filter', { runId: 'first', filter: { outcomes: ['rejected'], reasons: ['x.no'], causes: ['x.no'] } }],
  ['the open problems', { problems: { causes: ['x.no'] } }],
])('running %s again has no more than a page of rows in memory, and takes each record once and in order', async (_name, choice) => {
  await store.startRun({ runId: 'again', flow, dryRun: false, trigger: 'user', at: 3000, resume: null }, fence);
  expect(await store.takeRecorded('again', { nodes: ['till'], way: 'recorded', choice }, fence)).toBe(count);
  expect(await keysOf('again')).toEqual(inOrder);
  expect(most).toBeLessThanOrEqual(1000);
});

test('so do open problems that the next run of the flow tries again', async () => {
  await store.startRun({ runId: 'again', flow, dryRun: false, trigger: 'user', at: 3000, resume: null }, fence);
  expect(await store.takeProblems('again', { nodes: ['till'], dueOnly: true }, fence)).toBe(0);
  expect(await store.takeProblems('again', { nodes: ['till'], key: 'k7' }, fence)).toBe(1);
  expect(await store.takeProblems('again', { nodes: ['till'] }, fence)).toBe(count - 1);
  expect(await keysOf('again')).toEqual(['k7', ...inOrder.toSpliced(7, 1)]);
  expect(await store.takeProblems('again', { nodes: ['till'] }, fence)).toBe(0);
  expect(most).toBeLessThanOrEqual(1000);
});

test('what a replay that was cut off left open is taken over in pages, and goes on as it is when it is chosen again', async () => {
  await store.startRun({ runId: 'again', flow, dryRun: false, trigger: 'user', at: 3000, resume: null }, fence);
  await store.takeRecorded('again', { nodes: ['till'], way: 'recorded', choice: { runId: 'first' } }, fence);
  const before = (await store.pending('again', 1200, 1))[0]!;
  most = 0;
  await store.startRun({ runId: 'once more', flow, dryRun: false, trigger: 'user', at: 4000, resume: null }, fence);
  expect(await store.takeRecorded('once more', { nodes: ['till'], way: 'recorded', choice: { runId: 'first' } }, fence)).toBe(count);
  expect((await store.pending('once more', 1200, 1))[0]).toMatchObject({ key: before.key, lineage: before.lineage });
  expect((await store.pending('again', 0, 10))).toEqual([]);
  expect(await store.startRun({ runId: 'resumes', flow, dryRun: false, trigger: 'user', at: 5000, resume: { notFrom: [] } }, fence)).toEqual({ resumed: count });
  expect(most).toBeLessThanOrEqual(1000);
});
