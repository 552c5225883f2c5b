import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { LogState } from '#shared/workspace/backups.ts';
import { damagedMark, restoredMark } from './backups.ts';

/** What the marks beside a database say of it. */
export function logState(file: string): LogState {
  const folder = path.dirname(file);
  if (existsSync(path.join(folder, damagedMark))) return { state: 'damaged' };
  const mark = path.join(folder, restoredMark);
  return existsSync(mark) ? { state: 'restored', madeAt: whenMade(mark) } : { state: 'trusted' };
}

/** A person has looked what an older log would send again: flows may run by themselves from now on. */
export async function trustRestored(file: string): Promise<void> {
  await rm(path.join(path.dirname(file), restoredMark), { force: true });
}

/** The mark is there though nobody can read it: that counts. */
function whenMade(mark: string): number | null {
  try {
    const { madeAt } = JSON.parse(readFileSync(mark, 'utf8')) as { madeAt?: unknown };
    return typeof madeAt === 'number' ? madeAt : null;
  } catch {
    return null;
  }
}
