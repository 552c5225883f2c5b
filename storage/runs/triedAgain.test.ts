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
  expect(isRested({ times, last_at: 1000 }, 1000 + minutes(rest) - 1)).toBe(false);
  expect(isRested({ times, last_at: 1000 }, 1000 + minutes(rest))).toBe(true);
});
