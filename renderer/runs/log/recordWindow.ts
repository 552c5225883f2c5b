import type { RecordRow } from '#shared/records/story.ts';

/**
 * Where the rows of a whole run stand. Rows are numbered without gaps (`seq` from 1) and shown newest first, so the
 * place of a row follows from its number and any part of a million rows is one seek away.
 */
export const indexOfSeq = (newest: number, seq: number): number => newest - seq;
export const seqAtIndex = (newest: number, index: number): number => newest - index;

/** True when the newest page proves that rows are numbered without gaps; only then their places can be computed. */
export function isGapless(newestRows: readonly Pick<RecordRow, 'seq'>[], total: number): boolean {
  return total === 0 || newestRows[0]?.seq === total;
}
