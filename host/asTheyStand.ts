import type { Leases, RunStore } from '#engine/ports.ts';
import { leaseOfRuns } from '#engine/run/startRun.ts';
import type { RunSummary } from '#shared/records/runs.ts';

interface Parts {
  readonly store: Pick<RunStore, 'run'>;
  readonly leases: Pick<Leases, 'holder'>;
}

/** Runs as they stand: one whose process is gone was interrupted, although only the next run of its flow notes that in the log. */
export function asTheyStand(parts: Parts, runs: readonly RunSummary[]): Promise<readonly RunSummary[]> {
  return Promise.all(runs.map((run) => asItStands(parts, run)));
}

export async function asItStands({ store, leases }: Parts, run: RunSummary): Promise<RunSummary> {
  if (run.status !== 'running' || (await leases.holder(leaseOfRuns(run.flowId, run.dryRun)))) return run;
  // It may have ended since it was read.
  const now = (await store.run(run.runId)) ?? run;
  return now.status === 'running' ? { ...now, status: 'interrupted' } : now;
}
