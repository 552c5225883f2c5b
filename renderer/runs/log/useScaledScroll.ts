import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { offsetAt, topAt, trackOf } from './scaledScroll.ts';

export interface ScaledScroll {
  /** Height of the element inside the scroller. */
  readonly height: number;
  /** True when the scroll bar moves over a shorter track than the list is long. */
  readonly isScaled: boolean;
  /** What of the list is hidden above the window; px of the list, not of the scroll bar. */
  readonly offset: () => number;
  /** How far from its place in the list a row is drawn inside the scroller; 0 unless scaled. */
  readonly shift: () => number;
  readonly moveTo: (offset: number) => void;
}

/** Scrolling of a list of any height over a scroll bar of a height that browsers draw. `total` and `view` in px; `onMove` is told within the scroll event itself, and after the list was moved from here. */
export function useScaledScroll(scroller: React.RefObject<HTMLDivElement | null>, total: number, view: number, onMove: (why: 'scrolled' | 'placed') => void): ScaledScroll {
  const track = useMemo(() => trackOf(total, view), [total, view]);
  const isScaled = track.most !== track.mostTrack;
  const now = useRef({ track, offset: 0, top: 0, onMove });
  const moveTo = useCallback(
    (offset: number) => {
      const state = now.current;
      state.offset = Math.round(Math.min(state.track.most, Math.max(0, offset)));
      state.top = Math.round(topAt(state.track, state.offset));
      scroller.current?.scrollTo({ top: state.top });
      state.onMove('placed');
    },
    [scroller],
  );
  useLayoutEffect(() => {
    const state = now.current;
    const before = state.track;
    state.track = track;
    state.onMove = onMove;
    // Rows came or went: a scaled list keeps its place, though its scroll bar moves.
    if (before !== track && (before.most !== before.mostTrack || isScaled) && state.offset > 0) moveTo(state.offset);
  }, [track, isScaled, moveTo, onMove]);

  useLayoutEffect(() => {
    const element = scroller.current;
    const state = now.current;
    if (!element) return undefined;
    const scrolled = () => {
      const top = element.scrollTop;
      // Where we put the bar ourselves the list stands already, more exactly than the bar can say.
      if (Math.abs(top - state.top) > 1.5) state.offset = offsetAt(state.track, top);
      else if (state.track.most === state.track.mostTrack) state.offset = top;
      state.top = top;
      state.onMove('scrolled');
    };
    const wheeled = (event: WheelEvent) => {
      if (state.track.most === state.track.mostTrack || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      moveTo(state.offset + event.deltaY * (event.deltaMode === 1 ? 28 : event.deltaMode === 2 ? element.clientHeight : 1));
    };
    state.top = element.scrollTop;
    state.offset = offsetAt(state.track, state.top);
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', wheeled, { passive: false });
    return () => {
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', wheeled);
    };
  }, [scroller, moveTo]);
  const offset = useCallback(() => now.current.offset, []);
  const shift = useCallback(() => (now.current.track.most === now.current.track.mostTrack ? 0 : Math.round(now.current.top) - now.current.offset), []);
  return { height: track.height, isScaled, offset, shift, moveTo };
}
