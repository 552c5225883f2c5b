import { afterEach, expect, test } from 'vitest';
import type { Leases, ScheduleStore } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Schedule } from '#shared/flow/schedule.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { makeScheduler, type ScheduledFlow, type Scheduler } from './scheduler.ts';

const every = (minutes: number): Schedule => ({ enabled: true, when: { kind: 'interval', minutes } });
const minute = 60_000;
const tick = () => new Promise(setImmediate);

/** A clock the test moves by hand: whoever sleeps wakes when the time has come. */
function handClock(start: number) {
  const sleepers = new Set<{ until: number; readonly wake: () => void }>();
  const clock = {
    time: start,
    now: () => clock.time,
    sleep: (ms: number, signal?: { readonly aborted: boolean }) =>
      new Promise<void>((resolve) => {
        const sleeper = { until: clock.time + ms, wake: resolve };
        sleepers.add(sleeper);
        (signal as unknown as AbortSignal | undefined)?.addEventListener('abort', () => resolve(), { once: true });
      }),
    /** Moves on in one jump, as a machine that slept does, then lets everybody work. */
    async jump(ms: number) {
      clock.time += ms;
      // Whoever sleeps does so by a clock that is not set back.
      if (ms < 0) for (const sleeper of sleepers) sleeper.until += ms;
      for (const sleeper of sleepers) {
        if (sleeper.until > clock.time) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      for (let turn = 0; turn < 20; turn += 1) await tick();
    },
  };
  return clock;
}

function memoryStore(): ScheduleStore {
  const seen = new Map<string, { until: number; plan: string }>();
  return { seenTo: async (flowId) => seen.get(flowId) ?? null, seeTo: async (flowId, told) => void seen.set(flowId, told) };
}

/** One holder at a time over all schedulers that share it. */
function sharedLeases(): Leases {
  let held = false;
  return {
    take: async (name) => {
      if (held) return null;
      held = true;
      return { fence: { lease: name, number: 1 }, lost: new AbortController().signal, sure: async () => undefined, release: async () => void (held = false) };
    },
    holder: async () => null,
    hold: async () => {
      throw new Error('not needed');
    },
  };
}

const schedulers: Scheduler[] = [];
afterEach(async () => {
  await Promise.all(schedulers.splice(0).map((scheduler) => scheduler.end()));
});

async function open(flows: ScheduledFlow[], more: { clock?: ReturnType<typeof handClock>; store?: ScheduleStore; leases?: Leases; besides?: () => Promise<void> } = {}) {
  const clock = more.clock ?? handClock(Date.parse('2026-06-01T10:00:30Z'));
  const started: string[] = [];
  const failures: string[] = [];
  const ends = new Map<string, () => void>();
  let refuse: FluxoError | null = null;
  const scheduler = makeScheduler({
    clock,
    leases: more.leases ?? sharedLeases(),
    store: more.store ?? memoryStore(),
    scheduled: async () => flows,
    ...(more.besides && { besides: more.besides }),
    start: async (flowId) => {
      if (refuse) throw refuse;
      started.push(flowId);
      return { runId: 'r', finished: new Promise<RunSummary>((resolve) => ends.set(flowId, () => resolve({} as RunSummary))), stop: () => undefined };
    },
    failed: (flowId, error) => void failures.push(`${flowId} ${error.code}`),
  });
  schedulers.push(scheduler);
  scheduler.begin();
  await clock.jump(0);
  return { clock, scheduler, started, failures, finish: (flowId: string) => ends.get(flowId)!(), refuseWith: (error: FluxoError | null) => (refuse = error) };
}

test('a flow is started when it is due, and not before', async () => {
  const { clock, started, finish, scheduler } = await open([{ flowId: 'orders', schedule: every(15) }]);
  expect(await scheduler.upcoming()).toEqual([{ flowId: 'orders', at: Date.parse('2026-06-01T10:15:00Z') }]);
  await clock.jump(14 * minute);
  expect(started).toEqual([]);
  await clock.jump(minute);
  expect(started).toEqual(['orders']);
  finish('orders');
  await clock.jump(15 * minute);
  expect(started).toEqual(['orders', 'orders']);
});

test('a machine that slept for days makes up for all of it with one run', async () => {
  const { clock, started, finish } = await open([{ flowId: 'orders', schedule: every(15) }]);
  await clock.jump(3 * 24 * 60 * minute);
  expect(started).toEqual(['orders']);
  finish('orders');
  await clock.jump(minute);
  expect(started).toEqual(['orders']);
});

test('what was due while Fluxo was closed is made up for when it is opened', async () => {
  const store = memoryStore();
  const first = await open([{ flowId: 'orders', schedule: every(60) }], { store });
  await first.scheduler.end();
  const again = await open([{ flowId: 'orders', schedule: every(60) }], { store, clock: handClock(Date.parse('2026-06-02T08:20:00Z')) });
  expect(again.started).toEqual(['orders']);
});

test('a flow that still runs is not started over itself, and is started once it has ended', async () => {
  const { clock, started, finish } = await open([{ flowId: 'orders', schedule: every(15) }]);
  await clock.jump(15 * minute);
  await clock.jump(30 * minute);
  expect(started).toEqual(['orders']);
  finish('orders');
  await clock.jump(minute);
  expect(started).toEqual(['orders', 'orders']);
});

test('a flow whose target is busy is tried again soon; one that cannot run is told once and waits for its next time', async () => {
  const { clock, started, failures, refuseWith } = await open([{ flowId: 'orders', schedule: every(15) }]);
  refuseWith(new FluxoError({ code: 'run.target_busy', kind: 'setup', what: 'busy' }));
  await clock.jump(15 * minute);
  expect(failures).toEqual([]);
  refuseWith(null);
  await clock.jump(minute / 2);
  expect(started).toEqual(['orders']);

  const other = await open([{ flowId: 'stock', schedule: every(15) }]);
  other.refuseWith(new FluxoError({ code: 'flow.invalid', kind: 'setup', what: 'no target' }));
  await other.clock.jump(15 * minute);
  await other.clock.jump(minute);
  expect(other.failures).toEqual(['stock flow.invalid']);
  await other.clock.jump(15 * minute);
  expect(other.failures).toHaveLength(2);
});

test('a changed schedule counts from now on', async () => {
  const flows: ScheduledFlow[] = [{ flowId: 'orders', schedule: every(60 * 24) }];
  const { clock, started } = await open(flows);
  await clock.jump(10 * 60 * minute);
  flows[0] = { flowId: 'orders', schedule: every(60) };
  await clock.jump(minute);
  expect(started).toEqual([]);
  await clock.jump(60 * minute);
  expect(started).toEqual(['orders']);
});

test('of two Fluxos on one workspace one starts the flows, and the other takes over when it is closed', async () => {
  const shared = { store: memoryStore(), leases: sharedLeases() };
  const clock = handClock(Date.parse('2026-06-01T10:00:30Z'));
  const flows = [{ flowId: 'orders', schedule: every(15) }];
  const one = await open(flows, { ...shared, clock });
  const other = await open(flows, { ...shared, clock });
  await clock.jump(15 * minute);
  expect([one.started.length, other.started.length]).toEqual([1, 0]);
  one.finish('orders');
  await one.scheduler.end();
  await clock.jump(15 * minute);
  expect([one.started.length, other.started.length]).toEqual([1, 1]);
});

test('a clock that is set back starts nothing a second time; when it has come back to where it was the flow goes on as before', async () => {
  const { clock, started, finish } = await open([{ flowId: 'orders', schedule: every(15) }]);
  await clock.jump(15 * minute);
  expect(started).toHaveLength(1);
  finish('orders');
  await clock.jump(-24 * 60 * minute);
  for (let quarter = 0; quarter < 95; quarter += 1) await clock.jump(15 * minute);
  expect(started).toHaveLength(1);
  await clock.jump(15 * minute);
  await clock.jump(15 * minute);
  expect(started).toHaveLength(2);
});

test('a clock that jumps ahead a year and back again has started the flow once for it', async () => {
  const { clock, started, finish } = await open([{ flowId: 'orders', schedule: every(24 * 60) }]);
  const year = 365 * 24 * 60 * minute;
  await clock.jump(year);
  expect(started).toHaveLength(1);
  finish('orders');
  await clock.jump(-year);
  await clock.jump(minute);
  expect(started).toHaveLength(1);
  // And does not wait for a year to pass.
  await clock.jump(24 * 60 * minute);
  expect(started).toHaveLength(2);
});

test('what else is due with time is done by the one that starts the flows', async () => {
  const shared = { store: memoryStore(), leases: sharedLeases() };
  const clock = handClock(Date.parse('2026-06-01T10:00:30Z'));
  let looks = 0;
  const besides = async () => void (looks += 1);
  const one = await open([{ flowId: 'orders', schedule: every(15) }], { ...shared, clock, besides });
  let standby = 0;
  await open([{ flowId: 'orders', schedule: every(15) }], { ...shared, clock, besides: async () => void (standby += 1) });
  await clock.jump(15 * minute);
  expect(looks).toBeGreaterThan(0);
  expect(standby).toBe(0);
  expect(one.started).toEqual(['orders']);
});
