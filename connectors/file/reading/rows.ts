import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { parser as jsonParser } from 'stream-json';
import { pick } from 'stream-json/filters/pick.js';
import { streamArray } from 'stream-json/streamers/stream-array.js';
import { parseExact } from '#connectors/sdk/exactJson.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { Dialect } from './dialect.ts';
import type { HashedBytes } from './hashedBytes.ts';

/** One record of a file, and where in it the next one begins. */
export interface Row {
  readonly value: SourceRecord;
  /** Bytes of the file before the next row; 0 in a JSON list, which cannot be entered in the middle. */
  readonly end: number;
}

export interface RowsToRead {
  readonly file: string;
  /** As the user knows it. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly start: number;
  /** Bytes to read up to; what is added meanwhile waits for the next time. */
  readonly size: number;
  /** False when the file may still be written to, so that a last line without an end is not one yet. */
  readonly isSettled: boolean;
  /** Path of the list in JSON; empty: the first one. */
  readonly listPath: string;
  readonly bytes: HashedBytes;
  readonly signal: AbortSignal;
}

/** Longest line of an NDJSON file and longest record of a CSV. */
const longestRow = 16 * 1024 * 1024;

/** All rows of a file from a position on, one after the other, never the whole file at once. */
export function readRows(wanted: RowsToRead): AsyncGenerator<Row> {
  switch (wanted.dialect.format) {
    case 'csv':
      return csvRows(wanted);
    case 'ndjson':
      return lineRows(wanted);
    case 'json':
      return listRows(wanted);
  }
}

function source({ file, start, size, signal }: RowsToRead): Readable {
  return size <= start ? Readable.from([]) : createReadStream(file, { start, end: size - 1, signal });
}

async function* csvRows(wanted: RowsToRead): AsyncGenerator<Row> {
  const { dialect, start, size, bytes, name } = wanted;
  const reader = parse({
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    bom: true,
    // One byte is one letter there, so that positions are those of the file; the few letters that differ are put right below.
    encoding: dialect.encoding === 'utf8' ? 'utf8' : 'latin1',
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  pipeline(source(wanted), (chunks) => bytes.through(chunks as AsyncIterable<Buffer>), reader, () => undefined);
  let isHeader = start === 0 && dialect.hasHeader;
  try {
    for await (const { record, info } of reader as AsyncIterable<{ record: string[]; info: { bytes: number; lines: number } }>) {
      const end = start + info.bytes;
      if (end >= size && !wanted.isSettled && !(await endsWithLine(wanted))) return;
      if (isHeader) {
        isHeader = false;
        continue;
      }
      const cells = dialect.encoding === 'utf8' ? record : record.map(fromWindows);
      if (dialect.encoding === 'utf8' && cells.some((cell) => cell.includes('\uFFFD'))) throw notUtf8(name, info.lines);
      yield { value: Object.fromEntries(cells.map((cell, index) => [dialect.columns[index] ?? `column${index + 1}`, withoutGuard(cell)])), end };
    }
  } catch (thrown) {
    if (thrown instanceof FluxoError || wanted.signal.aborted) throw thrown;
    const code = (thrown as { code?: unknown }).code;
    // A quotation mark that is not closed yet.
    if (code === 'CSV_QUOTE_NOT_CLOSED' && !wanted.isSettled) return;
    if (typeof code === 'string' && code.startsWith('CSV_')) throw broken(name, (thrown as { lines?: number }).lines);
    throw unreadable(name, thrown);
  }
}

/** A cell kept from being taken for a formula has a ' before it; it is none of what it says. */
const withoutGuard = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

const windows = new TextDecoder('windows-1252');
const fromWindows = (cell: string): string => (/[\u0080-\u009f]/.test(cell) ? windows.decode(Buffer.from(cell, 'latin1')) : cell);

async function endsWithLine({ file, size }: RowsToRead): Promise<boolean> {
  for await (const chunk of createReadStream(file, { start: Math.max(0, size - 1), end: size - 1 })) if ((chunk as Buffer).at(-1) === 0x0a) return true;
  return false;
}

async function* lineRows(wanted: RowsToRead): AsyncGenerator<Row> {
  const { start, name, bytes, dialect } = wanted;
  let rest: Buffer = Buffer.alloc(0);
  let at = start;
  const rowOf = (line: Buffer): Row[] => {
    const text = line.subarray(at === 0 ? dialect.bom : 0).toString('utf8').trim();
    at += line.length;
    return text === '' ? [] : [{ value: parsedLine(text), end: at }];
  };
  try {
    for await (const chunk of bytes.through(source(wanted))) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
        const line = rest.subarray(0, end + 1);
        rest = rest.subarray(end + 1);
        yield* rowOf(line);
      }
      if (rest.length > longestRow) throw broken(name, undefined);
    }
  } catch (thrown) {
    if (thrown instanceof FluxoError || wanted.signal.aborted) throw thrown;
    throw unreadable(name, thrown);
  }
  if (rest.length > 0 && wanted.isSettled) yield* rowOf(rest);
}

/** A line that is no JSON is a record, too: its own trouble, not that of all others. */
function parsedLine(text: string): SourceRecord {
  try {
    return asRecord(parseExact(text));
  } catch {
    return { unreadableLine: text };
  }
}

const asRecord = (value: Value): SourceRecord => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SourceRecord) : { value });

async function* listRows(wanted: RowsToRead): AsyncGenerator<Row> {
  const { name, listPath, bytes } = wanted;
  const isFirstList = (stack: readonly unknown[], chunk: { readonly name: string }) => chunk.name === 'startArray' && stack.length <= 3;
  const items = streamArray.asStream({ numberAsString: true });
  const steps = [jsonParser.asStream(), pick.asStream({ filter: listPath === '' ? (isFirstList as never) : listPath, once: true }), items] as const;
  pipeline(source(wanted), (chunks) => bytes.through(chunks as AsyncIterable<Buffer>), ...steps, () => undefined);
  try {
    for await (const { value } of items as AsyncIterable<{ value: Value }>) yield { value: asRecord(exact(value)), end: 0 };
  } catch (thrown) {
    if (wanted.signal.aborted) throw thrown;
    const isFault = /^E[A-Z]+$/.test(String((thrown as NodeJS.ErrnoException).code));
    // Somebody may still be writing it: what is there counts, and the rest when the file changes.
    if (!isFault && !wanted.isSettled) return;
    if (!isFault) throw broken(name, undefined);
    throw unreadable(name, thrown);
  }
}

/** Without the names that reach an object's prototype. */
function exact(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(exact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '__proto__').map(([name, inner]) => [name, exact(inner as Value)]));
}

function broken(name: string, line: number | undefined): FluxoError {
  return new FluxoError({ code: 'file.broken', kind: 'setup', what: `“${name}” cannot be read to its end${line === undefined ? '' : `, from line ${line} on`}.`, fix: 'Open it and look for a quotation mark that is not closed, or a bracket that is missing. What came before was read.', params: { name, line: line === undefined ? '' : String(line) } });
}

function notUtf8(name: string, line: number): FluxoError {
  return new FluxoError({ code: 'file.not_utf8', kind: 'setup', what: `“${name}” begins as UTF-8 but has other letters in line ${line}.`, fix: 'Choose Windows-1252 as its encoding in the node, or save the file as UTF-8.', params: { name, line: String(line) } });
}

function unreadable(name: string, thrown: unknown): FluxoError {
  const cause = String((thrown as NodeJS.ErrnoException | undefined)?.code ?? 'error');
  return new FluxoError({ code: 'file.unreadable', kind: 'remote', what: `“${name}” could not be read (${cause}).`, fix: 'Check that it is not open elsewhere and that the drive is there. Fluxo tries again by itself.', params: { name, cause } });
}
