import path from 'node:path';
import * as z from 'zod';
import { FluxoError } from '#shared/errors.ts';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import { NodeSettingsSchema, putSetting, type SettingJson } from '#shared/settings/levels.ts';
import { IdSchema } from '#shared/flow/document.ts';
import type { Alone } from './flows.ts';
import { sortedSettings } from './flowInOrder.ts';
import { readDocument, writeDocument, type FileKind } from './jsonDocument.ts';

const version = 1;

const ConnectionSchema = z.strictObject({
  id: IdSchema,
  connector: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  environment: z.enum(['production', 'sandbox', 'demo']),
  settings: z.record(z.string(), z.string()),
  /** Settings for the nodes that use it. */
  nodeSettings: NodeSettingsSchema.optional(),
});
const FileSchema = z.strictObject({ fluxo: z.literal(version), connections: z.array(ConnectionSchema) });
const kind: FileKind<z.infer<typeof FileSchema>> = { area: 'connections', called: 'file', version, schema: FileSchema };

/** A connection as the file keeps it: what a person chose, and nothing secret. */
export type StoredConnection = Pick<ConnectionInfo, 'id' | 'connector' | 'name' | 'environment' | 'settings' | 'nodeSettings'>;

export interface ConnectionFiles {
  list(): Promise<readonly StoredConnection[]>;
  /** Keeps what the file says it gives to nodes, unless that is given. */
  save(connection: StoredConnection): Promise<void>;
  /** One setting for the nodes that use it; `undefined` takes it away. Returns what stood there; `allow` sees that first, and may throw. Throws `connections.not_found`. */
  putNodeSetting(connectionId: string, owner: string, key: string, value: SettingJson | undefined, allow?: (before: SettingJson | undefined) => void): Promise<SettingJson | undefined>;
  remove(connectionId: string): Promise<void>;
}

/** `connections.json` of a workspace: the user's accounts, without secrets. */
export function makeConnectionFiles(workspace: string, alone: Alone): ConnectionFiles {
  const file = path.join(workspace, 'connections.json');

  const read = async (): Promise<readonly StoredConnection[]> => {
    try {
      return (await readDocument(file, 'connections.json', kind)).document.connections;
    } catch (thrown) {
      if (thrown instanceof FluxoError && thrown.code === 'connections.no_file') return [];
      throw thrown;
    }
  };
  /** One change after the other, each on the newest file. */
  const change = (edit: (connections: readonly StoredConnection[]) => readonly StoredConnection[]): Promise<void> =>
    alone('connections.json', async () => {
      const connections = [...edit(await read())].sort((a, b) => (a.id < b.id ? -1 : 1));
      await writeDocument(file, 'connections.json', 'connections', { fluxo: version, connections: connections.map(inOrder) });
    });

  return {
    list: read,
    save: (connection) =>
      change((all) => {
        const before = all.find((other) => other.id === connection.id);
        return [...all.filter((other) => other !== before), { ...(before?.nodeSettings && { nodeSettings: before.nodeSettings }), ...connection }];
      }),
    putNodeSetting: async (connectionId, owner, key, value, allow) => {
      let before: SettingJson | undefined;
      await change((all) => {
        const found = all.find(({ id }) => id === connectionId);
        if (!found) throw notFound(connectionId);
        const { nodeSettings, ...rest } = found;
        before = nodeSettings?.[owner]?.[key];
        allow?.(before);
        const next = putSetting(nodeSettings, owner, key, value);
        return all.map((connection) => (connection === found ? (next ? { ...rest, nodeSettings: next } : rest) : connection));
      });
      return before;
    },
    remove: (connectionId) =>
      change((all) => {
        if (!all.some((connection) => connection.id === connectionId)) throw notFound(connectionId);
        return all.filter((connection) => connection.id !== connectionId);
      }),
  };
}

function notFound(connectionId: string): FluxoError {
  return new FluxoError({ code: 'connections.not_found', kind: 'setup', what: `There is no connection “${connectionId}” in this workspace.`, where: { connection: connectionId }, fix: 'Choose another one, or make it under Connections.', params: { connection: connectionId } });
}

function inOrder(connection: StoredConnection): StoredConnection {
  const byName = Object.entries(connection.settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return { id: connection.id, connector: connection.connector, name: connection.name, environment: connection.environment, settings: Object.fromEntries(byName), ...(connection.nodeSettings && { nodeSettings: sortedSettings(connection.nodeSettings) }) };
}
