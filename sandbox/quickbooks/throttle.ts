/** Limits of the service per company: 10 calls a second, 500 a minute, 40 batches a minute. */
const limits = { second: 10, minute: 500, batchesAMinute: 40 } as const;

export interface Throttle {
  /** Counts the call and says whether it may pass. Refused calls do not count. */
  admits(realmId: string, isBatch: boolean): boolean;
}

/** `now` is real time in milliseconds, not the sandbox clock: a limit one can wind forward is none. */
export function makeThrottle(now: () => number = () => performance.now()): Throttle {
  const calls = new Map<string, number[]>();
  const within = (key: string, ms: number): number => {
    const since = now() - ms;
    const list = calls.get(key) ?? [];
    let count = 0;
    for (let index = list.length - 1; index >= 0 && (list[index] as number) > since; index -= 1) count += 1;
    return count;
  };
  const add = (key: string): void => {
    const since = now() - 60_000;
    calls.set(key, [...(calls.get(key) ?? []).filter((time) => time > since), now()]);
  };
  return {
    admits(realmId, isBatch) {
      const batches = `${realmId} batch`;
      if (within(realmId, 1000) >= limits.second || within(realmId, 60_000) >= limits.minute) return false;
      if (isBatch && within(batches, 60_000) >= limits.batchesAMinute) return false;
      add(realmId);
      if (isBatch) add(batches);
      return true;
    },
  };
}
