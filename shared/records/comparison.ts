import type { RecordRow } from './story.ts';

/** How a record differs between two runs. `changed`: same outcome, but read in another version, with another amount or become another thing. */
export const differenceKinds = ['onlyFirst', 'onlySecond', 'outcome', 'changed'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export interface RecordDifference {
  readonly kind: DifferenceKind;
  /** Where the next page begins; falls. */
  readonly place: number;
  readonly first?: RecordRow;
  readonly second?: RecordRow;
}

/** Two runs record by record; a record is the same when it comes from the same source with the same key. */
export interface RunComparison {
  readonly counts: Readonly<Record<DifferenceKind | 'same', number>>;
  readonly rows: readonly RecordDifference[];
}
