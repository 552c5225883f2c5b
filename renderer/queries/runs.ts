import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { RunStatus } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { keys } from './keys.ts';

/** The newest runs first; of one flow, or of all. */
export function useRuns(flowId: string | null, limit = 100) {
  return useQuery({ queryKey: keys.runList(flowId, limit), queryFn: () => call('runs.list', { ...(flowId && { flowId }), limit }) });
}

/** What the flows did on each of the last days. */
export function useActivity(days: number) {
  return useQuery({ queryKey: keys.activity(days), queryFn: () => call('runs.activity', { days }) });
}

export function useRun(runId: string | null) {
  return useQuery({ queryKey: keys.run(runId ?? ''), queryFn: () => call('runs.get', { runId: runId ?? '' }), enabled: runId !== null });
}

/** How many records an earlier run of the flow left open, which a dry run does not show. */
export function useLeftOpen({ flowId, status }: Pick<RunSummary, 'flowId' | 'status'>, enabled: boolean) {
  return useQuery({ queryKey: keys.leftOpen(flowId, status), queryFn: () => call('runs.leftOpen', { flowId }), enabled });
}

/** What a run wrote, or would write, adds up to; asked anew when the run has ended. */
export function useTotals(runId: string, status: RunStatus) {
  return useQuery({ queryKey: keys.totals(runId, status), queryFn: () => call('runs.totals', { runId }) });
}

export function useStartRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<'runs.start'>) => call('runs.start', input),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.runs }),
  });
}

/** Records of the log once more. */
export function useReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<'runs.replay'>) => call('runs.replay', input),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.runs }),
  });
}
