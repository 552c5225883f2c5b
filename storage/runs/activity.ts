import type { DayOfFlow } from '#shared/records/activity.ts';
import { outcomes, type OutcomeCounts } from '#shared/records/outcomes.ts';
import type { Database } from '#storage/sqlite/database.ts';

const sums = outcomes.map((outcome) => `sum(outcomes ->> '${outcome}') AS ${outcome}`).join(', ');

/**
 * What the flows did, day by day in the machine's own time zone, from the runs' running totals: no record is looked at. Runs that took nothing
 * in are most of them and tell nothing.
 */
export function makeActivity(db: Database): (from: number) => readonly DayOfFlow[] {
  const last = db.prepareRead('SELECT max(run) AS run FROM runs');
  const startOf = db.prepareRead('SELECT started_at AS at FROM runs WHERE run <= ? ORDER BY run DESC LIMIT 1');
  const days = db.prepareRead(`SELECT date(started_at / 1000, 'unixepoch', 'localtime') AS day, flow_id AS flowId, count(*) AS runs, ${sums} FROM runs WHERE run >= ? AND started_at >= ? AND dry_run = 0 AND taken > 0 GROUP BY day, flow_id ORDER BY day, flow_id`);

  /** Runs are numbered as they began, so the first one since a moment is found by halving. */
  function firstSince(from: number): number {
    let [low, high] = [1, Number((last.get() as { run: number | null }).run ?? 0)];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = startOf.get(middle) as { at: number } | undefined;
      if (found && found.at >= from) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return (from) =>
    (days.all(firstSince(from), from) as unknown as (Omit<DayOfFlow, 'outcomes'> & OutcomeCounts)[]).map(({ day, flowId, runs, ...counts }) => ({
      day,
      flowId,
      runs,
      outcomes: Object.fromEntries(outcomes.map((outcome) => [outcome, counts[outcome]])) as OutcomeCounts,
    }));
}
