import type { Clock } from '#engine/ports.ts';
import { asFluxoError, type ErrorData, type FluxoError } from '#shared/errors.ts';
import { retriesUsedUp, type RunLimits } from './limits.ts';

export const mostTries = 6;
const firstWaitMs = 500;
const longestWaitMs = 60_000;
/** A service that asks for a longer pause than this is left for the next run. */
const longestAskedMs = 10 * 60_000;

/** Thrown instead of going on when the run stops; never reaches a record. */
export class Stopped extends Error {}

/** Milliseconds to wait after so many failures in a row: doubling, with full jitter, never less than the service asked for. */
export function waitAfter(failures: number, random: number, retryAfterMs = 0): number {
  return Math.max(random * Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1)), retryAfterMs);
}

export function asksTooLong(error: ErrorData): boolean {
  return (error.retryAfterMs ?? 0) > longestAskedMs;
}

/** The pause all work on one connection shares. */
export interface Gate {
  /** Waits while a pause lasts. Throws `Stopped` when the signal aborts. */
  pass(signal: AbortSignal): Promise<void>;
  /** To be handed to `failed`: several calls that failed at the same time lengthen the pause only once. */
  round(): number;
  succeeded(): void;
  failed(round: number, error: ErrorData): void;
  /** Something is tried for the first time. */
  tried(): void;
  /** Takes one of the retries the run has left; false when there is none. */
  takeRetry(): boolean;
}

/** Without `limits` nothing bounds how often is tried, and for how long. */
export function makeGate(clock: Clock, random: () => number, limits?: RunLimits): Gate {
  let until = 0;
  let looked = 0;
  let failures = 0;
  let round = 0;
  /** Milliseconds the pause still lasts. A clock that was set back meanwhile takes the end of it along: nobody waits a day for half a second. */
  const left = (): number => {
    const now = clock.now();
    if (now < looked) until -= looked - now;
    looked = now;
    return until - now;
  };
  return {
    async pass(signal) {
      limits?.checkTime();
      for (let ms = left(); ms > 0; ms = left()) {
        if (signal.aborted) throw new Stopped();
        await clock.sleep(ms, signal).catch((thrown: unknown) => {
          if (!signal.aborted) throw thrown;
        });
      }
      if (signal.aborted) throw new Stopped();
      limits?.checkTime();
    },
    tried: () => limits?.tried(),
    takeRetry: () => limits?.takeRetry() ?? true,
    round: () => round,
    succeeded() {
      failures = 0;
    },
    failed(began, error) {
      const asked = error.retryAfterMs ?? 0;
      const rest = left();
      if (began === round) {
        round += 1;
        failures += 1;
        until = looked + waitAfter(failures, random(), asked);
      } else until = looked + Math.max(rest, asked);
    },
  };
}

/**
 * Does `work`, again while it fails with a `remote` error, at most six times in all, with the connection's shared pause between.
 * Throws what the last try threw, or `Stopped`.
 */
export async function persist<T>(gate: Gate, signal: AbortSignal, work: () => Promise<T>, failedOnce?: (error: FluxoError, tries: number) => void): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    await gate.pass(signal);
    if (tries === 1) gate.tried();
    const round = gate.round();
    try {
      const value = await work();
      gate.succeeded();
      return value;
    } catch (thrown) {
      if (thrown instanceof Stopped) throw thrown;
      const error = asFluxoError(thrown);
      if (error.kind !== 'remote') {
        // The service did answer, and that is what the pause is about.
        gate.succeeded();
        throw error;
      }
      failedOnce?.(error, tries);
      if (signal.aborted) throw new Stopped();
      if (tries >= mostTries || asksTooLong(error.data)) throw error;
      if (!gate.takeRetry()) throw retriesUsedUp(error.data);
      gate.failed(round, error.data);
    }
  }
}
