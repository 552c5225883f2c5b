import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { problem } from './problem.ts';
import type { FieldError } from './problem.ts';
import { readTime, shownTime } from './serviceTime.ts';

/** What a value in a request may be. */
export type Shape =
  | { readonly is: 'string'; readonly oneOf?: readonly string[]; readonly fewest?: number; readonly most?: number }
  | { readonly is: 'integer' }
  | { readonly is: 'number' }
  | { readonly is: 'boolean' }
  /** A number, or a text of digits with a point at most; kept as a number. */
  | { readonly is: 'money' }
  /** A moment in one of four forms, kept as the service shows it; an empty text clears it. */
  | { readonly is: 'moment' }
  /** A text or a whole number, kept as text. */
  | { readonly is: 'key' }
  | { readonly is: 'list'; readonly of: Shape; readonly fewest?: number; readonly most?: number }
  | { readonly is: 'object'; readonly properties: Readonly<Record<string, Shape>>; readonly required?: readonly string[] }
  /** An object whose properties are checked elsewhere; null for none. */
  | { readonly is: 'map' };

export const text: Shape = { is: 'string' };
export const integer: Shape = { is: 'integer' };
export const number: Shape = { is: 'number' };
export const flag: Shape = { is: 'boolean' };
export const money: Shape = { is: 'money' };
export const moment: Shape = { is: 'moment' };
export const map: Shape = { is: 'map' };
export const id = (most = 255): Shape => ({ is: 'string', fewest: 1, most });
export const choice = (...oneOf: readonly string[]): Shape => ({ is: 'string', oneOf });
export const list = (of: Shape, fewest = 0, most = Infinity): Shape => ({ is: 'list', of, fewest, most });
export type ObjectShape = Extract<Shape, { is: 'object' }>;
export const object = (properties: Readonly<Record<string, Shape>>, required: readonly string[] = []): ObjectShape => ({ is: 'object', properties, required });

/**
 * Checks a body and answers it with the properties the service knows, money as numbers and moments as it shows them. Throws
 * `Invalid Resource` with every wrong field; `required` replaces what the shape itself demands.
 */
export function checkBody(shape: ObjectShape, body: Json | undefined, required: readonly string[] = shape.required ?? []): JsonObject {
  const errors: FieldError[] = [];
  const checked = checkValue({ ...shape, required }, body ?? {}, '', errors);
  if (errors.length > 0) throw problem.fields(errors);
  return checked as JsonObject;
}

function checkValue(shape: Shape, value: Json, path: string, errors: FieldError[]): Json | undefined {
  const refuse = (message: string): undefined => {
    errors.push({ field: path, message });
    return undefined;
  };
  const wrongType = (expected: string) => refuse(`Schema describes ${expected}, ${typeOf(value)} found instead`);
  switch (shape.is) {
    case 'string':
      if (typeof value !== 'string') return wrongType('string');
      if (shape.oneOf && !shape.oneOf.includes(value)) return refuse(`Data presented is not one of the accepted values: ${shape.oneOf.join(', ')}.`);
      if (value.length < (shape.fewest ?? 0)) return refuse(`String is too short, minimum length ${shape.fewest}`);
      if (value.length > (shape.most ?? Infinity)) return refuse(`String is too long, maximum length ${shape.most}`);
      return value;
    case 'integer':
      return Number.isInteger(value) ? value : wrongType('integer');
    case 'number':
      return typeof value === 'number' ? value : wrongType('number');
    case 'boolean':
      return typeof value === 'boolean' ? value : wrongType('boolean');
    case 'money':
      if (typeof value === 'number') return value;
      return typeof value === 'string' && /^-?[0-9]+\.?[0-9]*$/.test(value) ? Number(value) : wrongType('number');
    case 'moment': {
      if (typeof value !== 'string') return wrongType('string');
      if (value === '') return '';
      const ms = readTime(value);
      return ms === undefined ? refuse('This value is not a valid date and time.') : shownTime(ms);
    }
    case 'key':
      return typeof value === 'string' || Number.isInteger(value) ? String(value) : wrongType('string');
    case 'map':
      return value === null || isObject(value) ? value : wrongType('object');
    case 'list':
      if (!Array.isArray(value)) return wrongType('array');
      if (value.length < (shape.fewest ?? 0)) return refuse(`Array has fewer items than the minimum of ${shape.fewest}`);
      if (value.length > (shape.most ?? Infinity)) return refuse(`Array has more items than the maximum of ${shape.most}`);
      return (value as readonly Json[]).map((item, index) => checkValue(shape.of, item, join(path, `item:${index}`), errors) ?? null);
    case 'object':
      return isObject(value) ? checkProperties(shape, value, path, errors) : wrongType('object');
  }
}

/** Properties the service does not know are passed over, as it does. */
function checkProperties(shape: ObjectShape, value: JsonObject, path: string, errors: FieldError[]): JsonObject {
  const missing = (shape.required ?? []).filter((name) => value[name] === undefined || value[name] === null);
  if (missing.length > 0) errors.push({ field: path, message: `Required fields were not provided: ${missing.join(', ')}` });
  const kept: Record<string, Json> = {};
  for (const [name, part] of Object.entries(shape.properties)) {
    const given = value[name];
    if (given === undefined) continue;
    const checked = checkValue(part, given, join(path, name), errors);
    if (checked !== undefined) kept[name] = checked;
  }
  return kept;
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function typeOf(value: Json): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'double';
  return typeof value;
}
