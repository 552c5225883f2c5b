import { parse } from 'csv-parse/sync';
import type { SourceRecord, Value } from '#shared/records/story.ts';

const text = (payload: Value, name: string): string => String((payload as SourceRecord)[name] ?? '');

/**
 * What a payload writes, field by field as a reader of the file will see it. Empty cells of a new record are left out; of one that is written once more they
 * may be what changed. Payloads of before the delimiter stood in them show their text.
 */
export function fieldsIn(payload: Value): Value {
  if (text(payload, 'format') !== 'csv') return JSON.parse(text(payload, 'text')) as Value;
  const delimiter = text(payload, 'delimiter');
  if (delimiter === '') return { text: text(payload, 'text') };
  const rows = parse<Record<string, string>>(text(payload, 'start') + text(payload, 'text'), { delimiter, bom: true, columns: true, relax_column_count: true });
  const isAgain = (payload as SourceRecord)['again'] === true;
  return asFields(rows.map((row) => (isAgain ? row : Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')))));
}

/** One row as its cells, several as rows. */
export const asFields = (rows: readonly SourceRecord[]): Value => (rows.length === 1 ? rows[0]! : { rows: rows as readonly Value[] });
