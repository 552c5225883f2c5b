import type { Cursor } from '#connectors/sdk/connector.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { Outcome, Reason } from '#shared/records/outcomes.ts';
import type { Decision } from '#shared/records/plan.ts';
import type { RecordChoice, WayAgain } from '#shared/records/recordChoice.ts';
import type { NodeCounts } from '#shared/records/runs.ts';
import type { SourceRecord, StoryStep } from '#shared/records/story.ts';
import type { Total } from '#shared/records/totals.ts';
import type { SourceRef } from './runs.ts';

/** Where a record of a run comes from: a page read now, a run that did not get to it, or the list of problems. */
export type RecordOrigin = 'page' | 'resumed' | 'problem';

/** A record taken in, not yet finished. */
export interface PendingRecord {
  /** Position in the run, from 1. */
  readonly seq: number;
  /** The same for a record over all runs that go on with it after a crash or a stop; a new try of a finished problem gets a new one. */
  readonly lineage: number;
  /** Where it was read, which may not be where its node reads now. */
  readonly from: SourceRef;
  readonly key: string;
  readonly version: string;
  readonly source: SourceRecord;
  readonly origin: RecordOrigin;
  /** What a dry run decided for it, when it is to be done exactly so. */
  readonly planned?: PlannedRecord;
  /** How somebody asked for this attempt; absent = nobody did. */
  readonly again?: WayAgain;
  /** Why it cannot be run again as recorded; `payloadGone`: retention has removed what was read (`source` is empty), `newerRead`: its source has sent a newer version since. */
  readonly cannot?: 'payloadGone' | 'newerRead';
}

/** A record of a dry run whose plan is carried out. */
export interface PlannedRecord {
  /** The dry run. */
  readonly runId: string;
  /** By target node. */
  readonly decisions: Readonly<Record<string, Decision>>;
}

/** Records of the log that are to be run again in a run. */
export interface TakeRecorded {
  /** Source nodes that take part; records of others stay out. */
  readonly nodes: readonly string[];
  readonly choice: RecordChoice;
  readonly way: WayAgain;
}

export interface NewRecord {
  readonly key: string;
  readonly version: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly amount?: string;
  readonly source: SourceRecord;
}

export interface NewPage {
  readonly records: readonly NewRecord[];
  /** The JSON of what was read, a line for each record, where it came as bytes. A page taken whole gives this memory away: it is empty afterwards. */
  readonly lines?: Uint8Array;
  /** Kept when the page was taken whole; absent = the cursor stays (one record read by its key). */
  readonly cursor?: Cursor;
  /** Take at most so many; the cursor then stays until the rest of the page was taken by a further call. */
  readonly most?: number;
  /** Leave out what was taken before with the same key and version. */
  readonly dedupe: boolean;
  /** How the page was read; stands in the story of each of its records, stored once. */
  readonly steps: readonly StoryStep[];
}

export interface TakenPage {
  readonly records: readonly PendingRecord[];
  /** How many of the given records were looked at: taken or left out. Less than given when `most` was reached. */
  readonly consumed: number;
}

/** How a record ended, with its story. */
export interface FinishedRecord {
  readonly seq: number;
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** With a problem outcome: the error and what groups it with others of the same cause. */
  readonly problem?: { readonly error: ErrorData; readonly cause: string };
  readonly target?: { readonly type: string; readonly id: string; readonly label?: string };
  readonly mapped: SourceRecord | null;
  /** The JSON of `mapped`, in one line, where it was made already: a text, or its UTF-8. */
  readonly mappedJson?: string | Uint8Array;
  readonly steps: readonly StoryStep[];
  readonly at: number;
  readonly ms: number;
  /** True when this end says nothing about the record's problem: it neither opens nor closes one. */
  readonly leavesProblem?: boolean;
}

export interface FinishedBatch {
  readonly records: readonly FinishedRecord[];
  /** Steps made for all of them at once, such as looking ahead; stand first in each story, stored once. */
  readonly shared: readonly StoryStep[];
  readonly nodes: Readonly<Record<string, NodeCounts>>;
  /** What their writes add to the totals of the run. */
  readonly totals?: readonly Total[];
}
