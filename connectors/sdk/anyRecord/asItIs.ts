import type { SourceRecord, Value } from '#shared/records/story.ts';
import { contentVersion, recognise, withPlainNames } from './recognise.ts';
import type { RecordPlace } from './recognise.ts';

const plainText = (value: Value | undefined): string => (typeof value === 'string' ? value.trim() : '');

/** A record with nothing but its key, its version and what it was read as: for mappings that name the service's own fields. */
export function asItIs(entity: string, row: SourceRecord, place: RecordPlace): SourceRecord {
  const key = place.keyField === '' ? '' : plainText(row[place.keyField]);
  // What does not stand where the settings say is looked for as for any record.
  const found = key === '' ? recognise(entity, [row], place) : null;
  const version = place.versionField === undefined ? '' : plainText(row[place.versionField]);
  return { key: key || String(found!['key']), version: version || String(found?.['version'] ?? contentVersion(row)), from: place.from, columns: withPlainNames(row) };
}

/** The JSON of such a record around the text its columns came as, in which no name needed to be changed. */
export function textAsItIs(record: SourceRecord, columns: string, { from }: RecordPlace): string {
  return `{"key":${JSON.stringify(record['key'])},"version":${JSON.stringify(record['version'])},"from":${JSON.stringify(from)},"columns":${columns}}`;
}
