import { stat } from 'node:fs/promises';
import * as z from 'zod';
import type { Page, ReadContext } from '#connectors/sdk/connector.ts';
import { recognise, rowKey } from '#connectors/sdk/anyRecord/recognise.ts';
import { readCursor } from '#connectors/sdk/readCursor.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { filesFor, insideFolder } from '../folder.ts';
import type { Folder } from '../folder.ts';
import { sniff } from './dialect.ts';
import type { Dialect, DialectWishes } from './dialect.ts';
import { hashOfStart, makeHashedBytes } from './hashedBytes.ts';
import { readRows } from './rows.ts';

export const readSettings = (defaultFile: string): readonly SettingField[] => [
  { key: 'file', label: 'File', type: 'text', required: true, group: 'What to read', default: defaultFile, maxLength: 200, help: 'A name inside the folder. A * in it stands for anything: all files that fit are read, in the order of their names.' },
  {
    key: 'format',
    label: 'Format',
    type: 'choice',
    group: 'What to read',
    default: 'auto',
    options: [
      { value: 'auto', label: 'Find out' },
      { value: 'csv', label: 'CSV' },
      { value: 'json', label: 'JSON', help: 'A list of records, on its own or somewhere inside.' },
      { value: 'ndjson', label: 'NDJSON', help: 'One record per line.' },
    ],
  },
  { key: 'keyField', label: 'Field that names a record', type: 'text', group: 'What to read', maxLength: 100, help: 'Such as Ordernumber. Empty: the usual one, or else the whole row.' },
  {
    key: 'encoding',
    label: 'Encoding',
    type: 'choice',
    group: 'How it is written',
    default: 'auto',
    options: [
      { value: 'auto', label: 'Find out' },
      { value: 'utf8', label: 'UTF-8' },
      { value: 'windows-1252', label: 'Windows-1252' },
    ],
  },
  { key: 'delimiter', label: 'Delimiter', type: 'text', group: 'How it is written', maxLength: 2, help: 'Empty: found out. \\t is the tab.' },
  {
    key: 'header',
    label: 'First line',
    type: 'choice',
    group: 'How it is written',
    default: 'auto',
    options: [
      { value: 'auto', label: 'Find out' },
      { value: 'yes', label: 'Holds the names of the columns' },
      { value: 'no', label: 'Is a record' },
    ],
  },
  { key: 'listPath', label: 'Path of the list', type: 'text', group: 'How it is written', maxLength: 200, placeholder: 'data.orders', help: 'In JSON. Empty: the first list there is.' },
  { key: 'pageSize', label: 'Records per page', type: 'number', group: 'Reading', default: 200, min: 1, max: 5000, integer: true },
];

const PlaceSchema = z.strictObject({ position: z.int().min(0), rows: z.int().min(0), hash: z.string().regex(/^[0-9a-f]{32}$/) });
const CursorSchema = z.strictObject({ files: z.record(z.string().min(1), PlaceSchema) });
type Place = z.infer<typeof PlaceSchema>;

/** A file that was not touched for this long is written to its end. */
const settledAfterMs = 10_000;
/** Most rows of one order; a file where all rows have one number is not a list of orders. */
const mostLines = 5000;

/** All records of the files a node names, page by page, from where the cursor says. A file that was changed before that place is read anew. */
export async function* readFiles(entity: string, settings: readonly SettingField[], context: ReadContext<Folder>): AsyncGenerator<Page> {
  const chosen = withDefaults(settings, context.settings);
  const before = context.cursor === null ? {} : readCursor(CursorSchema, context.cursor).files;
  const names = await filesFor(context.client, String(chosen['file']));
  if (names.length === 0 && !String(chosen['file']).includes('*')) throw notThere(context.client, String(chosen['file']));
  // Files that are gone need no place any more.
  const files: Record<string, Place> = Object.fromEntries(names.flatMap((name) => (before[name] ? [[name, before[name]] as const] : [])));
  let given = 0;
  for (const name of names) {
    for await (const { records, place } of readOneFile(entity, chosen, context, name, files[name])) {
      context.signal.throwIfAborted();
      files[name] = place;
      yield { records, cursor: { files: { ...files } } };
      given += records.length;
      if (context.limit !== undefined && given >= context.limit) return;
    }
  }
}

/** The newest record of this name in the files; null when none has it. */
export async function findRecord(entity: string, settings: readonly SettingField[], context: ReadContext<Folder>, key: string): Promise<SourceRecord | null> {
  let found: SourceRecord | null = null;
  const { limit: _all, ...rest } = context;
  for await (const { records } of readFiles(entity, settings, { ...rest, cursor: null })) found = records.findLast((record) => record['key'] === key.trim()) ?? found;
  return found;
}

async function* readOneFile(entity: string, chosen: Settings, { client, signal }: ReadContext<Folder>, name: string, before: Place | undefined): AsyncGenerator<{ records: SourceRecord[]; place: Place }> {
  signal.throwIfAborted();
  const file = await insideFolder(client, name);
  const { size, mtimeMs } = await stat(file);
  if (size === 0) return;
  const dialect = await sniff(file, wishesOf(chosen));
  if (!dialect) throw new FluxoError({ code: 'file.utf16', kind: 'setup', what: `“${name}” is written in UTF-16.`, where: { connection: client.connection }, fix: 'Save it as UTF-8, and let the program that makes it do so.', params: { name } });
  const isList = dialect.format === 'json';
  const known = before && (await stillThere(file, isList ? size : before.position, size, before.hash, signal));
  const start = known && !isList ? before.position : 0;
  const bytes = makeHashedBytes(await hashOfStart(file, start, signal), start);
  // A list has one hash, that of the whole file, from the first page on.
  const whole = isList ? (await hashOfStart(file, size, signal)).digest('hex').slice(0, 32) : '';
  const skip = known && isList ? before.rows : 0;
  let rows = known ? before.rows : 0;
  let seen = 0;
  let page: SourceRecord[] = [];
  const pageSize = Number(chosen['pageSize']);
  const place = (end: number): Place => ({ position: isList ? size : end, rows, hash: isList ? whole : bytes.hashTo(end) });
  const groups = grouped(entity, dialect, String(chosen['keyField'] ?? ''), readRows({ file, name, dialect, start, size, isSettled: client.now() - mtimeMs >= settledAfterMs, listPath: String(chosen['listPath'] ?? '').trim(), bytes, signal }));
  let last = start;
  for await (const { values, end } of groups) {
    seen += 1;
    if (seen <= skip) continue;
    rows += 1;
    last = end;
    page.push(recognise(entity, values, { from: name, keyField: String(chosen['keyField'] ?? '').trim() }));
    if (page.length < pageSize) continue;
    yield { records: page, place: place(end) };
    page = [];
  }
  if (page.length > 0) yield { records: page, place: place(last) };
}

/** Rows that follow each other with the same order number are one order. */
async function* grouped(entity: string, dialect: Dialect, keyField: string, rows: AsyncIterable<{ value: SourceRecord; end: number }>): AsyncGenerator<{ values: SourceRecord[]; end: number }> {
  if (entity !== 'order' || dialect.format !== 'csv') {
    for await (const { value, end } of rows) yield { values: [value], end };
    return;
  }
  let group: { key: string; values: SourceRecord[]; end: number } | undefined;
  for await (const { value, end } of rows) {
    const key = rowKey(entity, value, keyField.trim());
    if (group && key !== '' && key === group.key && group.values.length < mostLines) {
      group.values.push(value);
      group.end = end;
      continue;
    }
    if (group) yield group;
    group = { key, values: [value], end };
  }
  if (group) yield group;
}

async function stillThere(file: string, length: number, size: number, hash: string, signal: AbortSignal): Promise<boolean> {
  if (length > size) return false;
  return (await hashOfStart(file, length, signal)).digest('hex').slice(0, 32) === hash;
}

function wishesOf(chosen: Settings): DialectWishes {
  const text = (key: string) => String(chosen[key] ?? '');
  return { format: text('format') as DialectWishes['format'], encoding: text('encoding') as DialectWishes['encoding'], delimiter: text('delimiter'), header: text('header') as DialectWishes['header'] };
}

const notThere = (folder: Folder, name: string) => new FluxoError({ code: 'file.not_found', kind: 'setup', what: `There is no “${name}” in the folder.`, where: { connection: folder.connection, field: 'file' }, fix: 'Put it there, or correct the name in the node. With a * in the name, no file is no trouble.', params: { name } });
