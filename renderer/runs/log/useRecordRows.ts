import { hashKey, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import { filterInput, isFiltered, pageSize, type RecordQuery } from '#renderer/queries/records.ts';
import type { RecordRow } from '#shared/records/story.ts';
import { indexOfSeq, isGapless, seqAtIndex } from './recordWindow.ts';
import { makeRunRows } from './runRows.ts';

/** What the log looks at: one run, or all runs of a flow. */
export type LogScope = { readonly kind: 'run'; readonly runId: string } | { readonly kind: 'flow'; readonly flowId: string };

export interface RecordRows {
  /** What was asked; another one starts at its newest row. */
  readonly question: string;
  /** True while rows of the question before are shown, because the answer is on its way. */
  readonly stale: boolean;
  /** Rows the table holds place for. */
  readonly count: number;
  /** Rows that match; more than `count` when not all can be reached by scrolling. Null until known. */
  readonly total: number | null;
  /** True when there are more than `total`: what a search finds is counted up to a thousand. */
  readonly atLeast: boolean;
  /** Undefined while it is on its way; `subscribe` tells when it came. */
  readonly rowAt: (index: number) => RecordRow | undefined;
  /** −1 when the record is not among the rows that can be shown now. */
  readonly indexOf: (record: Pick<RecordRow, 'runId' | 'seq'>) => number;
  readonly subscribe: (listener: () => void) => () => void;
  /** Called with what is on screen. */
  readonly show: (first: number, last: number, direction: 'older' | 'newer' | 'still') => void;
  /** True at the newest row: new rows come in. False while the reader looks at older ones: nothing moves. */
  readonly follow: (atNewest: boolean) => void;
  /** Rows that came in front while the reader looked elsewhere. */
  readonly fresh: number;
  readonly loading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The places of rows take 16 bytes each; older rows of a longer run are found by searching. */
export const mostPlaces = 5_000_000;

/**
 * The rows of the log. A run without a filter is one list of known places and seeks anywhere; a filtered one, and all runs
 * of a flow together, are read on from the newest row.
 */
export function useRecordRows(scope: LogScope | null, query: RecordQuery): RecordRows {
  const runId = scope?.kind === 'run' ? scope.runId : null;
  const filtered = isFiltered(query);
  const whole = useWholeRun(filtered ? null : runId);
  const gaps = !filtered && runId !== null && whole.gapless === false;
  const readOn = scope?.kind === 'flow' || filtered || gaps;
  const matches = useMatches(readOn ? scope : null, query);
  return readOn ? matches : whole.rows;
}

function useWholeRun(runId: string | null): { readonly rows: RecordRows; readonly gapless: boolean | null } {
  const rows = useMemo(() => makeRunRows(async (afterSeq, limit) => (await call('records.list', { runId: runId ?? '', afterSeq, limit })).rows), [runId]);
  // The newest number when the reader left the top; null = follows.
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const heldRun = useRef(runId);
  if (heldRun.current !== runId) {
    heldRun.current = runId;
    if (heldAt !== null) setHeldAt(null);
  }

  const head = useQuery({
    queryKey: keys.recordPage(runId ?? '', -1),
    queryFn: () => call('records.list', { runId: runId ?? '', limit: pageSize, newestFirst: true }),
    enabled: runId !== null,
  });
  const newestRow = head.data?.rows[0];
  const newest = newestRow?.seq ?? 0;
  const shownNewest = heldAt ?? newest;

  const failed = useSyncExternalStore(rows.subscribe, rows.error);
  const headRows = useMemo(() => new Map(head.data?.rows.map((row) => [row.seq, row])), [head.data]);
  const lowestOfHead = head.data?.rows.at(-1)?.seq ?? 1;
  // The run went on: what is on screen may have changed with it.
  useEffect(() => rows.refresh(head.data?.rows), [rows, head.data]);

  const rowAt = useCallback((index: number) => headRows.get(seqAtIndex(shownNewest, index)) ?? rows.rowOf(seqAtIndex(shownNewest, index)), [headRows, rows, shownNewest]);
  const show = useCallback(
    (first: number, last: number, direction: 'older' | 'newer' | 'still') => {
      rows.want({ from: seqAtIndex(shownNewest, last), to: seqAtIndex(shownNewest, first), newest: lowestOfHead - 1, direction });
    },
    [rows, shownNewest, lowestOfHead],
  );
  const follow = useCallback((atNewest: boolean) => setHeldAt((held) => (atNewest ? null : (held ?? newest))), [newest]);

  return {
    gapless: head.data ? isGapless(head.data.rows, head.data.total) : null,
    rows: {
      question: `run ${runId ?? ''}`,
      stale: false,
      count: Math.min(shownNewest, mostPlaces),
      total: head.data?.total ?? null,
      atLeast: false,
      rowAt,
      indexOf: (record) => (record.runId === runId && record.seq <= shownNewest ? indexOfSeq(shownNewest, record.seq) : -1),
      subscribe: rows.subscribe,
      show,
      follow,
      fresh: newest - shownNewest,
      loading: head.isPending && runId !== null,
      error: head.error ?? failed,
      retry: () => {
        rows.refresh();
        void head.refetch();
      },
    },
  };
}

/** A new page of matches makes the list anew; nothing comes in between. */
const comesByRender = () => () => undefined;

/** Matches of a run or of all runs of a flow, read on from the newest as the reader scrolls. */
function useMatches(scope: LogScope | null, query: RecordQuery): RecordRows {
  const id = scope?.kind === 'flow' ? scope.flowId : (scope?.runId ?? '');
  const queryKey = scope?.kind === 'flow' ? keys.flowRecords(id, query) : keys.recordMatches(id, query);
  const question = hashKey(queryKey);
  // The question whose older rows the reader looks at; null = none.
  const [heldFor, setHeldFor] = useState<string | null>(null);
  const follow = useCallback((atNewest: boolean) => setHeldFor(atNewest ? null : question), [question]);
  const matches = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => call('records.list', { ...placeOf(scope, pageParam), ...filterInput(query), limit: pageSize, newestFirst: true }),
    initialPageParam: null as Pick<RecordRow, 'runId' | 'seq'> | null,
    getNextPageParam: (last) => {
      const row = last.rows.length < pageSize ? undefined : last.rows.at(-1);
      return row && { runId: row.runId, seq: row.seq };
    },
    // While the reader looks at older matches nothing is read again: pages would shift under the eye.
    enabled: scope !== null && heldFor !== question,
    placeholderData: (previous, previousQuery) => (previousQuery && [...previousQuery.queryKey].includes(id) ? previous : undefined),
    gcTime: 30_000,
  });
  const rows = useMemo(() => matches.data?.pages.flatMap((page) => page.rows) ?? [], [matches.data]);
  const rowAt = useCallback((index: number) => rows[index], [rows]);
  const { hasNextPage, isFetching, fetchNextPage } = matches;
  const show = useCallback(
    (_first: number, last: number) => {
      if (hasNextPage && !isFetching && last > rows.length - pageSize / 2) void fetchNextPage();
    },
    [hasNextPage, isFetching, fetchNextPage, rows.length],
  );
  const first = matches.data?.pages[0];
  return {
    question,
    stale: matches.isPlaceholderData,
    count: rows.length,
    total: first?.total ?? null,
    atLeast: first?.atLeast === true,
    rowAt,
    subscribe: comesByRender,
    indexOf: (record) => rows.findIndex((row) => row.runId === record.runId && row.seq === record.seq),
    show,
    follow,
    fresh: 0,
    loading: matches.isPending && scope !== null,
    error: matches.error,
    retry: () => void matches.refetch(),
  };
}

/** Where a page of matches begins: behind the last row of the one before. */
function placeOf(scope: LogScope | null, last: Pick<RecordRow, 'runId' | 'seq'> | null) {
  if (scope?.kind === 'flow') return { flowId: scope.flowId, ...(last && { after: last }) };
  return { runId: scope?.runId ?? '', ...(last && { afterSeq: last.seq }) };
}
