import type { ConnectorDefinition, SecretValue } from '#connectors/sdk/connector.ts';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';

export interface Connections {
  info(connectionId: string): Promise<ConnectionInfo>;
  connector(name: string): ConnectorDefinition<unknown> | undefined;
  /** The connection's client; made once and shared by flows that use it at the same time. */
  client(connectionId: string): Promise<unknown>;
}

/** Secrets by connection id. Never silently weaker than asked for: an absent keychain is an error. */
export interface SecretStore {
  /** Shown by `doctor` and kept with the connection: `keychain`, `environment` or `file`. */
  readonly backend: string;
  get(connectionId: string): Promise<SecretValue | null>;
  set(connectionId: string, value: SecretValue): Promise<void>;
  delete(connectionId: string): Promise<void>;
}
