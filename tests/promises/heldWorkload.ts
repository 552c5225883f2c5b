/**
 * What a run does to its database, and after each step the word that it is kept: `heldWorkload.ts FILE PAGES SYNCHRONOUS`. Whoever records its system calls knows
 * what was on the disk when that word was given.
 */
import { readSync, writeSync } from 'node:fs';
import type { FlowDocument } from '#shared/flow/document.ts';
import { makeLeases } from '#storage/leases.ts';
import { packing } from '#storage/runs/packing.ts';
import { makeRunStore } from '#storage/runs/runStore.ts';
import { openDatabase } from '#storage/sqlite/database.ts';

const [file = '', pages = '8', synchronous = 'FULL'] = process.argv.slice(2);
const position = { x: 0, y: 0 };
const flow: FlowDocument = {
  fluxo: 1,
  id: 'sales',
  name: 'Sales',
  nodes: [
    { id: 'till', kind: 'source', connection: 'till', settings: { stream: 'till.sales' }, position },
    { id: 'books', kind: 'target', connection: 'books', settings: { target: 'books.orders' }, position },
  ],
  edges: [{ from: 'till.records', to: 'books.records' }],
};
const pageSize = 10;
const at = 1_800_000_000_000;
const kept = (kind: string, count: number) => void writeSync(1, `kept ${kind} ${count}\n`);

writeSync(1, 'ready\n');
readSync(0, Buffer.alloc(1));
const db = await openDatabase(file);
// As Fluxo sets it, or one of the weaker ways, to see whether the check would notice.
if (synchronous !== 'FULL') db.prepare(`PRAGMA synchronous = ${synchronous}`).run();
const store = packing(makeRunStore(db, () => at));
const leases = makeLeases(db);
const lease = (await leases.take('flow:sales', 'run'))!;
const { fence } = lease;
await store.startRun({ runId: 'r1', flow, dryRun: false, trigger: 'cli', at, resume: { notFrom: [] } }, fence);
kept('runs', 1);
for (let page = 0; page < Number(pages); page += 1) {
  const records = Array.from({ length: pageSize }, (_one, index) => {
    const number = page * pageSize + index + 1;
    return { key: `s${number}`, version: 'v1', title: `Sale ${number}`, amount: '12.50', source: { id: `s${number}`, total: '12.50', note: `${number} `.repeat(40 + ((number * 7) % 60)) } };
  });
  const taken = await store.takePage('r1', 'till', { records, cursor: { after: (page + 1) * pageSize }, dedupe: true, steps: [] }, fence);
  kept('records', (page + 1) * pageSize);
  for (const { key, lineage, seq } of taken.records) {
    const identity = { connectionId: 'books', target: 'books.sales', effect: 'sale', sourceConnection: 'till', sourceKey: key, slot: '' };
    const ledger = { key: { connectionId: 'books', entity: 'sales', sourceConnection: 'till', sourceKey: key }, fingerprint: key };
    const intent = await store.intend({ identity, runId: 'r1', flowId: 'sales', lineage, payload: { total: '12.50', key }, fingerprint: key, ledger }, fence);
    kept('intents', seq);
    await store.settleIntent(intent.id, { state: 'done', result: { type: 'invoice', id: `b${seq}`, version: '0' } }, fence);
    kept('ledger', seq);
  }
  const reason = { code: 'books.created', text: 'Created.' };
  const finished = taken.records.map(({ seq, source }) => ({ seq, outcome: 'created' as const, reason, target: { type: 'invoice', id: `b${seq}` }, mapped: source, steps: [], at, ms: 1 }));
  await store.finishRecords('r1', { records: finished, shared: [], nodes: {}, totals: [] }, fence);
  kept('finished', (page + 1) * pageSize);
}
await store.finishRun('r1', { status: 'succeeded', at, nodes: {} }, fence);
kept('ended', 1);
await lease.release();
leases.close();
await db.close();
