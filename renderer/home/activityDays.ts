import type { DayOfFlow } from '#shared/records/activity.ts';
import { countAll, outcomes, problemOutcomes, type OutcomeCounts } from '#shared/records/outcomes.ts';

/** One day of all flows together, as the chart has it. */
export interface ActivityDay {
  /** `YYYY-MM-DD`, local. */
  readonly day: string;
  /** Made or changed in a target. */
  readonly arrived: number;
  /** Nothing to do for them: unchanged, skipped or filtered out. */
  readonly untouched: number;
  /** Waiting for a person. */
  readonly waiting: number;
}

export const parts = ['arrived', 'untouched', 'waiting'] as const;
export type ActivityPart = (typeof parts)[number];

function partsOf(counts: OutcomeCounts): Readonly<Record<ActivityPart, number>> {
  const arrived = counts.created + counts.updated;
  const waiting = outcomes.filter((outcome) => problemOutcomes.has(outcome)).reduce((sum, outcome) => sum + counts[outcome], 0);
  const all = countAll(counts);
  return { arrived, waiting, untouched: all - arrived - waiting };
}

/** The local day of a moment as `YYYY-MM-DD`. */
export function localDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** The last `count` days up to today, oldest first; a day on which nothing was read is there as well. */
export function activityDays(rows: readonly DayOfFlow[], count: number, now: number): readonly ActivityDay[] {
  const byDay = Map.groupBy(rows, ({ day }) => day);
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(now);
    // Noon: no change of the clock makes it another day.
    date.setHours(12, 0, 0, 0);
    date.setDate(date.getDate() - (count - 1 - index));
    const day = localDay(date.getTime());
    const sums = (byDay.get(day) ?? []).map(({ outcomes: counts }) => partsOf(counts));
    const of = (part: ActivityPart) => sums.reduce((sum, one) => sum + one[part], 0);
    return { day, arrived: of('arrived'), untouched: of('untouched'), waiting: of('waiting') };
  });
}

export const totalOf = (days: readonly ActivityDay[], part: ActivityPart): number => days.reduce((sum, day) => sum + day[part], 0);
