import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a whole file so that a crash leaves either the old or the new one: into a neighbour, flushed to the
 * disk, then renamed over the old one, then the folder flushed as well. `mode` is the rights of the new file.
 */
export async function atomicWrite(file: string, text: string, mode = 0o644): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameOver(temporary, file);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  await flushFolder(folder);
}

/** Windows refuses to replace a file that a virus scanner or an editor has open; a moment later it works. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await rename(from, to);
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
      if (process.platform !== 'win32' || tries >= 10 || !['EPERM', 'EACCES', 'EBUSY'].includes(String(code))) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 20 * tries));
    }
  }
}

async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself is journalled.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
