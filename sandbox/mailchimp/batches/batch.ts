import type { JsonObject } from '../wire/json.ts';

/** One row of a result: the answer stands in it as text. */
export interface Outcome {
  readonly status_code: number;
  readonly operation_id: string;
  readonly response: string;
}

export const batchStates = ['pending', 'preprocessing', 'started', 'finalizing', 'finished'] as const;

export interface Batch {
  readonly id: string;
  readonly operations: readonly JsonObject[];
  readonly submittedMs: number;
  /** How often somebody asked for it since. */
  readonly polls: number;
  /** There once all has been done. */
  readonly result?: { readonly outcomes: readonly Outcome[]; readonly completedMs: number };
  /** Addresses handed out for the result, by signature, with the moment they stop working. */
  readonly signatures: ReadonlyMap<string, number>;
}
