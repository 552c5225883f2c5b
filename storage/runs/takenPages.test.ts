import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fence, FinishedRecord, NewRecord, RecordFilter } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

let folder: string;
let workspace: Workspace;
let fence: Fence;
const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'Flow', nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position: { x: 0, y: 0 } }], edges: [] };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-pages-'));
  workspace = await openWorkspace(folder, { inThisThread: true });
  fence = (await workspace.leases.take('flow:f', 'test'))!.fence;
  await start('r1');
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

const record = (key: string): NewRecord => ({ key, version: '1', title: `Order ${key}`, source: { id: key } });
const start = (runId: string, more: object = {}) => workspace.store.startRun({ runId, flow, dryRun: false, trigger: 'user', at: 1000, resume: { notFrom: [] }, ...more }, fence);
const take = (keys: readonly string[]) => workspace.store.takePage('r1', 'till', { records: keys.map(record), cursor: keys.at(-1)!, dedupe: true, steps: [] }, fence);
const ended = (seq: number): FinishedRecord => ({ seq, outcome: 'created', reason: { code: 'x', text: 'Made.' }, mapped: null, steps: [], at: 2000 + seq, ms: 1 });
const finish = (seqs: readonly number[], runId = 'r1') => workspace.store.finishRecords(runId, { records: seqs.map(ended), shared: [], nodes: {} }, fence);
const listed = async (filter: Partial<RecordFilter>) => (await workspace.store.records({ runId: 'r1', limit: 10, ...filter })).rows.map(({ seq, key, outcome }) => `${seq} ${key} ${outcome}`);

function inFile(sql: string): unknown {
  const db = new DatabaseSync(path.join(folder, '.fluxo', 'fluxo.db'), { readOnly: true });
  try {
    return Object.values(db.prepare(sql).get() as object)[0];
  } finally {
    db.close();
  }
}

test('records in hand stand in the list beside those that ended, in their place and in either direction', async () => {
  await take(['a', 'b', 'c']);
  await take(['d', 'e']);
  await finish([2, 4]);
  expect(await listed({})).toEqual(['1 a pending', '2 b created', '3 c pending', '4 d created', '5 e pending']);
  expect(await listed({ newestFirst: true, limit: 3 })).toEqual(['5 e pending', '4 d created', '3 c pending']);
  expect(await listed({ afterSeq: 2, limit: 2 })).toEqual(['3 c pending', '4 d created']);
  expect(await listed({ newestFirst: true, afterSeq: 4, limit: 2 })).toEqual(['3 c pending', '2 b created']);
  expect(await listed({ outcomes: ['created'] })).toEqual(['2 b created', '4 d created']);
  expect(await listed({ search: 'order c' })).toEqual(['3 c pending']);
  expect((await workspace.store.records({ flowId: 'f', limit: 2 })).rows.map(({ key }) => key)).toEqual(['e', 'd']);
  expect((await workspace.store.records({ runId: 'r1', limit: 1 })).total).toBe(5);
});

test('a record in hand has a story, and serves as a sample', async () => {
  await take(['a', 'b']);
  await finish([1]);
  expect(await workspace.store.story('r1', 2)).toMatchObject({ row: { key: 'b', outcome: 'pending' }, source: { id: 'b' }, payloadsKept: true });
  expect((await workspace.store.samples('c', 'till.sales', 5)).map(({ key }) => key)).toEqual(['b', 'a']);
});

test('a record has a row once it has ended, written once; a page of which all have ended is forgotten', async () => {
  await take(['a', 'b']);
  expect([inFile('SELECT count(*) FROM records'), inFile('SELECT open FROM taken_pages')]).toEqual([0, 2]);
  await finish([2]);
  expect([inFile('SELECT count(*) FROM records'), inFile('SELECT open FROM taken_pages')]).toEqual([1, 1]);
  await finish([1]);
  expect([inFile('SELECT count(*) FROM records'), inFile('SELECT count(*) FROM taken_pages')]).toEqual([2, 0]);
});

test('what a batch that is refused ended is still open', async () => {
  await take(['a', 'b']);
  await finish([1]);
  await expect(finish([2, 1])).rejects.toMatchObject({ data: { code: 'storage.not_pending' } });
  expect(await listed({})).toEqual(['1 a created', '2 b pending']);
  await finish([2]);
  expect(await workspace.store.finishRun('r1', { status: 'succeeded', at: 9, nodes: {} }, fence)).toMatchObject({ status: 'succeeded', read: 2 });
});

test('what another process wrote out in the meantime ends all the same', async () => {
  await take(['a', 'b', 'c']);
  await finish([3]);
  const other = await openWorkspace(folder, { inThisThread: true });
  await other.privacy.find({ needles: ['nobody@example.org'] });
  await other.close();
  expect([inFile("SELECT count(*) FROM records WHERE outcome = 'pending'"), inFile('SELECT count(*) FROM taken_pages')]).toEqual([2, 0]);
  await finish([1, 2]);
  expect(await workspace.store.finishRun('r1', { status: 'succeeded', at: 9, nodes: {} }, fence)).toMatchObject({ status: 'succeeded', read: 3 });
});

test('a run that stops leaves what it did not get to to the next one, whoever opens the workspace', async () => {
  await take(['a', 'b', 'c']);
  await finish([2]);
  expect(await workspace.store.finishRun('r1', { status: 'stopped', at: 9, nodes: {} }, fence)).toMatchObject({ status: 'stopped', read: 1 });
  expect(await listed({})).toEqual(['1 a pending', '2 b created', '3 c pending']);
  expect(await start('r2')).toEqual({ resumed: 2 });
  expect((await workspace.store.pending('r2', 0, 10)).map(({ key, origin }) => `${key} ${origin}`)).toEqual(['a resumed', 'c resumed']);
});
