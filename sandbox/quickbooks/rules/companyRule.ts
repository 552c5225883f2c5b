import { isObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Rule } from './rule.ts';

/** The company and its preferences are never cleared: what is not sent stays, in every group. */
export const singleRule: Rule = {
  complete: ({ previous, sent }) => ({ ...previous?.json, ...mergeDeep(previous?.json ?? {}, sent) }),
};

function mergeDeep(before: JsonObject, sent: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...before };
  for (const [name, value] of Object.entries(sent)) {
    const old = before[name];
    merged[name] = isObject(value) && isObject(old) ? mergeDeep(old, value) : value === '' ? undefined : value;
  }
  return merged;
}

/** Taken as it comes: agencies, and tax codes and rates once `taxservice` has checked them. */
export const plainRule: Rule = {
  complete: ({ fields }) => ({ Active: true, ...fields }),
};
