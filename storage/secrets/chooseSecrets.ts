import type { SecretStore } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { environmentHasSecrets, makeEnvironmentSecrets, variableOf } from './environmentSecrets.ts';
import { makeFileSecrets } from './fileSecrets.ts';
import { makeKeychainSecrets } from './keychainSecrets.ts';

interface Choice {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A passphrase file, when one was asked for. */
  readonly file?: string;
}

/**
 * Where credentials are kept: in the file that was asked for (passphrase in `FLUXO_PASSPHRASE`), else a connection's
 * variable when it has one, else the keychain. None of them is ever taken because another one failed.
 */
export function chooseSecrets({ env, file }: Choice, keychain: SecretStore = makeKeychainSecrets()): SecretStore {
  if (file !== undefined) {
    const passphrase = env['FLUXO_PASSPHRASE'];
    if (passphrase) return makeFileSecrets(file, passphrase);
    throw new FluxoError({ code: 'secrets.no_passphrase', kind: 'setup', what: 'The secrets file needs a passphrase.', fix: 'Put it into the variable FLUXO_PASSPHRASE.', needsOwner: true });
  }
  if (!environmentHasSecrets(env)) return keychain;
  const environment = makeEnvironmentSecrets(env);
  const storeOf = (connectionId: string) => (env[variableOf(connectionId)] === undefined ? keychain : environment);
  return {
    backend: environment.backend,
    get: (connectionId) => storeOf(connectionId).get(connectionId),
    set: (connectionId, value) => storeOf(connectionId).set(connectionId, value),
    delete: (connectionId) => storeOf(connectionId).delete(connectionId),
  };
}
