import { makeScheduler, type ScheduledFlow, type Scheduler } from '#engine/schedule/scheduler.ts';
import type { Clock } from '#engine/ports.ts';
import { FluxoError, type ErrorData } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { FlowFileItem } from '#storage/files/flows.ts';
import { logState } from '#storage/sqlite/logState.ts';
import type { Workspace } from '#storage/workspace.ts';
import type { ConnectionService } from './connections.ts';
import { makeKeepAlive } from './keepAlive.ts';
import type { Runs } from './runs.ts';

export interface HostScheduler extends Scheduler {
  /** Why a flow that was due last time could not be started, by flow; gone as soon as it starts. */
  readonly failures: ReadonlyMap<string, ErrorData>;
  /** A log that was restored is trusted now: forgets that flows waited for that. */
  trusted(): void;
}

interface Parts {
  readonly workspace: Workspace;
  readonly runs: Runs;
  readonly connections: ConnectionService;
  readonly clock: Clock;
  readonly changed: (flowId: string) => void;
  /** What else is to be looked at by the one process that starts flows. */
  readonly besides: () => Promise<void>;
}

/** Told once, not at every time of the schedule. */
const quiet: ReadonlySet<string> = new Set(['connection.waits_for_owner', 'schedule.damaged_log', 'schedule.restored_log']);

export const connectionsOf = (flow: FlowDocument): readonly string[] => [...new Set(flow.nodes.flatMap(({ connection }) => (connection === undefined ? [] : [connection])))];

/** The flows among these files that have a schedule that is switched on. */
export function scheduledAmong(files: readonly FlowFileItem[]): readonly ScheduledFlow[] {
  return files.flatMap(({ id, schedule }) => (schedule?.enabled ? [{ flowId: id, schedule }] : []));
}

/** The schedule of a workspace's flows, started with the workspace's own runs. */
export function makeHostScheduler({ workspace, runs, connections, clock, changed, besides }: Parts): HostScheduler {
  const failures = new Map<string, ErrorData>();
  const keepAlive = makeKeepAlive(connections, clock);

  /** A flow whose connection waits for its owner rests: it would only fail again, and be told again. */
  async function expectConnections(flowId: string): Promise<void> {
    const document = await workspace.flows.running(flowId);
    const lost = await connections.waitingForOwner(connectionsOf(document));
    if (lost) throw new FluxoError({ code: 'connection.waits_for_owner', kind: 'setup', what: `“${lost.name}” no longer lets Fluxo in, so this flow rests.`, where: { flow: flowId, connection: lost.id }, fix: 'Open the connection and sign in again or correct its credentials. The flow goes on at its next time; nothing is left out.', needsOwner: true, params: { connection: lost.name } });
  }

  /** A log that is damaged, or an older one, may no longer know what was sent: a person has to look first. */
  function expectTrusted(flowId: string): void {
    const { state } = logState(workspace.database);
    if (state === 'damaged') throw new FluxoError({ code: 'schedule.damaged_log', kind: 'setup', what: 'The database of this workspace is damaged, so nothing runs by itself.', where: { flow: flowId }, fix: 'Close Fluxo and open it again: it shows the backups that can take its place. On the command line: `fluxo doctor --restore`.' });
    if (state === 'restored') throw new FluxoError({ code: 'schedule.restored_log', kind: 'setup', what: 'The log was restored from an older copy, so nothing runs by itself yet: what was sent since that copy may be sent again.', where: { flow: flowId }, fix: 'Make a dry run and look at what would be sent. Then let flows run by themselves again, on the home page or with `fluxo doctor --trust-restored`.' });
  }

  const broken = new Set<string>();
  /** Whether a file that cannot be read has a schedule nobody knows: said once, so that its flow does not fall silent unnoticed. */
  function tellBroken({ id, broken: error }: FlowFileItem): void {
    if (broken.has(id) === (error !== undefined)) return;
    if (error) {
      broken.add(id);
      failures.set(id, error);
    } else {
      broken.delete(id);
      failures.delete(id);
    }
    changed(id);
  }

  const scheduler = makeScheduler({
    clock,
    leases: workspace.leases,
    store: workspace.schedules,
    scheduled: async () => {
      const files = await workspace.flows.list();
      for (const file of files) tellBroken(file);
      return scheduledAmong(files);
    },
    besides: async () => {
      await besides();
      await keepAlive.ifDue();
    },
    start: async (flowId) => {
      expectTrusted(flowId);
      await expectConnections(flowId);
      const handle = await runs.start({ flowId, dryRun: false, version: 'live', trigger: 'schedule' });
      if (failures.delete(flowId)) changed(flowId);
      return handle;
    },
    failed: (flowId, error) => {
      const told = failures.get(flowId)?.code === error.code && quiet.has(error.code);
      failures.set(flowId, error.data);
      if (!told) changed(flowId);
    },
  });
  return {
    ...scheduler,
    failures,
    trusted() {
      for (const [flowId, { code }] of failures) {
        if (code !== 'schedule.restored_log') continue;
        failures.delete(flowId);
        changed(flowId);
      }
    },
  };
}
