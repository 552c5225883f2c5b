import { recordKinds } from '#connectors/sdk/anyRecord/stream.ts';
import { defineConnector } from '#connectors/sdk/connector.ts';
import { connectRest } from './client.ts';
import type { RestClient } from './client.ts';
import { connectionFields, prepare, tidySettings } from './connection.ts';
import { restStream } from './streams.ts';
import { restTarget } from './target.ts';
import { testConnection } from './testConnection.ts';

/** Any service that speaks JSON over https. */
export const http = defineConnector<RestClient>({
  name: 'http',
  label: 'Web service',
  prepare,
  connectionFields,
  tidySettings,
  connect: connectRest,
  test: testConnection,
  lists: {},
  streams: recordKinds.map(restStream),
  targets: recordKinds.map(restTarget),
});
