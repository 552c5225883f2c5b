import { mkdtemp, readdir, readFile, rm, utimes, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { needlesFor } from '#host/privacy.ts';
import type { Fence, FinishedRecord } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { FluxoError } from '#shared/errors.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { openWorkspace, type Workspace } from '#storage/workspace.ts';
import { diff } from '#shared/flow/history/patch.ts';
import { openHouse } from './support/house.ts';

vi.setConfig({ testTimeout: 120_000 });
const email = 'Canary.Person@example.com';
const name = 'Canarina Zwaluwstaart';
const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'Flow', nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position: { x: 0, y: 0 } }], edges: [] };
const codeOf = (thrown: unknown) => (thrown instanceof FluxoError ? thrown.code : String(thrown));

let folder: string;
let workspace: Workspace;
let fence: Fence;
let release = async (): Promise<void> => undefined;
const begin = async (): Promise<void> => {
  const lease = (await workspace.leases.take('flow:f', 'test'))!;
  fence = lease.fence;
  release = lease.release;
};
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-privacy-'));
  workspace = await openWorkspace(folder, { now: () => 5000 });
  await begin();
});
afterEach(async () => {
  await workspace.close().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

const identity = { connectionId: 'mail', target: 'mail.members', effect: 'put', sourceConnection: 'c', slot: '' };
const exchange = (text: string) => ({ kind: 'exchange' as const, at: 1, node: 'till', exchange: { connection: 'c', operation: 'read', method: 'GET', url: `http://x.test/members?email=${encodeURIComponent(text)}`, requestBody: `who: ${text}`, answerBody: `<a><name>${text}</name></a>`, startedAt: 1, ms: 1 } });

/** A person in every place, beside somebody else in the same blocks: one record delivered, one that waits, one of another version without the address. */
async function plant(settle = true): Promise<void> {
  const { store } = workspace;
  const record = (key: string, who: string, mail: string, version = '1') => ({ key, version, title: `Order of ${who}`, subtitle: who, amount: '10.00', source: { id: key, who, mail } });
  await store.startRun({ runId: 'r1', flow, dryRun: false, trigger: 'user', at: 1, resume: null }, fence);
  const page = await store.takePage('r1', 'till', { records: [record(email, name, email), record('7', 'Bystander', 'by@example.com'), record('8', name, email), record('9', name, '')], cursor: { at: 4 }, dedupe: true, steps: [exchange(`${name} ${email}`)] }, fence);
  const end = (seq: number, who: string, outcome: 'created' | 'parked'): FinishedRecord => {
    const error = { code: 'x.no', kind: 'data' as const, what: `Not for ${who}.`, where: { node: 'books' }, parkedOn: { setting: 's', value: who } };
    return { seq, outcome, reason: { code: 'x', text: `Made for ${who}.` }, target: { type: 'Member', id: String(seq), label: who }, mapped: { who, mail: who === name ? email : 'by@example.com' }, steps: [exchange(who === name ? `${who} ${email}` : who)], at: 2, ms: 1, ...(outcome === 'parked' && { problem: { error, cause: `x.no s=${who}` } }) };
  };
  const keep = { connectionId: 'mail', entity: 'member', sourceConnection: 'c' };
  for (const key of [email, '7']) {
    const intent = await store.intend({ identity: { ...identity, sourceKey: key }, runId: 'r1', flowId: 'f', lineage: page.records[key === email ? 0 : 1]!.lineage, payload: { to: key, name }, fingerprint: 'p1', ledger: { key: { ...keep, sourceKey: key }, fingerprint: 'f1' } }, fence);
    if (settle || key !== email) await store.settleIntent(intent.id, { state: 'done', result: { type: 'Member', id: `m${key.length}`, label: key === email ? name : 'Bystander' } }, fence);
  }
  await store.finishRecords('r1', { records: [end(1, name, 'created'), end(2, 'Bystander', 'created'), end(3, name, 'parked'), end(4, name, 'created')], shared: [exchange(`${name} and others ${email}`)], nodes: {} }, fence);
  await store.finishRun('r1', { status: 'problems', at: 3, nodes: {} }, fence);
  // Of the last one only a later version says whose it was.
  await store.startRun({ runId: 'r2', flow, dryRun: false, trigger: 'user', at: 4, resume: null }, fence);
  await store.takePage('r2', 'till', { records: [record('9', name, email, '2')], cursor: { at: 5 }, dedupe: true, steps: [] }, fence);
}

/** Whether the person stands anywhere: in the bytes of every file of the database, and in what its blocks hold unpacked. */
async function whereabouts(): Promise<readonly string[]> {
  const own = path.join(folder, '.fluxo');
  const texts = new Map<string, string>();
  for (const file of await readdir(own)) if (file.startsWith('fluxo.db')) texts.set(file, await readFile(path.join(own, file), 'latin1'));
  const db = new DatabaseSync(path.join(own, 'fluxo.db'), { readOnly: true });
  for (const { block, data } of db.prepare('SELECT block, data FROM blocks').all() as { block: number; data: Uint8Array }[]) texts.set(`block ${block}`, zstdDecompressSync(data).toString());
  db.close();
  const needles = [...needlesFor(email), name.toLowerCase(), 'zwaluwstaart'];
  return [...texts].flatMap(([place, text]) => needles.filter((needle) => text.toLowerCase().includes(needle)).map((needle) => `${needle} in ${place}`));
}

describe('erasing a person', () => {
  const person = { needles: needlesFor(email) };

  test('leaves no trace of them in any byte of the database or beside it, and everybody else as they were', async () => {
    await plant();
    expect((await whereabouts()).length).toBeGreaterThan(5);
    const found = await workspace.privacy.find(person);
    expect(found).toMatchObject({ records: 4, problems: 1, ledger: 1, seen: 1, unresolved: [] });
    const { traces, isTruncated } = await workspace.privacy.erase(person, 6000);
    expect([traces, isTruncated]).toEqual([found, true]);
    expect(await whereabouts()).toEqual([]);
    expect(await workspace.privacy.find(person)).toMatchObject({ records: 0, payloads: 0, bodies: 0, problems: 0, writes: 0, ledger: 0, seen: 0 });

    // Rows stay, so that sums add up; what was about to be done for the person is not done.
    const run = (await workspace.store.run('r1'))!;
    const { rows } = await workspace.store.records({ runId: 'r1', limit: 10 });
    expect(rows.map(({ title, outcome, amount }) => [title, outcome, amount])).toEqual([['erased', 'created', '10.00'], ['Order of Bystander', 'created', '10.00'], ['erased', 'parked', '10.00'], ['erased', 'created', '10.00']]);
    expect(countAll(run.outcomes)).toBe(rows.length);
    expect(await workspace.store.problems({ limit: 10 })).toEqual([]);
    expect((await workspace.store.records({ runId: 'r2', limit: 10 })).total).toBe(0);
    const bystander = (await workspace.store.story('r1', 2))!;
    expect(bystander).toMatchObject({ source: { who: 'Bystander' }, mapped: { who: 'Bystander' }, row: { target: { label: 'Bystander' } } });
    expect(await workspace.store.story('r1', 1)).toMatchObject({ source: null, mapped: null, payloadsKept: false, row: { reason: { code: 'privacy.erased' } } });
    expect((await workspace.store.records({ runId: 'r1', search: 'zwaluw', limit: 10 })).total).toBe(0);
    await workspace.close();
    expect(await whereabouts()).toEqual([]);
  });

  test('does not make Fluxo read or send them again: what was done is known by a hash, also after a restart', async () => {
    await plant();
    await workspace.privacy.erase(person, 6000);
    for (const restart of [false, true]) {
      if (restart) {
        await release();
        await workspace.close();
        workspace = await openWorkspace(folder, { now: () => 7000 });
        await begin();
      }
      const { store } = workspace;
      const runId = `again${restart}`;
      await store.startRun({ runId, flow, dryRun: false, trigger: 'user', at: 7000, resume: null }, fence);
      const taken = await store.takePage(runId, 'till', { records: [{ key: email, version: '1', title: 't', source: {} }], cursor: { at: 9 }, dedupe: true, steps: [] }, fence);
      expect(taken).toMatchObject({ records: [], consumed: 1 });
      expect(await store.recall({ connectionId: 'mail', entity: 'member', sourceConnection: 'c', sourceKey: email }, 99)).toMatchObject({ targetType: 'Member', fingerprint: 'f1' });
      expect(await store.recall({ connectionId: 'mail', entity: 'member', sourceConnection: 'c', sourceKey: 'somebody@else.org' }, 99)).toBeNull();
      await store.finishRun(runId, { status: 'succeeded', at: 7001, nodes: {} }, fence);
    }
    expect(await whereabouts()).toEqual([]);
  });

  test('waits while it is not known whether something about them was sent', async () => {
    await plant(false);
    expect((await workspace.privacy.find(person)).unresolved).toEqual(['f']);
    const before = await whereabouts();
    expect(await workspace.privacy.erase(person, 6000).catch(codeOf)).toBe('privacy.unsure');
    expect(await whereabouts()).toEqual(before);
  });

  test('by key erases that record only', async () => {
    await plant();
    await workspace.privacy.erase({ needles: [], key: '7' }, 6000);
    const { rows } = await workspace.store.records({ runId: 'r1', limit: 10 });
    expect(rows.map(({ title }) => title)).toEqual([`Order of ${name}`, 'erased', `Order of ${name}`, `Order of ${name}`]);
  });

  test('tells which backups hold them still; those go after a month, or at once when asked', async () => {
    await plant();
    const backups = path.join(folder, '.fluxo', 'backups');
    await mkdir(backups, { recursive: true });
    const day = 24 * 60 * 60_000;
    const now = Date.now();
    for (const [file, age] of [['daily-1.db', 40], ['daily-2.db', 2], ['daily-3.db', -1]] as const) {
      await writeFile(path.join(backups, file), email);
      await utimes(path.join(backups, file), new Date(now - age * day), new Date(now - age * day));
    }
    // A damaged database that a copy took the place of is kept, and holds them as well.
    const damaged = 'fluxo.db.damaged-2026-01-01T00-00-00';
    await writeFile(path.join(folder, '.fluxo', damaged), email);
    await utimes(path.join(folder, '.fluxo', damaged), new Date(now - 40 * day), new Date(now - 40 * day));
    await workspace.privacy.erase(person, now);
    expect((await workspace.privacy.oldBackups(false)).map((backup) => backup.name).toSorted()).toEqual(['daily-1.db', 'daily-2.db', damaged]);
    expect(await workspace.privacy.expireBackups(now)).toBe(2);
    expect((await readdir(backups)).toSorted()).toEqual(['daily-2.db', 'daily-3.db']);
    expect(await readdir(path.join(folder, '.fluxo'))).not.toContain(damaged);
    expect(await workspace.privacy.oldBackups(true)).toHaveLength(1);
    expect(await readdir(backups)).toEqual(['daily-3.db']);
  });
});

test('a customer of the shop is told what is kept, and erased; their sales stay booked once', async () => {
  const house = await openHouse({ orders: 30 });
  try {
    await house.run();
    const { shop } = house.host.demo.sandbox!;
    const customer = shop.customers.find(({ email: of, relationNumber }) => of && shop.orders.some((order) => order.relationNumber === relationNumber && order.trouble === undefined))!;
    const address = customer.email!;
    const kept = await house.host.privacy.export({ email: address });
    expect(kept.length).toBeGreaterThan(0);
    expect(JSON.stringify(kept).toLowerCase()).toContain(address.toLowerCase());
    const before = await house.books();
    const lease = (await house.host.workspace.leases.take(`flow:${house.flowId}`, 'a run'))!;
    expect(await house.host.handlers['privacy.erase']({ email: address }).catch(codeOf)).toBe('privacy.busy');
    await lease.release();
    const { traces } = await house.host.handlers['privacy.erase']({ email: address });
    expect(traces.records).toBe(kept.length);
    expect(await house.host.privacy.export({ email: address })).toEqual([]);
    const again = await house.run();
    expect(again.outcomes.created).toBe(0);
    expect(await house.books()).toEqual(before);
  } finally {
    await house.close();
  }
});

test('histories, kept versions and pins lose the person and stay usable; drawings and tables that name them are told by their place', async () => {
  const house = await openHouse({ orders: 10 });
  try {
    const { workspace, handlers } = house.host;
    const named = (text: string) => ({ ...drawn, nodes: drawn.nodes.map((node, index) => (index === 0 ? { ...node, name: text } : node)) });
    const { document: drawn, revision } = await workspace.flows.get(house.flowId);
    const folder = path.join(house.dir, '.fluxo', 'flows', house.flowId);
    const opened = await workspace.edits.open(drawn, revision, 1);
    const steps = [named(`Ask ${email}`), named('Ask nobody')].map((now, index, all) => ({ do: { changes: diff(index === 0 ? drawn : all[index - 1], now), at: index + 2 } }));
    await workspace.edits.append(house.flowId, opened.place!, [...steps, { to: 0 }]);
    await workspace.versions.keep(named(`Ask ${email}`), { at: 5, kind: 'named', name: `For ${email}` }, 5);
    await workspace.pins.save({ flowId: house.flowId, nodeId: 'orders', key: 'x', title: email, record: { mail: email } });
    await mkdir(path.join(house.dir, 'tables'), { recursive: true });
    await writeFile(path.join(house.dir, 'tables', 'vip.table.json'), JSON.stringify({ fluxo: 1, id: 'vip', rows: [{ from: email, to: '1' }] }));
    await writeFile(path.join(house.dir, 'flows', `${house.flowId}.live.json`), JSON.stringify(named(`Live for ${email}`)));

    const found = await handlers['privacy.find']({ email });
    expect(found).toMatchObject({ histories: 3, pins: 1, flows: [house.flowId], files: ['tables/vip.table.json'] });
    expect(await handlers['privacy.erase']({ email })).toMatchObject({ histories: 3, pins: 1, flows: [house.flowId], files: ['tables/vip.table.json'] });
    expect(await handlers['privacy.find']({ email })).toMatchObject({ histories: 0, pins: 0 });
    const texts = await Promise.all((await readdir(folder, { recursive: true })).filter((file) => /\.jsonl?$/.test(file)).map((file) => readFile(path.join(folder, file), 'utf8')));
    expect(texts.length).toBe(3);
    for (const text of texts) expect(needlesFor(email).filter((needle) => text.toLowerCase().includes(needle))).toEqual([]);

    const again = await workspace.edits.open(drawn, revision, 9);
    expect(again).toMatchObject({ done: 0, document: drawn });
    expect(again).not.toHaveProperty('note');
    expect(JSON.stringify(again.steps)).toContain('Ask erased');
    const [version] = await workspace.versions.list(house.flowId);
    expect(version?.name).toBe('For erased');
    expect((await workspace.versions.get(house.flowId, version!.id)).nodes[0]).toMatchObject({ name: 'Ask erased' });
  } finally {
    await house.close();
  }
});

test('the days set for a workspace are read back by whoever opens it, and the sweeper keeps to them', async () => {
  const house = await openHouse({ orders: 10 });
  try {
    expect((await house.host.handlers['privacy.state']({})).retention).toEqual({ keepDays: 30, mostMegabytes: 1000 });
    const { runId, outcomes } = await house.run({ onlyKey: '2026-1003' });
    expect(outcomes.created).toBe(1);
    const kept = async (run = runId) => (await house.host.workspace.store.story(run, 1))!.payloadsKept;
    house.clock.skip(3 * 24 * 3_600_000);
    const state = await house.host.handlers['privacy.setRetention']({ keepDays: 7, mostMegabytes: 500 });
    expect(state.retention).toEqual({ keepDays: 7, mostMegabytes: 500 });
    expect([await kept(), state.bytes > 0]).toEqual([true, true]);
    const other = await openWorkspace(house.dir);
    expect(await other.privacy.retention()).toEqual({ keepDays: 7, mostMegabytes: 500 });
    await other.close();
    await house.host.handlers['privacy.setRetention']({ keepDays: 2, mostMegabytes: 500 });
    expect(await kept()).toBe(false);
    // Nothing beyond the run itself: swept after each one, not once an hour.
    await house.host.handlers['privacy.setRetention']({ keepDays: 0, mostMegabytes: 500 });
    const next = await house.run({ onlyKey: '2026-1002' });
    await vi.waitFor(async () => expect(await kept(next.runId)).toBe(false), { timeout: 10_000 });
  } finally {
    await house.close();
  }
});
