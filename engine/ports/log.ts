import type { ErrorData } from '#shared/errors.ts';
import type { Outcome } from '#shared/records/outcomes.ts';
import type { Problem, ProblemState } from '#shared/records/problems.ts';
import type { RecordRow } from '#shared/records/story.ts';

export interface ProblemFilter {
  readonly flowId?: string;
  readonly state?: ProblemState;
  readonly nodeId?: string;
  readonly outcome?: Problem['outcome'];
  readonly cause?: string;
  readonly limit: number;
}

/** Records of one flow that wait for the same. */
export interface ParkedGroup {
  readonly flowId: string;
  /** Where they were read. */
  readonly sourceNode: string;
  readonly cause: string;
  readonly error: ErrorData;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface RecordPage {
  readonly rows: readonly RecordRow[];
  /** Rows that match, wherever the page begins. */
  readonly total: number;
  /** True when there are more than `total`: what a search finds is counted up to a thousand. */
  readonly atLeast?: boolean;
}

export interface RecordFilter {
  readonly runId?: string;
  readonly flowId?: string;
  readonly outcomes?: readonly Outcome[];
  /**
   * Words in title, subtitle, key and reason, the last one perhaps only begun; letters with and without accents are the same. `2026-1043` is two
   * words, and so is each part of an address.
   */
  readonly search?: string;
  /** Codes of errors or reasons, such as `quickbooks.duplicate_name`. */
  readonly reasons?: readonly string[];
  /** Nodes the record was read by, or stopped at. */
  readonly nodes?: readonly string[];
  /** Ended (or, while open, taken) from this moment on, and before that one; milliseconds. */
  readonly from?: number;
  readonly until?: number;
  /** Rows after this seq in the chosen order; only together with `runId`. */
  readonly afterSeq?: number;
  /** Rows after this one, newest first; only without `runId`. */
  readonly after?: { readonly runId: string; readonly seq: number };
  readonly limit: number;
  readonly newestFirst?: boolean;
}
