import type { Leases, RunStore } from '#engine/ports.ts';
import { leaseOfRuns } from '#engine/run/startRun.ts';

interface Parts {
  readonly store: Pick<RunStore, 'leftOpen'>;
  readonly leases: Pick<Leases, 'holder'>;
}

/** How many records a run that was cut off or stopped left open: a dry run does not show them, and the next run begins with them. None while a run works on them. */
export async function leftOpen({ store, leases }: Parts, flowId: string): Promise<number> {
  return (await leases.holder(leaseOfRuns(flowId, false))) ? 0 : store.leftOpen(flowId);
}
