import { useQuery } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Outcome } from '#shared/records/outcomes.ts';
import { keys } from './keys.ts';

/** What the log shows: no outcome chosen means all of them. */
export interface RecordQuery {
  readonly outcomes: readonly Outcome[];
  readonly search: string;
}

/** Rows of one answer. */
export const pageSize = 200;

export function filterInput(query: RecordQuery) {
  return { ...(query.outcomes.length > 0 && { outcomes: [...query.outcomes] }), ...(query.search && { search: query.search }) };
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
