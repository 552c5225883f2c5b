import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tear } from '../testing/tear.ts';
import { damagedMark, restoredMark } from './backups.ts';
import { openDatabase, type Database } from './database.ts';
import { logState, trustRestored } from './logState.ts';
import { isBackupWhole, listBackups, restoreBackup } from './restoring.ts';

const day = 24 * 60 * 60_000;
const start = Date.UTC(2026, 10, 1, 12);
let folder: string;
let file: string;
const opened: Database[] = [];
const openIt = async () => {
  const db = await openDatabase(file);
  opened.push(db);
  return db;
};
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-restoring-'));
  file = path.join(folder, 'fluxo.db');
});
afterEach(async () => {
  for (const db of opened.splice(0)) await db.close().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});
const lease = (db: Database, name: string) => db.write(() => void db.prepare("INSERT INTO leases VALUES (?, 1, NULL, 'h', 1, 'p', 1, 1, 0)").run(name));
const names = (db: Database) => db.prepare('SELECT name FROM leases ORDER BY name').all().map((row) => row['name']);

test('a damaged database is kept and the newest copy that is whole takes its place; what is whole is never replaced', async () => {
  const db = await openIt();
  await lease(db, 'old');
  await db.backUp(start);
  await lease(db, 'newer');
  await db.backUp(start + day);
  await lease(db, 'lost');
  await db.close();
  await expect(restoreBackup(file, start)).rejects.toMatchObject({ data: { code: 'storage.not_damaged' } });
  await tear(file, 'leases');
  // The newest copy is damaged as well.
  await writeFile(path.join(folder, 'backups', 'daily-2026-11-03.db'), 'not a database');
  const { from, evidence } = await restoreBackup(file, start + 3 * day);
  expect(from).toBe('daily-2026-11-02.db');
  expect((await stat(path.join(folder, evidence!))).size).toBeGreaterThan(4096);
  expect(existsSync(path.join(folder, restoredMark))).toBe(true);
  expect(existsSync(path.join(folder, damagedMark))).toBe(false);
  expect(names(await openIt())).toEqual(['newer', 'old']);
});

test('a database that is gone, or is no database any more, has the newest copy put in its place', async () => {
  for (const spoil of [() => rm(file), () => truncate(file, 0), () => writeFile(file, Buffer.alloc(40_000))]) {
    const db = await openIt();
    await lease(db, 'kept');
    await db.backUp(start);
    await db.close();
    await spoil();
    await expect(openIt()).rejects.toMatchObject({ data: { code: expect.stringMatching(/^storage\.(gone|not_a_database)$/), fix: expect.stringContaining('doctor --restore') } });
    expect(await restoreBackup(file, start)).toMatchObject({ from: 'daily-2026-11-01.db' });
    const again = await openIt();
    expect(names(again)).toEqual(['kept']);
    await again.close();
    await rm(folder, { recursive: true });
    await mkdir(folder);
  }
});

test('nothing is restored under a Fluxo that is still open: what it wrote would be lost', async () => {
  const db = await openIt();
  await lease(db, 'a');
  await db.backUp(start);
  await writeFile(path.join(folder, damagedMark), '');
  await expect(restoreBackup(file, start)).rejects.toMatchObject({ data: { code: 'storage.in_use', kind: 'setup' } });
  // A process of before the machine was started is none that has it open, whoever has its number now.
  await db.write(() => db.prepare('UPDATE sessions SET opened_at = 1').run());
  expect(await restoreBackup(file, start)).toMatchObject({ from: 'daily-2026-11-01.db' });
});

test('without a copy that is whole nothing is touched', async () => {
  const db = await openIt();
  await lease(db, 'a');
  await db.close();
  await tear(file, 'leases');
  // Looking at a file makes these two.
  const there = async () => (await readdir(folder)).filter((name) => !/-(wal|shm)$/.test(name));
  const before = await there();
  await expect(restoreBackup(file, start)).rejects.toMatchObject({ data: { code: 'storage.no_backup' } });
  expect(await there()).toEqual(before);
});

/** Two copies of a database that is torn now, and a third that is no database: the newest. */
async function tornWithCopies(): Promise<void> {
  const db = await openIt();
  await lease(db, 'old');
  await db.backUp(start);
  await lease(db, 'newer');
  await db.backUp(start + day);
  await db.close();
  const copies = path.join(folder, 'backups');
  await writeFile(path.join(copies, 'daily-2026-11-03.db'), Buffer.alloc(9000));
  for (const [at, name] of ['daily-2026-11-01.db', 'daily-2026-11-02.db', 'daily-2026-11-03.db'].entries()) await utimes(path.join(copies, name), new Date(start + at * day), new Date(start + at * day));
  await tear(file, 'leases');
}

test('the copies are listed newest first, with how much each holds, and looking at them leaves nothing beside them', async () => {
  expect(await listBackups(file)).toEqual([]);
  await tornWithCopies();
  const copies = await listBackups(file);
  expect(copies.map(({ name, at, holds }) => ({ name, at, holds }))).toEqual([
    { name: 'daily-2026-11-03.db', at: start + 2 * day, holds: null },
    { name: 'daily-2026-11-02.db', at: start + day, holds: { runs: 0, records: 0 } },
    { name: 'daily-2026-11-01.db', at: start, holds: { runs: 0, records: 0 } },
  ]);
  expect(copies[0]?.bytes).toBe(9000);
  expect(await Promise.all(copies.map(({ name }) => isBackupWhole(file, name)))).toEqual([false, true, true]);
  expect(await readdir(path.join(folder, 'backups'))).toHaveLength(3);
});

test('the copy that was chosen takes the place; one that is not whole, or that is not there, does not', async () => {
  await tornWithCopies();
  await expect(restoreBackup(file, start, 'daily-2026-11-03.db')).rejects.toMatchObject({ data: { code: 'storage.backup_damaged' } });
  for (const name of ['daily-2026-10-01.db', '../fluxo.db', '']) await expect(restoreBackup(file, start, name)).rejects.toMatchObject({ data: { code: 'storage.unknown_backup' } });
  expect(logState(file)).toEqual({ state: 'trusted' });
  expect(await restoreBackup(file, start, 'daily-2026-11-01.db')).toMatchObject({ from: 'daily-2026-11-01.db', madeAt: start });
  expect(names(await openIt())).toEqual(['old']);
});

test('a log that was restored is known as one until somebody trusts it', async () => {
  await tornWithCopies();
  await writeFile(path.join(folder, damagedMark), '');
  expect(logState(file)).toEqual({ state: 'damaged' });
  await restoreBackup(file, start + 4 * day);
  expect(logState(file)).toEqual({ state: 'restored', madeAt: start + day });
  await writeFile(path.join(folder, restoredMark), 'torn');
  expect(logState(file)).toEqual({ state: 'restored', madeAt: null });
  await trustRestored(file);
  expect(logState(file)).toEqual({ state: 'trusted' });
});
