import type { ConnectionContext } from './connector.ts';

export interface Limits {
  /** Most calls begun in any second. */
  readonly perSecond?: number;
  /** Most calls begun in any minute. */
  readonly perMinute?: number;
  /** Most calls waiting for their answer at once. */
  readonly inFlight?: number;
}

export interface Limiter {
  /** Waits for its turn, does the work and frees the place. Waiting ends with `signal.reason` when the signal aborts. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/**
 * Keeps a client inside what its service allows, first come first served. The rates count the calls that really began within
 * the last second or minute rather than refilling a bucket: a bucket that was full at the start of a minute lets twice
 * the limit through in that minute, which a service that counts by minute punishes.
 */
export function makeLimiter(limits: Limits, clock: ConnectionContext['clock']): Limiter {
  const windows = [
    { length: 1000, most: limits.perSecond, starts: [] as number[] },
    { length: 60_000, most: limits.perMinute, starts: [] as number[] },
  ].filter((window): window is { length: number; most: number; starts: number[] } => window.most !== undefined);
  const most = limits.inFlight ?? Number.POSITIVE_INFINITY;
  const queue: (() => void)[] = [];
  let running = 0;
  // Only one call at a time waits for the rates, so that a later call never overtakes it.
  let gate: Promise<void> = Promise.resolve();

  async function takePlace(signal: AbortSignal): Promise<void> {
    if (running < most) {
      running += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        queue.splice(queue.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(enter);
    });
  }

  /** Hands the place straight to the next in line, so nobody slips in between. */
  function leavePlace(): void {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }

  async function waitForRates(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = clock.now();
      let wait = 0;
      for (const window of windows) {
        // A clock that was set back takes the calls along that it counted: nobody waits until it has come back to where it was.
        const ahead = (window.starts.at(-1) ?? now) - now;
        if (ahead > 0) window.starts = window.starts.map((start) => start - ahead);
        while (window.starts[0] !== undefined && window.starts[0] <= now - window.length) window.starts.shift();
        const oldest = window.starts[window.starts.length - window.most];
        if (oldest !== undefined) wait = Math.max(wait, oldest + window.length - now);
      }
      if (wait <= 0) {
        for (const window of windows) window.starts.push(now);
        return;
      }
      await clock.sleep(wait, signal);
    }
  }

  return {
    async run(signal, work) {
      signal.throwIfAborted();
      await takePlace(signal);
      try {
        if (windows.length > 0) {
          const turn = gate.then(() => waitForRates(signal));
          gate = turn.catch(() => undefined);
          await turn;
        }
        return await work();
      } finally {
        leavePlace();
      }
    },
  };
}
