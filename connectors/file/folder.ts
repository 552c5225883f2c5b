import { constants } from 'node:fs';
import { access, lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { FluxoError } from '#shared/errors.ts';

/** The folder of a connection. Nothing outside it is ever read or written. */
export interface Folder {
  readonly path: string;
  readonly connection: string;
  now(): number;
}

/** Most files one pattern may mean; more is a folder nobody meant. */
const mostFiles = 2000;

const where = (folder: Folder) => ({ connection: folder.connection });

/** Throws `setup` when the folder is not there, is none or may not be read; true when it may be written, too. */
export async function checkFolder(folder: Folder): Promise<boolean> {
  const found = await stat(folder.path).catch(() => null);
  if (!found) throw new FluxoError({ code: 'file.no_folder', kind: 'setup', what: 'The folder of the connection is not there.', where: where(folder), fix: 'Make the folder, or choose another one in the connection. A drive that is not connected is missing, too.' });
  if (!found.isDirectory()) throw new FluxoError({ code: 'file.not_a_folder', kind: 'setup', what: 'What the connection names is a file, not a folder.', where: where(folder), fix: 'Choose the folder the file is in.' });
  const may = (mode: number) => access(folder.path, mode).then(() => true, () => false);
  if (!(await may(constants.R_OK | constants.X_OK))) throw new FluxoError({ code: 'file.may_not_read', kind: 'setup', what: 'This user of the machine may not read the folder.', where: where(folder), fix: 'Change the rights of the folder, or choose another one.' });
  return may(constants.W_OK);
}

/**
 * The full path of a file in the folder, whether it is there or not. Throws `setup` (`file.outside`) for a name that leads out of it: an absolute one, one with `..`, or one that goes
 * through a symbolic link to somewhere else.
 */
export async function insideFolder(folder: Folder, name: string): Promise<string> {
  const parts = name.trim().split(/[\\/]/);
  const outside = () => new FluxoError({ code: 'file.outside', kind: 'setup', what: `“${name}” is not a name inside the folder of the connection.`, where: where(folder), fix: 'Give a name such as orders.csv or export/orders.csv, without .. and without a drive.', params: { name } });
  if (name.trim() === '' || parts.some((part) => part === '..' || part === '' || part.includes('\0') || part.includes(':'))) throw outside();
  await checkFolder(folder);
  const root = await realpath(folder.path);
  const full = path.join(root, ...parts);
  // A link on the way, or the file itself being one, may lead anywhere: what counts is where it ends.
  let nearest = full;
  while (!(await lstat(nearest).catch(() => null)) && nearest !== root) nearest = path.dirname(nearest);
  const real = await realpath(nearest).catch(() => null);
  if (real === null || (real !== root && !real.startsWith(root + path.sep))) throw outside();
  return path.join(real, path.relative(nearest, full));
}

/** Files a name means, in order: itself, or all that fit when its last part has a `*`. Names are given back with `/`, inside the folder. */
export async function filesFor(folder: Folder, pattern: string): Promise<readonly string[]> {
  const parts = pattern.trim().split(/[\\/]/);
  const last = parts.pop() ?? '';
  if (!last.includes('*')) {
    const full = await insideFolder(folder, pattern);
    const found = await stat(full).catch(() => null);
    if (found && !found.isFile()) throw noFile(folder, pattern);
    return found ? [[...parts, last].join('/')] : [];
  }
  const place = parts.length === 0 ? folder.path : await insideFolder(folder, parts.join('/'));
  await checkFolder(folder);
  const fits = new RegExp(`^${last.split('*').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'i');
  const names = (await readdir(place, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile() && fits.test(entry.name)).map((entry) => [...parts, entry.name].join('/'));
  if (names.length > mostFiles) throw new FluxoError({ code: 'file.too_many', kind: 'setup', what: `“${pattern}” means ${names.length} files.`, where: where(folder), fix: 'Give a narrower name, or move what was read to another folder.', params: { name: pattern, count: String(names.length) } });
  return names.sort();
}

const noFile = (folder: Folder, name: string) => new FluxoError({ code: 'file.not_a_file', kind: 'setup', what: `“${name}” is not a file.`, where: where(folder), fix: 'Give the name of a file; for all files of a folder, write export/*.csv.', params: { name } });
