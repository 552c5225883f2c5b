import type { Clock } from '#engine/ports.ts';
import { FluxoError, type ErrorData } from '#shared/errors.ts';

/** Of what was asked of the services in a run at most this share may be asked again, so that a service in trouble is not made busier by us. */
const retryShare = 0.2;
/** So many are allowed at any rate: a short run must survive a short disturbance. */
const retriesAtLeast = 30;

/** What bounds a run whatever the services do: how often it may try again, and how long it may take (D8). */
export interface RunLimits {
  /** Something is tried for the first time. */
  tried(): void;
  /** Takes one of the retries that are left; false when there is none. */
  takeRetry(): boolean;
  /** Throws `setup` (`run.too_long`) when the run has had its time. */
  checkTime(): void;
}

export function makeLimits(clock: Clock, startedAt: number, maxMinutes: number): RunLimits {
  let tries = 0;
  let retries = 0;
  return {
    tried: () => void (tries += 1),
    takeRetry() {
      if (retries >= retriesAtLeast + retryShare * tries) return false;
      retries += 1;
      return true;
    },
    checkTime() {
      if (clock.now() - startedAt < maxMinutes * 60_000) return;
      throw new FluxoError({ code: 'run.too_long', kind: 'setup', what: `The run has taken the ${maxMinutes} minutes it is allowed.`, fix: 'What is left goes on in the next run. The flow’s own settings say how long a run may take.', params: { minutes: String(maxMinutes) } });
    },
  };
}

/** What ends a run whose services fail so often that trying again only makes it worse; nothing of what was tried last is said to be a record's fault. */
export function retriesUsedUp(last: ErrorData): FluxoError {
  return new FluxoError({
    code: 'run.retries_used_up',
    kind: 'remote',
    what: `More than a fifth of all calls had to be repeated, so the run gives the service a rest. The last time: ${last.what}`,
    ...(last.where && { where: last.where }),
    fix: 'What is left goes on in the next run.',
    ...(last.maybeDone && { maybeDone: true }),
    params: { ...last.params, cause: last.code },
  });
}

export const isUsedUp = (error: ErrorData): boolean => error.code === 'run.retries_used_up';
