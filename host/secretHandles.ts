import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SecretHandle, SecretValue } from '#connectors/sdk/connector.ts';
import type { Leases, SecretStore } from '#engine/ports.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import type { StoredConnection } from '#storage/files/connections.ts';

interface Parts {
  readonly secrets: SecretStore;
  readonly leases: Leases;
  /** The service told a connection, in the middle of renewing its credential, that its owner has to see to it. */
  readonly refused: (connectionId: string) => void;
}

/** Of everything that changes the secret of a connection, over all processes of the workspace. */
export const secretLease = (connectionId: string): string => `secret:${connectionId}`;

/** Milliseconds before a store that did not take a renewed credential is asked again. */
const pauses = [200, 1_000] as const;

/**
 * How connectors read and change their secrets. A renewed credential is stored before anybody uses it. One that the store will not take (disk full, keychain
 * locked meanwhile) is the only one the service still knows: it is kept in this process and stored as soon as that is possible.
 */
export function makeSecretHandles({ secrets, leases, refused }: Parts): (connection: StoredConnection) => SecretHandle {
  /** What could not be stored, and what it was made from. */
  const unsaved = new Map<string, { readonly from: SecretValue; readonly value: SecretValue }>();

  return (connection) => {
    const { id, name } = connection;

    async function stored(): Promise<SecretValue> {
      const value = await secrets.get(id);
      if (value) return value;
      throw new FluxoError({ code: 'connection.no_secret', kind: 'setup', what: `No credentials are stored for “${name}”.`, where: { connection: id }, needsOwner: true, fix: secrets.backend === 'environment' ? `Set FLUXO_SECRET_${id.toUpperCase().replaceAll('-', '_')}, or enter them under Connections.` : 'Enter them under Connections.', params: { connection: name } });
    }

    /** Stores `next`, unless what it was made from is no longer what is stored: somebody signed in again, or took the lease of a process that stood still. */
    async function keep(from: SecretValue, next: SecretValue): Promise<SecretValue> {
      const now = await stored();
      if (!isDeepStrictEqual(now, from)) return now;
      await secrets.set(id, next);
      return next;
    }

    async function keepOrRemember(from: SecretValue, next: SecretValue): Promise<SecretValue> {
      unsaved.set(id, { from, value: next });
      for (let tries = 0; ; tries += 1) {
        try {
          const kept = await keep(from, next);
          unsaved.delete(id);
          return kept;
        } catch (thrown) {
          const pause = pauses[tries];
          if (pause === undefined) throw thrown;
          await sleep(pause);
        }
      }
    }

    /** The newest there is. Inside the lease. */
    async function newest(): Promise<SecretValue> {
      const waiting = unsaved.get(id);
      return waiting ? keepOrRemember(waiting.from, waiting.value) : stored();
    }

    return {
      read: () => (unsaved.has(id) ? leases.hold(secretLease(id), 'storing credentials', newest) : stored()),
      update: (change) =>
        leases.hold(secretLease(id), 'renewing credentials', async () => {
          const current = await newest();
          const next = await change(current).catch((thrown: unknown) => {
            if (asFluxoError(thrown).data.needsOwner) refused(id);
            throw thrown;
          });
          return next === current ? current : keepOrRemember(current, next);
        }),
    };
  };
}
