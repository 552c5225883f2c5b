import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { FluxoError } from '#shared/errors.ts';

const dayMs = 24 * 60 * 60_000;
const kept = 7;
const daily = /^daily-(\d{4}-\d{2}-\d{2})\.db$/;

/** Beside the database: written when a check has found damage, so that the next start does not trust the file. */
export const damagedMark = 'damaged';
/** Beside the database: the log is an older one, and schedules wait until somebody has seen that. */
export const restoredMark = 'restored';

const backupsOf = (file: string) => path.join(path.dirname(file), 'backups');

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
  /** The damaged file, kept. */
  readonly evidence: string;
}

/**
 * Puts the newest copy that is whole in the place of a damaged database, which is kept under another name. Only on the user's word and while no Fluxo runs on
 * the workspace. Throws `setup` errors: the database is not damaged, or there is no copy that is whole.
 */
export async function restoreNewest(file: string, now: number): Promise<Restored> {
  const place = { file: path.basename(file) };
  const mark = path.join(path.dirname(file), damagedMark);
  if (isWhole(file) && !existsSync(mark)) throw new FluxoError({ code: 'storage.not_damaged', kind: 'setup', what: 'The database of this workspace is not damaged, so nothing was restored.', where: place, fix: 'Start Fluxo as usual.' });
  const copies = await newestFirst(backupsOf(file));
  const good = copies.find((copy) => isWhole(copy.path));
  if (!good) throw new FluxoError({ code: 'storage.no_backup', kind: 'setup', what: 'There is no copy of this database that is whole.', where: place, fix: 'Keep the damaged file, move it out of the .fluxo folder and start Fluxo anew; then look in the services what is there before you run a flow.' });

  const evidence = `${file}.damaged-${new Date(now).toISOString().replaceAll(':', '-').slice(0, 19)}`;
  const next = `${file}.restoring`;
  await copyFile(good.path, next);
  const handle = await open(next, 'r+');
  await handle.sync();
  await handle.close();
  await writeFile(path.join(path.dirname(file), restoredMark), JSON.stringify({ from: path.basename(good.path), madeAt: good.madeAt, at: now }));
  // At no moment is there no database: an empty one would send everything anew.
  if (existsSync(file)) await link(file, evidence);
  await rename(`${file}-wal`, `${evidence}-wal`).catch(() => undefined);
  await rm(`${file}-shm`, { force: true });
  await rename(next, file);
  await rm(mark, { force: true });
  return { from: path.basename(good.path), madeAt: good.madeAt, evidence: path.basename(evidence) };
}

async function newestFirst(folder: string): Promise<readonly { readonly path: string; readonly madeAt: number }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.db'));
  const copies = await Promise.all(names.map(async (name) => ({ path: path.join(folder, name), madeAt: (await stat(path.join(folder, name))).mtimeMs })));
  return copies.toSorted((a, b) => b.madeAt - a.madeAt);
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
