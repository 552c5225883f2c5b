import { expect, test } from 'vitest';
import { retryAfterMs } from './retryAfter.ts';

const now = Date.UTC(2026, 0, 2, 3, 4, 5);

test.each([
  ['30', 30_000],
  [' 0 ', 0],
  ['999999999', 3_600_000],
  ['Fri, 02 Jan 2026 03:05:05 GMT', 60_000],
  ['Friday, 02-Jan-26 03:05:05 GMT', 60_000],
  ['Fri, 02 Jan 2026 03:00:00 GMT', 0],
  ['Sat, 02 Jan 2027 03:00:00 GMT', 3_600_000],
])('"%s" asks to wait %d ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});

test.each([undefined, '', 'soon', '-5', '1.5', '2026-01-02', 'Fri, 99 Foo 2026', '1e3', '30, 40'])('%s says nothing', (header) => {
  expect(retryAfterMs(header, now)).toBeUndefined();
});
