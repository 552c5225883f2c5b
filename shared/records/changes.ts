import { stableText } from './stableText.ts';
import type { FieldChange } from './plan.ts';
import type { Value } from './story.ts';

type Fields = { readonly [key: string]: Value };

/** Values of fields so named are never shown, wherever they stand. */
const secretName = /pass(word|phrase|wd)|secret|token|api[-_ ]?key|authori[sz]ation|credential|cookie/i;
const hidden = '‹secret›';

/**
 * What writing `wanted` changes where the target holds `current` (undefined: nothing yet): one entry per field, down to the leaves, in the order in which
 * `wanted` tells them. An object's fields that `wanted` does not name stay as they are; a list replaces the one before whole, so what it no longer
 * holds is told as going. Equal values are left out, `5` and `"5"` are equal. Values of secret fields are hidden.
 */
export function changesBetween(current: Value | undefined, wanted: Value): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', current, wanted, false, changes);
  return changes;
}

function compare(path: string, before: Value | undefined, after: Value, isSecret: boolean, changes: FieldChange[]): void {
  if (isList(after)) {
    const old = isList(before) ? before : [];
    if (after.length === 0 && old.length === 0 && !isList(before)) return tell(path, before, after, isSecret, changes);
    after.forEach((value, index) => compare(`${path}[${index}]`, old[index], value, isSecret, changes));
    for (let index = after.length; index < old.length; index += 1) goes(`${path}[${index}]`, old[index]!, isSecret, changes);
    return;
  }
  if (isFields(after)) {
    const keys = Object.keys(after);
    if (keys.length === 0 && before === undefined) return tell(path, undefined, after, isSecret, changes);
    const old: Fields = isFields(before) ? before : {};
    for (const key of keys) compare(path === '' ? key : `${path}.${key}`, Object.hasOwn(old, key) ? old[key] : undefined, after[key]!, isSecret || secretName.test(key), changes);
    return;
  }
  tell(path, before, after, isSecret, changes);
}

function tell(path: string, before: Value | undefined, after: Value, isSecret: boolean, changes: FieldChange[]): void {
  if (before !== undefined && isSame(before, after)) return;
  const shown = (value: Value) => (isSecret ? hidden : value);
  changes.push({ path, ...(before !== undefined && before !== null && before !== '' && { before: shown(before) }), after: shown(after) });
}

function goes(path: string, before: Value, isSecret: boolean, changes: FieldChange[]): void {
  if (isList(before)) before.forEach((value, index) => goes(`${path}[${index}]`, value, isSecret, changes));
  else if (isFields(before)) for (const [key, value] of Object.entries(before)) goes(`${path}.${key}`, value, isSecret || secretName.test(key), changes);
  else changes.push({ path, before: isSecret ? hidden : before });
}

function isSame(before: Value, after: Value): boolean {
  if (typeof before !== 'object' && typeof after !== 'object') return String(before) === String(after);
  return stableText(before) === stableText(after);
}

const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
const isFields = (value: Value | undefined): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
