import type { Clock } from '#engine/ports.ts';
import type { RunHandle } from '#engine/run/startRun.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { Runs, StartOptions } from './runs.ts';

/** Runs that begin as soon as their flow is free. */
export interface LaterRuns {
  /** Starts now, or waits while the flow is busy: `begun` is the run once it could start, null when waiting was given up. Throws what else keeps it from running. */
  start(options: StartOptions): Promise<{ readonly runId: string | null; readonly begun: Promise<RunHandle | null> }>;
  /** Waits no longer; the next run of a flow takes its records. */
  close(): Promise<void>;
}

/** Looks again at a flow that is busy, so often. */
const lookAgainMs = 1000;
const isBusy = (thrown: unknown) => ['run.already_running', 'run.target_busy'].includes(asFluxoError(thrown).code);

export function makeLaterRuns({ runs, clock }: { readonly runs: Runs; readonly clock: Clock }): LaterRuns {
  const closing = new AbortController();
  const waiting = new Set<Promise<unknown>>();

  async function whenFree(options: StartOptions): Promise<RunHandle | null> {
    while (!closing.signal.aborted) {
      await clock.sleep(lookAgainMs, closing.signal).catch(() => undefined);
      if (closing.signal.aborted) break;
      try {
        return await runs.start(options);
      } catch (thrown) {
        if (!isBusy(thrown)) throw thrown;
      }
    }
    return null;
  }

  return {
    start: async (options) => {
      try {
        const handle = await runs.start(options);
        // Told by events; a rejection here would be a bug of the engine and is in the log already.
        handle.finished.catch(() => undefined);
        return { runId: handle.runId, begun: Promise.resolve(handle) };
      } catch (thrown) {
        if (!isBusy(thrown)) throw thrown;
      }
      const begun = whenFree(options);
      // Whoever cares looks at `begun`; a flow that can no longer run keeps its records in the list of problems.
      const settled = begun.catch(() => undefined);
      waiting.add(settled);
      void settled.finally(() => waiting.delete(settled));
      return { runId: null, begun };
    },
    close: async () => {
      closing.abort();
      await Promise.all(waiting);
    },
  };
}
