import type { IntentIdentity, LedgerKey } from '#engine/ports.ts';
import { stableText } from '#shared/records/stableText.ts';
import type { Value } from '#shared/records/story.ts';

/** A ledger key as one text, for maps. */
export const ledgerText = ({ connectionId, entity, sourceConnection, sourceKey }: LedgerKey): string => JSON.stringify([connectionId, entity, sourceConnection, sourceKey]);

/** 40 hex digits of a payload. */
export function fingerprintOf(payload: Value, hash: (text: string) => string): string {
  return hash(stableText(payload)).slice(0, 40);
}

/**
 * What a service knows a repetition by: 43 characters (QuickBooks takes up to 50 in `requestid`). The same record, effect and
 * payload give the same key, also after the database was lost; `round` counts what was settled before, so that what
 * was refused, or undone by hand, may be sent once more as something new.
 */
export function intentKey(identity: IntentIdentity, fingerprint: string, round: number, hash: (text: string) => string): string {
  const { connectionId, target, effect, sourceConnection, sourceKey, slot } = identity;
  return `fx-${hash(JSON.stringify([connectionId, target, effect, sourceConnection, sourceKey, slot, fingerprint, round])).slice(0, 40)}`;
}
