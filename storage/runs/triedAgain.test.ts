import { expect, test } from 'vitest';
import { isRested } from './triedAgain.ts';

const minutes = (count: number) => count * 60_000;

test.each([
  [1, 15],
  [2, 60],
  [3, 240],
  [4, 1440],
  [40, 1440],
])('a record that failed %i times rests %i minutes before the schedule tries it again', (times, rest) => {
  expect(isRested({ times, last_at: 1000 }, 1000 + minutes(rest - 4))).toBe(false);
  expect(isRested({ times, last_at: 1000 }, 1000 + minutes(rest))).toBe(true);
});

test('a record that fails some seconds into its run is tried again by the next run of a schedule of every quarter of an hour', () => {
  const [began, failed] = [0, 20_000];
  expect(isRested({ times: 1, last_at: failed }, began + minutes(15))).toBe(true);
});

test('a record that failed while the clock was a year ahead is not left for a year, and one from a few minutes ahead rests on', () => {
  const now = 1_800_000_000_000;
  expect(isRested({ times: 1, last_at: now + minutes(365 * 1440) }, now)).toBe(true);
  expect(isRested({ times: 1, last_at: now + minutes(5) }, now)).toBe(false);
});
