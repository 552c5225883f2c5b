import { existsSync, readdirSync } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { FluxoError } from '#shared/errors.ts';
import { storageError } from './errors.ts';
import { isStillOpen } from './processes.ts';

const dayMs = 24 * 60 * 60_000;
const kept = 7;
const daily = /^daily-(\d{4}-\d{2}-\d{2})\.db$/;

/** Beside the database: written when a check has found damage, so that the next start does not trust the file. */
export const damagedMark = 'damaged';
/** Beside the database: the log is an older one, and schedules wait until somebody has seen that. */
export const restoredMark = 'restored';

const backupsOf = (file: string) => path.join(path.dirname(file), 'backups');
const isCopy = (name: string) => name.endsWith('.db');

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

export interface Restored {
  /** Name of the copy that was put in place, and when it was made. */
  readonly from: string;
  readonly madeAt: number;
  /** The damaged file, kept; null when there was none any more. */
  readonly evidence: string | null;
}

/**
 * Puts the newest copy that is whole in the place of a damaged database, which is kept under another name. Only on the user's word and while no Fluxo runs on
 * the workspace. Throws `setup` errors: the database is not damaged, is in use, or there is no copy that is whole; and those of the disk.
 */
export async function restoreNewest(file: string, now: number): Promise<Restored> {
  const place = { file: path.basename(file) };
  const mark = path.join(path.dirname(file), damagedMark);
  if (isWhole(file) && !existsSync(mark)) throw new FluxoError({ code: 'storage.not_damaged', kind: 'setup', what: 'The database of this workspace is not damaged, so nothing was restored.', where: place, fix: 'Start Fluxo as usual.' });
  const copies = await newestFirst(backupsOf(file));
  const good = copies.find((copy) => isWhole(copy.path));
  if (isInUse(file)) throw new FluxoError({ code: 'storage.in_use', kind: 'setup', what: 'A Fluxo still works on this workspace, so nothing was restored.', where: place, fix: 'Close the desktop app and every other Fluxo of this workspace, then restore again.' });
  if (!good) throw new FluxoError({ code: 'storage.no_backup', kind: 'setup', what: 'There is no copy of this database that is whole.', where: place, fix: 'Keep the folder .fluxo: move it away as it is and start Fluxo anew; then look in the services what is there before you run a flow.' });

  const evidence = `${file}${evidenceMark}${new Date(now).toISOString().replaceAll(':', '-').slice(0, 19)}`;
  const next = `${file}.restoring`;
  const wasThere = existsSync(file);
  try {
    await copyFile(good.path, next);
    const handle = await open(next, 'r+');
    await handle.sync();
    await handle.close();
    await writeFile(path.join(path.dirname(file), restoredMark), JSON.stringify({ from: path.basename(good.path), madeAt: good.madeAt, at: now }));
    // At no moment is there no database: an empty one would send everything anew. Not every disk knows a second name for a file.
    if (wasThere) await link(file, evidence).catch(() => copyFile(file, evidence));
    await rename(`${file}-wal`, `${evidence}-wal`).catch(() => undefined);
    await rm(`${file}-shm`, { force: true });
    await rename(next, file);
    await rm(mark, { force: true });
  } catch (thrown) {
    await rm(next, { force: true }).catch(() => undefined);
    throw storageError(thrown, path.basename(file));
  }
  return { from: path.basename(good.path), madeAt: good.madeAt, evidence: wasThere ? path.basename(evidence) : null };
}

async function newestFirst(folder: string): Promise<readonly { readonly path: string; readonly madeAt: number }[]> {
  const names = (await readdir(folder).catch(() => [])).filter(isCopy);
  const copies = await Promise.all(names.map(async (name) => ({ path: path.join(folder, name), madeAt: Math.round((await stat(path.join(folder, name))).mtimeMs) })));
  return copies.toSorted((a, b) => b.madeAt - a.madeAt);
}

/** As far as a damaged database can still say who has it open: whoever has would go on writing into the file that is put aside. */
function isInUse(file: string): boolean {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(file, { readOnly: true });
    const sessions = db.prepare('SELECT host, pid, opened_at AS openedAt FROM sessions').all() as { host: string; pid: number; openedAt: number }[];
    return sessions.some(isStillOpen);
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

function isWhole(file: string): boolean {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(file, { readOnly: true });
    const found = db.prepare('PRAGMA integrity_check(1)').get() as Record<string, string>;
    const owner = db.prepare('PRAGMA user_version').get() as { user_version: number };
    return Object.values(found)[0] === 'ok' && owner.user_version > 0;
  } catch {
    return false;
  } finally {
    db?.close();
  }
}
