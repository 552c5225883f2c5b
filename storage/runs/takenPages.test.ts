import { beforeEach, expect, test } from 'vitest';
import type { FinishedRecord, NewRecord, RecordFilter } from '#engine/ports.ts';
import { tillFlow, useWorkspace } from '../testing/useWorkspace.ts';
import { openWorkspace } from '../workspace.ts';

const used = useWorkspace();
beforeEach(() => start('r1'));

const record = (key: string): NewRecord => ({ key, version: '1', title: `Order ${key}`, source: { id: key } });
const start = (runId: string, more: object = {}) => used.workspace.store.startRun({ runId, flow: tillFlow, dryRun: false, trigger: 'user', at: 1000, resume: { notFrom: [] }, ...more }, used.fence);
const take = (keys: readonly string[]) => used.workspace.store.takePage('r1', 'till', { records: keys.map(record), cursor: keys.at(-1)!, dedupe: true, steps: [] }, used.fence);
const ended = (seq: number): FinishedRecord => ({ seq, outcome: 'created', reason: { code: 'x', text: 'Made.' }, mapped: null, steps: [], at: 2000 + seq, ms: 1 });
const finish = (seqs: readonly number[], runId = 'r1') => used.workspace.store.finishRecords(runId, { records: seqs.map(ended), shared: [], nodes: {} }, used.fence);
const listed = async (filter: Partial<RecordFilter>) => (await used.workspace.store.records({ runId: 'r1', limit: 10, ...filter })).rows.map(({ seq, key, outcome }) => `${seq} ${key} ${outcome}`);

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
  expect((await used.workspace.store.records({ flowId: 'f', limit: 2 })).rows.map(({ key }) => key)).toEqual(['e', 'd']);
  expect((await used.workspace.store.records({ runId: 'r1', limit: 1 })).total).toBe(5);
});

test('a record in hand has a story, and serves as a sample', async () => {
  await take(['a', 'b']);
  await finish([1]);
  expect(await used.workspace.store.story('r1', 2)).toMatchObject({ row: { key: 'b', outcome: 'pending' }, source: { id: 'b' }, payloadsKept: true });
  expect((await used.workspace.store.samples('c', 'till.sales', 5)).map(({ key }) => key)).toEqual(['b', 'a']);
});

test('a record has a row once it has ended, written once; a page of which all have ended is forgotten', async () => {
  await take(['a', 'b']);
  expect([used.inFile('SELECT count(*) FROM records'), used.inFile('SELECT open FROM taken_pages')]).toEqual([0, 2]);
  await finish([2]);
  expect([used.inFile('SELECT count(*) FROM records'), used.inFile('SELECT open FROM taken_pages')]).toEqual([1, 1]);
  await finish([1]);
  expect([used.inFile('SELECT count(*) FROM records'), used.inFile('SELECT count(*) FROM taken_pages')]).toEqual([2, 0]);
});

test('what a batch that is refused ended is still open', async () => {
  await take(['a', 'b']);
  await finish([1]);
  await expect(finish([2, 1])).rejects.toMatchObject({ data: { code: 'storage.not_pending' } });
  expect(await listed({})).toEqual(['1 a created', '2 b pending']);
  await finish([2]);
  expect(await used.workspace.store.finishRun('r1', { status: 'succeeded', at: 9, nodes: {} }, used.fence)).toMatchObject({ status: 'succeeded', read: 2 });
});

test('what another process wrote out in the meantime ends all the same', async () => {
  await take(['a', 'b', 'c']);
  await finish([3]);
  const other = await openWorkspace(used.folder, { inThisThread: true });
  await other.privacy.find({ needles: ['nobody@example.org'] });
  await other.close();
  expect([used.inFile("SELECT count(*) FROM records WHERE outcome = 'pending'"), used.inFile('SELECT count(*) FROM taken_pages')]).toEqual([2, 0]);
  await finish([1, 2]);
  expect(await used.workspace.store.finishRun('r1', { status: 'succeeded', at: 9, nodes: {} }, used.fence)).toMatchObject({ status: 'succeeded', read: 3 });
});

test('a run that stops leaves what it did not get to to the next one, whoever opens the workspace', async () => {
  await take(['a', 'b', 'c']);
  await finish([2]);
  expect(await used.workspace.store.finishRun('r1', { status: 'stopped', at: 9, nodes: {} }, used.fence)).toMatchObject({ status: 'stopped', read: 1 });
  expect(await listed({})).toEqual(['1 a pending', '2 b created', '3 c pending']);
  expect(await start('r2')).toEqual({ resumed: 2 });
  expect((await used.workspace.store.pending('r2', 0, 10)).map(({ key, origin }) => `${key} ${origin}`)).toEqual(['a resumed', 'c resumed']);
});
