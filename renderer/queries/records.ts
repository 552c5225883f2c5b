import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Outcome } from '#shared/records/outcomes.ts';
import { keys } from './keys.ts';

/** What the log shows: no outcome chosen means all of them. */
export interface RecordQuery {
  readonly outcomes: readonly Outcome[];
  readonly search: string;
}

/** Rows of one answer, at most 500 by contract. */
export const pageSize = 200;
export const mostRows = 500;

export function filterInput(query: RecordQuery) {
  return { ...(query.outcomes.length > 0 && { outcomes: [...query.outcomes] }), ...(query.search && { search: query.search }) };
}

/** The newest matching records over all runs of a flow; older ones are found by searching. */
export function useFlowRecords(flowId: string | null, query: RecordQuery) {
  return useQuery({
    queryKey: keys.flowRecords(flowId ?? '', query),
    queryFn: () => call('records.list', { flowId: flowId ?? '', ...filterInput(query), limit: mostRows, newestFirst: true }),
    enabled: flowId !== null,
    placeholderData: keepPreviousData,
  });
}

/** A story does not change once its record is finished; until then it is read again when the run moves. */
export function useStory(runId: string | null, seq: number | null) {
  return useQuery({
    queryKey: keys.story(runId ?? '', seq ?? 0),
    queryFn: () => call('records.story', { runId: runId ?? '', seq: seq ?? 0 }),
    enabled: runId !== null && seq !== null,
    gcTime: 60_000,
  });
}
