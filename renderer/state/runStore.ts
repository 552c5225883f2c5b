import { create } from 'zustand';
import type { NodeCounts, RunSummary } from '#shared/records/runs.ts';
import { on } from '#renderer/bridge.ts';

/** The newest run of each flow, as the main side tells it while it goes. Lists of runs are queries, not this. */
interface RunState {
  readonly latest: Readonly<Record<string, RunSummary>>;
  readonly take: (summary: RunSummary) => void;
}

export const useRun = create<RunState>((set) => ({
  latest: {},
  take: (summary) =>
    set((state) => {
      const known = state.latest[summary.flowId];
      // Events of an older run may still be under way when the next has begun.
      if (known && known.runId !== summary.runId && known.startedAt > summary.startedAt) return state;
      return { latest: { ...state.latest, [summary.flowId]: keepEqualNodes(known, summary) } };
    }),
}));

/** Nodes whose numbers did not change keep their object, so that only cards that changed draw again. */
function keepEqualNodes(known: RunSummary | undefined, next: RunSummary): RunSummary {
  if (known?.runId !== next.runId) return next;
  const nodes: Record<string, NodeCounts> = {};
  for (const [id, counts] of Object.entries(next.nodes)) {
    const before = known.nodes[id];
    nodes[id] = before && JSON.stringify(before) === JSON.stringify(counts) ? before : counts;
  }
  return { ...next, nodes };
}

export function listenToRuns(): () => void {
  const { take } = useRun.getState();
  const ends = [on('run.progress', take), on('run.finished', take)];
  return () => ends.forEach((end) => end());
}

/** The run that goes on for this flow, or nothing. */
export const useRunningRun = (flowId: string): RunSummary | undefined =>
  useRun((state) => (state.latest[flowId]?.status === 'running' ? state.latest[flowId] : undefined));
