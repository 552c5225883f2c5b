import type { Clock } from '#engine/ports.ts';
import { isCheckDue } from '#storage/sqlite/backups.ts';
import type { Workspace } from '#storage/workspace.ts';
import { isDue } from './isDue.ts';

const everyMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

export interface Sweeper {
  /** At most once an hour; after each run where nothing is to be kept beyond it. */
  sweepIfDue(): Promise<void>;
  sweepNow(): Promise<void>;
  done(): Promise<void>;
}

/** Removes old payloads of a workspace, as its owner set it, and backups that may hold what was erased; copies the database once a day and looks it over once a week: one process at a time. */
export function makeSweeper(workspace: Workspace, clock: Clock): Sweeper {
  let last = -Infinity;
  let going: Promise<void> = Promise.resolve();

  async function sweep(isDue: boolean): Promise<void> {
    const { keepDays, mostMegabytes } = await workspace.privacy.retention();
    if (!isDue && keepDays > 0) return;
    const lease = await workspace.leases.take('retention', 'removing old payloads');
    if (!lease) return;
    try {
      const now = clock.now();
      await workspace.store.sweep(now, { keepMs: keepDays * dayMs, mostBytes: mostMegabytes * 1_000_000 });
      await workspace.privacy.expireBackups(now);
      await workspace.store.backUp(now);
      if (await isCheckDue(workspace.database, now)) await workspace.store.checkPages();
    } finally {
      await lease.release();
    }
  }

  const begin = (isDue: boolean): Promise<void> => {
    if (isDue) last = clock.now();
    // A full disk or a locked file shows itself in the next run; old payloads can wait another hour.
    going = going.then(() => sweep(isDue)).catch(() => undefined);
    return going;
  };
  return {
    sweepIfDue: () => begin(isDue(last, everyMs, clock.now())),
    sweepNow: () => begin(true),
    done: () => going,
  };
}
