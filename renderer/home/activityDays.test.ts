import { expect, test } from 'vitest';
import { noOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import { activityDays, localDay, totalOf } from './activityDays.ts';

const row = (day: string, flowId: string, counts: Partial<Record<Outcome, number>>) => ({ day, flowId, runs: 1, outcomes: { ...noOutcomes(), ...counts } });
const now = new Date(2026, 2, 30, 9).getTime();

test('each of the last days is there once, also across a change of the clock and with nothing read', () => {
  const days = activityDays([], 30, now);
  expect(days).toHaveLength(30);
  expect([days[0]?.day, days.at(-1)?.day]).toEqual(['2026-03-01', '2026-03-30']);
  expect(new Set(days.map(({ day }) => day)).size).toBe(30);
});

test('flows of a day are added up by what became of their records, and every record counts once', () => {
  const days = activityDays([row('2026-03-30', 'a', { created: 5, updated: 1, parked: 2, unsure: 1 }), row('2026-03-30', 'b', { unchanged: 4, skipped: 3, filtered: 2, rejected: 1 }), row('2026-02-01', 'a', { created: 99 })], 30, now);
  expect(days.at(-1)).toEqual({ day: '2026-03-30', arrived: 6, untouched: 9, waiting: 4 });
  expect(totalOf(days, 'arrived')).toBe(6);
});

test('a moment late in the evening belongs to its own day', () => {
  expect(localDay(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05');
});
