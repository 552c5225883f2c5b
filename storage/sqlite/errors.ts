import path from 'node:path';
import { FluxoError } from '#shared/errors.ts';

const primaryCode = (code: number) => code & 0xff;

/** SQLite's result code of something thrown, or null when SQLite did not throw it. */
function sqliteCode(thrown: unknown): number | null {
  const code = thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : undefined;
  return typeof code === 'number' ? code : null;
}

export function isBusy(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return code !== null && (primaryCode(code) === 5 || primaryCode(code) === 6);
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
      return say('busy', 'Another Fluxo kept the database of this workspace locked for too long.', 'Look whether another Fluxo hangs, end it and try again.');
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
      return say('not_a_database', 'The file is no database.', 'Move it away; Fluxo makes a new one.');
    default:
      return thrown;
  }
}

/** Whatever it was found by, a page that cannot be read or a checksum that does not fit: the file is not what was written. */
export function damaged(file: string, cause: unknown): FluxoError {
  return new FluxoError({ code: 'storage.damaged', kind: 'setup', what: 'The database of this workspace is damaged.', where: { file: path.basename(file) }, fix: 'Close Fluxo and run `fluxo doctor --restore`: it keeps the damaged file and puts the newest whole copy from .fluxo/backups in its place.' }, { cause });
}
