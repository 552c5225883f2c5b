import type { FlowDocument } from './document.ts';
import { nextDue, type Schedule } from './schedule.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** What a flow is expected to do by itself. Milliseconds; null = nothing is expected. */
export interface Heartbeat {
  /** A run that went through at least this often. */
  readonly runWithin: number | null;
  /** Something new read at least this often. */
  readonly readWithin: number | null;
}

/** What a flow that should have given a sign of life did not do, and since when. */
export interface Late {
  readonly kind: 'run' | 'read';
  /** The last time it did, or when it was first expected to. Milliseconds since the epoch. */
  readonly since: number;
  readonly within: number;
}

/** Pauses of a schedule looked at; more would not be longer. */
const mostPauses = 100;

/** The longest pause between two moments at which the schedule is due, looking ahead from `from`. */
function longestPause(schedule: Schedule, from: number): number {
  if (schedule.when.kind === 'interval') return schedule.when.minutes * 60_000;
  let longest = 0;
  let at = nextDue(schedule, from);
  for (let count = 0; at !== null && count < mostPauses; count += 1) {
    const next = nextDue(schedule, at);
    if (next === null) break;
    longest = Math.max(longest, next - at);
    at = next;
  }
  return longest;
}

/** What holds when a schedule is on and nobody said otherwise: three times its longest pause, at least a day, and never more than a day longer than the pause. Whole hours. */
export function usualRunHours(schedule: Schedule, now: number): number {
  const pause = longestPause(schedule, now);
  return Math.ceil(Math.max(day, pause + Math.min(2 * pause, day)) / hour);
}

/** What is expected of a flow. A schedule that is on expects runs unless that was switched off (`runWithinHours: 0`). */
export function heartbeatOf({ schedule, policy }: Pick<FlowDocument, 'schedule' | 'policy'>, now: number): Heartbeat {
  const hours = policy?.runWithinHours ?? (schedule?.enabled ? usualRunHours(schedule, now) : 0);
  const days = policy?.readWithinDays ?? 0;
  return { runWithin: hours > 0 ? hours * hour : null, readWithin: days > 0 ? days * day : null };
}

/** What did not happen in time, the more serious first: a flow that does not run cannot read either. */
export function lateness({ runWithin, readWithin }: Heartbeat, seen: { readonly expectedSince: number; readonly ranAt: number | null; readonly readAt: number | null }, now: number): Late | null {
  const check = (kind: Late['kind'], within: number | null, at: number | null): Late | null => {
    const since = Math.max(seen.expectedSince, at ?? 0);
    return within !== null && now - since > within ? { kind, since, within } : null;
  };
  return check('run', runWithin, seen.ranAt) ?? check('read', readWithin, seen.readAt);
}
