import { recordKinds } from '#connectors/sdk/anyRecord/stream.ts';
import { defineConnector } from '#connectors/sdk/connector.ts';
import { connectionFields, lists, openFolder, prepare, testConnection, tidySettings } from './connection.ts';
import type { Folder } from './folder.ts';
import { fileStream } from './streams.ts';
import { fileTarget } from './writing/target.ts';

/** CSV, JSON and NDJSON files in one folder of this machine. */
export const file = defineConnector<Folder>({
  name: 'file',
  label: 'Files',
  prepare,
  connectionFields,
  tidySettings,
  connect: openFolder,
  test: testConnection,
  lists,
  streams: recordKinds.map(fileStream),
  targets: recordKinds.map(fileTarget),
});
