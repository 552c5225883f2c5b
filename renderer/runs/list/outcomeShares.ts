import { outcomes, type Outcome, type OutcomeCounts } from '#shared/records/outcomes.ts';

export interface OutcomeShare {
  readonly outcome: Outcome;
  readonly count: number;
  /** Percent of the bar, together 100. */
  readonly share: number;
}

/** A part thinner than this cannot be seen; one rejected record among thousands must be. */
const LEAST_SHARE = 2;

/** The parts of an outcome bar. Small parts get a width one can see, at the cost of the large ones. */
export function outcomeShares(counts: OutcomeCounts): readonly OutcomeShare[] {
  const present = outcomes.filter((outcome) => counts[outcome] > 0);
  const total = present.reduce((sum, outcome) => sum + counts[outcome], 0);
  const wide = present.map((outcome) => Math.max(LEAST_SHARE, (counts[outcome] / total) * 100));
  const sum = wide.reduce((a, b) => a + b, 0);
  return present.map((outcome, index) => ({ outcome, count: counts[outcome], share: ((wide[index] as number) / sum) * 100 }));
}
