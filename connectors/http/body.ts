import { entities } from '#shared/entities/index.ts';
import { FluxoError } from '#shared/errors.ts';
import { isDecimal } from '#shared/money/decimal.ts';
import { parsePath, readPath, writePath } from '#shared/mapping/path.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';

/** How a record becomes the body of a request. */
export interface BodyPlan {
  readonly entity: string;
  /** Field of the entity and what the service calls it; empty sends the entity as it is. */
  readonly names: readonly (readonly [from: readonly string[], to: readonly string[], field: string])[];
  /** Property the record is put into; empty for none. */
  readonly wrap: string;
  readonly amountsAsNumbers: boolean;
}

/** Reads `name=title, priceIncl=price`; a field without `=` keeps its name. Throws `setup` for one the entity does not have. */
export function namesOf(entity: string, typed: string): BodyPlan['names'] {
  const known = new Set((entities[entity]?.fields ?? []).map(({ path }) => path));
  return typed.split(/[,\n]/).map((part) => part.trim()).filter((part) => part !== '').map((part) => {
    const [from = '', to = from] = part.split('=').map((name) => name.trim());
    if (!known.has(from)) throw new FluxoError({ code: 'http.unknown_field', kind: 'setup', what: `“${from}” is no field of this kind of record.`, where: { field: 'names' }, fix: 'Write the field’s path before the equals sign, and what the service calls it behind.', params: { name: from } });
    return [parsePath(from), parsePath(to), from] as const;
  });
}

const rawJSON = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** The body as text. Amounts are written as they are, digit by digit, whether as numbers or as text. */
export function bodyOf(record: SourceRecord, { entity, names, wrap, amountsAsNumbers }: BodyPlan): string {
  const amounts = new Set((entities[entity]?.fields ?? []).filter(({ type }) => type === 'decimal').map(({ path }) => path));
  const shown = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => shown(item, `${path}[]`));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner, path === '' ? name : `${path}.${name}`)]));
    return amountsAsNumbers && amounts.has(path) && isDecimal(value) ? rawJSON(value) : value;
  };
  const chosen: Record<string, unknown> = {};
  for (const [from, to, field] of names) {
    const value = readPath(record, from);
    if (value !== undefined) writePath(chosen, to, shown(value, field));
  }
  const body = names.length > 0 ? chosen : shown(record, '');
  return JSON.stringify(wrap === '' ? body : { [wrap]: body });
}

/** A path with `{field}` of the record and `{id}` filled in, escaped. Throws `data` when one of them is empty: it would be another path. */
export function filledPath(template: string, record: SourceRecord, id?: string): string {
  return template.replace(/\{([^{}]+)\}/g, (_whole, name: string) => {
    const value: unknown = name === 'id' && id !== undefined ? id : readPath(record, parsePath(name));
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    if (text.trim() === '') throw new FluxoError({ code: 'http.empty_in_path', kind: 'data', what: `“${name}” stands in the path and is empty in this record.`, where: { field: name }, fix: 'Fill it in the source, or map it from another field.', params: { name } });
    return encodeURIComponent(text);
  });
}

export const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
