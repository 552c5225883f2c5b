import path from 'node:path';
import { FluxoError } from '#shared/errors.ts';

/** SQLITE_IOERR_SHMSIZE: what a full disk has no room for may be the memory that processes share. */
const noRoomToShare = 4874;

const primaryCode = (code: number) => (code === noRoomToShare ? 13 : code & 0xff);

/** What the system says of a file beside the database (a copy, a folder, a mark), as the code SQLite has for it. */
const systemCodes: Readonly<Record<string, number>> = { ENOSPC: 13, EDQUOT: 13, EIO: 10, EACCES: 8, EPERM: 8, EROFS: 8 };

/** SQLite's result code of something thrown, or null when neither SQLite nor the disk threw it. */
function sqliteCode(thrown: unknown): number | null {
  if (!(thrown instanceof Error)) return null;
  const code = 'errcode' in thrown ? thrown.errcode : 'code' in thrown ? systemCodes[String(thrown.code)] : undefined;
  return typeof code === 'number' ? code : null;
}

/** Busy, locked, or (15) a lock of the log that somebody who stands still has not given back for about ten seconds: https://www.sqlite.org/rescode.html#protocol */
const busyCodes: ReadonlySet<number> = new Set([5, 6, 15]);

export function isBusy(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return code !== null && busyCodes.has(primaryCode(code));
}

/**
 * What SQLite threw, in words for the user: the disk or the file is at fault, not the record at hand.
 * Anything else is given back as it is. Codes: https://www.sqlite.org/rescode.html
 */
export function storageError(thrown: unknown, file: string): unknown {
  const code = sqliteCode(thrown);
  if (code === null) return thrown;
  const say = (cause: string, what: string, fix: string) => new FluxoError({ code: `storage.${cause}`, kind: 'setup', what, where: { file }, fix }, { cause: thrown });
  switch (primaryCode(code)) {
    case 5:
    case 6:
    case 15:
      return say('busy', 'Another program, perhaps a second Fluxo, kept the database of this workspace locked for too long.', 'Look whether another Fluxo, a backup or a database browser has it open, end it and try again.');
    case 8:
    case 3:
    case 14:
      return say('not_writable', 'The database of this workspace cannot be written.', 'Check the rights of the .fluxo folder and whether the disk is mounted read-only.');
    case 10:
      return say('disk_error', 'The disk reported an error while the database of this workspace was written or read.', 'Check the disk. What was committed before is safe; run again when it works.');
    case 11:
      return damaged(file, thrown);
    case 13:
      return say('disk_full', 'The disk is full: nothing more can be kept in the database of this workspace.', 'Free some space and run again; nothing is lost.');
    case 26:
      // A new one would know nothing of what was sent.
      return say('not_a_database', 'The file is no database, or its beginning was overwritten.', 'Open the desktop app and choose a backup, or close Fluxo and run `fluxo doctor --restore`: it keeps the file and puts the newest whole copy from .fluxo/backups in its place. A file that never was Fluxo’s may be moved away.');
    default:
      return thrown;
  }
}

/** Copies are there and the database is not: to begin anew would bring everything over once more. */
export function gone(file: string): FluxoError {
  return new FluxoError({ code: 'storage.gone', kind: 'setup', what: 'The database of this workspace is gone or empty, though something is left that belongs to it.', where: { file: path.basename(file) }, fix: 'Open the desktop app and choose a backup, or run `fluxo doctor --restore`: it puts the newest whole copy from .fluxo/backups in its place. To begin anew instead, move the folder .fluxo away; what was brought over before may then be sent again.' });
}

/** While it was in use: what is written from here on would be found by nobody. */
export function moved(file: string): FluxoError {
  return new FluxoError({ code: 'storage.moved', kind: 'setup', what: 'The database of this workspace was deleted, moved or replaced while Fluxo was at work, so nothing more can be kept.', where: { file: path.basename(file) }, fix: 'Close Fluxo, put the workspace folder back where it was or open it at its new place, and start again. If the database is lost, run `fluxo doctor --restore`.' });
}

export function madeByNewer(file: string, version: number, known: number): FluxoError {
  return new FluxoError({ code: 'storage.newer', kind: 'setup', what: `The database of this workspace was made by a newer Fluxo (schema ${version}; this one knows ${known}).`, where: { file: path.basename(file) }, fix: 'Update Fluxo.' });
}

/** Whatever it was found by, a page that cannot be read or a checksum that does not fit: the file is not what was written. */
export function damaged(file: string, cause: unknown): FluxoError {
  return new FluxoError({ code: 'storage.damaged', kind: 'setup', what: 'The database of this workspace is damaged.', where: { file: path.basename(file) }, fix: 'Open the desktop app and choose a backup, or close Fluxo and run `fluxo doctor --restore`: it keeps the damaged file and puts the newest whole copy from .fluxo/backups in its place.' }, { cause });
}
