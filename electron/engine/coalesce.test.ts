import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunSummary } from '#shared/records/runs.ts';
import { makeCoalescer } from './coalesce.ts';

const told: [event: string, payload: { runId?: string; read?: number }][] = [];
const { tell, stop } = makeCoalescer((event, payload) => void told.push([event, payload as { runId?: string; read?: number }]));
const progress = (runId: string, read: number) => tell('run.progress', { runId, read } as unknown as RunSummary);
const finished = (runId: string, read: number) => tell('run.finished', { runId, read } as unknown as RunSummary);
beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test('the first is told at once, then at most ten a second, and the last is never lost', () => {
  for (let read = 1; read <= 1000; read++) {
    progress('a', read);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1000);
  expect(told[0]?.[1].read).toBe(1);
  expect(told.at(-1)?.[1].read).toBe(1000);
  expect(told.length).toBeLessThanOrEqual(12);
});

test('two runs at once share the ten a second, and each is heard', () => {
  for (let read = 1; read <= 500; read++) {
    progress('a', read);
    progress('b', read);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1000);
  expect(told.length).toBeLessThanOrEqual(8);
  for (const run of ['a', 'b']) expect(told.filter(([, payload]) => payload.runId === run).at(-1)?.[1].read).toBe(500);
});

test('progress never follows the end of its run', () => {
  progress('a', 1);
  progress('a', 2);
  finished('a', 3);
  vi.advanceTimersByTime(1000);
  expect(told.map(([event, { read }]) => `${event} ${read}`)).toEqual(['run.progress 1', 'run.finished 3']);
});
