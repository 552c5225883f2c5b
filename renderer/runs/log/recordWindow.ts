import type { RecordRow } from '#shared/records/story.ts';

/**
 * Where the rows of a whole run stand. Rows are numbered without gaps (`seq` from 1) and shown newest first, so the
 * place of a row follows from its number and any part of a million rows is one seek away. Pages are cut by number,
 * oldest first: a page that is full never changes its place, however many rows come in front of it.
 */
export const indexOfSeq = (newest: number, seq: number): number => newest - seq;
export const seqAtIndex = (newest: number, index: number): number => newest - index;

/** The page a row stands on, from 0. */
export const pageOfSeq = (seq: number, pageSize: number): number => Math.floor((seq - 1) / pageSize);

/** What to ask for to get a page: `records.list` gives the rows after this number. */
export const pageStart = (page: number, pageSize: number): number => page * pageSize;

/**
 * The pages the rows `first`..`last` on screen need, plus one more in the direction of scrolling, newest first.
 * `newest` = highest number shown; 0 when there are no rows.
 */
export function pagesFor(range: { readonly first: number; readonly last: number }, newest: number, pageSize: number, direction: 'older' | 'newer' | 'still'): readonly number[] {
  if (newest < 1) return [];
  const clamp = (seq: number) => Math.min(newest, Math.max(1, seq));
  const top = pageOfSeq(clamp(seqAtIndex(newest, range.first)), pageSize);
  const bottom = pageOfSeq(clamp(seqAtIndex(newest, range.last)), pageSize);
  const from = Math.min(pageOfSeq(newest, pageSize), direction === 'newer' ? top + 1 : top);
  const to = Math.max(0, direction === 'older' ? bottom - 1 : bottom);
  return Array.from({ length: from - to + 1 }, (_, offset) => from - offset);
}

/** True when the newest page proves that rows are numbered without gaps; only then their places can be computed. */
export function isGapless(newestRows: readonly Pick<RecordRow, 'seq'>[], total: number): boolean {
  return total === 0 || newestRows[0]?.seq === total;
}
