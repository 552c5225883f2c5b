import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { giveElements, noRows, rangeToDraw, rowsSeen, type Drawn, type Range } from './drawnRows.ts';
import type { RecordRows } from './useRecordRows.ts';
import { useScaledScroll, type ScaledScroll } from './useScaledScroll.ts';

interface Place {
  readonly scroller: React.RefObject<HTMLDivElement | null>;
  readonly rows: RecordRows;
  /** Heights of a row, of the head above the rows, and of the window with it; px. */
  readonly row: number;
  readonly header: number;
  readonly view: number;
}
interface DrawnRows {
  /** The element the rows stand in; it alone moves when the list is longer than its scroll bar. */
  readonly layer: React.RefObject<HTMLDivElement | null>;
  readonly drawn: readonly Drawn[];
  /** The row that stands at the top of `layer`. */
  readonly base: number;
  readonly scroll: ScaledScroll;
}
type Direction = 'older' | 'newer' | 'still';

/** So long the place of rows that are on their way stays empty: most come sooner, and bars that flash up would only be drawn twice. */
const patienceMs = 120;
/** When the hand rests after a jump, the rows around are drawn too. */
const restMs = 100;
/** A list longer than its scroll bar is drawn from a row near by: browsers place nothing at a hundred million px. */
const baseStep = 16_384;

/**
 * Which rows are drawn, in which elements. What is on screen is asked for within the scroll event; until it is there the old rows stay where they were, out of
 * sight, so that a jump draws the rows once: when they have come.
 */
export function useDrawnRows({ scroller, rows, row, header, view }: Place): DrawnRows {
  const [{ range, isLate }, setDrawn] = useState<{ readonly range: Range; readonly isLate: boolean; readonly version: number }>({ range: noRows, isLate: false, version: 0 });
  const layer = useRef<HTMLDivElement>(null);
  const state = useRef({ range: noRows, isLate: false, base: 0, before: [] as readonly Drawn[], seen: noRows, direction: 'still' as Direction, lastOffset: 0, wasAtNewest: true, patience: undefined as ReturnType<typeof setTimeout> | undefined, rest: undefined as ReturnType<typeof setTimeout> | undefined });

  const look = useRef<(why: 'scrolled' | 'placed' | 'came' | 'late' | 'rested' | 'changed') => void>(() => undefined);
  const onMove = useCallback((why: 'scrolled' | 'placed') => look.current(why), []);
  const scroll = useScaledScroll(scroller, rows.count * row + header, view, onMove);
  const { offset, shift, isScaled } = scroll;

  useLayoutEffect(() => {
    look.current = (why) => {
      const now = state.current;
      const at = offset();
      const seen = rowsSeen(at, view - header, row, rows.count);
      if (at !== now.lastOffset) now.direction = at > now.lastOffset ? 'older' : 'newer';
      now.lastOffset = at;
      now.seen = seen;
      if (why !== 'came' && seen.last >= seen.first) rows.show(seen.first, seen.last, now.direction);
      if (now.wasAtNewest !== at < 2) rows.follow((now.wasAtNewest = at < 2));
      const base = isScaled ? Math.floor(seen.first / baseStep) * baseStep : 0;

      let known = 0;
      for (let index = seen.first; index <= seen.last; index += 1) if (rows.rowAt(index)) known += 1;
      const isMissing = known < seen.last - seen.first + 1;
      if (!isMissing) {
        clearTimeout(now.patience);
        now.patience = undefined;
      } else now.patience ??= setTimeout(() => look.current('late'), patienceMs);
      const late = isMissing && (why === 'late' || now.isLate);

      const wanted = known > 0 || late || seen.last < seen.first ? rangeToDraw(now.range, seen, rows.count, now.direction, why === 'rested') : now.range;
      const isNew = wanted !== now.range || late !== now.isLate || why === 'came' || why === 'changed';
      clearTimeout(now.rest);
      if (wanted === seen) now.rest = setTimeout(() => look.current('rested'), restMs);
      now.range = wanted;
      now.isLate = late;
      // What is drawn already moves at once; what is not drawn yet, when it is.
      const draw = () => setDrawn(({ version }) => ({ range: wanted, isLate: late, version: version + 1 }));
      if (wanted.last >= wanted.first && wanted.first <= seen.last && seen.first <= wanted.last) now.base = base;
      if (!isNew) move();
      // React itself is at work when the list was changed or placed.
      else if (why === 'changed' || why === 'placed') draw();
      else flushSync(draw);
    };
    const move = () => {
      if (layer.current) layer.current.style.transform = isScaled ? `translateY(${state.current.base * row + shift()}px)` : '';
    };
    move();
  });
  // Rows that come by themselves, and those a new page of matches or another height of the window brings.
  const { subscribe } = rows;
  useEffect(() => subscribe(() => look.current('came')), [subscribe]);
  const { rowAt, show } = rows;
  useLayoutEffect(() => look.current('changed'), [rowAt, show, rows.count, view, isScaled]);
  useEffect(() => {
    const { current } = state;
    return () => {
      clearTimeout(current.patience);
      clearTimeout(current.rest);
    };
  }, []);

  const indexes: number[] = [];
  for (let index = range.first; index <= Math.min(range.last, rows.count - 1); index += 1) if (isLate || rows.rowAt(index)) indexes.push(index);
  // What left the list goes; what is merely out of sight may stay.
  const drawn = giveElements(state.current.before.filter(({ index }) => index < rows.count), indexes);
  useLayoutEffect(() => {
    state.current.before = drawn;
  });
  return { layer, drawn, base: state.current.base, scroll };
}
