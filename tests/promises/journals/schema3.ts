import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync } from 'node:zlib';
import { applicationId } from '#storage/sqlite/database.ts';
import { migrations } from '#storage/sqlite/migrations/index.ts';
import type { Sale } from '#tests/engine/fakeService.ts';

const runs = 2 ** 26;
/** A process id nobody has: the one that wrote the journal is gone. */
const gone = 4_194_303;
const noOutcomes = { created: 0, updated: 0, unchanged: 0, skipped: 0, filtered: 0, parked: 0, invalid: 0, rejected: 0, unsure: 0 };

/**
 * The database a Fluxo with schema 3 left when its process died in the middle of a run of the made-up till into the made-up books, row by row as that
 * one wrote it. Of the sales, in order: an earlier run had the first refused (an open problem); the run that died had booked the second, had sent the third and the
 * fourth without an answer, and had read the fifth and sixth. `keys` = what the two without an answer were sent by.
 */
export function writeSchema3Journal(folder: string, sales: readonly Sale[]): { readonly file: string; readonly keys: readonly [string, string]; readonly pid: number } {
  const file = path.join(folder, '.fluxo', 'fluxo.db');
  mkdirSync(path.dirname(file), { recursive: true });
  const db = new DatabaseSync(file);
  for (const migration of migrations.filter(({ version }) => version <= 3)) migration.up(db);
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 3; PRAGMA journal_mode = WAL`);
  const add = (table: string, row: Readonly<Record<string, string | number | Uint8Array | null>>) => {
    const names = Object.keys(row);
    db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...Object.values(row));
  };
  const block = (number: number, lines: readonly unknown[]) => add('blocks', { block: number, at: 1_000, data: zstdCompressSync(Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')), { params: { [constants.ZSTD_c_compressionLevel]: 1 } }) });
  const json = (value: unknown) => JSON.stringify(value);

  add('sessions', { id: 1, host: hostname(), pid: gone, opened_at: 1_000 });
  for (const name of ['flow:sales', 'target:books:order']) add('leases', { name, number: 7, owner: `${gone}-x`, host: hostname(), pid: gone, purpose: 'Sales into the books', since: 1_000, deadline: 16_000, beat: 3 });
  add('sources', { source: 1, flow_id: 'sales', node_id: 'till', connection_id: 'till', stream: 'till.sales', cursor: json({ after: sales[5]!.changed }) });

  const run = (number: number, id: string, status: string, taken: number, outcomes: object) => add('runs', { run: number, id, flow_id: 'sales', flow_name: 'Sales into the books', status, dry_run: 0, trigger: 'schedule', started_at: 1_000 * number, touched_at: 1_000 * number, finished_at: status === 'running' ? null : 1_000 * number, last_seq: taken, taken, outcomes: json({ ...noOutcomes, ...outcomes }), nodes: '{}' });
  run(1, 'first', 'problems', 1, { rejected: 1 });
  run(2, 'died', 'running', 5, { created: 1 });

  block(1, [[], sales[0]]);
  block(2, [[], ...sales.slice(1, 6)]);
  block(3, [[], { mapped: null, steps: [] }]);
  const refusal = { code: 'fake.refused', kind: 'data', what: 'The books refuse it.', refusedByService: true };
  const record = (id: number, sale: Sale, sourceBlock: number, line: number, end: Readonly<Record<string, string | number | null>>) =>
    add('records', { id, lineage: id, source: 1, origin: 'page', key: sale.id, version: String(sale.changed), title: `Sale ${sale.id}`, subtitle: sale.customer, amount: sale.amount, search: `sale ${sale.id}\n${sale.customer}\n${sale.id}`, at: 1_000, ms: 1, source_block: sourceBlock, source_line: line, ...end });
  record(runs + 1, sales[0]!, 1, 1, { outcome: 'rejected', reason: json({ code: refusal.code, text: refusal.what }), story_block: 3, story_line: 1 });
  record(2 * runs + 1, sales[1]!, 2, 1, { outcome: 'created', reason: json({ code: 'fake.created', text: 'Created.' }), target: json({ type: 'SalesReceipt', id: 'sale-1' }), story_block: 3, story_line: 1 });
  sales.slice(2, 6).forEach((sale, index) => record(2 * runs + 2 + index, sale, 2, index + 2, { outcome: 'pending' }));
  for (const sale of sales.slice(0, 6)) add('seen', { source: 1, key: sale.id, version: String(sale.changed) });
  add('problems', { flow_id: 'sales', node_id: 'till', key: sales[0]!.id, title: `Sale ${sales[0]!.id}`, outcome: 'rejected', error: json(refusal), cause: 'fake.refused', state: 'open', first_at: 1_000, last_at: 1_000, times: 1, record: runs + 1 });

  const ledgerOf = (entity: string, key: string) => ({ key: { connectionId: 'books', entity, sourceConnection: 'till', sourceKey: key }, fingerprint: 'f'.repeat(40) });
  const intent = (id: number, sale: Sale, effect: 'customer' | 'sale', state: 'done' | 'sending', key: string, result: object | null) => {
    const ledger = effect === 'sale' ? ledgerOf('sale', sale.id) : ledgerOf('customer', sale.customer);
    const payload = effect === 'sale' ? { name: sale.id, amount: sale.amount } : { name: sale.customer };
    add('intents', { key, connection_id: 'books', target: 'books.orders', effect, source_connection: 'till', source_key: sale.id, slot: '', run_id: 'died', flow_id: 'sales', lineage: id, fence: 7, payload: state === 'sending' ? json(payload) : null, ledger: json(ledger), state, result: result && json(result) });
    if (result) add('ledger', { connection_id: 'books', entity: ledger.key.entity, source_connection: 'till', source_key: ledger.key.sourceKey, entry: json({ targetType: effect === 'sale' ? 'SalesReceipt' : 'Customer', targetId: (result as { id: string }).id, fingerprint: ledger.fingerprint }), lineage: id, previous: null });
  };
  intent(2 * runs + 1, sales[1]!, 'sale', 'done', 'fx-second', { type: 'SalesReceipt', id: 'sale-1' });
  for (const place of [1, 2, 3]) intent(2 * runs + place, sales[place]!, 'customer', 'done', `fx-customer-${place}`, { type: 'Customer', id: `customer-${place}` });
  intent(2 * runs + 2, sales[2]!, 'sale', 'sending', 'fx-third', null);
  intent(2 * runs + 3, sales[3]!, 'sale', 'sending', 'fx-fourth', null);
  db.close();
  return { file, keys: ['fx-third', 'fx-fourth'], pid: gone };
}
