import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tear } from '../testing/tear.ts';
import { isCheckDue } from './backups.ts';
import { openDatabase, type Database } from './database.ts';

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
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-backups-'));
  file = path.join(folder, 'fluxo.db');
});
afterEach(async () => {
  vi.useRealTimers();
  for (const db of opened.splice(0)) await db.close().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});
const lease = (db: Database, name: string) => db.write(() => void db.prepare("INSERT INTO leases VALUES (?, 1, NULL, 'h', 1, 'p', 1, 1, 0)").run(name));

test('a copy is made once a day while the database is in use, and the last seven are kept', async () => {
  const db = await openIt();
  for (let at = 0; at < 10; at += 1) {
    await lease(db, `of day ${at}`);
    expect(await db.backUp(start + at * day)).toBe(true);
    expect(await db.backUp(start + at * day + 1000)).toBe(false);
  }
  const copies = (await readdir(path.join(folder, 'backups'))).toSorted();
  expect(copies).toEqual([4, 5, 6, 7, 8, 9, 10].map((date) => `daily-2026-11-${String(date).padStart(2, '0')}.db`));
  const copy = new DatabaseSync(path.join(folder, 'backups', 'daily-2026-11-05.db'), { readOnly: true });
  expect(copy.prepare('SELECT count(*) AS count FROM leases').get()).toEqual({ count: 5 });
  copy.close();
});

test('the whole file is looked over once a week', async () => {
  const now = Date.now();
  expect(await isCheckDue(file, now)).toBe(true);
  expect(await isCheckDue(file, now + 6 * day)).toBe(false);
  expect(await isCheckDue(file, now + 8 * day)).toBe(true);
});

test('damage found by a check is not forgotten: every later start refuses the file and names the way out', async () => {
  const db = await openIt();
  await lease(db, 'a');
  db.check();
  await db.close();
  await tear(file, 'leases');
  const again = await openIt();
  expect(() => again.check()).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'storage.damaged', fix: expect.stringContaining('doctor --restore') }) }));
  await again.close();
  await expect(openIt()).rejects.toMatchObject({ data: { code: 'storage.damaged' } });
});

test('when nothing is written for a while the write-ahead log is put into the file', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const db = await openIt();
  await lease(db, 'a');
  expect((await stat(`${file}-wal`)).size).toBeGreaterThan(0);
  vi.advanceTimersByTime(6000);
  expect((await stat(`${file}-wal`)).size).toBe(0);
  vi.useRealTimers();
});
