import type { SecretStore } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { parseSecretJson } from './secretText.ts';

type Environment = Readonly<Record<string, string | undefined>>;
const prefix = 'FLUXO_SECRET_';

/** The variable that holds a connection's credentials: `FLUXO_SECRET_` and its id in capitals, with `_` for anything that no variable's name may have. */
export function variableOf(connectionId: string): string {
  return prefix + connectionId.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

export function environmentHasSecrets(env: Environment): boolean {
  return Object.keys(env).some((name) => name.startsWith(prefix));
}

/**
 * Credentials from the environment: a JSON object of texts in each variable. What a variable says can be read, never
 * changed; further fields (an access token got with them) are kept for as long as the process lives.
 */
export function makeEnvironmentSecrets(env: Environment): SecretStore {
  const further = new Map<string, Readonly<Record<string, string>>>();
  const refuse = async (connectionId: string): Promise<never> => {
    throw new FluxoError({
      code: 'secrets.read_only',
      kind: 'setup',
      what: `The credentials of “${connectionId}” come from the environment, where Fluxo cannot change them.`,
      where: { connection: connectionId },
      fix: `Change ${variableOf(connectionId)} yourself. A service that renews its credentials, such as QuickBooks, needs a store that can be written: the keychain or --secrets-file.`,
      needsOwner: true,
      params: { connection: connectionId, variable: variableOf(connectionId) },
    });
  };
  return {
    backend: 'environment',
    get: async (connectionId) => {
      const name = variableOf(connectionId);
      const json = env[name];
      return json === undefined ? null : { ...further.get(connectionId), ...parseSecretJson(json, name) };
    },
    set: async (connectionId, value) => {
      const name = variableOf(connectionId);
      const json = env[name];
      if (json === undefined || Object.entries(parseSecretJson(json, name)).some(([key, text]) => value[key] !== text)) return refuse(connectionId);
      further.set(connectionId, value);
    },
    delete: refuse,
  };
}
