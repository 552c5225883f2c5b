import type { ErrorData } from '../errors.ts';
import type { Outcome, Reason } from './outcomes.ts';
import type { Decision } from './plan.ts';

/** A parsed value of a record: what JSON can hold, with numbers only where a service's number is an identifier-free count. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type SourceRecord = { readonly [key: string]: Value };

/** One request and its answer, already redacted: no credential, no query string with one. */
export interface Exchange {
  readonly connection: string;
  /** Short name, such as `getOrders` or `POST salesreceipt`. */
  readonly operation: string;
  readonly method: string;
  /** URL without credentials. */
  readonly url: string;
  readonly requestBody?: string;
  readonly status?: number;
  readonly answerBody?: string;
  readonly startedAt: number;
  readonly ms: number;
  /** Set when no usable answer arrived. */
  readonly error?: string;
}

/** One thing that happened to a record, in order. Together they are the record's story. */
export type StoryStep =
  | { readonly kind: 'note'; readonly at: number; readonly node: string; readonly text: Reason }
  | { readonly kind: 'exchange'; readonly at: number; readonly node: string; readonly exchange: Exchange }
  | { readonly kind: 'warning'; readonly at: number; readonly node: string; readonly text: Reason }
  | { readonly kind: 'error'; readonly at: number; readonly node: string; readonly error: ErrorData }
  /** What a dry run decided at a target. */
  | { readonly kind: 'plan'; readonly at: number; readonly node: string; readonly decision: Decision };

/** A record's row in the log inspector. */
export interface RecordRow {
  readonly runId: string;
  /** Position in the run, from 1. */
  readonly seq: number;
  readonly flowId: string;
  /** The source node it came from. */
  readonly nodeId: string;
  readonly key: string;
  /** What a person calls it, such as an order number. */
  readonly title: string;
  /** Customer name or the like; shown as second column. Personal: redacted on export. */
  readonly subtitle?: string;
  /** Decimal amount with currency, when the record has one. */
  readonly amount?: string;
  readonly outcome: Outcome | 'pending';
  readonly reason?: Reason;
  readonly target?: { readonly type: string; readonly id: string; readonly label?: string };
  readonly at: number;
  readonly ms: number;
}

export interface RecordStory {
  readonly row: RecordRow;
  /** The record as the source gave it. */
  readonly source: SourceRecord | null;
  /** What the map node made of it; null when it did not get there. */
  readonly mapped: SourceRecord | null;
  readonly steps: readonly StoryStep[];
  /** False when retention has already removed the payloads. */
  readonly payloadsKept: boolean;
}
