import type { IntentIdentity } from '#engine/ports.ts';
import type { Value } from '#shared/records/story.ts';

/** The same value always gives the same text, in whatever order its fields were set. */
export function stableText(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((inner) => stableText(inner ?? null)).join(',')}]`;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const field = value[key];
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${stableText(field)}`;
  }
  return `{${text}}`;
}

const isList = (value: object): value is readonly Value[] => Array.isArray(value);

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
