import type { Clock } from '#engine/ports.ts';
import type { Workspace } from '#storage/workspace.ts';

const everyMs = 60 * 60_000;

/** Removes old payloads of a workspace now and then: after a run, at most once an hour, by one process at a time. */
export function makeSweeper(workspace: Workspace, clock: Clock): { sweepIfDue(): Promise<void>; done(): Promise<void> } {
  let last = -Infinity;
  let going: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    const lease = await workspace.leases.take('retention', 'removing old payloads');
    if (!lease) return;
    try {
      await workspace.store.sweep(clock.now());
    } finally {
      await lease.release();
    }
  }

  return {
    sweepIfDue() {
      if (clock.now() - last < everyMs) return going;
      last = clock.now();
      // A full disk or a locked file shows itself in the next run; old payloads can wait another hour.
      going = sweep().catch(() => undefined);
      return going;
    },
    done: () => going,
  };
}
