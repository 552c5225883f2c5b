import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { Late } from '#shared/flow/heartbeat.ts';
import type { Notice } from '#shared/ipc/contract.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { RunStore } from '#engine/ports.ts';

export interface Notices {
  runFinished(summary: RunSummary): Promise<void>;
  /** Told what state the connections are in whenever one changed. */
  connectionsChanged(connections: readonly ConnectionInfo[]): void;
  missed(flowId: string, flowName: string, late: Late): void;
}

/** More problems than this are counted as this many. */
const mostCounted = 1000;

/**
 * What somebody who is not looking has to be told: each kind once per flow, until it is over. Only names of flows and connections and counts, never
 * what a record holds.
 */
export function makeNotices(store: Pick<RunStore, 'problems'>, tell: (notice: Notice) => void): Notices {
  const failing = new Set<string>();
  const lost = new Set<string>();

  return {
    async runFinished({ flowId, flowName, status, dryRun, trigger, startedAt, error }) {
      if (dryRun) return;
      if (status !== 'failed') failing.delete(flowId);
      // That a connection needs its owner is told of the connection, once for all its flows.
      else if (!failing.has(flowId) && !error?.needsOwner) {
        failing.add(flowId);
        tell({ kind: 'runFailed', flowId, flowName, byPerson: trigger !== 'schedule' });
      }
      if (trigger !== 'schedule') return;
      const open = await store.problems({ flowId, state: 'open', limit: mostCounted });
      const fresh = [...Map.groupBy(open, ({ cause }) => cause).values()].filter((group) => group.every(({ firstAt }) => firstAt >= startedAt)).flat();
      if (fresh.length > 0) tell({ kind: 'newProblems', flowId, flowName, count: fresh.length, byPerson: false });
    },
    connectionsChanged(connections) {
      for (const { id, name, status } of connections) {
        if (status !== 'needsOwner') lost.delete(id);
        else if (!lost.has(id)) {
          lost.add(id);
          tell({ kind: 'needsOwner', connectionId: id, connectionName: name, byPerson: false });
        }
      }
    },
    missed: (flowId, flowName, { kind, since, within }) => tell({ kind: kind === 'run' ? 'notRun' : 'nothingRead', flowId, flowName, since, within, byPerson: false }),
  };
}
