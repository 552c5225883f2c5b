import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';

const dayMs = 24 * 60 * 60_000;
const kept = 7;
const daily = /^daily-(\d{4}-\d{2}-\d{2})\.db$/;

/** Beside the database: written when a check has found damage, so that the next start does not trust the file. */
export const damagedMark = 'damaged';
/** Beside the database: the log is an older one, and schedules wait until somebody has seen that. */
export const restoredMark = 'restored';

/** Where the copies of a database lie, and which files there are one. */
export const backupsOf = (file: string) => path.join(path.dirname(file), 'backups');
export const isCopy = (name: string) => name.endsWith('.db');

/** True when there are copies of the database, whole or not. */
export function hasCopies(file: string): boolean {
  try {
    return readdirSync(backupsOf(file)).some(isCopy);
  } catch {
    return false;
  }
}

/** Damaged databases that were kept beside the one that took their place, with their logs. */
export const evidenceMark = '.damaged-';

/** Copies the database while it is in use, once a day; the last seven copies are kept. True when one was made. */
export async function backUpDaily(db: DatabaseSync, file: string, now: number): Promise<boolean> {
  const folder = backupsOf(file);
  const name = `daily-${new Date(now).toISOString().slice(0, 10)}.db`;
  if (existsSync(path.join(folder, name))) return false;
  await mkdir(folder, { recursive: true });
  // Under another name until it is whole: half a copy must never be taken for one.
  const half = path.join(folder, 'unfinished');
  await rm(half, { force: true });
  await backup(db, half);
  await rename(half, path.join(folder, name));
  const all = (await readdir(folder)).filter((found) => daily.test(found)).toSorted();
  for (const old of all.slice(0, -kept)) await rm(path.join(folder, old), { force: true });
  return true;
}

/** True when the last whole look at the file is a week ago; notes that it is made now. */
export async function isCheckDue(file: string, now: number): Promise<boolean> {
  const mark = path.join(path.dirname(file), 'checked');
  const last = await stat(mark).then(({ mtimeMs }) => mtimeMs, () => 0);
  if (now - last < 7 * dayMs) return false;
  await writeFile(mark, `${new Date(now).toISOString()}\n`);
  return true;
}
