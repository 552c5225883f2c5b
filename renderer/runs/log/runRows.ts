import { replaceEqualDeep } from '@tanstack/react-query';
import type { RecordRow } from '#shared/records/story.ts';

/** Numbers of rows, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface Wanted extends Span {
  /** Highest number to ask for: what is newer is known. */
  readonly newest: number;
  readonly direction: 'older' | 'newer' | 'still';
}

export interface RunRows {
  /** Undefined while it is on its way. */
  readonly rowOf: (seq: number) => RecordRow | undefined;
  /** Asks at once for what is on screen, in one call, and a little later for what lies around it. */
  readonly want: (wanted: Wanted) => void;
  /** Rows may have changed: those on screen are read again now, others when they are seen. `rows` are the newest ones, just read. */
  readonly refresh: (rows?: readonly RecordRow[]) => void;
  /** Called when rows came or could not be read. */
  readonly subscribe: (listener: () => void) => () => void;
  /** What the last call failed with; null when it went well. */
  readonly error: () => unknown;
}

/** Rows kept ready on the side one scrolls to, and on the other; asked for when only half of it is left. */
const ahead = 100;
const behind = 16;
const mostKept = 5000;
const mostAsked = 500;
/** After a jump what lies around is asked for once the hand rests: a thumb that is dragged on shall not wait for it. */
const restMs = 100;

/**
 * The rows of one run, as far as they were looked at. `ask` gives `limit` rows after a number, oldest first. While a call
 * for the screen is under way only the place that was wanted last waits for its turn: what a dragged thumb passed is never asked for.
 */
export function makeRunRows(ask: (afterSeq: number, limit: number) => Promise<readonly RecordRow[]>): RunRows {
  const known = new Map<number, { readonly row: RecordRow | undefined; readonly reading: number }>();
  const listeners = new Set<() => void>();
  const underWay = new Set<Span>();
  let reading = 0;
  let wanted: Wanted | null = null;
  let isAskingSeen = false;
  let failed: unknown = null;
  let rest: ReturnType<typeof setTimeout> | undefined;

  /** From the first to the last row of a span that is neither known nor on its way. */
  const missingIn = (from: number, to: number): Span | null => {
    const isMissing = (seq: number) => known.get(seq)?.reading !== reading && ![...underWay].some((span) => seq >= span.from && seq <= span.to);
    let [first, last] = [from, to];
    while (first <= last && !isMissing(first)) first += 1;
    while (last >= first && !isMissing(last)) last -= 1;
    return first > last ? null : { from: Math.max(first, last - mostAsked + 1), to: last };
  };

  async function read(span: Span): Promise<void> {
    const began = reading;
    underWay.add(span);
    try {
      const rows = new Map((await ask(span.from - 1, span.to - span.from + 1)).map((row) => [row.seq, row]));
      for (let seq = span.from; seq <= span.to; seq += 1) {
        const row = rows.get(seq);
        // What did not change stays the same object, so that it is not drawn again.
        known.set(seq, { row: row && replaceEqualDeep(known.get(seq)?.row, row), reading: began });
      }
      failed = null;
      forgetFar();
    } catch (thrown) {
      failed = thrown;
    } finally {
      underWay.delete(span);
    }
    for (const listener of listeners) listener();
  }

  function forgetFar(): void {
    if (known.size <= mostKept || !wanted) return;
    for (const seq of known.keys()) if (seq < wanted.from - mostKept / 4 || seq > wanted.to + mostKept / 4) known.delete(seq);
  }

  async function askSeen(): Promise<void> {
    if (isAskingSeen || !wanted) return;
    const span = missingIn(Math.max(1, wanted.from), Math.min(wanted.newest, wanted.to));
    if (!span) return;
    isAskingSeen = true;
    await read(span);
    isAskingSeen = false;
    if (failed === null) void askSeen();
  }

  function askAround(): void {
    if (!wanted || failed !== null) return;
    const { from, to, newest, direction } = wanted;
    const [below, above] = [direction === 'older' ? ahead : behind, direction === 'newer' ? ahead : behind];
    for (const [first, last, half] of [[from - below, from - 1, from - below / 2], [to + 1, to + above, to + above / 2]] as const) {
      if (!missingIn(Math.max(1, Math.min(from, half)), Math.min(newest, Math.max(to, half)))) continue;
      const span = missingIn(Math.max(1, first), Math.min(newest, last));
      if (span) void read(span);
    }
  }

  return {
    rowOf: (seq) => known.get(seq)?.row,
    want: (next) => {
      const isJump = (wanted === null || next.from > wanted.to || next.to < wanted.from) && known.get(Math.min(next.newest, next.to))?.reading !== reading;
      wanted = next;
      clearTimeout(rest);
      void askSeen();
      if (isJump) rest = setTimeout(askAround, restMs);
      else askAround();
    },
    refresh: (rows = []) => {
      reading += 1;
      failed = null;
      for (const row of rows) known.set(row.seq, { row, reading });
      void askSeen();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    error: () => failed,
  };
}
