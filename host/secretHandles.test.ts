import { expect, test } from 'vitest';
import type { SecretValue } from '#connectors/sdk/connector.ts';
import type { Leases, SecretStore } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { makeSecretHandles } from './secretHandles.ts';

const connection = { id: 'books', connector: 'quickbooks', name: 'Books', environment: 'demo', settings: {} } as const;
const full = () => new FluxoError({ code: 'secrets.unwritable', kind: 'setup', what: 'The disk is full.' });

/** A store that refuses as many writes as it is told, and a lease for one process. */
function open(first: SecretValue) {
  let value = first;
  const store = { refuse: 0, writes: 0 };
  const secrets: SecretStore = {
    backend: 'test',
    get: async () => value,
    set: async (_id, next) => {
      store.writes += 1;
      if (store.refuse > 0) {
        store.refuse -= 1;
        throw full();
      }
      value = next;
    },
    delete: async () => undefined,
  };
  let held = false;
  const leases: Pick<Leases, 'hold'> = {
    hold: async (_name, _purpose, work) => {
      if (held) throw new Error('the lease is not taken twice');
      held = true;
      return work({} as never).finally(() => (held = false));
    },
  };
  return { store, handle: makeSecretHandles({ secrets, leases: leases as Leases, refused: () => undefined })(connection), stored: () => value, signInAgain: (next: SecretValue) => (value = next) };
}

test('a renewed token that the store does not take at first is stored at the next try', async () => {
  const { store, handle, stored } = open({ refreshToken: 'r1' });
  store.refuse = 2;
  expect(await handle.update(async () => ({ refreshToken: 'r2' }))).toEqual({ refreshToken: 'r2' });
  expect(stored()).toEqual({ refreshToken: 'r2' });
});

test('one that cannot be stored is not lost: it is stored as soon as that is possible, and until then nothing is renewed again', async () => {
  const { store, handle, stored } = open({ refreshToken: 'r1' });
  store.refuse = 6;
  await expect(handle.update(async () => ({ refreshToken: 'r2' }))).rejects.toMatchObject({ code: 'secrets.unwritable' });
  const renewed: SecretValue[] = [];
  const renew = async (current: SecretValue) => (renewed.push(current), { refreshToken: 'r3' });
  await expect(handle.update(renew)).rejects.toMatchObject({ code: 'secrets.unwritable' });
  expect([renewed, stored()]).toEqual([[], { refreshToken: 'r1' }]);
  expect(await handle.read()).toEqual({ refreshToken: 'r2' });
  expect(stored()).toEqual({ refreshToken: 'r2' });
  await handle.update(renew);
  expect(renewed).toEqual([{ refreshToken: 'r2' }]);
});

test('a token that comes back after somebody signed in again, or renewed it in our place, does not write over theirs', async () => {
  const { handle, stored, signInAgain } = open({ refreshToken: 'r1' });
  const got = await handle.update(async () => {
    signInAgain({ refreshToken: 'theirs' });
    return { refreshToken: 'r2' };
  });
  expect([got, stored()]).toEqual([{ refreshToken: 'theirs' }, { refreshToken: 'theirs' }]);
});
