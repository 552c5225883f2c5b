import type { SandboxClock } from './lookAlike.ts';

/** A sandbox clock that the control calls and the tests may move. */
export interface MovableClock extends SandboxClock {
  /** Moves the clock forward (or back, with a negative number). */
  advance(ms: number): void;
  /** Puts the clock at this moment, in milliseconds since the epoch. */
  set(ms: number): void;
}

/**
 * Without `start` the clock goes along with the machine's, shifted by what it was moved.
 * With `start` it stands still there until it is moved, so that a test sees no time of its own.
 */
export function makeClock(start?: number): MovableClock {
  const base = start === undefined ? () => Date.now() : () => start;
  let shift = 0;
  return {
    now: () => base() + shift,
    advance(ms) {
      shift += ms;
    },
    set(ms) {
      shift = ms - base();
    },
  };
}
