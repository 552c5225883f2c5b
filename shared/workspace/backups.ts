/** A copy of a workspace's database, which can take the place of a damaged one. */
export interface Backup {
  /** Of its file. */
  readonly name: string;
  /** When it was made; milliseconds. */
  readonly at: number;
  readonly bytes: number;
  /** How much of the log it holds; null when not even that can be read. */
  readonly holds: { readonly runs: number; readonly records: number } | null;
}

/** What became of a database that was brought back. */
export interface Restored {
  /** Name of the copy that was put in place, and when it was made. */
  readonly from: string;
  readonly madeAt: number;
  /** The damaged file, kept; null when there was none any more. */
  readonly evidence: string | null;
}

/** Why Fluxo stops before it opens a workspace, where a copy in the place of the database is the way out. */
export const restorableCodes: ReadonlySet<string> = new Set(['storage.damaged', 'storage.not_a_database', 'storage.gone']);

/**
 * Whether the log of a workspace is what Fluxo wrote last. `restored`: it is an older copy, so nothing runs by itself until somebody has looked what would be
 * sent again; `damaged`: a check has found so while Fluxo works, and the next start brings a copy back.
 */
export type LogState = { readonly state: 'trusted' } | { readonly state: 'damaged' } | { readonly state: 'restored'; /** Milliseconds. */ readonly madeAt: number | null };

/** Where a workspace should not lie: a program that synchronises with a cloud copies its files one after another; a network drive shares no memory. */
export type UnsafePlace = 'cloud' | 'network';
