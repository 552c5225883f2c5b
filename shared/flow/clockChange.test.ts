import { describe, expect, test } from 'vitest';
import { lastDue, nextDue, type Schedule } from './schedule.ts';

const minute = 60_000;
const hour = 60 * minute;
const years = Array.from({ length: 11 }, (_, at) => 2025 + at);
const zones = ['Europe/Amsterdam', 'Europe/Lisbon'] as const;

/** The last Sunday of a month, when the clocks of Europe change: everywhere at 01:00 UTC. */
function change(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month + 1, 0) - last.getUTCDay() * 24 * hour + hour;
}
const forward = (year: number) => change(year, 2);
const back = (year: number) => change(year, 9);

const wall = (moment: number, timeZone: string) => new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(moment);
const dayOf = (moment: number, timeZone: string) => wall(moment, timeZone).slice(0, 10);

function dueBetween(schedule: Schedule, from: number, to: number): number[] {
  const moments: number[] = [];
  for (let next = nextDue(schedule, from); next !== null && next <= to; next = nextDue(schedule, next)) moments.push(next);
  return moments;
}

/** The hour that is left out in spring and comes twice in autumn begins at one o'clock in Lisbon and at two in Amsterdam. */
const oddHour = { 'Europe/Amsterdam': 2, 'Europe/Lisbon': 1 } as const;

describe.each(zones)('%s', (timeZone) => {
  const odd = oddHour[timeZone];
  const at = (minutes: number) => `0${odd}:${String(minutes).padStart(2, '0')}`;

  test('the clock does change on those days, or this file tests nothing', () => {
    for (const year of years) {
      expect(wall(forward(year) - minute, timeZone).slice(11), String(year)).toBe(`0${odd - 1}:59`);
      expect(wall(forward(year), timeZone).slice(11), String(year)).toBe(`0${odd + 1}:00`);
      expect(wall(back(year), timeZone).slice(11), String(year)).toBe(`0${odd}:00`);
      expect(wall(back(year) - hour, timeZone).slice(11), String(year)).toBe(`0${odd}:00`);
    }
  });

  const daily: readonly (readonly [string, (minutes: number) => Schedule])[] = [
    ['a time of day', (minutes) => ({ enabled: true, when: { kind: 'calendar', days: ['sun'], times: [at(minutes)], timeZone } })],
    ['a cron pattern', (minutes) => ({ enabled: true, when: { kind: 'cron', cron: `${minutes} ${odd} * * *`, timeZone } })],
  ];

  test.each(daily)('%s inside the hour that is left out, or comes twice, has one run that day, every year to 2035', (_, make) => {
    for (const minutes of [0, 1, 15, 30, 59]) {
      for (const moment of years.flatMap((year) => [forward(year), back(year)])) {
        const runs = dueBetween(make(minutes), moment - 30 * hour, moment + 30 * hour).filter((run) => dayOf(run, timeZone) === dayOf(moment, timeZone));
        expect(runs.map((run) => wall(run, timeZone)), `${wall(moment, timeZone)} at ${at(minutes)}`).toHaveLength(1);
      }
    }
  });

  test('two times of which one falls into the hour that is left out are two runs, and never two at one moment', () => {
    for (const year of years) {
      const schedule: Schedule = { enabled: true, when: { kind: 'calendar', days: ['sun'], times: [at(30), `0${odd + 1}:45`], timeZone } };
      const runs = dueBetween(schedule, forward(year) - 5 * hour, forward(year) + 8 * hour);
      expect(new Set(runs).size, String(year)).toBe(2);
    }
  });

  test('every so many minutes goes on evenly through both days', () => {
    for (const minutes of [5, 15, 60]) {
      const schedule: Schedule = { enabled: true, when: { kind: 'interval', minutes } };
      for (const moment of years.flatMap((year) => [forward(year), back(year)])) {
        const runs = dueBetween(schedule, moment - 3 * hour, moment + 3 * hour);
        expect(new Set(runs.map((run, index) => run - (runs[index - 1] ?? run - minutes * minute)))).toEqual(new Set([minutes * minute]));
      }
    }
  });

  test('a machine that slept through the change makes up for all it missed with one run, and is on time afterwards', () => {
    for (const [, make] of daily) {
      for (const moment of years.flatMap((year) => [forward(year), back(year)])) {
        const woke = moment + 4 * 24 * hour;
        const last = lastDue(make(30), moment - 4 * 24 * hour, woke)!;
        expect(last).toBeGreaterThan(moment - 4 * 24 * hour);
        expect(last).toBeLessThanOrEqual(woke);
        expect(lastDue(make(30), last, woke)).toBeNull();
        expect(nextDue(make(30), woke)!).toBeGreaterThan(woke);
      }
    }
  });
});
