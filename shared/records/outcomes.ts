/** What became of one record in one run. Every record that was read ends in exactly one of these. */
export const outcomes = ['created', 'updated', 'unchanged', 'skipped', 'filtered', 'parked', 'invalid', 'rejected', 'unsure'] as const;

export type Outcome = (typeof outcomes)[number];

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** The outcomes that need a person: they stand in the list of problems until they are solved. */
export const problemOutcomes: ReadonlySet<Outcome> = new Set(['parked', 'invalid', 'rejected', 'unsure']);

export function noOutcomes(): Record<Outcome, number> {
  return Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}

export function countAll(counts: OutcomeCounts): number {
  return outcomes.reduce((total, outcome) => total + counts[outcome], 0);
}

/** True when some of the records wait for a person. */
export function hasProblems(counts: OutcomeCounts): boolean {
  return [...problemOutcomes].some((outcome) => counts[outcome] > 0);
}

/** How a run ended or stands. `interrupted`: the process died or the machine slept away; its open records continue in the next run. */
export type RunStatus = 'running' | 'succeeded' | 'problems' | 'stopped' | 'failed' | 'interrupted';

/** Why a record ended as it did; `text` is the English sentence, `code` and `params` let the screen say it in another language. */
export interface Reason {
  readonly code: string;
  readonly text: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly fix?: string;
  /** The node at which the record stopped; absent where it went all the way. */
  readonly node?: string;
}
