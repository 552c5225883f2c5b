import { hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fence, FinishedRecord, LedgerKey, NewIntent, NewPage, NewRecord, RunStore } from '#engine/ports.ts';
import { intentKey } from '#engine/delivery/identity.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

let folder: string;
let workspace: Workspace;
let store: RunStore;
let fence: Fence;
const position = { x: 0, y: 0 };
const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'Flow', nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position }], edges: [] };
const source = { flowId: 'f', nodeId: 'till', connectionId: 'c', stream: 'till.sales' };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-store-'));
  workspace = await openWorkspace(folder, process.env['FLUXO_STORE_IN_THREAD'] ? {} : { inThisThread: true });
  store = workspace.store;
  fence = (await workspace.leases.take('flow:f', 'test'))!.fence;
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (runId: string, more: Partial<Parameters<RunStore['startRun']>[0]> = {}) => store.startRun({ runId, flow, dryRun: false, trigger: 'user', at: 1000, resume: { notFrom: [] }, ...more }, fence);
const record = (key: string, version = '1'): NewRecord => ({ key, version, title: `Order ${key}`, subtitle: `José Müller ${key}`, amount: '€ 1.00', source: { id: key, note: `line one\nline two ${key}` } });
const page = (records: readonly NewRecord[], more: Partial<NewPage> = {}): NewPage => ({ records, cursor: { at: records.length }, dedupe: true, steps: [], ...more });
const finished = (seq: number, more: Partial<FinishedRecord> = {}): FinishedRecord => ({ seq, outcome: 'created', reason: { code: 'x', text: `Created Receipt ${seq}.` }, mapped: { number: String(seq) }, steps: [{ kind: 'note', at: 1, node: 'books', text: { code: 'n', text: `step of ${seq}` } }], at: 2000 + seq, ms: 3, ...more });
const finish = (runId: string, records: readonly FinishedRecord[]) => store.finishRecords(runId, { records, shared: [{ kind: 'note', at: 1, node: 'books', text: { code: 's', text: 'looked ahead' } }], nodes: {} }, fence);
const end = (runId: string) => store.finishRun(runId, { status: 'succeeded', at: 5000, nodes: {} }, fence);

describe('taking a page', () => {
  test('keeps records, what is known and the cursor together, and leaves out what is known', async () => {
    await start('r1');
    const first = await store.takePage('r1', 'till', page([record('a'), record('b'), record('a'), record('a', '2')]), fence);
    expect(first.consumed).toBe(4);
    expect(first.records.map(({ seq, key, version, origin }) => [seq, key, version, origin])).toEqual([[1, 'a', '1', 'page'], [2, 'b', '1', 'page'], [3, 'a', '2', 'page']]);
    expect(await store.cursor(source)).toEqual({ at: 4 });
    const second = await store.takePage('r1', 'till', page([record('b'), record('a', '2'), record('c')]), fence);
    expect(second.records.map(({ seq, key }) => [seq, key])).toEqual([[4, 'c']]);
  });

  test('in pieces moves the cursor with the last one only', async () => {
    await start('r1');
    const records = ['a', 'b', 'c', 'd'].map((key) => record(key));
    const piece = await store.takePage('r1', 'till', page(records, { most: 3 }), fence);
    expect([piece.records.length, piece.consumed]).toEqual([3, 3]);
    expect(await store.cursor(source)).toBeNull();
    await store.takePage('r1', 'till', page(records.slice(3)), fence);
    expect(await store.cursor(source)).toEqual({ at: 1 });
  });

  test('with a lost lease keeps nothing', async () => {
    await start('r1');
    await expect(store.takePage('r1', 'till', page([record('a')]), { ...fence, number: fence.number - 1 })).rejects.toMatchObject({ data: { code: 'lease.lost' } });
    expect(await store.cursor(source)).toBeNull();
    expect((await store.records({ runId: 'r1', limit: 5 })).total).toBe(0);
  });

  test('a cursor belongs to its connection and stream, and setting it by hand forgets what is known', async () => {
    await start('r1');
    await store.takePage('r1', 'till', page([record('a')]), fence);
    expect(await store.cursor({ ...source, connectionId: 'other' })).toBeNull();
    await store.setCursor(source, null);
    expect(await store.cursor(source)).toBeNull();
    expect((await store.takePage('r1', 'till', page([record('a')]), fence)).records).toHaveLength(1);
  });
});

describe('runs', () => {
  test('an interrupted run hands its open records to the next one, and both add up', async () => {
    await start('r1');
    await store.takePage('r1', 'till', page(['a', 'b', 'c'].map((key) => record(key))), fence);
    await finish('r1', [finished(1)]);
    // A dry run takes nothing over; what it does not show can be told all the same.
    expect(await store.leftOpen('f')).toBe(2);
    expect(await start('r2', { at: 3000 })).toEqual({ resumed: 2 });
    expect(await store.run('r1')).toMatchObject({ status: 'interrupted', read: 1, outcomes: { created: 1 }, finishedAt: 2001 });
    const open = await store.pending('r2', 0, 10);
    expect(open.map(({ seq, key, origin }) => [seq, key, origin])).toEqual([[1, 'b', 'resumed'], [2, 'c', 'resumed']]);
    expect(open[0]?.source).toEqual({ id: 'b', note: 'line one\nline two b' });
    await finish('r2', [finished(1), finished(2)]);
    expect(await end('r2')).toMatchObject({ status: 'succeeded', read: 2, outcomes: { created: 2 } });
    expect([await store.leftOpen('f'), await store.leftOpen('another')]).toEqual([0, 0]);
  });

  test('records of a resting source, and all but the wanted one, stay where they are', async () => {
    await start('r1');
    await store.takePage('r1', 'till', page(['a', 'b'].map((key) => record(key))), fence);
    expect(await start('r2', { resume: { notFrom: ['till'] } })).toEqual({ resumed: 0 });
    expect(await start('r3', { resume: { notFrom: [], onlyKey: 'b' } })).toEqual({ resumed: 1 });
    expect(await start('r4')).toEqual({ resumed: 2 });
  });

  test('a record cannot end twice', async () => {
    await start('r1');
    await store.takePage('r1', 'till', page([record('a')]), fence);
    await finish('r1', [finished(1)]);
    await expect(finish('r1', [finished(1)])).rejects.toMatchObject({ data: { code: 'storage.not_pending', kind: 'bug' } });
    expect((await store.run('r1'))?.outcomes.created).toBe(1);
  });

  test('counts that do not add up are told as a mistake of ours', async () => {
    await start('r1');
    await store.takePage('r1', 'till', page([record('a')]), fence);
    await finish('r1', [finished(1)]);
    const { openDatabase } = await import('../sqlite/database.ts');
    const other = await openDatabase(path.join(folder, '.fluxo', 'fluxo.db'));
    await other.write(() => void other.prepare("UPDATE kept_records SET state = 4").run());
    await other.close();
    expect(await end('r1')).toMatchObject({ status: 'failed', error: { code: 'run.sum_mismatch', kind: 'bug' } });
  });
});

describe('lists and stories', () => {
  const many = async () => {
    await start('r1');
    await store.takePage('r1', 'till', page(Array.from({ length: 40 }, (_, at) => record(`k${at + 1}`)), { steps: [{ kind: 'note', at: 1, node: 'till', text: { code: 'p', text: 'read a page' } }] }), fence);
    await finish('r1', Array.from({ length: 30 }, (_, at) => finished(at + 1, { outcome: (['created', 'skipped', 'rejected'] as const)[at % 3]! })));
  };

  test('go by place, both ways, by outcome and by text without accents', async () => {
    await many();
    const seqs = async (filter: Omit<Parameters<RunStore['records']>[0], 'runId'>) => {
      const { rows, total } = await store.records({ runId: 'r1', ...filter });
      return { seqs: rows.map((row) => row.seq), total };
    };
    expect(await seqs({ limit: 3 })).toEqual({ seqs: [1, 2, 3], total: 40 });
    expect(await seqs({ limit: 3, afterSeq: 38 })).toEqual({ seqs: [39, 40], total: 40 });
    expect(await seqs({ limit: 2, newestFirst: true, afterSeq: 39 })).toEqual({ seqs: [38, 37], total: 40 });
    expect(await seqs({ limit: 3, outcomes: ['rejected'], afterSeq: 5 })).toEqual({ seqs: [6, 9, 12], total: 10 });
    expect(await seqs({ limit: 4, outcomes: ['rejected', 'created'] })).toEqual({ seqs: [1, 3, 4, 6], total: 20 });
    expect(await seqs({ limit: 4, search: 'jose MULLER K3' })).toEqual({ seqs: [3, 30, 31, 32], total: 11 });
    expect(await seqs({ limit: 4, search: 'receipt 7.' })).toEqual({ seqs: [7], total: 1 });
    expect(await seqs({ limit: 4, search: '100%' })).toEqual({ seqs: [], total: 0 });
    expect(await seqs({ limit: 9, search: 'receipt 3', outcomes: ['rejected'] })).toEqual({ seqs: [3, 30], total: 2 });
  });

  test('without a run go over all runs of a flow, newest first', async () => {
    await many();
    await start('r2');
    await store.takePage('r2', 'till', page([record('later')]), fence);
    const { rows, total } = await store.records({ flowId: 'f', limit: 3 });
    expect(rows.map((row) => [row.runId, row.key])).toEqual([['r2', 'later'], ['r2', 'k40'], ['r2', 'k39']]);
    expect(total).toBe(41);
    expect((await store.records({ flowId: 'other', limit: 3 })).total).toBe(0);
  });

  test('a story holds source, mapped and steps of page, look-ahead and record', async () => {
    await many();
    const story = await store.story('r1', 7);
    expect(story).toMatchObject({ row: { seq: 7, key: 'k7', outcome: 'created' }, source: { id: 'k7' }, mapped: { number: '7' }, payloadsKept: true });
    expect(story?.steps.map((step) => step.kind === 'note' && step.text.text)).toEqual(['read a page', 'looked ahead', 'step of 7']);
    expect(await store.story('r1', 41)).toBeNull();
    expect(await store.story('nowhere', 1)).toBeNull();
  });

  test('a story shows the beginning only of what a call for the whole page answered', async () => {
    const body = 'x'.repeat(200_000);
    await start('r1');
    await store.takePage('r1', 'till', page([record('a')], { steps: [{ kind: 'exchange', at: 1, node: 'till', exchange: { connection: 'c', operation: 'getOrders', method: 'POST', url: 'https://x', answerBody: body, startedAt: 1, ms: 1 } }] }), fence);
    const [step] = (await store.story('r1', 1))!.steps;
    expect(step?.kind === 'exchange' && step.exchange.answerBody).toMatch(/^x{40000}\n… \(200000 characters in all/);
  });

  test('samples are the latest different records of a stream', async () => {
    await many();
    const samples = await store.samples('c', 'till.sales', 3);
    expect(samples.map((sample) => sample.key)).toEqual(['k40', 'k39', 'k38']);
    expect(samples[0]).toMatchObject({ title: 'Order k40', record: { id: 'k40' } });
    expect(await store.samples('c', 'till.other', 3)).toEqual([]);
  });
});

describe('intents and ledger', () => {
  const key: LedgerKey = { connectionId: 'books', entity: 'sale', sourceConnection: 'c', sourceKey: 'a' };
  const intent = (lineage: number, slot = ''): NewIntent => ({ identity: { connectionId: 'books', target: 'books.orders', effect: 'sale', sourceConnection: 'c', sourceKey: 'a', slot }, runId: 'r1', flowId: 'f', lineage, payload: { name: 'Anna' }, fingerprint: 'p1', ledger: { key, fingerprint: 'p1' } });

  test('a second intent waits until the first is settled; what was refused may be sent again as something new', async () => {
    const first = await store.intend(intent(1), fence);
    const keyOf = (round: number, slot = '') => intentKey(intent(1, slot).identity, 'p1', round, (text) => hash('sha256', text));
    expect(first).toMatchObject({ key: keyOf(0), state: 'sending', payload: { name: 'Anna' } });
    await expect(store.intend(intent(1), fence)).rejects.toMatchObject({ data: { code: 'delivery.unresolved' } });
    expect((await store.intend(intent(1, 'other'), fence)).key).toBe(keyOf(0, 'other'));
    await store.settleIntent(first.id, { state: 'failed' }, fence);
    await expect(store.settleIntent(first.id, { state: 'failed' }, fence)).rejects.toMatchObject({ data: { code: 'delivery.settled_twice' } });
    expect((await store.intend(intent(1), fence)).key).toBe(keyOf(1));
    expect(await store.openIntents({ connectionId: 'books', target: 'books.orders', sourceConnection: 'c' }, ['a', 'b'])).toHaveLength(2);
    expect(await store.openIntents({ connectionId: 'books', target: 'books.other', sourceConnection: 'c' }, ['a'])).toEqual([]);
  });

  test('a settled intent puts its result into the ledger in the same commit and drops the payload', async () => {
    const { id } = await store.intend(intent(5), fence);
    await store.settleIntent(id, { state: 'done', result: { type: 'Receipt', id: '77', version: '0' } }, fence);
    expect(await store.recall(key, 6)).toEqual({ targetType: 'Receipt', targetId: '77', targetVersion: '0', fingerprint: 'p1' });
    expect(await store.doneIntents(5)).toMatchObject([{ state: 'done', payload: null, result: { id: '77' } }]);
    await store.forget(key, fence);
    expect(await store.recall(key, 6)).toBeNull();
  });

  test('a record sees the ledger as it was before it began, others see what it wrote', async () => {
    const entry = (targetId: string) => ({ targetType: 'Receipt', targetId });
    await store.remember(key, entry('1'), 5, fence);
    expect([await store.recall(key, 5), await store.recall(key, 6)]).toEqual([null, entry('1')]);
    await store.remember(key, entry('2'), 6, fence);
    await store.remember(key, entry('3'), 6, fence);
    expect([await store.recall(key, 5), await store.recall(key, 6), await store.recall(key, 7)]).toEqual([entry('3'), entry('1'), entry('3')]);
  });

  test('with a stale lease nothing is intended, settled or remembered', async () => {
    const { id } = await store.intend(intent(5), fence);
    const stale = { ...fence, number: fence.number - 1 };
    const lost = { data: { code: 'lease.lost' } };
    await expect(store.intend(intent(5, 'x'), stale)).rejects.toMatchObject(lost);
    await expect(store.settleIntent(id, { state: 'done', result: { type: 'R', id: '1' } }, stale)).rejects.toMatchObject(lost);
    await expect(store.remember(key, { targetType: 'R', targetId: '1' }, 1, stale)).rejects.toMatchObject(lost);
    expect(await store.openIntents({ connectionId: 'books', target: 'books.orders', sourceConnection: 'c' }, ['a'])).toHaveLength(1);
    expect(await store.recall(key, 9)).toBeNull();
  });
});

describe('problems', () => {
  const failing = (seq: number, what = 'No.'): FinishedRecord => finished(seq, { outcome: 'rejected', problem: { error: { code: 'x.no', kind: 'data', what }, cause: 'x.no' } });

  test('open, repeat and close per record, and come into a run with what was read then', async () => {
    await start('r1');
    await store.takePage('r1', 'till', page([record('a'), record('b')]), fence);
    await finish('r1', [failing(1), finished(2)]);
    await end('r1');
    expect(await store.openProblems()).toEqual({ f: 1 });
    await start('r2');
    expect(await store.takeProblems('r2', { nodes: ['elsewhere'] }, fence)).toBe(0);
    expect(await store.takeProblems('r2', { nodes: ['till'] }, fence)).toBe(1);
    expect(await store.takeProblems('r2', { nodes: ['till'] }, fence)).toBe(0);
    expect(await store.pending('r2', 0, 5)).toMatchObject([{ seq: 1, key: 'a', origin: 'problem', source: { id: 'a' } }]);
    await finish('r2', [{ ...failing(1, 'Still no.'), at: Date.now() }]);
    await end('r2');
    expect(await store.problems({ limit: 5 })).toMatchObject([{ key: 'a', title: 'Order a', times: 2, error: { what: 'Still no.' }, lastRunId: 'r2', lastSeq: 1, state: 'open' }]);
    await start('r3');
    // Failed a moment ago: the schedule lets it rest, a person who asks for it does not.
    expect(await store.takeProblems('r3', { nodes: ['till'], dueOnly: true }, fence)).toBe(0);
    await store.takeProblems('r3', { nodes: ['till'], key: 'a' }, fence);
    await finish('r3', [finished(1)]);
    expect(await store.problems({ state: 'open', limit: 5 })).toEqual([]);
    expect(await store.problems({ flowId: 'f', state: 'solved', limit: 5 })).toHaveLength(1);
  });

  test('a new try is a record of its own, unless an effect of the old one is still of unknown outcome', async () => {
    await start('r1');
    const { records } = await store.takePage('r1', 'till', page([record('a'), record('b')]), fence);
    await store.intend({ identity: { connectionId: 'books', target: 't', effect: 'e', sourceConnection: 'c', sourceKey: 'b', slot: '' }, runId: 'r1', flowId: 'f', lineage: records[1]!.lineage, payload: {}, fingerprint: 'p', ledger: null }, fence);
    await finish('r1', [failing(1), failing(2)]);
    await start('r2');
    await store.takeProblems('r2', { nodes: ['till'] }, fence);
    const [a, b] = await store.pending('r2', 0, 5);
    expect(a?.lineage).not.toBe(records[0]!.lineage);
    expect(b?.lineage).toBe(records[1]!.lineage);
  });
});
