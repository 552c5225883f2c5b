import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fence, FinishedRecord, NewRecord, RunStore } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { isProblem } from './narrowing.ts';

let folder: string;
let workspace: Workspace;
let store: RunStore;
let fence: Fence;
const position = { x: 0, y: 0 };
const till: FlowDocument = { fluxo: 1, id: 'f', name: 'Flow', nodes: [{ id: 'orders', kind: 'source', connection: 'till', settings: { stream: 'till.sales' }, position }, { id: 'returns', kind: 'source', connection: 'till', settings: { stream: 'till.returns' }, position }], edges: [] };
const back: FlowDocument = { fluxo: 1, id: 'back', name: 'Back', nodes: [{ id: 'invoices', kind: 'source', connection: 'books', settings: { stream: 'books.invoices' }, position }], edges: [] };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-inspect-'));
  workspace = await openWorkspace(folder, { inThisThread: true, now: () => 1000 });
  store = workspace.store;
  fence = (await workspace.leases.take('flow:f', 'test'))!.fence;
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

const record = (key: string, more: Partial<NewRecord> = {}): NewRecord => ({ key, version: '1', title: `Order ${key}`, subtitle: 'Anna de Vries', amount: '€ 1.00', source: { id: key, customer: { email: `${key}@shop.example` }, lines: [{ sku: `A-${key}` }, { sku: 'B' }] }, ...more });
const ended = (seq: number, more: Partial<FinishedRecord> = {}): FinishedRecord => ({ seq, outcome: 'created', reason: { code: 'books.created', text: 'Created.' }, mapped: { number: String(seq) }, steps: [], at: 1000 * seq, ms: 3, ...more });
const refused = (seq: number, code: string, node: string): FinishedRecord => ended(seq, { outcome: 'rejected', reason: { code, text: `Refused: ${code}`, node }, problem: { error: { code, kind: 'data', what: `Refused: ${code}`, where: { node } }, cause: code } });
async function run(runId: string, records: readonly NewRecord[], ends: readonly FinishedRecord[], { flow = till, nodeId = 'orders', at = 500, dryRun = false } = {}): Promise<void> {
  await store.startRun({ runId, flow, dryRun, trigger: 'user', at, resume: null }, fence);
  await store.takePage(runId, nodeId, { records, cursor: { at: runId }, dedupe: false, steps: [] }, fence);
  await store.finishRecords(runId, { records: ends, shared: [], nodes: {} }, fence);
  await store.finishRun(runId, { status: 'succeeded', at: 1_000_000, nodes: {} }, fence);
}
const keysOf = async (filter: Partial<Parameters<RunStore['records']>[0]>) => {
  const { rows, total } = await store.records({ limit: 100, newestFirst: true, ...filter });
  expect(total).toBe(rows.length);
  return rows.map(({ key }) => key);
};

describe('the filters of the log', () => {
  beforeEach(async () => {
    await run('r1', ['a', 'b', 'c', 'd', 'e'].map((key) => record(key)), [ended(1), refused(2, 'books.name', 'sales'), refused(3, 'books.number', 'sales'), ended(4, { outcome: 'filtered', reason: { code: 'flow.filtered', text: 'Left out.', node: 'only' } }), refused(5, 'books.name', 'mail')]);
    await run('r2', [record('x'), record('y')], [ended(1), refused(2, 'books.name', 'sales')], { nodeId: 'returns', at: 600 });
  });

  test('find problems by error, in a run and over all of them, with and without words', async () => {
    expect(await keysOf({ runId: 'r1', reasons: ['books.name'] })).toEqual(['e', 'b']);
    expect(await keysOf({ flowId: 'f', reasons: ['books.name'] })).toEqual(['y', 'e', 'b']);
    expect(await keysOf({ reasons: ['books.name', 'books.number'] })).toEqual(['y', 'e', 'c', 'b']);
    expect(await keysOf({ reasons: ['books.name'], search: 'e' })).toEqual(['e']);
    expect(await keysOf({ reasons: ['books.name'], outcomes: ['created'] })).toEqual([]);
    expect(await keysOf({ reasons: ['flow.filtered'] })).toEqual(['d']);
  });

  test('find records by the node they were read by or stopped at', async () => {
    expect(await keysOf({ nodes: ['only'] })).toEqual(['d']);
    expect(await keysOf({ nodes: ['sales'] })).toEqual(['y', 'c', 'b']);
    expect(await keysOf({ nodes: ['returns'] })).toEqual(['y', 'x']);
    expect(await keysOf({ nodes: ['sales'], search: 'refused', outcomes: ['rejected'] })).toEqual(['y', 'c', 'b']);
  });

  test('find records by time', async () => {
    expect(await keysOf({ runId: 'r1', from: 2000, until: 4000 })).toEqual(['c', 'b']);
    expect(await keysOf({ from: 5000 })).toEqual(['e']);
    expect(await keysOf({ until: 2000, outcomes: ['created'] })).toEqual(['x', 'a']);
  });

  test('run exactly the records again that they show', async () => {
    await store.startRun({ runId: 'again', flow: till, dryRun: false, trigger: 'user', at: 9, resume: null }, fence);
    const taken = await store.takeRecorded('again', { nodes: ['orders', 'returns'], way: 'recorded', choice: { runId: 'r1', filter: { reasons: ['books.name'], nodes: ['sales'] } } }, fence);
    expect(taken).toBe(1);
    expect((await store.pending('again', 0, 10)).map(({ key }) => key)).toEqual(['b']);
  });

  test('seek an index instead of reading the log', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(path.join(folder, '.fluxo', 'fluxo.db'), { readOnly: true });
    const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT * FROM records WHERE id > 1 AND id < 9 AND ${isProblem} AND own_reason ->> '$.code' = 'x' ORDER BY id DESC LIMIT 10`).all().map((row) => String(row['detail']));
    db.close();
    expect(plan[0]).toContain('records_by_error');
    expect(plan.filter((line) => line.startsWith('SCAN'))).toEqual([]);
  });
});

test('own fields of records are told for columns, of lists the values of all rows', async () => {
  await run('r1', [record('a'), record('b')], [ended(1), ended(2)]);
  expect(await store.fieldValues([{ runId: 'r1', seq: 2 }, { runId: 'r1', seq: 9 }], ['customer.email', 'lines.sku', 'nothing.there'])).toEqual([['b@shop.example', 'A-b, B', ''], null]);
});

describe('the life of a record', () => {
  beforeEach(async () => {
    await run('r1', [record('o1'), record('o2')], [ended(1, { target: { type: 'Invoice', id: '57', label: 'INV-57' } }), refused(2, 'books.name', 'sales')]);
    await store.remember({ connectionId: 'books', entity: 'sales', sourceConnection: 'till', sourceKey: 'o1' }, { targetType: 'Invoice', targetId: '57', targetVersion: '0', fingerprint: 'f' }, 1, fence);
    await store.remember({ connectionId: 'mail', entity: 'order', sourceConnection: 'till', sourceKey: 'o1' }, { targetType: 'Order', targetId: 'o-1' }, 1, fence);
    await run('r2', [record('57', { title: 'Invoice INV-57' })], [ended(1, { outcome: 'skipped', at: 9000 })], { flow: back, nodeId: 'invoices' });
    await run('r3', [record('o1', { version: '2', amount: '€ 2.00' })], [ended(1, { outcome: 'unchanged', at: 20_000 })]);
  });

  test('holds all its runs in all flows, newest first, and its name in every system', async () => {
    const life = (await store.life('r1', 1))!;
    expect(life).toMatchObject({ identity: { connectionId: 'till', stream: 'till.sales', key: 'o1' }, title: 'Order o1', amount: '€ 1.00' });
    expect(life.rows.map(({ runId, outcome }) => [runId, outcome])).toEqual([['r3', 'unchanged'], ['r2', 'skipped'], ['r1', 'created']]);
    expect(life.knownAs).toEqual([
      { connectionId: 'till', type: 'till.sales', id: 'o1', how: 'read' },
      { connectionId: 'books', entity: 'sales', type: 'Invoice', id: '57', version: '0', how: 'made', label: 'INV-57' },
      { connectionId: 'mail', entity: 'order', type: 'Order', id: 'o-1', how: 'found' },
    ]);
  });

  test('is the same seen from what it became', async () => {
    const life = (await store.life('r2', 1))!;
    expect(new Set(life.rows.map(({ runId }) => runId))).toEqual(new Set(['r1', 'r2', 'r3']));
    expect(life.knownAs.map(({ connectionId, id }) => `${connectionId} ${id}`).toSorted()).toEqual(['books 57', 'mail o-1', 'till o1']);
  });

  test('is found by number, by name, by the id of what it became, and by what stands inside it', async () => {
    const found = async (search: string) => (await store.find(search, 10)).map(({ identity, times, as }) => [identity.key, times, as]);
    expect(await found('o2')).toEqual([['o2', 1, undefined]]);
    expect(await found('order o1')).toEqual([['o1', 2, undefined]]);
    expect(await found('57')).toEqual([['o1', 2, '57'], ['57', 1, undefined]]);
    expect(await found('anna vries')).toHaveLength(3);
    expect(await found('o1@shop')).toEqual([]);
    const inside = await store.findInside('O1@shop.example', null);
    expect(inside.found.map(({ identity, times }) => [identity.key, times])).toEqual([['o1', 2]]);
    expect(inside.next).toBeNull();
  });
});

test('two runs are compared record by record, a page at a time', async () => {
  await run('r1', ['a', 'b', 'c', 'd'].map((key) => record(key)), [ended(1), refused(2, 'books.name', 'sales'), ended(3, { target: { type: 'Invoice', id: '1' } }), ended(4)]);
  await run('r2', ['b', 'c', 'd', 'e', 'f'].map((key) => record(key)), [ended(1), ended(2, { target: { type: 'Invoice', id: '2' } }), ended(3), ended(4), ended(5)]);
  const whole = await store.compareRuns('r1', 'r2', { limit: 10 });
  expect(whole.counts).toEqual({ onlyFirst: 1, onlySecond: 2, outcome: 1, changed: 1, same: 1 });
  const told = ({ rows }: typeof whole) => rows.map(({ kind, first, second }) => [kind, first?.key ?? second?.key]);
  expect(told(whole)).toEqual([['changed', 'c'], ['outcome', 'b'], ['onlyFirst', 'a'], ['onlySecond', 'f'], ['onlySecond', 'e']]);
  const first = await store.compareRuns('r1', 'r2', { limit: 4 });
  expect(told(await store.compareRuns('r1', 'r2', { limit: 4, after: first.rows.at(-1)!.place }))).toEqual([['onlySecond', 'e']]);
  expect(told(await store.compareRuns('r1', 'r2', { limit: 4, kinds: ['outcome'] }))).toEqual([['outcome', 'b']]);
});

describe('problems', () => {
  beforeEach(async () => {
    await run('r1', ['a', 'b', 'c'].map((key) => record(key)), [refused(1, 'books.name', 'sales'), refused(2, 'books.name', 'sales'), refused(3, 'books.number', 'sales')]);
  });
  const causes = async (state: 'open' | 'solved' | 'dismissed') => (await store.problemCauses({ state })).map(({ cause, count, firstAt, lastAt }) => [cause, count, firstAt, lastAt]);

  test('stand together by cause, with how many there are and since when', async () => {
    expect(await causes('open')).toEqual([['books.name', 2, 1000, 2000], ['books.number', 1, 3000, 3000]]);
    expect((await store.problems({ flowId: 'f', state: 'open', cause: 'books.name', limit: 10 })).map(({ key }) => key)).toEqual(['b', 'a']);
  });

  test('that are dismissed with a reason are not tried again, and can be opened anew', async () => {
    expect(await store.dismissProblems({ flowId: 'f', nodeId: 'orders', cause: 'books.name' }, 'Booked by hand', 7000)).toBe(2);
    expect(await causes('open')).toEqual([['books.number', 1, 3000, 3000]]);
    expect(await store.openProblems()).toEqual({ f: 1 });
    expect(await store.problems({ state: 'dismissed', limit: 10 })).toMatchObject([{ state: 'dismissed', dismissed: 'Booked by hand' }, { state: 'dismissed' }]);
    expect(await causes('solved')).toEqual([]);
    await store.startRun({ runId: 'next', flow: till, dryRun: false, trigger: 'user', at: 9, resume: { notFrom: [] } }, fence);
    expect(await store.takeProblems('next', { nodes: ['orders'] }, fence)).toBe(1);
    expect(await store.reopenProblems({ flowId: 'f', cause: 'books.name' })).toBe(2);
    expect(await causes('open')).toHaveLength(2);
  });

  test('of a record that failed again since stay dismissed when others are opened anew', async () => {
    await store.dismissProblems({ flowId: 'f', cause: 'books.name' }, 'Booked by hand', 7000);
    await run('r2', [record('a', { version: '2' })], [refused(1, 'books.name', 'sales')]);
    expect(await store.reopenProblems({ flowId: 'f', cause: 'books.name' })).toBe(1);
    expect((await store.problems({ state: 'open', cause: 'books.name', limit: 10 })).map(({ key }) => key).toSorted()).toEqual(['a', 'b']);
  });

  test('close by themselves when the record succeeds', async () => {
    await run('r2', [record('a')], [ended(1, { at: 8000 })]);
    expect(await causes('solved')).toEqual([['books.name', 1, 1000, 8000]]);
    expect(await causes('open')).toEqual([['books.number', 1, 3000, 3000], ['books.name', 1, 2000, 2000]]);
  });
});
