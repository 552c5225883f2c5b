import { FluxoError } from '../errors.ts';
import type { Reason } from '../records/outcomes.ts';
import { mappingFunctions } from './functions.ts';
import { asText, parsePath, readPath, writePath } from './path.ts';
import type { FieldRule, FieldSource, Mapping } from './mapping.ts';

export interface Mapped {
  readonly value: Record<string, unknown>;
  /** Such as a text that was cut. */
  readonly warnings: readonly Reason[];
}

type Getter = (record: unknown) => unknown;
type FieldSetter = (record: unknown, into: Record<string, unknown>, warnings: Reason[]) => void;

const braces = /\{([^{}]+)\}/g;

function compileSource(from: FieldSource): Getter {
  switch (from.kind) {
    case 'path': {
      const segments = parsePath(from.path);
      return (record) => readPath(record, segments);
    }
    case 'constant':
      return () => from.value;
    case 'firstOf': {
      const paths = from.paths.map(parsePath);
      return (record) => {
        for (const segments of paths) {
          const value = readPath(record, segments);
          if (asText(value).trim() !== '' || (typeof value === 'object' && value !== null)) return value;
        }
        return undefined;
      };
    }
    case 'template':
      return compileTemplate(from.text);
  }
}

/**
 * Text with `{path}` placeholders as a function of a record. Gives the empty text when none of its
 * placeholders has a value, so that a template never leaves only its punctuation behind.
 */
export function compileTemplate(text: string): (record: unknown) => string {
  const parts: (string | readonly string[])[] = [];
  let end = 0;
  for (const match of text.matchAll(braces)) {
    parts.push(text.slice(end, match.index), parsePath(match[1]!));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  const hasPaths = parts.some((part) => typeof part !== 'string');
  return (record) => {
    let filled = !hasPaths;
    let result = '';
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : asText(readPath(record, part));
      if (typeof part !== 'string' && piece !== '') filled = true;
      result += piece;
    }
    return filled ? result : '';
  };
}

function compileField(rule: FieldRule): FieldSetter {
  const get = compileSource(rule.from);
  const target = parsePath(rule.target);
  const functions = (rule.functions ?? []).map(({ name, args = [] }) => {
    const found = mappingFunctions.get(name);
    if (!found) throw new FluxoError({ code: 'mapping.unknown_function', kind: 'setup', what: `There is no function “${name}”.`, where: { field: rule.target }, fix: `Choose one of: ${[...mappingFunctions.keys()].join(', ')}.`, params: { name, choices: [...mappingFunctions.keys()].join(', ') } });
    return (value: string) => found.apply(value, args);
  });
  const rows = rule.lookup && new Map(rule.lookup.rows.map((row) => [row.from.trim().toLowerCase(), row.to]));
  const plain = functions.length === 0 && !rule.lookup && rule.default === undefined && rule.maxLength === undefined;

  return (record, into, warnings) => {
    const raw = get(record);
    if (plain) {
      if (raw !== undefined && raw !== null && raw !== '') writePath(into, target, raw);
      return;
    }
    let text = asText(raw);
    try {
      let final = false;
      if (rule.lookup && rows && text.trim() !== '') [text, final] = lookUp(rule, rows, text);
      if (!final) for (const apply of functions) text = apply(text);
    } catch (thrown) {
      throw thrown instanceof FluxoError ? thrown.at({ field: rule.target }) : thrown;
    }
    if (text === '' && rule.default !== undefined) text = rule.default;
    if (text === '') return;
    writePath(into, target, fit(text, rule, warnings));
  };
}

/** The looked-up text, and whether it is the result already (a row's answer is not passed through the functions). */
function lookUp(rule: FieldRule, rows: ReadonlyMap<string, string>, text: string): [string, boolean] {
  const found = rows.get(text.trim().toLowerCase()) ?? rows.get('*');
  if (found !== undefined) return [found, true];
  switch (rule.lookup!.unmapped) {
    case 'keepSource':
      return [text, false];
    case 'leaveEmpty':
      return ['', true];
    case 'useDefault':
      return [rule.default ?? '', true];
    case 'fail':
    case 'park':
      throw new FluxoError({
        code: rule.lookup!.unmapped === 'park' ? 'mapping.parked' : 'mapping.unmapped',
        kind: 'data',
        what: `${rule.target}: “${text}” is not in the table.`,
        params: { label: rule.target, value: text },
        ...(rule.lookup!.unmapped === 'park' && { parkedOn: { setting: rule.target, value: text } }),
        fix: 'Add a row for it to the lookup of this field.',
      });
  }
}

function fit(text: string, rule: FieldRule, warnings: Reason[]): string {
  if (rule.maxLength === undefined) return text;
  const letters = [...text];
  if (letters.length <= rule.maxLength) return text;
  if (rule.tooLong === 'fail') {
    throw new FluxoError({ code: 'mapping.too_long', kind: 'data', what: `${rule.target} has ${letters.length} letters; at most ${rule.maxLength} are allowed.`, where: { field: rule.target }, fix: 'Shorten it in the source, or let the mapping cut it.', params: { field: rule.target, length: String(letters.length), most: String(rule.maxLength) } });
  }
  warnings.push({ code: 'mapping.cut', text: `${rule.target} was cut to ${rule.maxLength} letters.`, params: { field: rule.target, length: String(rule.maxLength) } });
  return letters.slice(0, rule.maxLength).join('');
}

/**
 * A mapping as a function of a source record. Paths and functions are resolved once; a faulty mapping
 * throws a `setup` error here, a faulty record a `data` error in the returned function. The result is
 * a null-prototype object in the entity's shape; empty values are left out.
 */
export function compileMapping(mapping: Mapping): (record: unknown) => Mapped {
  const fields = mapping.fields.map(compileField);
  const lists = mapping.lists.map((list) => ({
    source: parsePath(list.source),
    target: parsePath(list.target),
    fields: list.fields.map(compileField),
  }));
  return (record) => {
    const value = Object.create(null) as Record<string, unknown>;
    const warnings: Reason[] = [];
    for (const set of fields) set(record, value, warnings);
    for (const list of lists) {
      const found = readPath(record, list.source);
      const items = Array.isArray(found) ? found : [];
      writePath(value, list.target, items.map((item: unknown, index) => {
        const made = Object.create(null) as Record<string, unknown>;
        try {
          for (const set of list.fields) set(item, made, warnings);
        } catch (thrown) {
          throw thrown instanceof FluxoError ? new FluxoError({ ...thrown.data, where: { ...thrown.data.where, field: `${list.target.join('.')}[${index + 1}].${thrown.data.where?.field ?? ''}` } }, { cause: thrown }) : thrown;
        }
        return made;
      }));
    }
    return { value, warnings };
  };
}
