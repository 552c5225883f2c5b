import { realpath, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { UnsafePlace } from '#shared/workspace/backups.ts';

/** Numbers of file systems that lie on another machine: https://man7.org/linux/man-pages/man2/statfs.2.html */
const onOtherMachines: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x5346414f, 0x73757245, 0x00c36400, 0x0bd00bd0]);
/** Folders that programs of clouds keep the same as elsewhere, by the names these give them. */
const synchronised = /^(dropbox( \(.+\))?|onedrive( - .+)?|google ?drive|icloud ?drive|mobile documents|cloudstorage|nextcloud|owncloud|pcloud ?drive|box sync|megasync|synologydrive|kdrive|tresorit|creative cloud files)$/i;

/**
 * What is wrong with a place for a workspace, or null. The database's log is shared memory, which no other machine shares, and a program that
 * synchronises copies the files one after another, as they are in no single moment: https://www.sqlite.org/howtocorrupt.html
 */
export async function unsafePlace(folder: string): Promise<UnsafePlace | null> {
  const real = await realpath(folder).catch(() => path.resolve(folder));
  if (real.split(path.sep).some((name) => synchronised.test(name))) return 'cloud';
  if (process.platform === 'win32') return real.startsWith('\\\\') ? 'network' : null;
  if (process.platform !== 'linux') return null;
  const { type } = await statfs(real).catch(() => ({ type: 0 }));
  return onOtherMachines.has(type >>> 0) ? 'network' : null;
}
