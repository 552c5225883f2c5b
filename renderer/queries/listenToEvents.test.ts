import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectBridge } from '#renderer/bridge.ts';
import { useRun } from '#renderer/state/runStore.ts';
import type { Bridge, EventName, Events } from '#shared/ipc/contract.ts';
import { noOutcomes } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { keys } from './keys.ts';
import { listenToEvents } from './listenToEvents.ts';
import { makeQueryClient } from './queryClient.ts';

const listeners = new Map<EventName, (payload: never) => void>();
const tell = <E extends EventName>(event: E, payload: Events[E]) => listeners.get(event)?.(payload as never);
const run = (changes: Partial<RunSummary>): RunSummary => ({ runId: 'r1', flowId: 'kassa', flowName: 'Kassa', status: 'running', dryRun: false, trigger: 'user', startedAt: 1000, durationMs: 0, read: 0, outcomes: noOutcomes(), nodes: {}, ...changes });

beforeEach(() => {
  vi.useFakeTimers();
  connectBridge({ calls: {} as Bridge['calls'], on: (event, listener) => (listeners.set(event, listener as never), () => listeners.delete(event)) });
});
afterEach(() => vi.useRealTimers());

test('a run that makes progress is seen in its own entry, in the lists it belongs to and on its flow', () => {
  const client = makeQueryClient();
  client.setQueryData(keys.runList(null, 5), []);
  client.setQueryData(keys.runList('other', 5), []);
  client.setQueryData(keys.flows, [{ id: 'kassa', name: 'Kassa', updatedAt: 0, nodeCount: 3, openProblems: 0 }]);
  const stop = listenToEvents(client);
  tell('run.progress', run({ read: 12 }));
  expect(client.getQueryData(keys.run('r1'))).toMatchObject({ read: 12 });
  expect(client.getQueryData(keys.runList(null, 5))).toMatchObject([{ read: 12 }]);
  expect(client.getQueryData(keys.runList('other', 5))).toEqual([]);
  expect(client.getQueryData(keys.flows)).toMatchObject([{ lastRun: { read: 12 } }]);
  stop();
});

test('a run that was started here is listed before its first progress comes', () => {
  const client = makeQueryClient();
  client.setQueryData(keys.runList('kassa', 5), []);
  const stop = listenToEvents(client);
  useRun.getState().take(run({ runId: 'begun here', startedAt: 2000 }));
  expect(client.getQueryData(keys.runList('kassa', 5))).toMatchObject([{ runId: 'begun here', read: 0 }]);
  stop();
});

test('rows are read again a few times a second at most while a run writes, and at once when it ends', () => {
  const client = makeQueryClient();
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  const rowReads = () => invalidate.mock.calls.filter(([filters]) => JSON.stringify(filters?.queryKey) === JSON.stringify(keys.recordsOf('r1'))).length;
  const stop = listenToEvents(client);
  for (let tick = 0; tick < 10; tick += 1) {
    tell('run.progress', run({ read: tick }));
    vi.advanceTimersByTime(100);
  }
  expect(rowReads()).toBe(2);
  tell('run.finished', run({ status: 'succeeded', read: 10 }));
  expect(rowReads()).toBe(3);
  vi.advanceTimersByTime(2000);
  expect(rowReads()).toBe(3);
  stop();
});

test('after the subscription ended nothing reaches the caches any more', () => {
  const client = makeQueryClient();
  listenToEvents(client)();
  tell('run.progress', run({ read: 12 }));
  expect(client.getQueryData(keys.run('r1'))).toBeUndefined();
});
