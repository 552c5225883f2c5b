import type { Outcome } from './outcomes.ts';

/** True when a record was not made or changed but would be: nothing of a dry run is written. How else it ended holds for a dry run as it does for any. */
export function isPlanned(outcome: Outcome | 'pending', dryRun: boolean): boolean {
  return dryRun && (outcome === 'created' || outcome === 'updated');
}
