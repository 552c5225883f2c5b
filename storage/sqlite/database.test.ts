import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tear } from '../testing/tear.ts';
import { applicationId, checkVersion, openDatabase, openForLooking, type Database } from './database.ts';
import { migrations } from './migrations/index.ts';

const newest = migrations.at(-1)!.version;

let folder: string;
let file: string;
const opened: Database[] = [];
const open = async (...more: Parameters<typeof openDatabase> extends [string, ...infer Rest] ? Rest : never) => {
  const db = await openDatabase(file, ...more);
  opened.push(db);
  return db;
};
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-db-'));
  file = path.join(folder, '.fluxo', 'fluxo.db');
});
afterEach(async () => {
  for (const db of opened.splice(0)) await db.close();
  await rm(folder, { recursive: true, force: true });
});

const pragma = (db: Database, name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];

test('what may wait is kept by itself soon, and together with whatever is kept before that', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fluxo-joined-'));
  const db = await openDatabase(path.join(folder, 'fluxo.db'));
  const other = new DatabaseSync(path.join(folder, 'fluxo.db'), { readOnly: true });
  const kept = () => (other.prepare("SELECT name FROM settings WHERE name LIKE 'x%' ORDER BY name").all() as { name: string }[]).map(({ name }) => name);
  const put = (name: string, mayWaitMs?: number) => db.write(() => void db.prepare('INSERT INTO settings (name, value) VALUES (?, 1)').run(name), undefined, mayWaitMs);
  try {
    await put('x1', 10);
    expect(kept()).toEqual(['x1']);
    void put('x2', 10);
    await put('x3');
    expect(kept()).toEqual(['x1', 'x2', 'x3']);
    const last = put('x4', 10);
    await db.close();
    await last;
    expect(kept()).toEqual(['x1', 'x2', 'x3', 'x4']);
  } finally {
    other.close();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
});

describe('the database of a workspace', () => {
  test('is set so that what was committed survives a power cut and a tampered file runs no code', async () => {
    const db = await open();
    const settings = ['journal_mode', 'synchronous', 'fullfsync', 'checkpoint_fullfsync', 'foreign_keys', 'trusted_schema', 'cell_size_check', 'secure_delete', 'busy_timeout', 'wal_autocheckpoint', 'journal_size_limit', 'cache_size', 'application_id', 'user_version'];
    expect(Object.fromEntries(settings.map((name) => [name, pragma(db, name)]))).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      fullfsync: 1,
      checkpoint_fullfsync: 1,
      foreign_keys: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      secure_delete: 1,
      busy_timeout: 100,
      wal_autocheckpoint: 1000,
      journal_size_limit: 67_108_864,
      cache_size: -16_384,
      application_id: applicationId,
      user_version: newest,
    });
    // Code is never loaded from a file, whatever a tampered schema or a query asks for.
    expect(() => db.prepare("SELECT load_extension('x')").get()).toThrow(/not authorized|no such function/);
    // Defensive: the schema cannot be rewritten by hand, even by whoever gets SQL in.
    expect(() => db.prepare('PRAGMA writable_schema = ON').run() && db.prepare("UPDATE sqlite_schema SET sql = ''").run()).toThrow();
  });

  test('is looked at over connections that only read, and trust the file as little', async () => {
    const db = await open();
    const looker = openForLooking(file);
    const settings = ['query_only', 'trusted_schema', 'cell_size_check', 'busy_timeout'];
    for (const prepare of [db.prepareRead, looker.prepareRead]) expect(settings.map((name) => Object.values(prepare(`PRAGMA ${name}`).get() as object)[0])).toEqual([1, 0, 1, 1000]);
    await expect(looker.write(() => 1)).rejects.toMatchObject({ data: { code: 'storage.read_only' } });
    await looker.close();
  });

  test('is refused by a SQLite that could lose commits, and this one is none', async () => {
    const db = await open();
    expect(() => checkVersion(String(db.prepare('SELECT sqlite_version() AS version').get()!['version']))).not.toThrow();
    for (const fine of ['3.51.3', '3.53.0', '4.0.0']) expect(() => checkVersion(fine)).not.toThrow();
    for (const old of ['3.51.2', '3.9.9', '2.99.99']) expect(() => checkVersion(old)).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'storage.old_sqlite' }) }));
  });

  test('is locked for writing before a work begins: one that first looks and then writes can never find the file changed in between', async () => {
    const db = await open();
    const other = new DatabaseSync(file);
    let refused: unknown;
    await db.write(() => {
      try {
        other.exec('BEGIN IMMEDIATE');
      } catch (thrown) {
        refused = thrown;
      }
    });
    other.close();
    expect(refused).toMatchObject({ errcode: 5 });
  });

  test('takes no state that there is none of', async () => {
    const db = await open();
    const run = (status: string) => db.prepare("INSERT INTO runs (id, flow_id, flow_name, status, dry_run, trigger, started_at, touched_at, last_seq, taken, outcomes, nodes) VALUES (?1, 'f', 'F', ?1, 0, 'cli', 1, 1, 0, 0, '{}', '{}')").run(status);
    expect(() => run('succeeded')).not.toThrow();
    expect(() => run('perhaps')).toThrow(/CHECK constraint/);
  });

  test('leaves no log beside it when it is closed', async () => {
    const db = await open();
    await db.write(() => db.prepare("INSERT INTO leases VALUES ('x', 1, NULL, 'h', 1, 'p', 1, 1, 0)").run());
    expect((await stat(`${file}-wal`)).size).toBeGreaterThan(0);
    await db.close();
    expect((await stat(`${file}-wal`).catch(() => ({ size: 0 }))).size).toBe(0);
  });

  test('that is gone or empty is not begun anew while a copy or its log is left', async () => {
    const db = await open();
    await db.backUp(Date.now());
    await db.close();
    await truncate(file, 0);
    const gone = { data: { code: 'storage.gone', kind: 'setup', fix: expect.stringContaining('doctor --restore') } };
    await expect(open()).rejects.toMatchObject(gone);
    await rm(file);
    await expect(open()).rejects.toMatchObject(gone);
    expect(await readdir(path.dirname(file))).not.toContain('fluxo.db');
    // Without anything that was Fluxo's, it is the first start.
    await rm(path.join(path.dirname(file), 'backups'), { recursive: true });
    await writeFile(`${file}-wal`, 'what was committed last');
    await expect(open()).rejects.toMatchObject(gone);
    await rm(`${file}-wal`);
    await expect(open()).resolves.toBeDefined();
  });

  test('keeps every table strict', async () => {
    const db = await open();
    const tables = db.prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'").all();
    expect(tables.length).toBeGreaterThan(8);
    expect(tables.filter((table) => table['strict'] !== 1)).toEqual([]);
  });

  test('lets readers neither write nor wait for the writer', async () => {
    const db = await open();
    expect(() => db.prepareRead('DELETE FROM runs').run()).toThrow(/readonly/);
    let seen: unknown;
    await db.write(() => {
      db.prepare("INSERT INTO leases VALUES ('x', 1, NULL, 'h', 1, 'p', 1, 1, 0)").run();
      seen = db.prepareRead('SELECT count(*) AS count FROM leases').get();
    });
    expect(seen).toEqual({ count: 0 });
    expect(db.prepareRead('SELECT count(*) AS count FROM leases').get()).toEqual({ count: 1 });
  });

  test('undoes one failing work and keeps the others of the same commit', async () => {
    const db = await open();
    const insert = (name: string) => () => void db.prepare('INSERT INTO leases VALUES (?, 1, NULL, ?, 1, ?, 1, 1, 0)').run(name, 'h', 'p');
    const results = await Promise.allSettled([
      db.write(insert('a')),
      db.write(() => {
        insert('b')();
        throw new Error('changed my mind');
      }),
      db.write(insert('c')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(db.prepare('SELECT name FROM leases ORDER BY name').all().map((row) => row['name'])).toEqual(['a', 'c']);
  });

  test('waits for a writer in another process instead of failing, without blocking this one', async () => {
    const db = await open();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 10);
    const work = db.write(() => 'done');
    setTimeout(() => other.exec('COMMIT'), 400);
    expect(await work).toBe('done');
    clearInterval(timer);
    other.close();
    expect(ticks).toBeGreaterThan(3);
  });

  test('refuses a file of another program, of a newer Fluxo, or one that is no database, and leaves it untouched', async () => {
    const db = await open();
    await db.close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    await expect(open()).rejects.toMatchObject({ data: { code: 'storage.newer', kind: 'setup' } });
    const again = new DatabaseSync(file);
    again.exec('PRAGMA user_version = 1; PRAGMA application_id = 7');
    again.close();
    await expect(open()).rejects.toMatchObject({ data: { code: 'storage.not_ours' } });
    await rm(file);
    await writeFile(file, 'this is a letter to my mother, not a database'.repeat(100));
    await expect(open()).rejects.toMatchObject({ data: { code: 'storage.not_a_database' } });
  });

  test('is copied before a newer Fluxo changes it, and a migration that fails changes nothing', async () => {
    const first = await open();
    await first.write(() => first.prepare("INSERT INTO leases VALUES ('kept', 1, NULL, 'h', 1, 'p', 1, 1, 0)").run());
    await first.close();
    const failing = { version: newest + 1, up: (db: DatabaseSync) => (db.exec('CREATE TABLE new_one (a INTEGER) STRICT'), db.exec('SELECT nonsense')) };
    await expect(open([...migrations, failing])).rejects.toThrow();
    const working = { version: newest + 1, up: (db: DatabaseSync) => db.exec('CREATE TABLE new_one (a INTEGER) STRICT') };
    const second = await open([...migrations, working]);
    expect(pragma(second, 'user_version')).toBe(newest + 1);
    expect(await readdir(path.join(folder, '.fluxo', 'backups'))).toEqual([`schema-${newest}.db`]);
    const copy = new DatabaseSync(path.join(folder, '.fluxo', 'backups', `schema-${newest}.db`));
    expect(copy.prepare('SELECT name FROM leases').all()).toEqual([{ name: 'kept' }]);
    expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: newest });
    copy.close();
  });

  test('is brought forward by several that start at once, each of which opens it; the copy is of before', async () => {
    const first = await open();
    await first.write(() => first.prepare('INSERT INTO blocks (at, data) VALUES (1, randomblob(4000000))').run());
    await first.close();
    const backups = path.join(folder, '.fluxo', 'backups');
    await mkdir(backups);
    // Of one that was killed while it copied, before and after copies had their maker's name.
    for (const name of [`schema-${newest}.db.part`, `schema-${newest}.db.99999999-ab.part`]) await writeFile(path.join(backups, name), 'half a copy');
    const next = { version: newest + 1, up: (db: DatabaseSync) => db.exec('CREATE TABLE new_one (a INTEGER) STRICT') };
    const all = await Promise.all([1, 2, 3].map(() => open([...migrations, next])));
    expect(all.map((db) => pragma(db, 'user_version'))).toEqual([newest + 1, newest + 1, newest + 1]);
    expect(await readdir(backups)).toEqual([`schema-${newest}.db`]);
    const copy = new DatabaseSync(path.join(backups, `schema-${newest}.db`));
    expect(Object.values(copy.prepare('PRAGMA user_version').get()!)).toEqual([newest]);
    copy.close();
  });

  test('that a newer Fluxo brings forward takes nothing more from an older one that has it open', async () => {
    const older = await open();
    const next = { version: newest + 1, up: (db: DatabaseSync) => db.exec('CREATE TABLE new_one (a INTEGER) STRICT') };
    const newer = await open([...migrations, next]);
    const put = (db: Database, name: string) => db.write(() => void db.prepare('INSERT INTO settings (name, value) VALUES (?, 1)').run(name));
    await expect(put(older, 'x1')).rejects.toMatchObject({ data: { code: 'storage.newer', kind: 'setup' } });
    await put(newer, 'x2');
    expect(newer.prepare("SELECT name FROM settings WHERE name LIKE 'x%'").all()).toEqual([{ name: 'x2' }]);
  });

  // Windows lets nobody take away a file that is open.
  test.skipIf(process.platform === 'win32')('that is moved, replaced or deleted while it is open takes nothing more, and goes on when it is back', async () => {
    const db = await open();
    const put = (name: string) => db.write(() => void db.prepare('INSERT INTO settings (name, value) VALUES (?, 1)').run(name));
    const moved = { data: { code: 'storage.moved', kind: 'setup' } };
    await put('x1');
    await rename(path.join(folder, '.fluxo'), path.join(folder, 'elsewhere'));
    await expect(put('x2')).rejects.toMatchObject(moved);
    await rename(path.join(folder, 'elsewhere'), path.join(folder, '.fluxo'));
    await put('x3');
    // Somebody puts a copy in its place, as a program does that keeps folders the same.
    await copyFile(file, `${file}.copy`);
    await rename(file, `${file}.kept`);
    await rename(`${file}.copy`, file);
    await expect(put('x4')).rejects.toMatchObject(moved);
    await rename(`${file}.kept`, file);
    await rename(`${file}-wal`, `${file}-log`);
    await expect(put('x5')).rejects.toMatchObject(moved);
    await rename(`${file}-log`, `${file}-wal`);
    await put('x6');
    await db.close();
    const again = await open();
    expect(again.prepare("SELECT name FROM settings WHERE name LIKE 'x%' ORDER BY name").all().map((row) => row['name'])).toEqual(['x1', 'x3', 'x6']);
  });

  test('is not changed by a newer Fluxo when it is damaged: the copy would be, too', async () => {
    const first = await open();
    await first.write(() => {
      const insert = first.prepare("INSERT INTO leases VALUES (?, 1, NULL, 'h', 1, 'p', 1, 1, 0)");
      for (let at = 0; at < 500; at += 1) insert.run(`lease ${at}`);
    });
    await first.close();
    await tear(file, 'leases');
    const next = { version: newest + 1, up: (db: DatabaseSync) => db.exec('CREATE TABLE new_one (a INTEGER) STRICT') };
    await expect(open([...migrations, next])).rejects.toMatchObject({ data: { code: 'storage.damaged' } });
    const raw = new DatabaseSync(file, { readOnly: true });
    expect(raw.prepare('PRAGMA user_version').get()).toEqual({ user_version: newest });
    raw.close();
    expect(await readdir(path.dirname(file))).not.toContain('backups');
  });

  test('looks at its pages after a process that did not close it, and names a damaged file', async () => {
    const child = spawn(process.execPath, ['-e', `import('${path.join(import.meta.dirname, 'database.ts')}').then(async ({ openDatabase }) => { const db = await openDatabase(process.argv[1]); await db.write(() => { const insert = db.prepare("INSERT INTO leases VALUES (?, 1, NULL, 'h', 1, 'p', 1, 1, 0)"); for (let i = 0; i < 5000; i += 1) insert.run('lease number ' + i); }); db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get(); process.kill(process.pid, 'SIGKILL'); })`, file]);
    await once(child, 'close');
    const db = await open();
    expect(db.prepare('SELECT count(*) AS count FROM sessions').get()).toEqual({ count: 1 });
    expect(db.prepare('SELECT count(*) AS count FROM leases').get()).toEqual({ count: 5000 });
    await db.close();

    const raw = new DatabaseSync(file);
    raw.exec("INSERT INTO sessions (host, pid, opened_at) VALUES ('elsewhere', 1, 1); PRAGMA wal_checkpoint(TRUNCATE)");
    raw.close();
    await tear(file, 'leases');
    await expect(open()).rejects.toMatchObject({ data: { code: 'storage.damaged', fix: expect.stringContaining('backups') } });
  });

  test('says that the disk is full, keeps what was there, and goes on when there is room again', async () => {
    const db = await open();
    db.prepare('CREATE TABLE filler (a BLOB) STRICT').run();
    const { pages } = db.prepare('SELECT page_count AS pages FROM pragma_page_count').get() as { pages: number };
    db.prepare(`PRAGMA max_page_count = ${pages + 5}`).get();
    const fill = () => void db.prepare('INSERT INTO filler VALUES (zeroblob(1000000))').run();
    await expect(db.write(fill)).rejects.toMatchObject({ data: { code: 'storage.disk_full', kind: 'setup' } });
    db.prepare('PRAGMA max_page_count = 1000000').get();
    await db.write(fill);
    expect(db.prepare('SELECT count(*) AS count FROM filler').get()).toEqual({ count: 1 });
  });
});

test('who waits for a short write that was asked for before a long one is answered while the long ones are still to be written', async () => {
  const db = await open();
  db.prepare("INSERT INTO settings (name, value) VALUES ('n', 0)").run();
  const other = new DatabaseSync(file, { readOnly: true });
  const kept = () => Number((other.prepare("SELECT value FROM settings WHERE name = 'n'").get() as { value: unknown }).value);
  const add = (ms: number) =>
    db.write(() => {
      for (const until = performance.now() + ms; performance.now() < until; );
      db.prepare("UPDATE settings SET value = value + 1 WHERE name = 'n'").run();
    });
  const fail = () =>
    db.write(() => {
      throw new Error('not this one');
    });
  const seen: number[] = [];
  // Each longer than a commit may take; one that fails takes nobody along.
  const works = [add(0), add(50), fail().catch(() => undefined), add(50), add(0)].map(async (work) => (await work, seen.push(kept())));
  await Promise.all(works);
  other.close();
  expect(seen[0]).toBeLessThan(4);
  expect(seen.at(-1)).toBe(4);
  expect(seen).toEqual(seen.toSorted((one, two) => one - two));
});

test('the migrations are numbered from 1 without a gap', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
});
