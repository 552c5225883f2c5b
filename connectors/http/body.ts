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

/** Where a kind of record has amounts: by field; those of a list’s items under `[]`. */
interface Amounts {
  readonly [field: string]: Amounts | true;
}

/** Without inherited names: fields may be called anything. */
const bare = () => Object.create(null) as Record<string, unknown>;

const known = new Map<string, Amounts>();
function amountsOf(entity: string): Amounts {
  let tree = known.get(entity);
  if (!tree) {
    const made = bare();
    for (const { path, type } of entities[entity]?.fields ?? []) {
      if (type !== 'decimal') continue;
      const steps = path.split('.').flatMap((step) => (step.endsWith('[]') ? [step.slice(0, -2), '[]'] : [step]));
      const last = steps.pop()!;
      let at = made;
      for (const step of steps) at = (at[step] ??= bare()) as Record<string, unknown>;
      at[last] = true;
    }
    known.set(entity, (tree = made as unknown as Amounts));
  }
  return tree;
}

/** A value with its amounts as numbers, digit by digit; what holds none is given back as it is. */
function withNumbers(value: unknown, amounts: Amounts | true | undefined): unknown {
  if (amounts === undefined) return value;
  if (amounts === true) return isDecimal(value) ? rawJSON(value) : value;
  if (Array.isArray(value)) return value.map((item) => withNumbers(item, amounts['[]']));
  if (typeof value !== 'object' || value === null) return value;
  const shown = bare();
  for (const name in value) shown[name] = withNumbers((value as Record<string, unknown>)[name], amounts[name]);
  return shown;
}

const below = (amounts: Amounts, field: string): Amounts | true | undefined => field.split('.').reduce<Amounts | true | undefined>((at, step) => (at === undefined || at === true ? undefined : at[step]), amounts);

/** The body as text. Amounts are written as they are, digit by digit, whether as numbers or as text. */
export function bodyOf(record: SourceRecord, { entity, names, wrap, amountsAsNumbers }: BodyPlan): string {
  const amounts = amountsAsNumbers ? amountsOf(entity) : {};
  const chosen: Record<string, unknown> = {};
  for (const [from, to, field] of names) {
    const value = readPath(record, from);
    if (value !== undefined) writePath(chosen, to, withNumbers(value, below(amounts, field)));
  }
  const body = names.length > 0 ? chosen : amountsAsNumbers ? withNumbers(record, amounts) : record;
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
