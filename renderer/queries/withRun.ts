import type { FlowListItem } from '#shared/ipc/contract.ts';
import type { RunSummary } from '#shared/records/runs.ts';

/** The list of runs with this run's newest state: replaced where it stands, put in front when it is new. */
export function withRun(runs: readonly RunSummary[], run: RunSummary, limit: number): readonly RunSummary[] {
  const at = runs.findIndex((one) => one.runId === run.runId);
  if (at >= 0) return isOlder(run, runs[at] as RunSummary) ? runs : runs.with(at, run);
  return [run, ...runs].toSorted((a, b) => b.startedAt - a.startedAt).slice(0, limit);
}

/** The list of flows in which the run's flow shows it as its last one; a dry run says nothing about a flow's health. */
export function withLastRun(flows: readonly FlowListItem[], run: RunSummary): readonly FlowListItem[] {
  if (run.dryRun) return flows;
  return flows.map((flow) => {
    if (flow.id !== run.flowId) return flow;
    const last = flow.lastRun;
    if (last && (last.runId === run.runId ? isOlder(run, last) : last.startedAt > run.startedAt)) return flow;
    return { ...flow, lastRun: run };
  });
}

/** A finished run never turns back into a running one, however late a progress event arrives. */
export function isOlder(run: RunSummary, known: RunSummary): boolean {
  return known.status !== 'running' && run.status === 'running';
}
