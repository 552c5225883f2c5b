import { expect, test } from 'vitest';
import { heartbeatOf, lateness, usualRunHours } from './heartbeat.ts';
import type { Schedule } from './schedule.ts';

const hour = 3_600_000;
const now = Date.parse('2026-01-14T12:00:00Z');
const every = (minutes: number): Schedule => ({ enabled: true, when: { kind: 'interval', minutes } });
const on = (days: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri')[]): Schedule => ({ enabled: true, when: { kind: 'calendar', days: [...days], times: ['07:00'], timeZone: 'Europe/Amsterdam' } });

test('a schedule is expected to run within three of its pauses, at least a day and at most a day late', () => {
  expect([every(15), every(480), every(720), every(1440), every(10_080)].map((schedule) => usualRunHours(schedule, now))).toEqual([24, 24, 36, 48, 192]);
  // From Friday to Monday nothing is due, and that is no fault.
  expect(usualRunHours(on(['mon', 'tue', 'wed', 'thu', 'fri']), now)).toBe(96);
  // One hour more for the week in which clocks go back.
  expect(usualRunHours(on(['mon']), now)).toBe(193);
});

test('nothing is expected of a flow without a schedule, or where that was switched off, unless somebody says so', () => {
  expect(heartbeatOf({}, now)).toEqual({ runWithin: null, readWithin: null });
  expect(heartbeatOf({ schedule: { ...every(15), enabled: false } }, now).runWithin).toBeNull();
  expect(heartbeatOf({ schedule: every(15), policy: { runWithinHours: 0 } }, now).runWithin).toBeNull();
  expect(heartbeatOf({ policy: { runWithinHours: 72, readWithinDays: 7 } }, now)).toEqual({ runWithin: 72 * hour, readWithin: 168 * hour });
});

test('a flow is late when its last run, or the last thing it read, is longer ago than expected; a new rule counts from when it was made', () => {
  const beat = { runWithin: 24 * hour, readWithin: 48 * hour };
  const ago = (hours: number) => now - hours * hour;
  expect(lateness(beat, { expectedSince: ago(100), ranAt: ago(23), readAt: ago(47) }, now)).toBeNull();
  expect(lateness(beat, { expectedSince: ago(100), ranAt: ago(25), readAt: ago(90) }, now)).toEqual({ kind: 'run', since: ago(25), within: 24 * hour });
  expect(lateness(beat, { expectedSince: ago(100), ranAt: ago(1), readAt: ago(49) }, now)).toEqual({ kind: 'read', since: ago(49), within: 48 * hour });
  expect(lateness(beat, { expectedSince: ago(100), ranAt: null, readAt: null }, now)).toMatchObject({ kind: 'run', since: ago(100) });
  expect(lateness(beat, { expectedSince: ago(2), ranAt: ago(90), readAt: null }, now)).toBeNull();
});
