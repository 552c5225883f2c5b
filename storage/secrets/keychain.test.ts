import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeKeyringHome, missingKeyring } from './testing/keyringSession.ts';

const missing = missingKeyring();
const secret = { refreshToken: 'canary-7f3a-très-secret', clientId: 'id' };
let keyring: ReturnType<typeof makeKeyringHome>;
beforeEach(() => {
  keyring = makeKeyringHome();
});
afterEach(() => keyring.remove());

describe.skipIf(missing !== null)(missing === null ? 'with a real keyring' : `with a real keyring (skipped: ${missing})`, () => {
  test('a credential is still there after the next login, and gone once deleted', async () => {
    const [before, stored] = await keyring.session({ keychain: 'unlocked' }, [{ do: 'get', id: 'shop' }, { do: 'set', id: 'shop', value: secret }]);
    expect(before).toMatchObject({ value: null });
    expect(stored).toMatchObject({ value: null });
    const later = await keyring.session({ keychain: 'unlocked' }, [{ do: 'get', id: 'shop' }, { do: 'find' }, { do: 'delete', id: 'shop' }, { do: 'get', id: 'shop' }, { do: 'find' }]);
    expect(later.map(({ value }) => value)).toEqual([secret, ['shop'], null, null, []]);
    expect(keyring.filesHolding('canary-7f3a')).toEqual([]);
  });

  test('a locked keychain says so, changes nothing and gives the credential back once unlocked', async () => {
    await keyring.session({ keychain: 'unlocked' }, [{ do: 'set', id: 'shop', value: secret }]);
    const locked = await keyring.session({ keychain: 'locked' }, [{ do: 'get', id: 'shop' }, { do: 'set', id: 'shop', value: { a: 'b' } }, { do: 'delete', id: 'shop' }]);
    expect(locked.map(({ code }) => code)).toEqual(['keychain.locked', 'keychain.locked', 'keychain.locked']);
    expect(locked[0]?.fix).toMatch(/Unlock/);
    const [after] = await keyring.session({ keychain: 'unlocked' }, [{ do: 'get', id: 'shop' }]);
    expect(after?.value).toEqual(secret);
  });

  test('a value too long for one item is split, replaced as a whole and leaves nothing behind', async () => {
    const long = { token: 'x'.repeat(3000) };
    const results = await keyring.session({ keychain: 'unlocked', limit: 1200 }, [
      { do: 'set', id: 'shop', value: long }, { do: 'get', id: 'shop' }, { do: 'find' },
      { do: 'set', id: 'shop', value: { token: 'y'.repeat(2000) } }, { do: 'find' },
      { do: 'set', id: 'shop', value: { token: 'short' } }, { do: 'find' }, { do: 'get', id: 'shop' },
      { do: 'set', id: 'shop', value: long }, { do: 'delete', id: 'shop' }, { do: 'find' },
    ]);
    expect(results[1]?.value).toEqual(long);
    expect(results[2]?.value).toHaveLength(5);
    expect(results[4]?.value).toHaveLength(4);
    expect(results[6]?.value).toEqual(['shop']);
    expect(results[7]?.value).toEqual({ token: 'short' });
    expect(results[10]?.value).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('without a keychain', () => {
  test('storing fails each time with what to do about it, and nothing is kept anywhere', async () => {
    const results = await keyring.session({ keychain: 'noBus' }, [{ do: 'set', id: 'shop', value: secret }, { do: 'set', id: 'shop', value: secret }, { do: 'get', id: 'shop' }]);
    expect(results.map(({ code }) => code)).toEqual(['keychain.unavailable', 'keychain.unavailable', 'keychain.unavailable']);
    expect(results[0]?.what).toMatch(/nothing was stored/);
    expect(results[0]?.fix).toMatch(/gnome-keyring.*--secrets-file/);
    expect(keyring.filesHolding('canary-7f3a')).toEqual([]);
  });

  test('a keychain that never answers is given up, and nothing stands still meanwhile', async () => {
    const socket = path.join(keyring.home, 'silent.sock');
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(socket, resolve));
    const results = await keyring.session({ keychain: 'noBus', busAddress: `unix:path=${socket}`, waitMs: 300 }, [{ do: 'get', id: 'shop' }, { do: 'set', id: 'shop', value: secret }]);
    silent.close();
    expect(results.map(({ code }) => code)).toEqual(['keychain.locked', 'keychain.locked']);
    expect(results.every(({ ms }) => ms < 3000)).toBe(true);
    expect(results.longestPause).toBeLessThan(200);
  });
});
