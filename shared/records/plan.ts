import type { Outcome } from './outcomes.ts';
import type { Value } from './story.ts';

/** One field a write sets. `before` is absent where the target holds nothing, `after` where what it holds goes. */
export interface FieldChange {
  /** In the service's words: `Line[0].Amount`. */
  readonly path: string;
  readonly before?: Value;
  readonly after?: Value;
}

/** One write that a dry run found to be needed: what would be sent, field by field. */
export interface PlannedWrite {
  readonly effect: string;
  /** Tells several writes of the same kind for one record apart; empty for the only one. */
  readonly slot: string;
  readonly label: string;
  readonly action: 'create' | 'update';
  /** What it is written to, in the service's words; absent for something new. */
  readonly thing?: Value;
  readonly changes: readonly FieldChange[];
  /** Changes beyond the most that are kept: how many, and a hash of them. */
  readonly more?: { readonly count: number; readonly mark: string };
  /** Hash of effect, thing and changes. */
  readonly mark: string;
  /** True when an earlier record of the run plans exactly this as well: it will happen once. */
  readonly planned?: true;
}

/** What a dry run decided for one record at one target. */
export interface Decision {
  readonly outcome: Outcome;
  readonly writes: readonly PlannedWrite[];
}

/** Id of what a dry run would have made, wherever a later write refers to it. */
export const notMadeYet = 'dry-run';
