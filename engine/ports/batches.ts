import type { EffectResult, SentPart } from '#connectors/sdk/connector.ts';
import type { Value } from '#shared/records/story.ts';
import type { IntentIdentity } from './intents.ts';

/** Where a batch goes. */
export type BatchPlace = Pick<IntentIdentity, 'connectionId' | 'target' | 'sourceConnection'>;

/** One record's share of a batch. */
export interface BatchPart extends SentPart {
  readonly lineage: number;
  readonly sourceKey: string;
  readonly ledger: { readonly entity: string; readonly key: string };
}

/** Many records in one call: one intent for all of them. */
export interface NewBatch {
  readonly place: BatchPlace;
  readonly effect: string;
  readonly runId: string;
  readonly flowId: string;
  /** What all parts have in common. */
  readonly how: Value;
  readonly parts: readonly BatchPart[];
}

export interface Batch extends NewBatch {
  readonly id: number;
  /** What the service recognises a repetition by: made of place, effect and parts; a repetition of what was settled gets another one. */
  readonly key: string;
}

export type PartEnd = { readonly state: 'done'; readonly result: EffectResult } | { readonly state: 'failed' };
