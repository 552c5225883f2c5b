import { median } from '../report.ts';

/** A row of the table of targets in docs/bench.md. */
export interface TargetRow {
  readonly id: string;
  readonly what: string;
  /** At least (`>=`) or at most (`<=`). */
  readonly sense: '>=' | '<=';
  readonly target: number;
  /** Where a machine fails the build; absent = told only. */
  readonly gate?: number;
  /** One value a round; empty = not measured in this suite. */
  readonly rounds: readonly number[];
  readonly note?: string;
}

export type Verdict = 'reached' | 'short' | 'FAILED' | 'n/a';

/** The second-best round: on a busy machine a single one says little, so a gate fails only when this and the median are behind it. */
function secondBest(rounds: readonly number[], sense: TargetRow['sense']): number {
  const sorted = rounds.toSorted((a, b) => (sense === '>=' ? b - a : a - b));
  return sorted[Math.min(1, sorted.length - 1)]!;
}

export function verdictOf({ rounds, sense, target, gate }: TargetRow): Verdict {
  const middle = median(rounds);
  if (middle === null) return 'n/a';
  const meets = (value: number, bound: number) => (sense === '>=' ? value >= bound : value <= bound);
  if (gate !== undefined && !meets(middle, gate) && !meets(secondBest(rounds, sense), gate)) return 'FAILED';
  return meets(middle, target) ? 'reached' : 'short';
}
