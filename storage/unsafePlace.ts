import { realpath, statfs } from 'node:fs/promises';
import path from 'node:path';

/** Numbers of file systems that lie on another machine: https://man7.org/linux/man-pages/man2/statfs.2.html */
const onOtherMachines: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x5346414f, 0x73757245, 0x00c36400, 0x0bd00bd0]);
/** Folders that programs of clouds keep the same as elsewhere, by the names these give them. */
const synchronised = /^(dropbox( \(.+\))?|onedrive( - .+)?|google ?drive|icloud ?drive|mobile documents|cloudstorage|nextcloud|owncloud|pcloud ?drive|box sync|megasync|synologydrive|kdrive|tresorit|creative cloud files)$/i;

/**
 * Where a workspace should not lie, in words that follow “lies”, or null. The database's log is shared memory, which no other machine shares, and a program that
 * synchronises copies the files one after another, as they are in no single moment: https://www.sqlite.org/howtocorrupt.html
 */
export async function unsafePlace(folder: string): Promise<string | null> {
  const real = await realpath(folder).catch(() => path.resolve(folder));
  if (real.split(path.sep).some((name) => synchronised.test(name))) return 'in a folder that is synchronised with a cloud';
  if (process.platform === 'win32') return real.startsWith('\\\\') ? 'on a network drive' : null;
  if (process.platform !== 'linux') return null;
  const { type } = await statfs(real).catch(() => ({ type: 0 }));
  return onOtherMachines.has(type >>> 0) ? 'on a network drive' : null;
}
