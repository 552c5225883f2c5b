import { FluxoError } from '#shared/errors.ts';
import { KeyringTimeout, makeKeyringThread } from './keyringThread.ts';

/** keytar's four verbs over the keychain of the operating system. Every method rejects with a `setup` error when it cannot be used. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  /** True when there was something to delete. */
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<readonly { readonly account: string; readonly password: string }[]>;
}

/** A person may have to type a password into the system's own window first. */
const patienceMs = 30_000;

/**
 * The keychain: Windows Credential Manager, macOS Keychain, or the Secret Service on Linux.
 * Not through `@napi-rs/keyring/keytar`; see docs/decisions/0001-keyring-instead-of-keytar.md.
 */
export function makeKeychain(waitMs = patienceMs): Keychain {
  const askKeyring = makeKeyringThread();
  const ask = async (request: Parameters<typeof askKeyring>[0]): Promise<unknown> => {
    try {
      return await askKeyring(request, waitMs);
    } catch (thrown) {
      throw explain(thrown, waitMs);
    }
  };

  return {
    getPassword: async (service, account) => (await ask({ verb: 'get', service, account })) as string | null,
    deletePassword: async (service, account) => (await ask({ verb: 'delete', service, account })) as boolean,
    findCredentials: async (service) => (await ask({ verb: 'find', service })) as { account: string; password: string }[],

    setPassword: async (service, account, password) => {
      await ask({ verb: 'set', service, account, password });
      // "Saved" is believed only of what can be read again.
      const kept = await ask({ verb: 'get', service, account });
      if (kept !== password) throw keychainError('not_kept', 'The keychain of this computer did not keep what was stored in it.');
    },
  };
}

/** The library tells its errors apart by words alone. */
function explain(thrown: unknown, waitMs: number): FluxoError {
  if (thrown instanceof KeyringTimeout) return keychainError('locked', `The keychain of this computer did not answer within ${waitMs / 1000} seconds.`);
  const text = thrown instanceof Error ? thrown.message : '';
  if (/locked|dismissed|cancell?ed|interaction is not allowed/i.test(text)) return keychainError('locked', 'The keychain of this computer is locked.', thrown);
  return keychainError('unavailable', 'This computer has no keychain that Fluxo can use, so nothing was stored.', thrown);
}

const elsewhere = 'start Fluxo’s command line with --secrets-file or FLUXO_SECRET_… instead.';
const fixes = {
  locked: 'Unlock the keychain (on Linux usually by logging in with your password) and try again.',
  unavailable:
    process.platform === 'linux'
      ? `Install and start a Secret Service such as gnome-keyring or KWallet, or ${elsewhere}`
      : `Check that the keychain of your account works, or ${elsewhere}`,
  not_kept: 'Unlock or repair the keychain and try again; nothing that depends on it will run until then.',
} as const;

function keychainError(cause: keyof typeof fixes, what: string, thrown?: unknown): FluxoError {
  return new FluxoError({ code: `keychain.${cause}`, kind: 'setup', what, where: { operation: 'keychain' }, fix: fixes[cause], needsOwner: true }, { cause: thrown });
}
