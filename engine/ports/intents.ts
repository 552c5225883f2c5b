import type { EffectResult } from '#connectors/sdk/connector.ts';
import type { Value } from '#shared/records/story.ts';
import type { LedgerKey } from './ledger.ts';

/** What a write is for: the same source record, effect and slot at the same target. */
export interface IntentIdentity {
  readonly connectionId: string;
  /** `connector.target`, such as `quickbooks.sales`. */
  readonly target: string;
  readonly effect: string;
  readonly sourceConnection: string;
  readonly sourceKey: string;
  /** Tells several effects of the same kind for one record apart; empty for the only one. */
  readonly slot: string;
}

export interface NewIntent {
  readonly identity: IntentIdentity;
  readonly runId: string;
  readonly flowId: string;
  readonly lineage: number;
  readonly payload: Value;
  /** Of the payload; part of the intent's key. */
  readonly fingerprint: string;
  /** Where the result is to be remembered. */
  readonly ledger: { readonly key: LedgerKey; readonly fingerprint: string } | null;
}

/** A write that was decided. `sending` = its outcome is unknown until somebody has an answer. */
export interface Intent extends Omit<NewIntent, 'fingerprint'> {
  readonly id: number;
  /** What the service recognises a repetition by. */
  readonly key: string;
  readonly state: 'sending' | 'done' | 'failed';
  readonly result: EffectResult | null;
}
