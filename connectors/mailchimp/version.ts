import { createHash } from 'node:crypto';
import type { Value } from '#shared/records/story.ts';

/**
 * A short hash of everything a record says, whatever the order of its fields: how a change is noticed where the service tells no date of change.
 * Fields named in `apart` do not count, at any depth: figures the service works out anew although nobody changed the record.
 */
export function versionOf(value: Value, apart: ReadonlySet<string>): string {
  return createHash('sha256').update(sortedText(value, apart)).digest('hex').slice(0, 24);
}

function sortedText(value: Value, apart: ReadonlySet<string>): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map((item) => sortedText(item, apart)).join(',')}]`;
  const record = value as { readonly [key: string]: Value };
  return `{${Object.keys(record)
    .filter((name) => !apart.has(name))
    .sort()
    .map((name) => `${JSON.stringify(name)}:${sortedText(record[name]!, apart)}`)
    .join(',')}}`;
}
