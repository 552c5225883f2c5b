import { stringify } from 'csv-stringify/sync';
import { entities } from '#shared/entities/index.ts';
import { isDecimal } from '#shared/money/decimal.ts';
import { asText, readPath } from '#shared/mapping/path.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';

/** How a file is written; settled once per run, so that every row of it looks the same. */
export interface Layout {
  readonly format: 'csv' | 'json' | 'ndjson';
  /** Columns in order, the key first; of a CSV only. */
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly decimalMark: '.' | ',';
  /** Puts a ' before what a spreadsheet would take for a formula. */
  readonly guardFormulas: boolean;
}

export const keyColumn = 'sourceId';

/** Every column an entity can fill in a flat file; the lines of an order are rows, with columns of their own. */
export function columnsOf(entity: string): readonly string[] {
  const fields = entities[entity]?.fields ?? [];
  const plain = fields.filter(({ path, type }) => !path.includes('[]') && type !== 'list' && type !== 'object').map(({ path }) => path);
  const lines = entity === 'order' ? fields.filter(({ path }) => path.startsWith('lines[].')).map(({ path }) => path.replace('lines[].', 'line.')) : [];
  return [...new Set([keyColumn, ...plain, ...lines])];
}

const decimals = new Map<string, ReadonlySet<string>>();

function decimalColumns(entity: string): ReadonlySet<string> {
  const before = decimals.get(entity);
  if (before) return before;
  const made = new Set((entities[entity]?.fields ?? []).filter(({ type }) => type === 'decimal').map(({ path }) => path.replace('lines[].', 'line.')));
  decimals.set(entity, made);
  return made;
}

/** The rows of one record, as cells by column. An order without lines has one row. */
export function rowsOf(entity: string, record: SourceRecord, layout: Layout): readonly (readonly string[])[] {
  const lines = entity === 'order' && Array.isArray(record['lines']) && record['lines'].length > 0 ? (record['lines'] as readonly SourceRecord[]) : [{}];
  const amounts = decimalColumns(entity);
  return lines.map((line) =>
    layout.columns.map((column) => {
      const value = column.startsWith('line.') && entity === 'order' ? readPath(line, column.slice('line.'.length).split('.')) : readPath(record, column.split('.'));
      const text = asText(value);
      return layout.decimalMark === ',' && amounts.has(column) && isDecimal(text) ? text.replace('.', ',') : text;
    }),
  );
}

/** Text of CSV rows. A number is no formula, whatever its sign. */
export function csvText(rows: readonly (readonly string[])[], { delimiter, guardFormulas }: Pick<Layout, 'delimiter' | 'guardFormulas'>): string {
  const guarded = (cell: string) => (guardFormulas && /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell);
  // An apostrophe before such a sign is taken off again by whoever reads it; one that was there already gets another.
  const kept = (cell: string) => (/^'+[=+\-@\t\r]/.test(cell) ? `'${cell}` : guarded(cell));
  return stringify(rows.map((row) => row.map(kept)), { delimiter, record_delimiter: '\r\n' });
}

/** What a reader of the file will take the record for: the same value in the notation of `recognise`. */
export function readBack(rows: readonly (readonly string[])[], columns: readonly string[]): Value {
  const made = rows.map((row) => Object.fromEntries(row.map((cell, index) => [columns[index] ?? '', cell])));
  return made.length > 1 ? made : (made[0] ?? {});
}
