import type { Backup } from '#shared/workspace/backups.ts';

/** What is known so far of which copies can be read whole, by their names. */
export type Checks = ReadonlyMap<string, boolean>;

/** The newest copy that can be read whole; null until every newer one was looked at, and when none is. */
export function preselected(newestFirst: readonly Backup[], checks: Checks): string | null {
  const first = newestFirst.find(({ name }) => checks.get(name) !== false);
  return first && checks.get(first.name) === true ? first.name : null;
}

/** True when every copy was looked at and none can be read whole. */
export const isNoneWhole = (backups: readonly Backup[], checks: Checks): boolean => backups.every(({ name }) => checks.get(name) === false);
