import type { Value } from '#shared/records/story.ts';

/** An object without its absent fields, in the order given: the same record always makes the same request. */
export function compact(fields: Readonly<Record<string, Value | undefined>>): { readonly [key: string]: Value } {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
