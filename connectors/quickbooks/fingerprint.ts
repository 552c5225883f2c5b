import { sha256 } from './requestId.ts';

/** A short mark of everything a record says, the same whatever the order of its fields. */
export function fingerprintOf(record: unknown): string {
  return sha256(sortedText(record)).slice(0, 32);
}

/** JSON with the fields of every object in alphabetical order. */
function sortedText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  const object = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(object).sort()) if (object[key] !== undefined) text += `${text === '' ? '' : ','}"${key}":${sortedText(object[key])}`;
  return `{${text}}`;
}
