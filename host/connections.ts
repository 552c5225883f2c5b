import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ConnectionContext, ConnectorDefinition } from '#connectors/sdk/connector.ts';
import type { Clock, Connections, Leases, SecretStore } from '#engine/ports.ts';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import { FluxoError, type ErrorData } from '#shared/errors.ts';
import { checkSettings, settingApplies } from '#shared/settings/check.ts';
import type { ConnectionFiles, StoredConnection } from '#storage/files/connections.ts';
import { findConnector } from './registry.ts';
import { makeSecretHandles, secretLease } from './secretHandles.ts';

export interface ConnectionService extends Connections {
  list(): Promise<readonly ConnectionInfo[]>;
  save(input: ConnectionInput): Promise<ConnectionInfo>;
  remove(connectionId: string): Promise<void>;
  setStatus(connectionId: string, status: ConnectionInfo['status']): void;
  /** What a run ended with: a connection that its service no longer lets in says so on its card, unless somebody signed in again after that run began (milliseconds). Errors name it by id or by name. */
  noteFailure(error: ErrorData, startedAt?: number): Promise<void>;
  /** A run that used these connections ended well, so they are fine. */
  noteSuccess(connectionIds: readonly string[]): void;
  /** The first of these that its service no longer lets in; null when there is none. One whose credentials were changed since, in whatever process, counts as fine. */
  waitingForOwner(connectionIds: readonly string[]): Promise<{ readonly id: string; readonly name: string } | null>;
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

/** True when a client made for the one serves the other as well. */
function speaksOf(one: StoredConnection, other: StoredConnection): boolean {
  return one.connector === other.connector && one.name === other.name && one.environment === other.environment && isDeepStrictEqual(one.settings, other.settings);
}

/** Of a secret, what people enter. What Fluxo got with it (an access token) belongs to it, and goes when something else is entered: it may let into another company. */
function typedOf(connector: ConnectorDefinition<unknown>, secret: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(secret).filter(([key]) => connector.connectionFields.some((field) => field.key === key)));
}

/** The connections of a workspace: files for what may be read, the secret store for the rest, one client each. */
export function makeConnections({ files, secrets, leases, clock, newId, changed }: Parts): ConnectionService {
  /** Made of what the file said then: another process, or a person with an editor, may have changed it since. */
  const clients = new Map<string, { readonly client: unknown; readonly of: StoredConnection }>();
  /** When somebody last gave a connection credentials here. */
  const givenAt = new Map<string, number>();
  const statuses = new Map<string, ConnectionInfo['status']>();
  /** With which credentials a connection was refused, as a hash. */
  const refusedWith = new Map<string, Promise<string>>();
  const credentialsOf = async (connectionId: string) => hash('sha256', JSON.stringify(await secrets.get(connectionId).catch(() => null)));

  const stored = async (connectionId: string): Promise<StoredConnection> => {
    const found = (await files.list()).find((connection) => connection.id === connectionId);
    if (found) return found;
    throw new FluxoError({ code: 'connection.unknown', kind: 'setup', what: `There is no connection “${connectionId}” in this workspace.`, where: { connection: connectionId }, fix: 'Choose another one, or make it under Connections.', params: { connection: connectionId } });
  };

  const describe = async (connection: StoredConnection): Promise<ConnectionInfo> => {
    const connector = findConnector(connection.connector);
    const fields = connector?.connectionFields ?? [];
    const secretKeys = fields.filter((field) => field.type === 'secret' && settingApplies(field, fields, connection.settings)).map((field) => field.key);
    // A store that cannot answer (locked keychain) must not hide the connection itself.
    // A connection that signs in with nothing does not bother the keychain, which takes longer than all else of a start.
    const value = secretKeys.length === 0 ? null : await secrets.get(connection.id).catch(() => null);
    return {
      id: connection.id,
      connector: connection.connector,
      name: connection.name,
      environment: connection.environment,
      settings: connection.settings,
      ...(connection.nodeSettings && { nodeSettings: connection.nodeSettings }),
      storedSecrets: value ? secretKeys.filter((key) => value[key]) : [],
      status: statuses.get(connection.id) ?? 'unknown',
    };
  };

  const setStatus: ConnectionService['setStatus'] = (connectionId, status) => {
    statuses.set(connectionId, status);
    if (status === 'needsOwner') refusedWith.set(connectionId, credentialsOf(connectionId));
  };

  /** The service no longer lets the connection in: its card offers to put that right. */
  const lose = (connectionId: string): void => {
    if (statuses.get(connectionId) === 'needsOwner') return;
    setStatus(connectionId, 'needsOwner');
    changed?.();
  };

  const secretFor = makeSecretHandles({
    secrets,
    leases,
    // Found out in the middle of a run: the card of the connection offers to sign in again.
    refused: (connectionId) => lose(connectionId),
  });

  return {
    connector: findConnector,
    info: async (connectionId) => describe(await stored(connectionId)),
    list: async () => Promise.all((await files.list()).map(describe)),

    client: async (connectionId) => {
      const connection = await stored(connectionId);
      const cached = clients.get(connectionId);
      if (cached && speaksOf(cached.of, connection)) return cached.client;
      const context: ConnectionContext = { id: connection.id, name: connection.name, settings: { ...connection.settings, environment: connection.environment }, secret: secretFor(connection), clock };
      const client = connectorFor(connection.connector).connect(context);
      clients.set(connectionId, { client, of: connection });
      return client;
    },

    save: async (input) => {
      const connector = connectorFor(input.connector);
      // The environment is asked once per connection; a connector's own field of that name follows it.
      const ownEnvironment = connector.connectionFields.some((field) => field.key === 'environment');
      const settings = connector.tidySettings({ ...input.settings, ...(ownEnvironment && { environment: input.environment }) });
      const issue = checkSettings(connector.connectionFields, settings)[0];
      if (issue) throw new FluxoError({ code: `setting.${issue.code}`, kind: 'setup', what: issue.text, where: { connection: input.name, field: issue.key }, fix: 'Correct it and save again.', params: { ...issue.params, node: '', level: '', owner: connector.name, field: issue.key } });
      const connection: StoredConnection = { id: input.id ?? newId(), connector: connector.name, name: input.name, environment: input.environment, settings };
      if (input.secret && Object.keys(input.secret).length > 0) {
        // Secret first: a connection that cannot keep its secret is not saved at all. Under the lease: a token that another process renews
        // at this moment must not be written over this one, nor the other way round.
        await leases.hold(secretLease(connection.id), 'saving credentials', async () => {
          const before = input.id ? ((await secrets.get(connection.id)) ?? {}) : {};
          await secrets.set(connection.id, { ...typedOf(connector, before), ...input.secret });
        });
        givenAt.set(connection.id, clock.now());
      }
      await files.save(connection);
      clients.delete(connection.id);
      statuses.delete(connection.id);
      return describe(await stored(connection.id));
    },

    remove: async (connectionId) => {
      const connection = await stored(connectionId);
      await secrets.delete(connection.id);
      await files.remove(connection.id);
      clients.delete(connection.id);
    },

    setStatus,

    noteFailure: async ({ needsOwner, where }, startedAt = Number.POSITIVE_INFINITY) => {
      if (!needsOwner || where?.connection === undefined) return;
      const lost = (await files.list()).find(({ id, name }) => id === where.connection || name === where.connection);
      // What a run of before was refused with is no longer there; the next run tells whether the new one is let in.
      if (lost && (givenAt.get(lost.id) ?? Number.NEGATIVE_INFINITY) < startedAt) lose(lost.id);
    },

    noteSuccess: (connectionIds) => {
      const recovered = connectionIds.filter((id) => statuses.get(id) === 'needsOwner');
      for (const id of recovered) statuses.set(id, 'ok');
      if (recovered.length > 0) changed?.();
    },

    waitingForOwner: async (connectionIds) => {
      const refused = connectionIds.filter((id) => statuses.get(id) === 'needsOwner');
      for (const { id, name } of refused.length === 0 ? [] : (await files.list()).filter((connection) => refused.includes(connection.id))) {
        if ((await refusedWith.get(id)) === (await credentialsOf(id))) return { id, name };
        // Its client may still hold what was refused.
        clients.delete(id);
        statuses.delete(id);
        changed?.();
      }
      return null;
    },
  };
}
