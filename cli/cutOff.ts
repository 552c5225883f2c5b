import type { RunStore } from '#engine/ports.ts';
import { localTime } from './table.ts';

/** Whether the last run of a flow may have been cut off; asked before the next one begins, when nobody has to wait for what that writes. */
export async function mayBeCutOff(store: Pick<RunStore, 'runs'>, flowId: string): Promise<boolean> {
  const [last] = await store.runs({ flowId, dryRun: false, limit: 1 });
  return last?.status === 'running' || last?.status === 'interrupted';
}

/** Says of the run before this one that nobody ended it, or null: what had begun then goes on now, which a person who saw Fluxo vanish wants to know. */
export async function describeCutOff(store: Pick<RunStore, 'runs'>, flowId: string, runId: string): Promise<string | null> {
  const before = (await store.runs({ flowId, dryRun: false, limit: 2 })).find((run) => run.runId !== runId);
  // A run that lost its lease was interrupted, too, but has said so.
  if (before?.status !== 'interrupted' || before.error) return null;
  return `The run of ${localTime(before.startedAt)} was cut off: its process was killed, ran out of memory or lost its power. What it left open goes on in this one.`;
}
