import { expect, test } from 'vitest';
import { durationText, relativeTime, shortDateTime } from './timeText.ts';

const now = new Date(2026, 0, 14, 12, 0, 0).getTime();

test('the recent past is told as a distance, the older as a date', () => {
  expect(relativeTime(now - 5_000, now, 'en-GB')).toBe('now');
  expect(relativeTime(now - 4 * 60_000, now, 'en-GB')).toBe('4 min ago');
  expect(relativeTime(now - 3 * 3_600_000, now, 'en-GB')).toBe('3 hr ago');
  expect(relativeTime(now - 26 * 3_600_000, now, 'en-GB')).toBe('yesterday');
  expect(relativeTime(now - 12 * 86_400_000, now, 'en-GB')).toBe('2 Jan, 12:00');
  expect(relativeTime(now - 4 * 60_000, now, 'pt-BR')).toContain('4 min');
});

test('a moment slightly in the future counts as now, and another year is named', () => {
  expect(relativeTime(now + 2_000, now, 'en-GB')).toBe('now');
  expect(shortDateTime(new Date(2025, 11, 31, 9, 5).getTime(), now, 'en-GB')).toContain('2025');
});

test('a duration is told in the unit a person would use, and never rounds up into the next', () => {
  expect(durationText(340, 'en-GB')).toBe('340 ms');
  expect(durationText(4_260, 'en-GB')).toBe('4.2 s');
  expect(durationText(59_990, 'en-GB')).toBe('59 s');
  expect(durationText(192_000, 'en-GB')).toBe('3 min 12 s');
  expect(durationText(3_840_000, 'en-GB')).toBe('1 h 04 min');
});
