import { expect, test } from 'vitest';
import { isDue } from './isDue.ts';

test('what is done every minute waits a minute, and no year when the clock was ahead by one and was set back', () => {
  const [minute, now] = [60_000, 1_800_000_000_000];
  expect(isDue(-Infinity, minute, now)).toBe(true);
  expect([now - minute, now - minute + 1, now].map((last) => isDue(last, minute, now))).toEqual([true, false, false]);
  expect(isDue(now + 365 * 24 * 60 * minute, minute, now)).toBe(true);
});
