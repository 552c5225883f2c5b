import { parse, type Info } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { CountryRow } from '#shared/settings/countryTable.ts';
import { sameText } from '#shared/plainText.ts';
import { countryOf, isSameCountryRow, type PairRow, type RowsRead, type TableColumn, type TableDocument, type TableKind } from '#shared/tables/table.ts';

/** A line of a CSV that does not become a row, and why. */
export interface CsvFault {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly reason: Reason;
}

export interface CsvReading extends RowsRead {
  readonly faults: readonly CsvFault[];
}

/** What a table looks like, to read rows for it. */
export interface CsvShape {
  readonly kind: TableKind;
  readonly columns: readonly TableColumn[];
}

/** The rows of a table as CSV with a header, as spreadsheets read it. */
export function tableCsv(table: TableDocument): string {
  const names = namesOf({ kind: table.kind, columns: table.kind === 'countries' ? table.columns : [] });
  const rows = table.kind === 'pairs' ? table.rows.map(({ from, to }) => [from, to]) : table.rows.map((row) => [row.country, ...table.columns.map(({ key, isKey }) => (isKey ? row.keys?.[key] : row.values[key]) ?? '')]);
  return stringify([names, ...rows]);
}

/**
 * Reads CSV (or what a spreadsheet puts on the clipboard): comma, semicolon or tab; with a header in any order of columns, or without one in the table's
 * own order. Lines that cannot become a row are told by their number and left out. Throws a `data` error for a text with no row at all.
 */
export function readTableCsv(text: string, shape: CsvShape): CsvReading {
  const faults: CsvFault[] = [];
  const fault = (line: number, reason: Reason) => void faults.push({ line, reason });
  let isCut = false;
  const parsed = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // A quotation mark in the middle of a text is a letter like any other.
    relax_quotes: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: () => void (isCut = true),
  }) as unknown as { readonly record: readonly string[]; readonly info: Info }[];
  const lines = parsed.map(({ record, info }) => ({ cells: record, line: info.lines }));
  if (isCut) fault((lines.at(-1)?.line ?? 0) + 1, { code: 'table.csv_unreadable', text: 'From here on nothing can be read: a quotation mark opens and is not closed.' });
  const names = namesOf(shape);
  const header = headerOf(lines[0]?.cells ?? [], shape);
  const at = header ?? names.map((_name, index) => index);
  const pairs: PairRow[] = [];
  const countries: CountryRow[] = [];
  for (const { cells, line } of header ? lines.slice(1) : lines) {
    const told = at.map((place) => (place < 0 ? '' : (cells[place] ?? '')));
    if (told.every((cell) => cell === '')) continue;
    if (cells.length > Math.max(names.length, Math.max(...at) + 1) && cells.slice(names.length).some((cell) => cell !== '') && !header) fault(line, { code: 'table.csv_too_many', text: `The line has ${cells.length} columns; the table has ${names.length}.`, params: { given: String(cells.length), wanted: String(names.length) } });
    else if (shape.kind === 'pairs') takePair(told, line);
    else takeCountry(told, line);
  }
  if (pairs.length === 0 && countries.length === 0 && faults.length === 0) throw new FluxoError({ code: 'table.csv_empty', kind: 'data', what: 'There is no row in it.', fix: `Give it columns ${names.join(', ')}.`, params: { columns: names.join(', ') } });
  return { pairs, countries, faults: faults.toSorted((a, b) => a.line - b.line) };

  function takePair([from = '', to = '']: readonly string[], line: number): void {
    if (from === '') return fault(line, { code: 'table.csv_no_value', text: 'The line has nothing in its first column.' });
    if (pairs.some((row) => sameText(row.from, from))) return fault(line, { code: 'table.csv_twice', text: `“${from}” stands there a second time.`, params: { value: from } });
    pairs.push({ from, to });
  }

  function takeCountry([told = '', ...cells]: readonly string[], line: number): void {
    const country = countryOf(told);
    if (!country) return fault(line, { code: 'table.csv_no_country', text: `“${told}” is no country, nor EU, non-EU or *.`, params: { value: told } });
    const of = (isKey: boolean) => Object.fromEntries(shape.columns.flatMap((column, index) => ((column.isKey ?? false) === isKey && cells[index] ? [[column.key, cells[index]]] : [])));
    const keys = of(true);
    const row: CountryRow = { country, ...(Object.keys(keys).length > 0 && { keys }), values: of(false) };
    if (countries.some((other) => isSameCountryRow(other, row))) return fault(line, { code: 'table.csv_twice', text: `“${[country, ...Object.values(keys)].join(' · ')}” stands there a second time.`, params: { value: [country, ...Object.values(keys)].join(' · ') } });
    countries.push(row);
  }
}

const namesOf = ({ kind, columns }: CsvShape): readonly string[] => (kind === 'pairs' ? ['from', 'to'] : ['country', ...columns.map(({ key }) => key)]);

/** Where each column of the table stands, when the first line names at least what rows are found by; -1 = it is not there. */
function headerOf(cells: readonly string[], shape: CsvShape): readonly number[] | null {
  const labels = shape.kind === 'pairs' ? [['from', 'when it is'], ['to', 'use', 'becomes']] : [['country'], ...shape.columns.map(({ key, label }) => [key, label])];
  const places = labels.map((names) => cells.findIndex((cell) => names.some((name) => sameText(cell, name))));
  return places[0]! >= 0 && (shape.kind === 'countries' || places[1]! >= 0) ? places : null;
}

/** The cells of the first line: the names of the columns, where it has them. */
export function csvHeader(text: string): readonly string[] {
  const [first = []] = parse(text, { bom: true, delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: true, relax_quotes: true, trim: true, to: 1 }) as readonly (readonly string[])[];
  return first;
}

/** Of the marks that spreadsheets put between cells the one that the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  const count = (mark: string) => first.split(mark).length;
  return ['\t', ';', ','].toSorted((a, b) => count(b) - count(a))[0]!;
}
