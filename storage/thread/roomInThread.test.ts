import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NewPage } from '#engine/ports.ts';
import { linesBehind } from '#shared/bytes/lines.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { startThread } from './startThread.ts';

const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'Flow', nodes: [{ id: 'till', kind: 'source', connection: 'c', settings: { stream: 'till.sales' }, position: { x: 0, y: 0 } }], edges: [] };
const page = (from: number, count: number): NewPage => ({ records: Array.from({ length: count }, (_, at) => ({ key: `k${from + at}`, version: '1', title: `Order ${from + at}`, source: { id: `k${from + at}`, text: 'x'.repeat(200) } })), cursor: from + count, dedupe: true, steps: [] });

let folder: string;
let time = 5000;
const opened: Workspace[] = [];
const open = async (): Promise<Workspace> => {
  const workspace = await openWorkspace(folder, { now: () => time });
  opened.push(workspace);
  return workspace;
};
const begin = async ({ store, leases }: Workspace) => {
  const lease = (await leases.take('flow:f', 'Orders'))!;
  await store.startRun({ runId: 'r1', flow, dryRun: false, trigger: 'user', at: 1000, resume: null }, lease.fence);
  return lease;
};
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'fluxo-thread-'))));
afterEach(async () => {
  vi.restoreAllMocks();
  for (const workspace of opened.splice(0)) await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

test('somebody who looks at the log has an answer while a long page is being kept', { timeout: 90_000 }, async () => {
  const workspace = await open();
  const { store } = workspace;
  const { fence } = await begin(workspace);
  const order: string[] = [];
  await store.takePage('r1', 'till', page(0, 10), fence);
  // This alone is always the work of the thread for looking, which is there from now on.
  await store.checkPages();
  const long = store.takePage('r1', 'till', page(10, 60_000), fence).then(({ records }) => void order.push(`${records.length} kept`));
  const look = store.records({ runId: 'r1', limit: 5 }).then(({ rows, total }) => void order.push(`${rows.length} of ${total} seen`));
  await Promise.all([long, look]);
  expect(order).toEqual(['5 of 10 seen', '60000 kept']);
  expect(await store.records({ runId: 'r1', limit: 1, newestFirst: true })).toMatchObject({ total: 60_010, rows: [{ at: 5000 }] });
});

test('who would look waits for the thread that is there as long as that is busy, and no longer than was said', async () => {
  const thread = await startThread({ file: path.join(folder, 'free.db'), role: 'writes', leaseTtlMs: 1_000 }, { now: Date.now, lost: () => undefined, died: () => undefined });
  try {
    const asked = thread.call('store', 'runs', [{ limit: 1 }]);
    expect(await thread.isFreeWithin(0)).toBe(false);
    expect(await thread.isFreeWithin(60_000)).toBe(true);
    expect(await asked).toEqual([]);
    expect(await thread.isFreeWithin(0)).toBe(true);
  } finally {
    await thread.close();
  }
});

test('time in the log is the caller’s, not the thread’s', async () => {
  const workspace = await open();
  const { fence } = await begin(workspace);
  time = 123_456;
  await workspace.store.takePage('r1', 'till', page(0, 1), fence);
  expect((await workspace.store.records({ runId: 'r1', limit: 1 })).rows[0]?.at).toBe(123_456);
});

test('a lease that another process took tells its owner over the thread', async () => {
  const workspace = await open();
  const lease = (await workspace.leases.take('flow:f', 'Orders'))!;
  const lost = once(lease.lost, 'abort');
  const raw = new DatabaseSync(path.join(folder, '.fluxo', 'fluxo.db'));
  raw.exec('UPDATE leases SET number = number + 1');
  raw.close();
  await lost;
  await expect(workspace.store.startRun({ runId: 'r1', flow, dryRun: false, trigger: 'user', at: 1, resume: null }, lease.fence)).rejects.toMatchObject({ data: { code: 'lease.lost' } });
});

test('a thread that dies is told to all that wait and all that ask later, and its leases are lost; nobody hangs', async () => {
  const posted = vi.spyOn(Worker.prototype, 'postMessage');
  const workspace = await open();
  const lease = await begin(workspace);
  const waiting = workspace.store.takePage('r1', 'till', page(0, 30_000), lease.fence);
  const hanging = workspace.leases.hold('flow:f', 'never', async () => undefined);
  const ends = Promise.allSettled([waiting, hanging]);
  void (posted.mock.contexts[0] as Worker).terminate();
  const gone = { status: 'rejected', reason: { data: { code: 'storage.thread_died', kind: 'bug' } } };
  expect(await ends).toMatchObject([gone, gone]);
  await expect(workspace.store.runs({ limit: 1 })).rejects.toMatchObject(gone.reason);
  expect(lease.lost.aborted).toBe(true);
  expect(workspace.died.aborted).toBe(true);
  const again = await open();
  expect((await again.store.run('r1'))?.runId).toBe('r1');
});

test('closing keeps what was asked for before, and refuses what comes later', async () => {
  const workspace = await open();
  const { fence } = await begin(workspace);
  const kept = workspace.store.takePage('r1', 'till', page(0, 500), fence);
  const closing = workspace.close();
  await expect(workspace.store.takePage('r1', 'till', page(500, 1), fence)).rejects.toMatchObject({ data: { code: 'storage.closed' } });
  expect((await kept).records).toHaveLength(500);
  await closing;
  expect((await (await open()).store.records({ runId: 'r1', limit: 1 })).total).toBe(500);
});

test('what stands in a record crosses as it is: odd texts, nothing, and fields with dangerous names', async () => {
  const workspace = await open();
  const { store } = workspace;
  const { fence } = await begin(workspace);
  const source = JSON.parse('{"a":"line one\\nline two\\u2028😀\\ud800","b":null,"c":[true,1.5,{}],"__proto__":{"x":"y"}}');
  await store.takePage('r1', 'till', { records: [{ key: '\u0000ключ', version: '', title: 'Ünïcode 😀', source }], dedupe: true, steps: [] }, fence);
  const [record] = await store.pending('r1', 0, 5);
  expect(record?.key).toBe('\u0000ключ');
  expect(JSON.stringify(record?.source)).toBe(JSON.stringify(source));
});

test('what came as bytes is kept as it came, also of a page that is taken in pieces or has nothing new in part', async () => {
  const workspace = await open();
  const { store } = workspace;
  const { fence } = await begin(workspace);
  const text = (key: string) => `{ "id":"${key}", "name":"Žofie ${key}" }`;
  const records = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, version: '1', title: key, source: { id: key } }));
  const lines = (keys: readonly string[]) => new TextEncoder().encode(keys.map(text).join('\n'));
  const whole = lines(['a', 'b', 'c', 'd', 'e']);
  const piece = await store.takePage('r1', 'till', { records, lines: whole, cursor: 5, most: 2, dedupe: true, steps: [] }, fence);
  expect(piece.consumed).toBe(2);
  const rest = linesBehind(whole, 2);
  await store.takePage('r1', 'till', { records: records.slice(2, 4), lines: rest.subarray(0, rest.lastIndexOf(10)), cursor: 4, dedupe: true, steps: [] }, fence);
  const again = lines(['b', 'e', 'd']);
  expect((await store.takePage('r1', 'till', { records: [records[1]!, records[4]!, records[3]!], lines: again, cursor: 5, dedupe: true, steps: [] }, fence)).records.map(({ key }) => key)).toEqual(['e']);
  expect(again.byteLength).toBe(0);
  expect((await store.pending('r1', 0, 9)).map(({ key, source }) => [key, source])).toEqual(records.map(({ key }) => [key, JSON.parse(text(key))]));
});

test('a program that forgets to close its workspace still ends', async () => {
  const program = `import { openWorkspace } from '${path.join(import.meta.dirname, '../workspace.ts')}'; const { leases, store } = await openWorkspace(process.argv[1]); await leases.take('flow:f', 'x'); console.log((await store.runs({ limit: 1 })).length);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(child, 'close');
  expect([code, output]).toEqual([0, '0\n']);
});
