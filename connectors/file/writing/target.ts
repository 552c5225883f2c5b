import { stat } from 'node:fs/promises';
import { contentVersion } from '#connectors/sdk/anyRecord/recognise.ts';
import { anyDimensions, anyTotals } from '#connectors/sdk/anyRecord/totals.ts';
import type { RecordKind } from '#connectors/sdk/anyRecord/stream.ts';
import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, EffectDefinition, EffectResult, RecordContext, TargetDefinition } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { insideFolder } from '../folder.ts';
import type { Folder } from '../folder.ts';
import { append } from './append.ts';
import { readContents } from './contents.ts';
import type { Contents } from './contents.ts';
import { asFields, fieldsIn } from './fields.ts';
import { columnsOf, csvText, keyColumn, readBack, rowsOf } from './layout.ts';
import type { Layout } from './layout.ts';

const writeSettings = (kind: RecordKind): readonly SettingField[] => [
  { key: 'file', label: 'File', type: 'text', required: true, group: 'Where to write', default: `${kind.name}.csv`, maxLength: 200, help: 'A name inside the folder. A * in it is not possible here.' },
  {
    key: 'mode',
    label: 'Each run',
    type: 'choice',
    group: 'Where to write',
    default: 'append',
    options: [
      { value: 'append', label: 'Adds to the file' },
      { value: 'perRun', label: 'Begins a file of its own', help: 'Date and time stand behind the name.' },
    ],
  },
  {
    key: 'format',
    label: 'Format',
    type: 'choice',
    group: 'How to write',
    default: 'csv',
    options: [
      { value: 'csv', label: 'CSV', help: 'Lists inside a record, other than the lines of an order, do not fit in.' },
      { value: 'json', label: 'JSON', help: 'One list; each record on a line of its own.' },
      { value: 'ndjson', label: 'NDJSON', help: 'One record per line.' },
    ],
  },
  { key: 'columns', label: 'Columns', type: 'text', group: 'How to write', maxLength: 2000, when: { key: 'format', is: ['csv'] }, placeholder: 'sourceId, name, email', help: 'Paths of fields with commas between. Empty: all there are. A file that is there keeps its own.' },
  {
    key: 'delimiter',
    label: 'Delimiter',
    type: 'choice',
    group: 'How to write',
    default: ';',
    when: { key: 'format', is: ['csv'] },
    options: [
      { value: ';', label: 'Semicolon' },
      { value: ',', label: 'Comma' },
      { value: '\t', label: 'Tab' },
    ],
  },
  {
    key: 'decimalMark',
    label: 'Decimal mark',
    type: 'choice',
    group: 'How to write',
    default: '.',
    when: { key: 'format', is: ['csv'] },
    options: [
      { value: '.', label: 'Point' },
      { value: ',', label: 'Comma' },
    ],
  },
  { key: 'guardFormulas', label: 'Safe for spreadsheets', type: 'boolean', group: 'How to write', default: true, when: { key: 'format', is: ['csv'] }, help: 'A text that a spreadsheet would run as a formula gets an apostrophe before it. Fluxo takes it off again when it reads the file.' },
  { key: 'byteOrderMark', label: 'Mark as UTF-8', type: 'boolean', group: 'How to write', default: true, when: { key: 'format', is: ['csv'] }, help: 'So that a spreadsheet shows accents and other signs right.' },
  {
    key: 'onChanged',
    label: 'Record that is there and changed',
    type: 'choice',
    group: 'What is there already',
    default: 'leave',
    options: [
      { value: 'leave', label: 'Leave it' },
      { value: 'again', label: 'Write it once more, below' },
    ],
  },
];

const text = (payload: Value, name: string): string => String((payload as SourceRecord)[name] ?? '');

function resultOf(kind: RecordKind, payload: Value): EffectResult {
  return { type: kind.type, id: `${text(payload, 'file')}#${text(payload, 'key')}`, version: text(payload, 'version'), label: text(payload, 'file') };
}

/** Adds the rows of one record; on the disk when it returns. */
const appendRecord = (kind: RecordKind): EffectDefinition<Folder> => ({
  name: 'append',
  label: 'Write to file',
  repeat: 'lookup',
  // A file of its own per run has another name when the plan is carried out.
  view: (payload) => ({ fields: fieldsIn(payload) }),
  async send(folder, payload, _key, { beforeWrite }) {
    await append(folder, { file: text(payload, 'file'), format: text(payload, 'format') as Layout['format'], start: text(payload, 'start'), text: text(payload, 'text') }, beforeWrite);
    return resultOf(kind, payload);
  },
  async lookUp(folder, payload, _key, { signal }) {
    const contents = await readContents(folder, kind.entity, text(payload, 'file'), text(payload, 'format') as Layout['format'], signal);
    return contents.versionOf(text(payload, 'key')) === text(payload, 'version') ? resultOf(kind, payload) : null;
  },
});

/** Records of one entity as rows of a file: each once, known by its source id. */
export function fileTarget(kind: RecordKind): TargetDefinition<Folder> {
  const settings = writeSettings(kind);
  return defineTarget<Folder>({
    name: `${kind.entity}File`,
    label: `${kind.label} file`,
    help: 'Writes each record once, to a CSV, JSON or NDJSON file in the folder of the connection.',
    entity: kind.entity,
    settings,
    effects: [appendRecord(kind)],
    ...anyDimensions(kind),
    // What stands in the file is still found there, so that only a row somebody took out is written anew.
    sendsAsNew: true,
    // One after the other, so that the file has the order of the source.
    concurrency: 1,
    async open({ client, settings: given, signal }) {
      const chosen = withDefaults(settings, given);
      const format = String(chosen['format']) as Layout['format'];
      const file = await fileFor(client, chosen);
      const contents = await readContents(client, kind.entity, file, format, signal);
      const layout: Layout = {
        format,
        columns: format === 'csv' ? (contents.columns ?? wantedColumns(kind, String(chosen['columns'] ?? ''))) : [],
        delimiter: contents.delimiter || String(chosen['delimiter']),
        decimalMark: chosen['decimalMark'] === ',' ? ',' : '.',
        guardFormulas: chosen['guardFormulas'] !== false,
      };
      if (format === 'csv' && !layout.columns.includes(keyColumn)) throw noKeyColumn(file);
      const start = format === 'csv' ? `${chosen['byteOrderMark'] === false ? '' : '\uFEFF'}${csvText([layout.columns], layout)}` : '';
      return {
        lane: () => file,
        apply: (record, context) => applyRecord(kind, record, context as RecordContext<Folder>, { file, layout, start, onChanged: String(chosen['onChanged']), contents }),
      };
    },
  });
}

interface Work {
  readonly file: string;
  readonly layout: Layout;
  readonly start: string;
  readonly onChanged: string;
  readonly contents: Contents;
}

async function applyRecord(kind: RecordKind, record: SourceRecord, context: RecordContext<Folder>, { file, layout, start, onChanged, contents }: Work): Promise<ApplyResult> {
  const key = String(record['sourceId'] ?? '');
  const isCsv = layout.format === 'csv';
  const rows = isCsv ? rowsOf(kind.entity, record, layout) : [];
  const line = isCsv ? '' : JSON.stringify(record);
  const version = contentVersion(isCsv ? readBack(rows, layout.columns) : (JSON.parse(line) as Value));
  const place = { entity: 'row', key: `${file} ${key}` };
  const target = { type: kind.type, id: `${file}#${key}`, label: file };
  const said = (outcome: ApplyResult['outcome'], code: string, words: string): ApplyResult => ({ outcome, reason: { code: `file.${code}`, text: words, params: { name: file } }, target });

  const entry = context.asNew ? null : await context.recall(place.entity, place.key);
  const there = contents.versionOf(key) ?? entry?.targetVersion;
  if (there === version) {
    if (!entry) await context.adopt(place.entity, place.key, { targetType: kind.type, targetId: target.id, targetVersion: version });
    return said('unchanged', 'same', `It stands in ${file} already.`);
  }
  if (there !== undefined && onChanged === 'leave') return said('skipped', 'left', `It stands in ${file} with other contents; it is left as it was.`);
  const added = isCsv ? csvText(rows, layout) : layout.format === 'json' ? line : `${line}\n`;
  const before = there !== undefined && context.looksFirst ? await contents.rowsOf(key) : [];
  const payload = { file, format: layout.format, key, version, start, text: added, ...(isCsv && { delimiter: layout.delimiter }), ...(there !== undefined && { again: true }) };
  await context.effect('append', payload, { ledger: place, ...(before.length > 0 && { current: asFields(before) }), ...(there === undefined && { totals: anyTotals(kind, record) }) });
  return there === undefined ? said('created', 'written', `Written to ${file}.`) : said('updated', 'written_again', `Written to ${file} once more.`);
}

function wantedColumns(kind: RecordKind, typed: string): readonly string[] {
  const known = columnsOf(kind.entity);
  const names = typed.split(',').map((name) => name.trim()).filter((name) => name !== '');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new FluxoError({ code: 'file.unknown_column', kind: 'setup', what: `“${unknown}” is no field of this kind of record.`, where: { field: 'columns' }, fix: 'Write paths such as billing.city; columns for the lines of an order begin with “line.”.', params: { name: unknown } });
  return names.length === 0 ? known : [...new Set([keyColumn, ...names])];
}

const noKeyColumn = (file: string) => new FluxoError({ code: 'file.no_key_column', kind: 'setup', what: `“${file}” has no column ${keyColumn}, by which Fluxo knows what it wrote.`, where: { field: 'file' }, fix: `Add a column ${keyColumn} to it, or give another name.`, params: { name: file, column: keyColumn } });

/** The file of this run. Its name gets date and time when every run has one of its own, and a number when two fall into one second. */
async function fileFor(folder: Folder, chosen: Settings): Promise<string> {
  const name = String(chosen['file']).trim();
  if (name.includes('*')) throw new FluxoError({ code: 'file.star', kind: 'setup', what: 'A name with * means many files; to write there must be one.', where: { field: 'file' }, fix: 'Give the name of one file.' });
  await insideFolder(folder, name);
  if (chosen['mode'] !== 'perRun') return name;
  const stamp = new Date(folder.now()).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const [, stem = name, ending = ''] = /^(.*?)(\.[^./\\]+)?$/.exec(name) ?? [];
  for (let number = 1; ; number += 1) {
    const candidate = `${stem}-${stamp}${number === 1 ? '' : `-${number}`}${ending}`;
    if (!(await stat(await insideFolder(folder, candidate)).catch(() => null))) return candidate;
  }
}
