import type { EnginePorts } from '#engine/ports.ts';
import type { AskedRun } from '#engine/run/run.ts';
import { startRun, type RunHandle } from '#engine/run/startRun.ts';
import type { WayAgain } from '#shared/records/recordChoice.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { dropUndefined } from '#shared/dropUndefined.ts';

export interface StartOptions {
  readonly flowId: string;
  readonly dryRun: boolean;
  readonly limit?: number | undefined;
  readonly onlyKey?: string | undefined;
  /** Records of the log to run again, and how; see `RunInput`. */
  readonly records?: AskedRun['records'] | undefined;
  readonly way?: WayAgain | undefined;
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  /** The dry run whose plan is to be carried out. */
  readonly carryOut?: string | undefined;
  /** The version that the schedule runs; absent = the flow as it is drawn. */
  readonly version?: 'live' | undefined;
  readonly trigger: RunSummary['trigger'];
}

export interface Runs {
  /** Resolves once the run has started; a flow that cannot run is refused with its first mistake. */
  start(options: StartOptions): Promise<RunHandle>;
  stop(runId: string): boolean;
  /** Asks every run to stop after the records in hand and waits for them. */
  stopAll(): Promise<void>;
}

/** The runs this process has going. */
export function makeRuns(ports: EnginePorts): Runs {
  const going = new Map<string, RunHandle>();
  return {
    start: async ({ flowId, dryRun, trigger, ...chosen }) => {
      const handle = await startRun(ports, { flowId, dryRun, trigger, ...dropUndefined(chosen) });
      going.set(handle.runId, handle);
      const forget = () => void going.delete(handle.runId);
      handle.finished.then(forget, forget);
      return handle;
    },
    stop: (runId) => {
      const handle = going.get(runId);
      handle?.stop();
      return handle !== undefined;
    },
    stopAll: async () => {
      const handles = [...going.values()];
      for (const handle of handles) handle.stop();
      await Promise.allSettled(handles.map((handle) => handle.finished));
    },
  };
}

