import { open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

export type Format = 'csv' | 'json' | 'ndjson';
export type Encoding = 'utf8' | 'windows-1252';

/** How a file is written. */
export interface Dialect {
  readonly format: Format;
  readonly encoding: Encoding;
  /** Length of the byte order mark. */
  readonly bom: number;
  readonly delimiter: string;
  readonly quote: string;
  /** Names of the columns, from the first line or made up. Empty for JSON. */
  readonly columns: readonly string[];
  /** True when the first line holds names and no record. */
  readonly hasHeader: boolean;
}

/** What the user says about a file; `auto` leaves it to the file itself. */
export interface DialectWishes {
  readonly format: Format | 'auto';
  readonly encoding: Encoding | 'auto';
  /** Empty: found out. */
  readonly delimiter: string;
  readonly header: 'auto' | 'yes' | 'no';
}

const sampleBytes = 64 * 1024;
const delimiters = [';', ',', '\t', '|'] as const;

/** Reads the beginning of a file and says how it is written. A UTF-16 file is answered with null: nothing here can read it. */
export async function sniff(file: string, wishes: DialectWishes): Promise<Dialect | null> {
  const handle = await open(file, 'r');
  const bytes = Buffer.alloc(sampleBytes);
  const { bytesRead } = await handle.read(bytes, 0, sampleBytes, 0).finally(() => handle.close());
  return sniffBytes(bytes.subarray(0, bytesRead), file, wishes);
}

function sniffBytes(bytes: Uint8Array, name: string, wishes: DialectWishes): Dialect | null {
  const [a = 0, b = 0, c = 0] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return null;
  const bom = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
  const encoding = wishes.encoding === 'auto' ? encodingOf(bytes) : wishes.encoding;
  const text = new TextDecoder(encoding === 'utf8' ? 'utf-8' : 'windows-1252').decode(bytes).replace(/^\uFEFF/, '');
  const format = wishes.format === 'auto' ? formatOf(text, name) : wishes.format;
  const plain = { format, encoding: format === 'csv' ? encoding : 'utf8', bom } as const;
  if (format !== 'csv') return { ...plain, delimiter: '', quote: '', columns: [], hasHeader: false };
  // The sample may end in the middle of a line; a whole file does not.
  const lines = bytes.length < sampleBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1) || text;
  const quote = quoteOf(lines);
  const rows = (delimiter: string) => parseSample(lines, delimiter, quote);
  const delimiter = wishes.delimiter === '' ? delimiterOf(rows) : wishes.delimiter === '\\t' ? '\t' : wishes.delimiter;
  const [first = [], ...rest] = rows(delimiter);
  const hasHeader = wishes.header === 'auto' ? looksLikeHeader(first, rest) : wishes.header === 'yes';
  return { ...plain, delimiter, quote, hasHeader, columns: hasHeader ? uniqueNames(first) : first.map((_, index) => `column${index + 1}`) };
}

function encodingOf(bytes: Uint8Array): Encoding {
  try {
    // A letter cut in two at the end of the sample is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf8';
  } catch {
    return 'windows-1252';
  }
}

/** By the contents; by the name where they say nothing. */
function formatOf(text: string, name: string): Format {
  const start = text.trimStart();
  if (start.startsWith('[')) return 'json';
  if (start.startsWith('{')) {
    const line = start.slice(0, start.indexOf('\n') === -1 ? start.length : start.indexOf('\n'));
    try {
      JSON.parse(line);
      return /\.json$/i.test(name) && !start.slice(line.length).trim() ? 'json' : 'ndjson';
    } catch {
      return 'json';
    }
  }
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'ndjson';
  return /\.json$/i.test(name) ? 'json' : 'csv';
}

/** A single quotation mark quotes only where a field begins and ends with one and the double mark does not occur. */
const quoteOf = (text: string): string => (!text.includes('"') && /(^|[;,\t|\n])'[^'\n]*'(?=[;,\t|\r\n]|$)/.test(text) ? "'" : '"');

function parseSample(text: string, delimiter: string, quote: string): string[][] {
  const rows: string[][] = [];
  try {
    parse(text, { delimiter, quote, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: 50, on_record: (row: string[]) => (rows.push(row), null) });
  } catch {
    // A quotation mark that ends behind the sample; the rows before it say enough.
  }
  return rows;
}

/** The mark that cuts all rows into the same number of cells, and into the most. */
function delimiterOf(rows: (delimiter: string) => string[][]): string {
  const score = (delimiter: string) => {
    const widths = rows(delimiter).map((row) => row.length);
    const [first = 1] = widths;
    const same = widths.filter((width) => width === first).length / (widths.length || 1);
    return first < 2 ? 0 : same * 100 + Math.min(first, 50);
  };
  return delimiters.toSorted((a, b) => score(b) - score(a))[0] ?? ',';
}

/** Names are words, each once; what is in the rows below looks different somewhere, or there are none. */
function looksLikeHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const isValue = (cell: string) => /^[-+€$]?\s?\d[\d.,:/ -]*%?$/.test(cell.trim()) || /@/.test(cell);
  if (first.length === 0 || first.some((cell) => isValue(cell)) || first.every((cell) => cell.trim() === '')) return false;
  return new Set(first.map((cell) => cell.trim().toLowerCase())).size === first.length || rest.length === 0;
}

function uniqueNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const name = cell.trim() || `column${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}
