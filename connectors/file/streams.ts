import { describeRecognised, recognisedFields, recognisedMapping } from '#connectors/sdk/anyRecord/stream.ts';
import type { RecordKind } from '#connectors/sdk/anyRecord/stream.ts';
import { defineStream } from '#connectors/sdk/connector.ts';
import type { StreamDefinition } from '#connectors/sdk/connector.ts';
import type { Folder } from './folder.ts';
import { findRecord, readFiles, readSettings } from './reading/readFiles.ts';

/** Records of one entity out of files. Columns are recognised by their names; all others can be mapped from “All columns”. */
export function fileStream(kind: RecordKind): StreamDefinition<Folder> {
  const settings = readSettings(`${kind.name}.csv`);
  return defineStream<Folder>({
    name: kind.name,
    label: kind.label,
    help: 'From CSV, JSON or NDJSON files in the folder of the connection. What is added to a file later is read then; a file that was changed is read anew, and what is known is recognised.',
    entity: kind.entity,
    settings,
    asked: ['format', 'keyField'],
    fields: recognisedFields(kind.entity),
    defaultMapping: recognisedMapping(kind.entity),
    key: (record) => String(record['key']),
    version: (record) => String(record['version']),
    type: () => kind.type,
    id: (record) => `${String(record['from'])}#${String(record['key'])}`,
    describe: describeRecognised,
    read: (context) => readFiles(kind.entity, settings, context),
    readOne: (context, key) => findRecord(kind.entity, settings, context, key),
  });
}
