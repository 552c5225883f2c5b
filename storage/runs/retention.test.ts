import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fence, FinishedRecord } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

const day = 24 * 60 * 60_000;
const now = 400 * day;
const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'Flow', nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position: { x: 0, y: 0 } }], edges: [] };

let folder: string;
let workspace: Workspace;
let fence: Fence;
let time = now;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-retention-'));
  workspace = await openWorkspace(folder, { now: () => time, inThisThread: true });
  fence = (await workspace.leases.take('flow:f', 'test'))!.fence;
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

/** A run of one record that ended `age` days before now. */
async function runOf(key: string, age: number, outcome: 'created' | 'rejected' | null, size = 0): Promise<string> {
  const runId = `r-${key}`;
  time = now - age * day;
  const { store } = workspace;
  await store.startRun({ runId, flow, dryRun: false, trigger: 'user', at: time, resume: { notFrom: ['till'] } }, fence);
  // Random letters, so that they cannot be packed away.
  const filling = Array.from({ length: size }, () => Math.random().toString(36).slice(2, 12)).join('');
  await store.takePage(runId, 'till', { records: [{ key, version: '1', title: `Order ${key}`, source: { id: key, filling } }], cursor: { key }, dedupe: true, steps: [] }, fence);
  if (outcome === null) return runId;
  const problem = { error: { code: 'x.no', kind: 'data', what: 'No.' }, cause: 'x.no' } as const;
  const finished: FinishedRecord = { seq: 1, outcome, reason: { code: 'x', text: 'So it ended.' }, mapped: { id: key }, steps: [], at: time, ms: 1, ...(outcome === 'rejected' && { problem }) };
  await store.finishRecords(runId, { records: [finished], shared: [], nodes: {} }, fence);
  await store.finishRun(runId, { status: 'succeeded', at: time, nodes: {} }, fence);
  return runId;
}

const kept = async (runId: string) => (await workspace.store.story(runId, 1))?.payloadsKept;

test('what records held goes after a month; that they were there, and how they ended, stays', async () => {
  const old = await runOf('old', 31, 'created');
  const young = await runOf('young', 29, 'created');
  expect(await workspace.store.sweep(now)).toBe(2);
  expect([await kept(old), await kept(young)]).toEqual([false, true]);
  expect(await workspace.store.story(old, 1)).toMatchObject({ source: null, mapped: null, row: { key: 'old', outcome: 'created', reason: { text: 'So it ended.' } } });
  expect(await workspace.store.sweep(now)).toBe(0);
});

test('what a problem needs is kept until it is solved', async () => {
  const failed = await runOf('failed', 90, 'rejected');
  expect(await workspace.store.sweep(now)).toBe(0);
  expect(await kept(failed)).toBe(true);
  await workspace.store.startRun({ runId: 'again', flow, dryRun: false, trigger: 'user', at: now, resume: null }, fence);
  expect(await workspace.store.takeProblems('again', { nodes: ['till'] }, fence)).toBe(1);
  await workspace.store.finishRecords('again', { records: [{ seq: 1, outcome: 'created', reason: { code: 'x', text: 'Went well.' }, mapped: null, steps: [], at: now, ms: 1 }], shared: [], nodes: {} }, fence);
  expect(await workspace.store.sweep(now)).toBeGreaterThan(0);
  expect(await kept(failed)).toBe(false);
});

test('a record that a run left open is kept', async () => {
  await runOf('open', 90, null);
  expect(await workspace.store.sweep(now)).toBe(0);
});

test('when it is too much the oldest goes first', async () => {
  const runs = [await runOf('a', 3, 'created', 2_000), await runOf('b', 2, 'created', 2_000), await runOf('c', 1, 'created', 2_000)];
  await workspace.store.sweep(now, { keepMs: 30 * day, mostBytes: 20_000 });
  expect(await Promise.all(runs.map(kept))).toEqual([false, false, true]);
});
