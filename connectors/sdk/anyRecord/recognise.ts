import { createHash } from 'node:crypto';
import { entities } from '#shared/entities/index.ts';
import { writePath } from '#shared/mapping/path.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { fieldNames, lineLists, lineNames, plainName } from './names.ts';
import { remembering } from './remembering.ts';

/** Where a record stands in what it was read from. */
export interface RecordPlace {
  /** A file's name or an address's path. */
  readonly from: string;
  /** The user's own choice of the field that names a record; empty: the entity's usual ones. */
  readonly keyField: string;
  /** The field that changes whenever the record does; empty: all of it counts. */
  readonly versionField?: string;
}

/** Fields whose value names a record of the entity, the first that has one. */
const keyPaths: Readonly<Record<string, readonly string[]>> = { order: ['sourceId', 'number'], customer: ['sourceId', 'email'], product: ['sourceId', 'sku', 'barcode'], stock: ['sourceId', 'sku', 'barcode'] };

/** Names of fields are few and come with each record; taking the accents off one takes longer than looking it up. */
const plainNames = remembering(plainName);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

/** A short hash of a record's contents, whatever the order of its fields. */
export const contentVersion = (value: Value): string => hashOf(sorted(value));

function sorted(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(sorted).join(',')}]`;
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => `${JSON.stringify(name)}:${sorted(inner as Value)}`).join(',')}}`;
}

/**
 * A record of unknown make as one of an entity's: `key` and `version`, the fields recognised by name under the entity's own paths, and all of it, as
 * it was, under `columns`. Names with dots lose them there, since a dot separates the steps of a path. `rows` are those of one thing: more than one is an order with its lines.
 */
export function recognise(entity: string, rows: readonly SourceRecord[], place: RecordPlace): SourceRecord {
  const [first = {}] = rows;
  const record: Record<string, unknown> = {};
  const flat = flatten(first);
  const fields = namesOf(entity);
  for (const [path, value] of found(flat, fields)) writePath(record, path.split('.'), value);
  if (entity === 'order') record['lines'] = linesOf(rows, first, fields);
  const whole: Value = rows.length > 1 ? rows : first;
  const version = place.versionField ? textAt(flat, place.versionField) : '';
  return {
    key: keyOf(entity, flat, record, place) || hashOf(`${place.from}\n${sorted(whole)}`),
    version: version || contentVersion(whole),
    from: place.from,
    ...(record as SourceRecord),
    columns: withPlainNames(first),
  };
}

/** The name a row's thing goes by, before anything else of it is looked at; empty when it has none. Rows of one order share it. */
export function rowKey(entity: string, row: SourceRecord, keyField: string): string {
  const flat = flatten(row);
  const record: Record<string, unknown> = {};
  if (keyField === '') for (const [path, value] of found(flat, namesOf(entity))) writePath(record, path.split('.'), value);
  return keyOf(entity, flat, record, { from: '', keyField });
}

function keyOf(entity: string, flat: Flat, record: Record<string, unknown>, { keyField }: RecordPlace): string {
  if (keyField !== '') return textAt(flat, keyField);
  for (const path of keyPaths[entity] ?? ['sourceId']) {
    const value = record[path];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return '';
}

type Flat = readonly (readonly [name: string, value: Value])[];

const deepest = 4;

/** Every plain value with its path; lists stay where they are. */
function flatten(row: SourceRecord, before = '', depth = 0): Flat {
  return Object.entries(row).flatMap(([name, value]): Flat => {
    const path = before === '' ? name : `${before}.${name}`;
    if (value !== null && typeof value === 'object') return Array.isArray(value) || depth >= deepest ? [] : flatten(value as SourceRecord, path, depth + 1);
    return [[path, value]];
  });
}

function textAt(flat: Flat, name: string): string {
  const wanted = plainNames(name);
  const value = flat.find(([path]) => path === name)?.[1] ?? flat.find(([path]) => plainNames(path) === wanted)?.[1];
  return value === undefined || value === null ? '' : String(value).trim();
}

type Known = readonly (readonly [path: string, names: ReadonlySet<string>])[];

const known = new Map<string, Known>();

/** The fields of an entity with all names they go by. */
function namesOf(entity: string): Known {
  const before = known.get(entity);
  if (before) return before;
  const own = fieldNames[entity] ?? {};
  const made = (entities[entity]?.fields ?? []).filter(({ path, type }) => !path.includes('[]') && type !== 'list' && type !== 'object').map(({ path }) => [path, new Set([plainNames(path), ...(own[path] ?? [])])] as const);
  known.set(entity, made);
  return made;
}

const lineFields: Known = Object.entries(lineNames).map(([path, names]) => [path, new Set([plainNames(path), `line${plainNames(path)}`, ...names])] as const);

/** Each field with the first value that goes by one of its names; a field's own name counts before the others. A value serves one field only. */
function found(flat: Flat, fields: Known, taken = new Set<string>()): (readonly [path: string, value: Value])[] {
  const plain = flat.map(([name, value]) => [plainNames(name), value, name] as const).filter(([, value]) => value !== null && value !== '');
  const fits = (isIt: (path: string, names: ReadonlySet<string>, name: string) => boolean) =>
    fields.flatMap(([path, names]) => {
      if (done.has(path)) return [];
      const hit = plain.find(([name, , written]) => !taken.has(written) && isIt(path, names, name));
      if (!hit) return [];
      done.add(path);
      taken.add(hit[2]);
      return [[path, hit[1]] as const];
    });
  const done = new Set<string>();
  return [...fits((path, _names, name) => plainNames(path) === name), ...fits((_path, names, name) => names.has(name))];
}

function linesOf(rows: readonly SourceRecord[], first: SourceRecord, fields: Known): SourceRecord[] {
  const list = Object.entries(first).find(([name, value]) => Array.isArray(value) && lineLists.includes(plainNames(name)))?.[1] as readonly Value[] | undefined;
  const isRow = (value: Value): value is SourceRecord => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (list) return list.filter(isRow).map((line) => recognisedLine(flatten(line), new Set()));
  // In a flat list each row is a line, beside what it repeats of the order.
  return rows.flatMap((row) => {
    const flat = flatten(row);
    const taken = new Set<string>();
    found(flat, fields, taken);
    const line = recognisedLine(flat, taken);
    return Object.keys(line).length > 0 ? [line] : [];
  });
}

function recognisedLine(flat: Flat, taken: Set<string>): SourceRecord {
  const line: Record<string, unknown> = {};
  for (const [path, value] of found(flat, lineFields, taken)) writePath(line, path.split('.'), value);
  return line as SourceRecord;
}

const hostile = new Set(['__proto__', 'prototype', 'constructor']);

/** A name without what a path cannot hold. */
function pathName(name: string): string {
  const plain = name.replaceAll('.', ' ').replace(/\s+/g, ' ').trim() || 'unnamed';
  return hostile.has(plain) ? `${plain}_` : plain;
}

/** Names of fields are few and come with each record. */
const pathNames = remembering(pathName);

/** The same record, or a copy in which each name can stand in a path. */
export function withPlainNames(row: SourceRecord): SourceRecord {
  let changed: Record<string, Value> | null = null;
  const names = Object.keys(row);
  // By place: an iterator would make two objects for each field of each record.
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index]!;
    const value = row[name]!;
    const inner = value !== null && typeof value === 'object' && !Array.isArray(value) ? withPlainNames(value as SourceRecord) : value;
    const plain = pathNames(name);
    if (!changed && (plain !== name || inner !== value)) {
      changed = {};
      for (const before of names.slice(0, index)) changed[before] = row[before]!;
    }
    if (changed) changed[plain] = inner;
  }
  return changed ?? row;
}
