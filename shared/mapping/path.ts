import { FluxoError } from '../errors.ts';

/** Names that reach an object's prototype; never followed, wherever a path comes from. */
const hostile = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * Splits `relation.name` into its segments, once, when a mapping is compiled. A segment that is a
 * number picks an item of a list. Throws a `setup` error for an empty or hostile path.
 */
export function parsePath(path: string): readonly string[] {
  const segments = path.split('.').map((segment) => segment.trim());
  if (segments.some((segment) => segment === '')) {
    throw new FluxoError({ code: 'mapping.bad_path', kind: 'setup', what: `“${path}” is not a path to a field.`, where: { field: path }, fix: 'Write field names with single dots between them, such as relation.name.', params: { path } });
  }
  if (segments.some((segment) => hostile.has(segment))) {
    throw new FluxoError({ code: 'mapping.hostile_path', kind: 'setup', what: `“${path}” holds a name that may not be used in a path.`, where: { field: path }, fix: 'Choose a field of the record.', params: { path } });
  }
  return segments;
}

/** The value at a parsed path, reading own properties only; undefined when anything on the way is missing. */
export function readPath(record: unknown, segments: readonly string[]): unknown {
  let value = record;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

/**
 * What every object made by a mapping inherits from: nothing. A class with an empty, frozen, null-prototype prototype behaves like
 * `Object.create(null)` (no `toString`, no `constructor`, nothing to pollute) at the price of a plain object: V8 keeps objects that
 * have no prototype at all as dictionaries, which made mapping a record ten times slower (measured, docs/decisions/0011).
 */
export const bareKind: object = Object.freeze(Object.create(null));

const Bare = function () {} as unknown as new () => Record<string, unknown>;
(Bare as { prototype: object }).prototype = bareKind;

/** A new empty object that inherits nothing. */
export const bareObject = (): Record<string, unknown> => new Bare();

/** Puts a value at a parsed path of an object that inherits nothing, making the objects on the way. */
export function writePath(record: Record<string, unknown>, segments: readonly string[], value: unknown): void {
  let place = record;
  for (const segment of segments.slice(0, -1)) {
    const next = place[segment];
    if (typeof next === 'object' && next !== null && !Array.isArray(next)) place = next as Record<string, unknown>;
    else place = place[segment] = bareObject();
  }
  place[segments.at(-1)!] = value;
}

/** A field's value as text: numbers and booleans as written, null and absent as the empty text, lists and objects not at all. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
}
