import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RecordRow } from '#shared/records/story.ts';
import { makeRunRows, type RunRows, type Wanted } from './runRows.ts';

const newest = 1_000_000;
let asked: { afterSeq: number; limit: number; answer: (rows: readonly RecordRow[]) => void; fail: (error: Error) => void }[];
let outcome: RecordRow['outcome'];
let rows: RunRows;
const row = (seq: number): RecordRow => ({ runId: 'r', seq, flowId: 'f', nodeId: 'n', key: String(seq), title: String(seq), outcome, at: seq, ms: 1 });

beforeEach(() => {
  vi.useFakeTimers();
  [asked, outcome] = [[], 'created'];
  rows = makeRunRows((afterSeq, limit) => new Promise((answer, fail) => asked.push({ afterSeq, limit, answer, fail })));
});
afterEach(() => vi.useRealTimers());

const look = (from: number, to: number, direction: Wanted['direction'] = 'older') => rows.want({ from, to, newest, direction });
const spans = () => asked.map(({ afterSeq, limit }) => [afterSeq + 1, afterSeq + limit]);
async function answer(at: number): Promise<void> {
  const { afterSeq, limit, answer: give } = asked[at]!;
  give(Array.from({ length: limit }, (_, index) => row(afterSeq + 1 + index)));
  await vi.advanceTimersByTimeAsync(0);
}

test('a jump asks at once and in one call for exactly what is on screen', async () => {
  look(5001, 5030);
  expect(spans()).toEqual([[5001, 5030]]);
  await answer(0);
  expect([rows.rowOf(5001)?.seq, rows.rowOf(5030)?.seq, rows.rowOf(5031)]).toEqual([5001, 5030, undefined]);
});

test('of the places a dragged thumb passed only the last one is asked for', async () => {
  for (const from of [5001, 100_001, 200_001, 300_001]) look(from, from + 29);
  expect(spans()).toEqual([[5001, 5030]]);
  await answer(0);
  expect(spans().slice(1)).toEqual([[300_001, 300_030]]);
});

test('when the hand rests the rows around are read too, more of them on the side one scrolls to, and not twice', async () => {
  look(5001, 5030);
  await answer(0);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(spans().slice(1)).toEqual([[4901, 5000], [5031, 5046]]);
  await answer(1);
  await answer(2);
  look(4990, 5019);
  expect(asked).toHaveLength(3);
  look(4940, 4969);
  expect(spans().slice(3)).toEqual([[4840, 4900]]);
});

test('nothing beyond the ends is asked for, nor what is newer than what is known', async () => {
  rows.want({ from: -3, to: 20, newest: 12, direction: 'still' });
  await answer(0);
  await vi.advanceTimersByTimeAsync(500);
  expect(spans()).toEqual([[1, 12]]);
});

test('when the run goes on, what is on screen is read again while it stays there, and what did not change is the same object', async () => {
  look(5001, 5002);
  await answer(0);
  const before = rows.rowOf(5001);
  rows.refresh([row(newest)]);
  expect(rows.rowOf(5001)).toBe(before);
  expect(rows.rowOf(newest)?.seq).toBe(newest);
  expect(spans().at(-1)).toEqual([5001, 5002]);
  await answer(asked.length - 1);
  expect(rows.rowOf(5001)).toBe(before);
  outcome = 'rejected';
  rows.refresh();
  await answer(asked.length - 1);
  expect(rows.rowOf(5001)?.outcome).toBe('rejected');
});

test('a call that fails is told and not repeated until somebody asks again', async () => {
  const heard = vi.fn();
  rows.subscribe(heard);
  look(5001, 5030);
  asked[0]!.fail(new Error('no'));
  await vi.advanceTimersByTimeAsync(500);
  expect([heard.mock.calls.length, asked.length, (rows.error() as Error).message]).toEqual([1, 1, 'no']);
  rows.refresh();
  await answer(1);
  expect([rows.error(), rows.rowOf(5001)?.seq]).toEqual([null, 5001]);
});

test('a run that is read from end to end does not stay in memory', async () => {
  for (let from = 1; from < 20_000; from += 400) {
    look(from, from + 399, 'newer');
    await answer(asked.length - 1);
  }
  const kept = Array.from({ length: 20_000 }, (_, index) => rows.rowOf(index + 1)).filter(Boolean).length;
  expect(kept).toBeGreaterThan(1000);
  expect(kept).toBeLessThan(7000);
});
