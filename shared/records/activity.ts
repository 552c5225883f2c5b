import type { OutcomeCounts } from './outcomes.ts';

/** What the runs of one flow that began on one day did; dry runs do nothing. */
export interface DayOfFlow {
  /** `YYYY-MM-DD` on this machine. */
  readonly day: string;
  readonly flowId: string;
  readonly runs: number;
  readonly outcomes: OutcomeCounts;
}
