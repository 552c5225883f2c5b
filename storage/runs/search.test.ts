import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fence, NewRecord, RecordFilter, RunStore } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { Outcome } from '#shared/records/outcomes.ts';
import { openDatabase, type Database } from '../sqlite/database.ts';
import { migrations } from '../sqlite/migrations/index.ts';
import { search } from '../sqlite/migrations/008-search.ts';
import { recordId } from '../sqlite/recordIds.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { makeRunStore } from './runStore.ts';
import { makeSearching } from './searching.ts';

let folder: string;
let workspace: Workspace;
let store: RunStore;
const flow = (id: string): FlowDocument => ({ fluxo: 1, id, name: id, nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position: { x: 0, y: 0 } }], edges: [] });
const fences = new Map<string, Fence>();

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-search-'));
  workspace = await openWorkspace(folder, { inThisThread: true });
  store = workspace.store;
  fences.clear();
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

/** A run of a flow with these records, ended one after the other; `null` = still open. */
async function ran(runId: string, flowId: string, records: readonly (Pick<NewRecord, 'key' | 'title'> & { readonly who?: string; readonly reason?: string; readonly outcome?: Outcome | null })[]): Promise<void> {
  const fence = fences.get(flowId) ?? (await workspace.leases.take(`flow:${flowId}`, 'x'))!.fence;
  fences.set(flowId, fence);
  await store.startRun({ runId, flow: flow(flowId), dryRun: false, trigger: 'user', at: 1, resume: null }, fence);
  await store.takePage(runId, 'till', { records: records.map(({ key, title, who }) => ({ key, version: '1', title, ...(who !== undefined && { subtitle: who }), source: {} })), dedupe: false, steps: [] }, fence);
  const ended = records.flatMap(({ reason = 'Created.', outcome = 'created' }, at) => (outcome === null ? [] : [{ seq: at + 1, outcome, reason: { code: 'x', text: reason }, mapped: null, steps: [], at: 1, ms: 1 }]));
  await store.finishRecords(runId, { records: ended.toReversed(), shared: [], nodes: {} }, fence);
}
const keys = async (filter: Omit<RecordFilter, 'limit'> & { readonly limit?: number }) => (await store.records({ limit: 50, ...filter })).rows.map((row) => row.key);

describe('a search finds', () => {
  beforeEach(() => ran('r1', 'shop', [
    { key: '88001', title: '2026-1043', who: 'José Müller · jose.muller@voorbeeld.example' },
    { key: '88002', title: 'VF20-7', who: 'Ana Conceição · ana@correio.example', reason: 'No tax code for 19 %.', outcome: 'parked' },
    { key: '88003', title: '2026-1044', who: 'Zoë van Dijk', reason: 'Created SalesReceipt 5512.' },
    { key: '88004', title: 'VF21-8', who: 'Open Één', outcome: null },
  ]));

  test.each([
    ['an order number as a whole', '2026-1043', ['88001']],
    ['its last part', '1043', ['88001']],
    ['its beginning', '2026-10', ['88001', '88003']],
    ['a number with letters', 'VF20-7', ['88002']],
    ['the letters and digits before the dash', 'vf20', ['88002']],
    ['the digits behind letters', '20', ['88001', '88002', '88003']],
    ['an address as a whole', 'jose.muller@voorbeeld.example', ['88001']],
    ['a part of an address', 'correio', ['88002']],
    ['the beginning of an address', 'ana@corr', ['88002']],
    ['a name without its accents', 'conceicao', ['88002']],
    ['a name with accents that are not there', 'jósé', ['88001']],
    ['the beginning of a name', 'mül', ['88001']],
    ['two words in any order', 'muller jose', ['88001']],
    ['the key', '88003', ['88003']],
    ['the reason', 'tax code', ['88002']],
    ['what was made of it', '5512', ['88003']],
    ['a record that has not ended', 'een', ['88004']],
    ['records that ended and others together', 'vf', ['88002', '88004']],
    ['nothing by what stands in no record', 'nobody', []],
    ['nothing by signs alone', '%"*', []],
    ['nothing by the words of the index itself', 'AND OR NOT', []],
  ])('%s', async (_what, search, found) => {
    expect(await keys({ runId: 'r1', search })).toEqual(found);
    expect((await store.records({ runId: 'r1', search, limit: 1 })).total).toBe(found.length);
    expect((await keys({ flowId: 'shop', search })).toSorted()).toEqual(found);
  });

  test('only records of the chosen outcomes, and of the chosen flow', async () => {
    await ran('other', 'shop-2', [{ key: '99001', title: '2026-1043' }]);
    expect(await keys({ search: '2026' })).toEqual(['99001', '88003', '88001']);
    expect(await keys({ search: '2026', flowId: 'shop-2' })).toEqual(['99001']);
    expect(await keys({ search: 'vf', outcomes: ['parked'] })).toEqual(['88002']);
    expect(await keys({ search: '88', outcomes: ['created', 'parked'] })).toEqual(['88003', '88002', '88001']);
    expect(await keys({ search: 'parked' })).toEqual([]);
  });
});

test('lists and searches over all runs of a flow go on beyond five hundred rows, row after row, without gaps and doubles', async () => {
  const records = (run: number, count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${run}-${at}`, title: `Order ${run}-${at}`, outcome: at % 3 === 0 ? ('skipped' as const) : ('created' as const) }));
  for (const run of [1, 2, 3]) await ran(`r${run}`, 'shop', records(run, 400));
  await ran('elsewhere', 'other', records(9, 50));
  const walk = async (filter: Omit<RecordFilter, 'limit'>) => {
    const seen: string[] = [];
    let after: RecordFilter['after'];
    for (;;) {
      const { rows } = await store.records({ ...filter, limit: 70, newestFirst: true, ...(after && { after }) });
      if (rows.length === 0) return seen;
      seen.push(...rows.map((row) => row.key));
      const last = rows.at(-1)!;
      after = { runId: last.runId, seq: last.seq };
    }
  };
  const all = [3, 2, 1].flatMap((run) => records(run, 400).toReversed());
  expect(await walk({ flowId: 'shop' })).toEqual(all.map(({ key }) => key));
  expect(await walk({ flowId: 'shop', outcomes: ['skipped'] })).toEqual(all.filter(({ outcome }) => outcome === 'skipped').map(({ key }) => key));
  expect(await walk({ flowId: 'shop', search: 'order' })).toEqual(all.map(({ key }) => key));
  expect(await store.records({ flowId: 'shop', outcomes: ['skipped'], limit: 1 })).toMatchObject({ total: 402 });
  expect(await store.records({ flowId: 'shop', search: 'order', limit: 1 })).toMatchObject({ total: 1000, atLeast: true });
  expect(await store.records({ limit: 1 })).toMatchObject({ total: 1250 });
});

test('the beginning of a word is found however many words begin so, and in however many rows', async () => {
  // 40 words for `kl`, one of them in every second row; 40 words for `zz`, each in one row.
  const records = Array.from({ length: 400 }, (_, at) => ({ key: `k${at}`, title: at % 10 === 0 ? `zz${String.fromCharCode(97 + (at % 26))}${at}` : 'order', who: at % 2 === 0 ? 'klant' : `kl${String.fromCharCode(97 + (at % 20))}x`, outcome: at % 4 === 0 ? ('skipped' as const) : ('created' as const) }));
  await ran('many', 'shop', records);
  const expected = (holds: (at: number) => boolean) => records.flatMap(({ key }, at) => (holds(at) ? [key] : []));
  expect(await keys({ runId: 'many', search: 'kl', limit: 500 })).toEqual(expected(() => true));
  expect(await keys({ runId: 'many', search: 'klant', limit: 500 })).toEqual(expected((at) => at % 2 === 0));
  expect(await keys({ runId: 'many', search: 'zz', limit: 500 })).toEqual(expected((at) => at % 10 === 0));
  expect(await keys({ runId: 'many', search: 'k', outcomes: ['skipped'], limit: 500 })).toEqual(expected((at) => at % 4 === 0));
  expect(await keys({ flowId: 'shop', search: 'order kl', outcomes: ['created'], limit: 500 })).toEqual(expected((at) => at % 10 !== 0 && at % 4 !== 0).toReversed());
  expect(await store.records({ runId: 'many', search: 'k', limit: 10 })).toMatchObject({ total: 400 });
  expect(await store.records({ runId: 'many', search: 'zz', limit: 10 })).toMatchObject({ total: 40 });
  expect(await keys({ runId: 'many', search: 'zzz', limit: 10 })).toEqual([]);
});

describe('the index', () => {
  let db: Database;
  beforeEach(async () => void (db = await openDatabase(path.join(folder, 'own.db'))));
  afterEach(() => db.close());

  test('forgets a record whose words are given back', async () => {
    const searching = makeSearching(db);
    const record = { title: 'Order 7', subtitle: 'Anna Jansen', key: 'k7', reasonText: 'Created.', outcome: 'created', source: 1 } as const;
    const query = { words: ['jansen'], outcomes: undefined, flowId: 'Shop 1', low: 0, high: 100 };
    await db.write(() => {
      db.prepare("INSERT INTO sources (source, flow_id, node_id, connection_id, stream) VALUES (1, 'Shop 1', 'till', 'c', 'till.sales')").run();
      searching.add([{ id: 7, ...record }]);
    });
    expect(searching.ids(query, true, 5)).toEqual([7]);
    await db.write(() => searching.remove(7, record));
    expect(searching.ids(query, true, 5)).toEqual([]);
  });

  test('and the keys are enough for every list: nothing looks through records row by row or counts rows away', async () => {
    const asked = new Set<string>();
    const noting = (prepare: Database['prepare']): Database['prepare'] => (sql) => {
      asked.add(sql);
      return prepare(sql);
    };
    makeRunStore({ ...db, prepare: noting(db.prepare), prepareRead: noting(db.prepareRead) }, Date.now);
    const plans = [...asked].filter((sql) => /^\s*SELECT/.test(sql) && /\b(records|kept_records|record_words)\b/.test(sql)).map((sql) => ({ sql, plan: db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from({ length: parametersOf(sql) }, () => null)).map((line) => String(line['detail'])) }));
    expect(plans.length).toBeGreaterThan(12);
    // A virtual table says SCAN also when it looks up words; what matters is that it was given a question.
    const looksThrough = ({ plan }: (typeof plans)[number]) => plan.some((line) => /SCAN (?!record_words VIRTUAL TABLE INDEX \d+:.*M)(records|kept_records|record_words)/.test(line));
    expect(plans.filter(looksThrough)).toEqual([]);
    expect(plans.filter(({ sql }) => /OFFSET/i.test(sql))).toEqual([]);
    // The check sees what it is there to see.
    expect(looksThrough({ sql: '', plan: db.prepare("EXPLAIN QUERY PLAN SELECT * FROM records WHERE instr(title, 'x') > 0").all().map((line) => String(line['detail'])) })).toBe(true);
  });
});

const parametersOf = (sql: string) => Math.max(0, [...sql.matchAll(/\?(?!\d)/g)].length, ...[...sql.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number)));

test('a log from before there was an index is brought forward: a copy is kept, and everything can be found', async () => {
  const file = path.join(folder, 'old.db');
  const old = await openDatabase(file, migrations.filter(({ version }) => version < search.version));
  await old.write(() => {
    old.prepare("INSERT INTO runs (run, id, flow_id, flow_name, status, dry_run, trigger, started_at, touched_at, last_seq, taken, outcomes, nodes) VALUES (1, 'r1', 'Flow A', 'Flow', 'interrupted', 0, 'cli', 1, 1, 3, 3, '{\"created\":2}', '{}')").run();
    old.prepare("INSERT INTO sources (source, flow_id, node_id, connection_id, stream) VALUES (1, 'Flow A', 'till', 'c', 'till.sales')").run();
    old.prepare("INSERT INTO blocks (block, at, data) VALUES (1, 1, x'')").run();
    const insert = old.prepare('INSERT INTO records (id, lineage, source, origin, key, version, title, subtitle, outcome, reason, search, at, ms, source_block, source_line) VALUES (?1, ?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, 1, 1, 1)');
    insert.run(recordId(1, 1), 'page', 'k1', '1', 'VF20-7', 'José', 'created', '{"code":"x","text":"Created Receipt 12."}', 'x');
    insert.run(recordId(1, 2), 'page', 'k2', '1', 'VF20-8', null, 'created', '{"code":"x","text":"Created Receipt 13."}', 'x');
    insert.run(recordId(1, 3), 'page', 'k3', '1', 'VF20-9', null, 'pending', null, 'x');
  });
  await old.close();
  const db = await openDatabase(file);
  const log = makeRunStore(db, Date.now);
  const find = async (search: string) => (await log.records({ flowId: 'Flow A', search, limit: 9 })).rows.map((row) => row.key);
  expect([await find('vf20-7'), await find('jose'), await find('receipt 13'), await find('20')]).toEqual([['k1'], ['k1'], ['k2'], ['k3', 'k2', 'k1']]);
  expect(await log.records({ runId: 'r1', search: 'vf20', outcomes: ['created'], limit: 9 })).toMatchObject({ total: 2 });
  expect(db.prepare("SELECT name FROM pragma_table_info('records') WHERE name = 'search'").all()).toEqual([]);
  await db.close();
  const [copy] = (await readdir(path.join(folder, 'backups'))).filter((name) => name.startsWith('schema-'));
  const before = new DatabaseSync(path.join(folder, 'backups', copy!), { readOnly: true });
  expect(before.prepare('SELECT count(*) AS count FROM records').get()).toEqual({ count: 3 });
  before.close();
});
