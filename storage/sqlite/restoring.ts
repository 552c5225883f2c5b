import { existsSync } from 'node:fs';
import { copyFile, link, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { FluxoError } from '#shared/errors.ts';
import type { Backup, Restored } from '#shared/workspace/backups.ts';
import { backupsOf, damagedMark, evidenceMark, isCopy, restoredMark } from './backups.ts';
import { storageError } from './errors.ts';
import { isStillOpen } from './processes.ts';

/** The copies beside a database, newest first. Opens each, but looks at few of its pages: `isBackupWhole` looks at all. */
export async function listBackups(file: string): Promise<readonly Backup[]> {
  return (await newestFirst(file)).map(({ path: copy, at, bytes }) => ({ name: path.basename(copy), at, bytes, holds: howMuch(copy) }));
}

/** Looks at every page of a copy; this takes seconds for one of gigabytes, in this thread. Throws `storage.unknown_backup`. */
export async function isBackupWhole(file: string, name: string): Promise<boolean> {
  return isWhole(copyAddress((await named(file, name)).path));
}

/**
 * Puts a copy in the place of a damaged database, which is kept under another name: the one of this name, or the newest that is whole. Only on the user's word
 * and while no Fluxo runs on the workspace. Throws `setup` errors: the database is not damaged, is in use, there is no copy of this name or none that is whole; and
 * those of the disk.
 */
export async function restoreBackup(file: string, now: number, name?: string): Promise<Restored> {
  const place = { file: path.basename(file) };
  const mark = path.join(path.dirname(file), damagedMark);
  if (isWhole(file) && !existsSync(mark)) throw new FluxoError({ code: 'storage.not_damaged', kind: 'setup', what: 'The database of this workspace is not damaged, so nothing was restored.', where: place, fix: 'Start Fluxo as usual.' });
  const copies = name === undefined ? await newestFirst(file) : [await named(file, name)];
  const good = copies.find((copy) => isWhole(copyAddress(copy.path)));
  if (isInUse(file)) throw new FluxoError({ code: 'storage.in_use', kind: 'setup', what: 'A Fluxo still works on this workspace, so nothing was restored.', where: place, fix: 'Close every other Fluxo of this workspace, then restore again.' });
  if (!good && name !== undefined) throw new FluxoError({ code: 'storage.backup_damaged', kind: 'setup', what: 'This backup cannot be read whole, so nothing was restored.', where: { file: name }, fix: 'Choose another one.' });
  if (!good) throw new FluxoError({ code: 'storage.no_backup', kind: 'setup', what: 'There is no copy of this database that is whole.', where: place, fix: 'Keep the folder .fluxo: move it away as it is and start Fluxo anew; then look in the services what is there before you run a flow.' });

  const evidence = `${file}${evidenceMark}${new Date(now).toISOString().replaceAll(':', '-').slice(0, 19)}`;
  const next = `${file}.restoring`;
  const wasThere = existsSync(file);
  try {
    await copyFile(good.path, next);
    const handle = await open(next, 'r+');
    await handle.sync();
    await handle.close();
    await writeFile(path.join(path.dirname(file), restoredMark), JSON.stringify({ from: path.basename(good.path), madeAt: good.at, at: now }));
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
  return { from: path.basename(good.path), madeAt: good.at, evidence: wasThere ? path.basename(evidence) : null };
}

interface Copy {
  readonly path: string;
  readonly at: number;
  readonly bytes: number;
}

async function newestFirst(file: string): Promise<readonly Copy[]> {
  const folder = backupsOf(file);
  const names = (await readdir(folder).catch(() => [])).filter(isCopy);
  const copies = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs, size } = await stat(path.join(folder, name));
      return { path: path.join(folder, name), at: Math.round(mtimeMs), bytes: size };
    }),
  );
  return copies.toSorted((a, b) => b.at - a.at);
}

/** By its name among those that are there, so that no name leads out of the folder. */
async function named(file: string, name: string): Promise<Copy> {
  const copies = await newestFirst(file);
  const found = copies.find((copy) => path.basename(copy.path) === name);
  if (found) return found;
  const names = copies.map((copy) => path.basename(copy.path)).join(', ');
  throw new FluxoError({ code: 'storage.unknown_backup', kind: 'setup', what: 'There is no backup of this name.', where: { file: name }, fix: names === '' ? 'There is none at all beside this database.' : `Choose one of these: ${names}.` });
}

/** A copy is a whole file that nobody writes: without this SQLite leaves files of its own beside it, and fails on a disk that is read-only. */
function copyAddress(copy: string): URL {
  const address = pathToFileURL(copy);
  address.searchParams.set('immutable', '1');
  return address;
}

function howMuch(copy: string): Backup['holds'] {
  return looking(copyAddress(copy), (db) => db.prepare('SELECT (SELECT count(*) FROM runs) AS runs, (SELECT count(*) FROM records) AS records').get() as { runs: number; records: number }) ?? null;
}

/** As far as a damaged database can still say who has it open: whoever has would go on writing into the file that is put aside. */
function isInUse(file: string): boolean {
  const sessions = looking(file, (db) => db.prepare('SELECT host, pid, opened_at AS openedAt FROM sessions').all() as { host: string; pid: number; openedAt: number }[]);
  return sessions?.some(isStillOpen) ?? false;
}

function isWhole(file: string | URL): boolean {
  const isFine = looking(file, (db) => {
    const found = db.prepare('PRAGMA integrity_check(1)').get() as Record<string, string>;
    const owner = db.prepare('PRAGMA user_version').get() as { user_version: number };
    return Object.values(found)[0] === 'ok' && owner.user_version > 0;
  });
  return isFine ?? false;
}

/** What a look at a database says; undefined when it cannot be had, for whatever reason. */
function looking<T>(file: string | URL, look: (db: DatabaseSync) => T): T | undefined {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(file, { readOnly: true });
    return look(db);
  } catch {
    return undefined;
  } finally {
    db?.close();
  }
}
