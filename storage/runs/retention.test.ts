import { expect, test } from 'vitest';
import type { FinishedRecord } from '#engine/ports.ts';
import { tillFlow, useWorkspace } from '../testing/useWorkspace.ts';

const day = 24 * 60 * 60_000;
const now = 400 * day;

let time = now;
const used = useWorkspace({ now: () => time });

/** A run of one record that ended `age` days before now. */
async function runOf(key: string, age: number, outcome: 'created' | 'rejected' | null, size = 0): Promise<string> {
  const runId = `r-${key}`;
  time = now - age * day;
  const { store } = used.workspace;
  await store.startRun({ runId, flow: tillFlow, dryRun: false, trigger: 'user', at: time, resume: { notFrom: ['till'] } }, used.fence);
  // Random letters, so that they cannot be packed away.
  const filling = Array.from({ length: size }, () => Math.random().toString(36).slice(2, 12)).join('');
  await store.takePage(runId, 'till', { records: [{ key, version: '1', title: `Order ${key}`, source: { id: key, filling } }], cursor: { key }, dedupe: true, steps: [] }, used.fence);
  if (outcome === null) return runId;
  const problem = { error: { code: 'x.no', kind: 'data', what: 'No.' }, cause: 'x.no' } as const;
  const finished: FinishedRecord = { seq: 1, outcome, reason: { code: 'x', text: 'So it ended.' }, mapped: { id: key }, steps: [], at: time, ms: 1, ...(outcome === 'rejected' && { problem }) };
  await store.finishRecords(runId, { records: [finished], shared: [], nodes: {} }, used.fence);
  await store.finishRun(runId, { status: 'succeeded', at: time, nodes: {} }, used.fence);
  return runId;
}

const kept = async (runId: string) => (await used.workspace.store.story(runId, 1))?.payloadsKept;

test('what records held goes after a month; that they were there, and how they ended, stays', async () => {
  const old = await runOf('old', 31, 'created');
  const young = await runOf('young', 29, 'created');
  expect(await used.workspace.store.sweep(now)).toBe(2);
  expect([await kept(old), await kept(young)]).toEqual([false, true]);
  expect(await used.workspace.store.story(old, 1)).toMatchObject({ source: null, mapped: null, row: { key: 'old', outcome: 'created', reason: { text: 'So it ended.' } } });
  expect(await used.workspace.store.sweep(now)).toBe(0);
});

test('what a problem needs is kept until it is solved', async () => {
  const failed = await runOf('failed', 90, 'rejected');
  expect(await used.workspace.store.sweep(now)).toBe(0);
  expect(await kept(failed)).toBe(true);
  await used.workspace.store.startRun({ runId: 'again', flow: tillFlow, dryRun: false, trigger: 'user', at: now, resume: null }, used.fence);
  expect(await used.workspace.store.takeProblems('again', { nodes: ['till'] }, used.fence)).toBe(1);
  await used.workspace.store.finishRecords('again', { records: [{ seq: 1, outcome: 'created', reason: { code: 'x', text: 'Went well.' }, mapped: null, steps: [], at: now, ms: 1 }], shared: [], nodes: {} }, used.fence);
  expect(await used.workspace.store.sweep(now)).toBeGreaterThan(0);
  expect(await kept(failed)).toBe(false);
});

test('a record that a run left open is kept', async () => {
  await runOf('open', 90, null);
  expect(await used.workspace.store.sweep(now)).toBe(0);
});

test('when it is too much the oldest goes first', async () => {
  const runs = [await runOf('a', 3, 'created', 2_000), await runOf('b', 2, 'created', 2_000), await runOf('c', 1, 'created', 2_000)];
  await used.workspace.store.sweep(now, { keepMs: 30 * day, mostBytes: 20_000 });
  expect(await Promise.all(runs.map(kept))).toEqual([false, false, true]);
});
