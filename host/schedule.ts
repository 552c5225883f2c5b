import { makeScheduler, type ScheduledFlow, type Scheduler } from '#engine/schedule/scheduler.ts';
import type { Clock } from '#engine/ports.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { FlowFileItem } from '#storage/files/flows.ts';
import type { Workspace } from '#storage/workspace.ts';
import type { Runs } from './runs.ts';

export interface HostScheduler extends Scheduler {
  /** Why a flow that was due last time could not be started, by flow; gone as soon as it starts. */
  readonly failures: ReadonlyMap<string, ErrorData>;
}

/** The flows among these files that have a schedule that is switched on. */
export function scheduledAmong(files: readonly FlowFileItem[]): readonly ScheduledFlow[] {
  return files.flatMap(({ id, schedule }) => (schedule?.enabled ? [{ flowId: id, schedule }] : []));
}

/** The schedule of a workspace's flows, started with the workspace's own runs. */
export function makeHostScheduler({ workspace, runs, clock, changed }: { readonly workspace: Workspace; readonly runs: Runs; readonly clock: Clock; readonly changed: (flowId: string) => void }): HostScheduler {
  const failures = new Map<string, ErrorData>();
  const scheduler = makeScheduler({
    clock,
    leases: workspace.leases,
    store: workspace.schedules,
    scheduled: async () => scheduledAmong(await workspace.flows.list()),
    start: async (flowId) => {
      const handle = await runs.start({ flowId, dryRun: false, trigger: 'schedule' });
      if (failures.delete(flowId)) changed(flowId);
      return handle;
    },
    failed: (flowId, error) => {
      failures.set(flowId, error.data);
      changed(flowId);
    },
  });
  return { ...scheduler, failures };
}
