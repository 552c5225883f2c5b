import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { Value } from '#shared/records/story.ts';

/** One value a target would like to write. */
export interface WantedValue {
  /** The field in the service's words. */
  readonly name: string;
  /** The entity's field it comes from: its write mode counts. */
  readonly field: string;
  readonly value: Value;
  /** What the service holds now; absent for something new. */
  readonly current?: Value | undefined;
}

/**
 * What to send, by the service's field names. New things get all but what is written on update only; existing things get what differs and may be
 * changed (`both`, `update`), or fill a field that is empty there (`ifEmpty`). A wanted value that is undefined or empty text is never sent: nothing is erased.
 * `isSame` compares in the service's notation (default: equal text or equal JSON).
 */
export function valuesToWrite(wanted: readonly WantedValue[], { isNew, modeOf, isSame = sameValue }: { readonly isNew: boolean; readonly modeOf: (field: string) => WriteMode; readonly isSame?: (wanted: Value, current: Value | undefined, name: string) => boolean }): Readonly<Record<string, Value>> {
  const may = ({ name, field, value, current }: WantedValue): boolean => {
    if (isUnset(value)) return false;
    const mode = modeOf(field);
    if (isNew) return mode !== 'update';
    if (mode === 'create' || (mode === 'ifEmpty' && !isUnset(current))) return false;
    return !isSame(value, current, name);
  };
  return Object.fromEntries(wanted.filter(may).map(({ name, value }) => [name, value]));
}

/** A target's “only fill what is empty” over the mapping's own word: what is written on create only stays so. */
export const fillingOnly = (mode: WriteMode): WriteMode => (mode === 'create' ? 'create' : 'ifEmpty');

/** A target's “leave the texts people have enriched” over the mapping's own word: what it leaves open is written when a thing is new, and never again. */
export const whenNewOnly = (mode: WriteMode): WriteMode => (mode === 'both' ? 'create' : mode);

function sameValue(wanted: Value, current: Value | undefined): boolean {
  if (isUnset(current)) return false;
  if (typeof wanted === 'object' || typeof current === 'object') return JSON.stringify(wanted) === JSON.stringify(current);
  return String(wanted).trim() === String(current).trim();
}

function isUnset(value: Value | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
