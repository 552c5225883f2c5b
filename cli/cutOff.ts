import type { RunStore } from '#engine/ports.ts';

/** Says of the run before this one that nobody ended it, or null: what had begun then goes on now, which a person who saw Fluxo vanish wants to know. */
export async function describeCutOff(store: Pick<RunStore, 'runs'>, flowId: string, runId: string): Promise<string | null> {
  const before = (await store.runs({ flowId, limit: 2 })).find((run) => run.runId !== runId);
  // A run that lost its lease was interrupted, too, but has said so.
  if (before?.status !== 'interrupted' || before.dryRun || before.error) return null;
  return `The run of ${new Date(before.startedAt).toLocaleString()} was cut off: its process was killed, ran out of memory or lost its power. What it left open goes on in this one.`;
}
