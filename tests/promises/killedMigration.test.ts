import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeRandom } from '#sandbox/shop/random.ts';
import { openDatabase } from '#storage/sqlite/database.ts';
import { migrations } from '#storage/sqlite/migrations/index.ts';
import { integrityOf } from './asIfNothing.ts';
import { bundle, type Bundled } from './bundled.ts';
import { countCalls, groupOf, underStrace, whyNoStrace } from './strace.ts';

const full = process.env['FLUXO_FULL'] === '1';
const seed = Number(process.env['FLUXO_SEED'] ?? 20_261_122);
vi.setConfig({ testTimeout: full ? 3_600_000 : 600_000, hookTimeout: 300_000 });

/** Every schema there has ever been but the newest. A migration is never changed once released, so the old ones make the fixtures. */
const oldVersions = migrations.slice(0, -1).map(({ version }) => version);
const newest = migrations.at(-1)!.version;
const figures = { seed, schemas: oldVersions.length, points: 0, kills: 0, untouched: 0, partTheWay: 0, finished: 0, wrong: 0 };
let program: Bundled;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-schema-'));
  if (whyNoStrace() === null) program = await bundle(path.join(import.meta.dirname, 'heldOpening.ts'));
});
afterAll(async () => {
  await program?.remove();
  await rm(folder, { recursive: true, force: true });
  console.log(`kill in a migration (${full ? 'full' : 'quick'}): ${JSON.stringify(figures)}`);
});

/** A database of that schema as a shop would have it: a run with records, what they became, and a write nobody knows the end of. */
async function makeOld(version: number): Promise<string> {
  const home = path.join(folder, `schema-${version}`, '.fluxo');
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  const file = path.join(home, 'fluxo.db');
  const db = await openDatabase(file, migrations.filter((one) => one.version <= version));
  await db.close();
  const raw = new DatabaseSync(file);
  raw.exec(`
    INSERT INTO leases (name, number, owner, host, pid, purpose, since, deadline, beat) VALUES ('flow:sales', 4, NULL, 'shop', 1, 'run', 1, 1, 0);
    INSERT INTO runs (run, id, flow_id, flow_name, status, dry_run, trigger, started_at, touched_at, last_seq, taken, outcomes, nodes) VALUES (1, 'r1', 'sales', 'Sales', 'succeeded', 0, 'cli', 1, 2, 300, 300, '{"created":300}', '{}');
    INSERT INTO sources (source, flow_id, node_id, connection_id, stream, cursor) VALUES (1, 'sales', 'till', 'till', 'till.sales', '{"after":300}');
  `);
  const [searchColumn, noSearch] = version < 8 ? [', search', ", ''"] : ['', ''];
  const record = raw.prepare(
    version < 15
      ? `INSERT INTO records (id, lineage, source, origin, key, version, title, outcome, at, ms, source_block, source_line${searchColumn}) VALUES (?, ?, 1, 'page', ?, 'v1', ?, 'created', 1, 1, 1, 1${noSearch})`
      : "INSERT INTO kept_records (id, lineage, source, origin, key, version, title, state, at, ms, source_block, source_line) VALUES (?, ?, 1, 'page', ?, 'v1', ?, 1, 1, 1, 1, 1)",
  );
  if (version >= 11) raw.exec("INSERT INTO ledger_scopes (scope, connection_id, entity, source_connection) VALUES (1, 'books', 'sales', 'till')");
  const entry = raw.prepare(version < 11 ? "INSERT INTO ledger (connection_id, entity, source_connection, source_key, entry, lineage) VALUES ('books', 'sales', 'till', ?1, json_object('targetType', 'invoice', 'targetId', ?2, 'targetVersion', '0'), 1)" : "INSERT INTO ledger (scope, source_key, target_type, target_id, target_version, lineage) VALUES (1, ?1, 'invoice', ?2, '0', 1)");
  const seen = raw.prepare("INSERT INTO seen (source, key, version) VALUES (1, ?, 'v1')");
  for (let at = 1; at <= 300; at += 1) {
    record.run(2 ** 26 + at, 2 ** 26 + at, `s${at}`, `Sale ${at}`);
    entry.run(`s${at}`, `${at}`);
    seen.run(`s${at}`);
  }
  raw.exec(`INSERT INTO intents (key, connection_id, target, effect, source_connection, source_key, slot, run_id, flow_id, lineage, fence, payload, state) VALUES ('fx-1', 'books', 'books.sales', 'sale', 'till', 's301', '', 'r1', 'sales', 301, 4, '{"total":"12.50"}', 'sending')`);
  raw.close();
  return path.dirname(home);
}

/** Columns that a later schema does without, on purpose. */
const takenAway = { search: 'an index of words came in its place' };

/** Tables that a later schema keeps in another way, as what they say. */
const said: Readonly<Record<string, (columns: ReadonlySet<string>) => string>> = {
  ledger: (columns) =>
    columns.has('scope')
      ? "SELECT connection_id, entity, source_connection, source_key, target_type AS type, target_id AS id, target_version AS version, lineage, previous FROM ledger JOIN ledger_scopes USING (scope) ORDER BY source_key"
      : "SELECT connection_id, entity, source_connection, source_key, entry ->> '$.targetType' AS type, entry ->> '$.targetId' AS id, entry ->> '$.targetVersion' AS version, lineage, previous FROM ledger ORDER BY source_key",
};

type Contents = Readonly<Record<string, { readonly columns: readonly string[]; readonly rows: string }>>;

/** Every row of every table (a later schema may have a view in place of one), by the columns that `like` had (its own when it is the first look). */
function contentsOf(file: string, like?: Contents): Contents {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name <> 'sessions' ORDER BY name").all() as { name: string }[];
    return Object.fromEntries(
      tables
        .filter(({ name }) => like === undefined || name in like)
        .map(({ name }) => {
          const own = (db.prepare(`SELECT name FROM pragma_table_info('${name}')`).all() as { name: string }[]).map((column) => column.name);
          if (said[name]) return [name, { columns: [], rows: JSON.stringify(db.prepare(said[name](new Set(own))).all()) }];
          const columns = like?.[name]?.columns ?? own.filter((column) => !(column in takenAway));
          return [name, { columns, rows: JSON.stringify(db.prepare(`SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${name}" ORDER BY ${columns.map((_column, index) => index + 1).join(', ')}`).all()) }];
        }),
    );
  } finally {
    db.close();
  }
}

function versionOf(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  } finally {
    db.close();
  }
}

/** What is wrong after a process died while it brought the schema up. */
async function lookAt(workspace: string, version: number, before: Contents): Promise<readonly string[]> {
  const wrong: string[] = [];
  const verdict = await integrityOf(workspace);
  if (verdict !== 'ok') wrong.push(`the file: ${verdict}`);
  const file = path.join(workspace, '.fluxo', 'fluxo.db');
  const found = versionOf(file);
  if (found === version) figures.untouched += 1;
  else if (found === newest) figures.finished += 1;
  else if (migrations.some((one) => one.version === found)) figures.partTheWay += 1;
  else wrong.push(`schema ${found}`);
  await (await openDatabase(file)).close();
  if (versionOf(file) !== newest) wrong.push(`still at schema ${versionOf(file)}`);
  if (JSON.stringify(contentsOf(file, before)) !== JSON.stringify(before)) wrong.push('rows of before are not as they were');
  const backup = path.join(workspace, '.fluxo', 'backups', `schema-${version}.db`);
  if (!existsSync(backup)) return [...wrong, 'there is no backup of before'];
  try {
    if (JSON.stringify(contentsOf(backup, before)) !== JSON.stringify(before)) wrong.push('the backup is not what was there before');
  } catch (thrown) {
    wrong.push(`the backup cannot be read: ${String(thrown)}`);
  }
  return wrong;
}

describe.skipIf(whyNoStrace() !== null)(`a process killed at its Nth call while it brings an old database up to date${whyNoStrace() === null ? '' : ` (skipped: ${whyNoStrace()})`}`, () => {
  test.each(oldVersions)('leaves schema %i untouched or a whole step further, and the next one finishes with every row and a backup of before', async (version) => {
    const original = await makeOld(version);
    const before = contentsOf(path.join(original, '.fluxo', 'fluxo.db'));
    const workspace = path.join(folder, 'killed');
    const held = { args: [program.file, path.join(workspace, '.fluxo', 'fluxo.db')], env: program.env };
    const renew = async () => {
      await rm(workspace, { recursive: true, force: true });
      await cp(original, workspace, { recursive: true });
    };
    await renew();
    const counts = await countCalls(held);
    const all = [...counts].filter(([call]) => groupOf(call) !== 'sends').flatMap(([call, count]) => Array.from({ length: count }, (_one, at) => ({ call, nth: at + 1 })));
    expect(all.length).toBeGreaterThan(20);
    figures.points += all.length;
    const random = makeRandom(seed + version);
    const wrong: string[] = [];
    for (const { call, nth } of full ? all : Array.from({ length: Math.ceil(12 / oldVersions.length) }, () => random.pick(all))) {
      await renew();
      const { signal } = await underStrace(held, { inject: [{ call, nth, what: 'KILL' }] });
      if (signal === 'SIGKILL') figures.kills += 1;
      wrong.push(...(await lookAt(workspace, version, before)).map((line) => `${call} ${nth}: ${line}`));
    }
    figures.wrong += wrong.length;
    expect(wrong).toEqual([]);
  });
});

test('a migration that is not one transaction would be seen', async () => {
  const original = await makeOld(1);
  const file = path.join(original, '.fluxo', 'fluxo.db');
  const before = contentsOf(file);
  const halfway = { version: 2, up: (db: DatabaseSync) => (db.exec("COMMIT; DELETE FROM ledger WHERE source_key = 's7'; BEGIN"), db.exec('SELECT nonsense')) };
  await expect(openDatabase(file, [migrations[0]!, halfway])).rejects.toThrow();
  expect(await lookAt(original, 1, before)).toContain('rows of before are not as they were');
});
