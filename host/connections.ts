import type { ConnectionContext, ConnectorDefinition, SecretHandle, SecretValue } from '#connectors/sdk/connector.ts';
import type { Clock, Connections, Leases, SecretStore } from '#engine/ports.ts';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import { asFluxoError, FluxoError, type ErrorData } from '#shared/errors.ts';
import { checkSettings } from '#shared/settings/check.ts';
import type { ConnectionFiles, StoredConnection } from '#storage/files/connections.ts';
import { findConnector } from './registry.ts';

export interface ConnectionService extends Connections {
  list(): Promise<readonly ConnectionInfo[]>;
  save(input: ConnectionInput): Promise<ConnectionInfo>;
  remove(connectionId: string): Promise<void>;
  setStatus(connectionId: string, status: ConnectionInfo['status']): void;
  /** What a run ended with: a connection that its service no longer lets in says so on its card. Errors name it by id or by name. */
  noteFailure(error: ErrorData): Promise<void>;
}

export interface ConnectionInput {
  readonly id?: string | undefined;
  readonly connector: string;
  readonly name: string;
  readonly environment: ConnectionInfo['environment'];
  readonly settings: Readonly<Record<string, string>>;
  /** Only what was typed now; other stored secrets stay. */
  readonly secret?: Readonly<Record<string, string>> | undefined;
}

interface Parts {
  readonly files: ConnectionFiles;
  readonly secrets: SecretStore;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Told when a connection turns out to need its owner while it is used. */
  readonly changed?: () => void;
}

function connectorFor(name: string): ConnectorDefinition<unknown> {
  const connector = findConnector(name);
  if (connector) return connector;
  throw new FluxoError({ code: 'connection.unknown_connector', kind: 'setup', what: `This Fluxo has no connector “${name}”.`, where: { connection: name }, fix: 'Choose one of the connectors it has (`fluxo connections add` lists them).', params: { connector: name } });
}

/** The connections of a workspace: files for what may be read, the secret store for the rest, one client each. */
export function makeConnections({ files, secrets, leases, clock, newId, changed }: Parts): ConnectionService {
  const clients = new Map<string, unknown>();
  const statuses = new Map<string, ConnectionInfo['status']>();

  const stored = async (connectionId: string): Promise<StoredConnection> => {
    const found = (await files.list()).find((connection) => connection.id === connectionId);
    if (found) return found;
    throw new FluxoError({ code: 'connection.unknown', kind: 'setup', what: `There is no connection “${connectionId}” in this workspace.`, where: { connection: connectionId }, fix: 'Choose another one, or make it under Connections.', params: { connection: connectionId } });
  };

  const describe = async (connection: StoredConnection): Promise<ConnectionInfo> => {
    const connector = findConnector(connection.connector);
    const secretKeys = connector?.connectionFields.filter((field) => field.type === 'secret').map((field) => field.key) ?? [];
    // A store that cannot answer (locked keychain) must not hide the connection itself.
    // A connection without secrets does not bother the keychain.
    const value = secretKeys.length === 0 ? null : await secrets.get(connection.id).catch(() => null);
    return {
      id: connection.id,
      connector: connection.connector,
      name: connection.name,
      environment: connection.environment,
      settings: connection.settings,
      storedSecrets: value ? secretKeys.filter((key) => value[key]) : [],
      status: statuses.get(connection.id) ?? 'unknown',
    };
  };

  /** The service no longer lets the connection in: its card offers to put that right. */
  const lose = (connectionId: string): void => {
    if (statuses.get(connectionId) === 'needsOwner') return;
    statuses.set(connectionId, 'needsOwner');
    changed?.();
  };

  /** Reads and changes one secret; a change holds a lease that counts over all processes of the workspace. */
  const secretHandle = (connection: StoredConnection): SecretHandle => {
    const read = async (): Promise<SecretValue> => {
      const value = await secrets.get(connection.id);
      if (value) return value;
      throw new FluxoError({ code: 'connection.no_secret', kind: 'setup', what: `No credentials are stored for “${connection.name}”.`, where: { connection: connection.id }, needsOwner: true, fix: secrets.backend === 'environment' ? `Set FLUXO_SECRET_${connection.id.toUpperCase().replaceAll('-', '_')}, or enter them under Connections.` : 'Enter them under Connections.', params: { connection: connection.name } });
    };
    return {
      read,
      update: (change) =>
        leases.hold(`secret:${connection.id}`, 'renewing credentials', async () => {
          const current = await read();
          const next = await change(current).catch((thrown: unknown) => {
            // Found out in the middle of a run: the card of the connection offers to sign in again.
            if (asFluxoError(thrown).data.needsOwner) lose(connection.id);
            throw thrown;
          });
          if (next !== current) await secrets.set(connection.id, next);
          return next;
        }),
    };
  };

  return {
    connector: findConnector,
    info: async (connectionId) => describe(await stored(connectionId)),
    list: async () => Promise.all((await files.list()).map(describe)),

    client: async (connectionId) => {
      const cached = clients.get(connectionId);
      if (cached) return cached;
      const connection = await stored(connectionId);
      const context: ConnectionContext = { id: connection.id, name: connection.name, settings: { ...connection.settings, environment: connection.environment }, secret: secretHandle(connection), clock };
      const client = connectorFor(connection.connector).connect(context);
      clients.set(connectionId, client);
      return client;
    },

    save: async (input) => {
      const connector = connectorFor(input.connector);
      // The environment is asked once per connection; a connector's own field of that name follows it.
      const ownEnvironment = connector.connectionFields.some((field) => field.key === 'environment');
      const settings = connector.tidySettings({ ...input.settings, ...(ownEnvironment && { environment: input.environment }) });
      const issue = checkSettings(connector.connectionFields, settings)[0];
      if (issue) throw new FluxoError({ code: `setting.${issue.code}`, kind: 'setup', what: issue.text, where: { connection: input.name, field: issue.key }, fix: 'Correct it and save again.', params: { ...issue.params, node: '', owner: connector.name, field: issue.key } });
      const connection: StoredConnection = { id: input.id ?? newId(), connector: connector.name, name: input.name, environment: input.environment, settings };
      if (input.secret && Object.keys(input.secret).length > 0) {
        // Secret first: a connection that cannot keep its secret is not saved at all.
        const before = input.id ? ((await secrets.get(connection.id)) ?? {}) : {};
        await secrets.set(connection.id, { ...before, ...input.secret });
      }
      await files.save(connection);
      clients.delete(connection.id);
      statuses.delete(connection.id);
      return describe(connection);
    },

    remove: async (connectionId) => {
      const connection = await stored(connectionId);
      await secrets.delete(connection.id);
      await files.remove(connection.id);
      clients.delete(connection.id);
    },

    setStatus: (connectionId, status) => void statuses.set(connectionId, status),

    noteFailure: async ({ needsOwner, where }) => {
      if (!needsOwner || where?.connection === undefined) return;
      const lost = (await files.list()).find(({ id, name }) => id === where.connection || name === where.connection);
      if (lost) lose(lost.id);
    },
  };
}
