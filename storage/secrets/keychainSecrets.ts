import { randomBytes } from 'node:crypto';
import type { SecretStore } from '#engine/ports.ts';
import { makeKeychain, type Keychain } from './keychain.ts';
import { secretFromText, secretToText } from './secretText.ts';

const service = 'Fluxo';
/** Windows keeps at most 2,560 bytes an item, in UTF-16: https://learn.microsoft.com/windows/win32/api/wincred/ns-wincred-credentialw */
const windowsLimit = 1200;
/** `#<generation>.<count>`: the value stands in items of its own, which all carry the generation in their names. */
const splitMark = /^#([0-9a-f]+)\.(\d+)$/;

/**
 * Credentials in the keychain of the operating system, one item for each connection. A value too long for one item is put
 * in several; the item that names them is written last, so that a crash leaves the old value or the new one.
 */
export function makeKeychainSecrets(keychain: Keychain = makeKeychain(), limit = process.platform === 'win32' ? windowsLimit : Number.POSITIVE_INFINITY): SecretStore {
  const partNames = (connectionId: string, head: string | null): string[] => {
    const [, generation, count] = splitMark.exec(head ?? '') ?? [];
    return Array.from({ length: Number(count ?? 0) }, (_, index) => `${connectionId}#${generation}.${index}`);
  };
  const removeParts = async (names: readonly string[]) => {
    for (const name of names) await keychain.deletePassword(service, name);
  };

  return {
    backend: 'keychain',

    get: async (connectionId) => {
      const head = await keychain.getPassword(service, connectionId);
      if (head === null) return null;
      const names = partNames(connectionId, head);
      if (names.length === 0) return secretFromText(head, connectionId);
      const parts: string[] = [];
      for (const name of names) parts.push((await keychain.getPassword(service, name)) ?? '');
      return secretFromText(parts.join(''), connectionId);
    },

    set: async (connectionId, value) => {
      const text = secretToText(value);
      const before = partNames(connectionId, await keychain.getPassword(service, connectionId));
      if (text.length <= limit) {
        await keychain.setPassword(service, connectionId, text);
      } else {
        const head = `#${randomBytes(6).toString('hex')}.${Math.ceil(text.length / limit)}`;
        for (const [index, name] of partNames(connectionId, head).entries()) {
          await keychain.setPassword(service, name, text.slice(index * limit, (index + 1) * limit));
        }
        await keychain.setPassword(service, connectionId, head);
      }
      await removeParts(before);
    },

    delete: async (connectionId) => {
      const parts = partNames(connectionId, await keychain.getPassword(service, connectionId));
      await keychain.deletePassword(service, connectionId);
      await removeParts(parts);
    },
  };
}
