import type { Elements } from '#connectors/sdk/exactJson.ts';
import { ByteWriter } from '#shared/bytes/byteWriter.ts';
import { lineFeed } from '#shared/bytes/lines.ts';
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

const writer = new ByteWriter();
const closing = 125;

/** The JSON of such records, a line each (see `lines.ts`), around the bytes their columns came as, in which no name needed to be changed. */
export function linesAsItIs(records: readonly SourceRecord[], { bytes, places }: Elements, { from }: RecordPlace): Uint8Array {
  const behind = `,"from":${JSON.stringify(from)},"columns":`;
  writer.begin();
  for (const [index, record] of records.entries()) {
    if (index > 0) writer.byte(lineFeed);
    writer.text(`{"key":${JSON.stringify(record['key'])},"version":${JSON.stringify(record['version'])}${behind}`);
    writer.bytes(bytes.subarray(places[index * 2]!, places[index * 2 + 1]!));
    writer.byte(closing);
  }
  return writer.take();
}
