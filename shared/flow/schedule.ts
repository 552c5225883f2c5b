import { Cron } from 'croner';
import * as z from 'zod';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const TimeZoneSchema = z.string().refine(isTimeZone, 'not a time zone such as Europe/Amsterdam');

/** When a flow runs by itself. Times are those of the clock on the wall of `timeZone`. */
export const ScheduleSchema = z.strictObject({
  enabled: z.boolean(),
  when: z.discriminatedUnion('kind', [
    /** Every so many minutes, counted from midnight UTC of a fixed day: 15 is a quarter past, half past, a quarter to and the full hour. */
    z.strictObject({ kind: z.literal('interval'), minutes: z.number().int().min(1).max(10_080) }),
    z.strictObject({ kind: z.literal('calendar'), days: z.array(z.enum(weekdays)).min(1), times: z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)).min(1).max(24), timeZone: TimeZoneSchema }),
    z.strictObject({ kind: z.literal('cron'), cron: z.string().refine(isCron, 'not a cron pattern such as 0 7 * * 1-5'), timeZone: TimeZoneSchema }),
  ]),
});

export type Schedule = z.infer<typeof ScheduleSchema>;

/**
 * The first moment after `after` (milliseconds since 1970) at which the flow is due; null when there is none within reach. A time that the clock skips in
 * spring counts at the moment it skips to, and one that it shows twice in autumn counts once.
 */
export function nextDue({ when }: Schedule, after: number): number | null {
  switch (when.kind) {
    case 'interval': {
      const step = when.minutes * 60_000;
      return (Math.floor(after / step) + 1) * step;
    }
    case 'calendar': {
      const moments = when.times.map((time) => cronAfter(calendarPattern(time, when.days), when.timeZone, after)).filter((moment) => moment !== null);
      return moments.length === 0 ? null : Math.min(...moments);
    }
    case 'cron':
      return cronAfter(when.cron, when.timeZone, after);
  }
}

const hour = 3_600_000;
/** How far to look back for the last due moment: near first, so that a flow that is due every minute is not walked through for years. */
const lookBack = [hour, 24 * hour, 8 * 24 * hour, 32 * 24 * hour, 366 * 24 * hour];

/** The last moment after `after`, up to and including `now`, at which the flow was due; null when it was not. However many were missed, one run makes up for all. */
export function lastDue(schedule: Schedule, after: number, now: number): number | null {
  for (const window of [...lookBack, now - after]) {
    const from = Math.max(after, now - window);
    let last: number | null = null;
    for (let next = nextDue(schedule, from); next !== null && next <= now; next = nextDue(schedule, next)) last = next;
    if (last !== null || from === after) return last;
  }
  return null;
}

function calendarPattern(time: string, days: readonly (typeof weekdays)[number][]): string {
  const [hour, minute] = time.split(':').map(Number);
  return `${minute} ${hour} * * ${days.map((day) => (weekdays.indexOf(day) + 1) % 7).join(',')}`;
}

function cronAfter(pattern: string, timeZone: string, after: number): number | null {
  return new Cron(pattern, { timezone: timeZone, paused: true }).nextRun(new Date(after))?.getTime() ?? null;
}

function isCron(pattern: string): boolean {
  // Five fields: nobody wants a flow to run every second.
  if (pattern.trim().split(/\s+/).length !== 5) return false;
  try {
    return new Cron(pattern, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
