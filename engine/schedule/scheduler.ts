import { stableText } from '#shared/records/stableText.ts';
import type { Clock, Lease, Leases, ScheduleStore } from '#engine/ports.ts';
import type { RunHandle } from '#engine/run/startRun.ts';
import { asFluxoError, type FluxoError } from '#shared/errors.ts';
import { lastDue, nextDue, type Schedule } from '#shared/flow/schedule.ts';

export interface ScheduledFlow {
  readonly flowId: string;
  readonly schedule: Schedule;
}

export interface SchedulerPorts {
  readonly clock: Clock;
  readonly leases: Leases;
  readonly store: ScheduleStore;
  /** The flows with a schedule that is switched on. */
  scheduled(): Promise<readonly ScheduledFlow[]>;
  start(flowId: string): Promise<RunHandle>;
  /** What else is due with time rather than with a flow; in the one process that starts the flows. */
  besides?(): Promise<void>;
  /** A flow that was due could not be started. */
  failed(flowId: string, error: FluxoError): void;
}

export interface Scheduler {
  /** Begins to start flows when they are due; in one process of a workspace at a time, the others stand by. */
  begin(): void;
  /** Starts nothing more. Runs that are under way go on. */
  end(): Promise<void>;
  /** When each of these flows is due next, soonest first; without `flows` all that are scheduled. */
  upcoming(flows?: readonly ScheduledFlow[]): Promise<readonly UpcomingRun[]>;
}

export interface UpcomingRun {
  readonly flowId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Looks at the flows at least so often: a clock may have been set, a machine woken up, a flow file changed. */
const longestSleepMs = 30_000;
/** A clock set back by less does not start anything a second time; after one that was wrong by a year the schedule counts from now on. */
const mostAheadMs = 25 * 3_600_000;

/**
 * Starts flows when they are due. What was due while nobody was there (sleep, switched off) is made up for by one run. A flow that is still
 * running, or whose target another flow is writing to, is started when that has ended. A new or changed schedule counts from now on.
 */
export function makeScheduler(ports: SchedulerPorts): Scheduler {
  const { clock, leases, store } = ports;
  const ending = new AbortController();
  const running = new Set<string>();
  let lease: Lease | null = null;
  let loop: Promise<void> | null = null;

  /** When a flow was last seen to; null for a schedule that is new, another one than then, or seen to by a clock that was far ahead. */
  async function doneUntil({ flowId, schedule }: ScheduledFlow): Promise<number | null> {
    const seen = await store.seenTo(flowId);
    return seen?.plan === stableText(schedule.when) && seen.until - clock.now() <= mostAheadMs ? seen.until : null;
  }

  const seeTo = ({ flowId, schedule }: ScheduledFlow, until: number) => store.seeTo(flowId, { until, plan: stableText(schedule.when) });

  async function startIfDue(flow: ScheduledFlow): Promise<void> {
    const now = clock.now();
    const until = await doneUntil(flow);
    if (until === null) return seeTo(flow, now);
    const due = lastDue(flow.schedule, until, now);
    if (due === null || running.has(flow.flowId)) return;
    try {
      const handle = await ports.start(flow.flowId);
      running.add(flow.flowId);
      void handle.finished.finally(() => running.delete(flow.flowId));
      await seeTo(flow, due);
    } catch (thrown) {
      const error = asFluxoError(thrown);
      // Busy is not missed: the next look tries again.
      if (error.code === 'run.already_running' || error.code === 'run.target_busy') return;
      await seeTo(flow, due);
      ports.failed(flow.flowId, error);
    }
  }

  async function look(flows: readonly ScheduledFlow[]): Promise<void> {
    if (lease?.lost.aborted) lease = null;
    lease ??= await leases.take('scheduler', 'starting flows when they are due');
    if (!lease) return;
    await ports.besides?.();
    for (const flow of flows) {
      if (ending.signal.aborted) return;
      await startIfDue(flow);
    }
  }

  async function upcoming(flows?: readonly ScheduledFlow[]): Promise<readonly UpcomingRun[]> {
    const now = clock.now();
    const all = await Promise.all(
      (flows ?? (await ports.scheduled())).map(async (flow) => {
        const at = nextDue(flow.schedule, (await doneUntil(flow)) ?? now);
        return at === null ? [] : [{ flowId: flow.flowId, at: Math.max(at, now) }];
      }),
    );
    return all.flat().toSorted((one, other) => one.at - other.at);
  }

  async function keepLooking(): Promise<void> {
    while (!ending.signal.aborted) {
      // A flow file that cannot be read, or a disk that is full, must not end the schedule of all the others.
      const tell = (thrown: unknown) => ports.failed('', asFluxoError(thrown));
      const flows = (await ports.scheduled().catch(tell)) ?? [];
      await look(flows).catch(tell);
      const next = await upcoming(flows).then((all) => all[0]?.at, () => undefined);
      const wait = Math.min(longestSleepMs, Math.max(1_000, (next ?? Infinity) - clock.now()));
      await clock.sleep(wait, ending.signal).catch(() => undefined);
    }
  }

  return {
    begin() {
      loop ??= keepLooking();
    },
    async end() {
      ending.abort();
      await loop;
      await lease?.release().catch(() => undefined);
      lease = null;
    },
    upcoming,
  };
}
