import { useMutation, useQuery } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Outcome } from '#shared/records/outcomes.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { RecordRow } from '#shared/records/story.ts';
import { keys } from './keys.ts';

/** What the log shows: no outcome chosen means all of them. */
export interface RecordQuery {
  readonly outcomes: readonly Outcome[];
  readonly search: string;
  readonly reasons?: readonly string[];
  readonly nodes?: readonly string[];
  readonly from?: number;
  readonly until?: number;
}

/** Rows of one answer. */
export const pageSize = 100;

/** True when not all records are wanted. */
export function isFiltered({ outcomes, search, reasons = [], nodes = [], from, until }: RecordQuery): boolean {
  return outcomes.length > 0 || search !== '' || reasons.length > 0 || nodes.length > 0 || from !== undefined || until !== undefined;
}

export function filterInput({ outcomes, search, reasons = [], nodes = [], from, until }: RecordQuery) {
  return {
    ...(outcomes.length > 0 && { outcomes: [...outcomes] }),
    ...(search !== '' && { search }),
    ...(reasons.length > 0 && { reasons: [...reasons] }),
    ...(nodes.length > 0 && { nodes: [...nodes] }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
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

/** What stands at paths of the records' own fields, for those of `rows` that are not known yet. */
export const readFieldValues = (rows: readonly Pick<RecordRow, 'runId' | 'seq'>[], paths: readonly string[]) => call('records.values', { rows: rows.map(({ runId, seq }) => ({ runId, seq })), paths: [...paths] });

/** The whole life of a record, over all flows. */
export function useLife(runId: string | null, seq: number | null) {
  return useQuery({ queryKey: keys.life(runId ?? '', seq ?? 0), queryFn: () => call('records.life', { runId: runId ?? '', seq: seq ?? 0 }), enabled: runId !== null && seq !== null, gcTime: 60_000 });
}

/** Records by number, name, key, reason, or the id of what they became. */
export function useFoundRecords(search: string) {
  return useQuery({ queryKey: keys.found(search), queryFn: () => call('records.find', { search, limit: 100 }), enabled: search.trim() !== '', placeholderData: (known) => known, gcTime: 60_000 });
}

export function useExportRecords() {
  return useMutation({ mutationFn: (input: Input<'records.export'>) => call('records.export', input) });
}
