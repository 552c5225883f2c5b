import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { offsetAt, topAt, trackOf } from './scaledScroll.ts';

type Rows = Virtualizer<HTMLDivElement, Element>;

export interface ScaledScroll {
  /** Height of the element inside the scroller. */
  readonly height: number;
  /** What of the list is hidden above the window; px of the list, not of the scroll bar. */
  readonly observe: (rows: Rows, tell: (offset: number, isScrolling: boolean) => void) => () => void;
  /** How far a row that belongs at `start` is drawn away from there while the list stands at `offset`. */
  readonly shift: (offset: number) => number;
  readonly offset: () => number;
  readonly moveTo: (offset: number) => void;
}

const restMs = 120;

/** Scrolling of a list of any height over a scroll bar of a height that browsers draw. `total` and `view` in px. */
export function useScaledScroll(scroller: React.RefObject<HTMLDivElement | null>, total: number, view: number): ScaledScroll {
  const track = useMemo(() => trackOf(total, view), [total, view]);
  const isScaled = track.most !== track.mostTrack;
  const now = useRef({ track, offset: 0, top: 0, tell: null as ((offset: number, isScrolling: boolean) => void) | null });
  const moveTo = useCallback(
    (offset: number) => {
      const state = now.current;
      state.offset = Math.round(Math.min(state.track.most, Math.max(0, offset)));
      state.top = topAt(state.track, state.offset);
      scroller.current?.scrollTo({ top: state.top });
      state.tell?.(state.offset, false);
    },
    [scroller],
  );
  useLayoutEffect(() => {
    const state = now.current;
    const before = state.track;
    state.track = track;
    // Rows came or went: a scaled list keeps its place, though its scroll bar moves.
    if (before !== track && (before.most !== before.mostTrack || isScaled) && state.offset > 0) moveTo(state.offset);
  }, [track, isScaled, moveTo]);

  const observe = useCallback(
    (rows: Rows, tell: (offset: number, isScrolling: boolean) => void) => {
      const element = rows.scrollElement;
      if (!element) return () => undefined;
      const state = now.current;
      state.tell = tell;
      let rest: ReturnType<typeof setTimeout> | undefined;
      const told = (isScrolling: boolean) => {
        tell(state.offset, isScrolling);
        clearTimeout(rest);
        if (isScrolling) rest = setTimeout(() => tell(state.offset, false), restMs);
      };
      const scrolled = () => {
        const top = element.scrollTop;
        // Where we put the bar ourselves the list stands already, more exactly than the bar can say.
        if (Math.abs(top - state.top) > 1.5) state.offset = offsetAt(state.track, top);
        state.top = top;
        told(true);
      };
      const wheeled = (event: WheelEvent) => {
        if (state.track.most === state.track.mostTrack || event.ctrlKey || event.deltaY === 0) return;
        event.preventDefault();
        moveTo(state.offset + event.deltaY * (event.deltaMode === 1 ? 28 : event.deltaMode === 2 ? element.clientHeight : 1));
        told(true);
      };
      state.offset = offsetAt(state.track, element.scrollTop);
      state.top = element.scrollTop;
      tell(state.offset, false);
      element.addEventListener('scroll', scrolled, { passive: true });
      element.addEventListener('wheel', wheeled, { passive: false });
      return () => {
        clearTimeout(rest);
        state.tell = null;
        element.removeEventListener('scroll', scrolled);
        element.removeEventListener('wheel', wheeled);
      };
    },
    [moveTo],
  );
  return { height: track.height, observe, shift: (offset) => (isScaled ? topAt(track, offset) - offset : 0), offset: () => now.current.offset, moveTo };
}
