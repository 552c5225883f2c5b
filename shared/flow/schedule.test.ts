import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDue, nextDue, ScheduleSchema, weekdays, type Schedule } from './schedule.ts';

const at = (text: string) => Date.parse(text);
const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());
const calendar = (times: string[], timeZone = 'Europe/Amsterdam', days: (typeof weekdays)[number][] = [...weekdays]): Schedule => ({ enabled: true, when: { kind: 'calendar', days, times, timeZone } });
const every = (minutes: number): Schedule => ({ enabled: true, when: { kind: 'interval', minutes } });

test('every 15 minutes means on the quarters', () => {
  expect(iso(nextDue(every(15), at('2026-06-01T10:07:30Z')))).toBe('2026-06-01T10:15:00.000Z');
  expect(iso(nextDue(every(15), at('2026-06-01T10:15:00Z')))).toBe('2026-06-01T10:30:00.000Z');
});

test('on chosen days at chosen times, by the clock on the wall', () => {
  const schedule = calendar(['07:00', '18:30'], 'Europe/Amsterdam', ['mon', 'fri']);
  // A Wednesday.
  expect(iso(nextDue(schedule, at('2026-06-03T10:00:00Z')))).toBe('2026-06-05T05:00:00.000Z');
  expect(iso(nextDue(schedule, at('2026-06-05T05:00:00Z')))).toBe('2026-06-05T16:30:00.000Z');
});

test('a cron pattern of five fields', () => {
  const schedule: Schedule = { enabled: true, when: { kind: 'cron', cron: '0 7 * * 1-5', timeZone: 'Europe/Lisbon' } };
  expect(iso(nextDue(schedule, at('2026-01-02T08:00:00Z')))).toBe('2026-01-05T07:00:00.000Z');
});

test.each([
  [{ kind: 'cron', cron: '* * * * * *', timeZone: 'Europe/Amsterdam' }],
  [{ kind: 'cron', cron: 'every day', timeZone: 'Europe/Amsterdam' }],
  [{ kind: 'calendar', days: [], times: ['07:00'], timeZone: 'Europe/Amsterdam' }],
  [{ kind: 'calendar', days: ['mon'], times: ['25:00'], timeZone: 'Europe/Amsterdam' }],
  [{ kind: 'calendar', days: ['mon'], times: ['07:00'], timeZone: 'Amsterdam' }],
  [{ kind: 'interval', minutes: 0 }],
])('%j is refused', (when) => {
  expect(ScheduleSchema.safeParse({ enabled: true, when }).success).toBe(false);
});

describe.each(['Europe/Amsterdam', 'Europe/Lisbon'])('where the clock changes twice a year (%s)', (timeZone) => {
  test.each(['00:30', '01:30', '02:30', '03:00', '12:00'])('every day has one run at %s, for ten years', (time) => {
    const schedule = calendar([time], timeZone);
    const dayOf = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' });
    let moment = at('2025-12-31T23:59:00Z');
    const days: string[] = [];
    while (moment < at('2036-01-01T00:00:00Z')) {
      moment = nextDue(schedule, moment)!;
      days.push(dayOf.format(moment));
    }
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBeGreaterThanOrEqual(3651);
  });
});

test('however long the machine slept, what was missed is one run', () => {
  const now = at('2026-06-10T10:05:00Z');
  expect(iso(lastDue(every(15), at('2026-06-10T09:00:00Z'), now))).toBe('2026-06-10T10:00:00.000Z');
  expect(iso(lastDue(every(1), at('2020-01-01T00:00:00Z'), now))).toBe('2026-06-10T10:05:00.000Z');
  expect(lastDue(every(15), at('2026-06-10T10:00:00Z'), now)).toBeNull();
});

test('the last time due is never in the future nor before what was done, and the next one always later', () => {
  const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') });
  const schedule = fc.oneof(fc.integer({ min: 1, max: 10_080 }).map(every), fc.subarray(['00:15', '02:30', '09:00', '23:59'], { minLength: 1 }).map((times) => calendar(times)));
  fc.assert(
    fc.property(schedule, moment, fc.integer({ min: 0, max: 40 * 86_400_000 }), (own, after, slept) => {
      expect(nextDue(own, after)!).toBeGreaterThan(after);
      const last = lastDue(own, after, after + slept);
      if (last === null) return;
      expect(last).toBeGreaterThan(after);
      expect(last).toBeLessThanOrEqual(after + slept);
      expect(nextDue(own, last)!).toBeGreaterThan(after + slept);
    }),
  );
});
