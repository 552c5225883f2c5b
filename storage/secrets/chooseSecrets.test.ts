import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SecretStore } from '#engine/ports.ts';
import { chooseSecrets } from './chooseSecrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fluxo-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = () => path.join(folder, 'deep', 'secrets.json');
const open = (passphrase = 'correct horse') => chooseSecrets({ env: { FLUXO_PASSPHRASE: passphrase }, file: file() });

test('a secrets file keeps credentials for the passphrase it was made with, readable by its owner alone', async () => {
  await open().set('shop', { secret: 'canary-51c' });
  await open().set('books', { token: 'ü' });
  expect(await open().get('shop')).toEqual({ secret: 'canary-51c' });
  expect(await open().get('books')).toEqual({ token: 'ü' });
  expect(readFileSync(file(), 'utf8')).not.toContain('canary-51c');
  if (process.platform !== 'win32') expect((statSync(file()).mode & 0o777).toString(8)).toBe('600');
  await open().delete('shop');
  expect(await open().get('shop')).toBeNull();
});

test('the wrong passphrase opens nothing and changes nothing', async () => {
  await open().set('shop', { secret: 's' });
  await expect(open('wrong').get('shop')).rejects.toMatchObject({ code: 'secrets.wrong_passphrase' });
  await expect(open('wrong').set('shop', { secret: 'other' })).rejects.toMatchObject({ code: 'secrets.wrong_passphrase' });
  expect(await open().get('shop')).toEqual({ secret: 's' });
});

test('a secrets file somebody changed is refused rather than read', async () => {
  await open().set('shop', { secret: 's' });
  const sealed = JSON.parse(readFileSync(file(), 'utf8')) as { data: string };
  writeFileSync(file(), JSON.stringify({ ...sealed, data: Buffer.alloc(Buffer.from(sealed.data, 'base64').length).toString('base64') }));
  await expect(open().get('shop')).rejects.toMatchObject({ code: 'secrets.wrong_passphrase' });
  writeFileSync(file(), '<html>');
  await expect(open().get('shop')).rejects.toMatchObject({ code: 'secrets.unreadable' });
});

test('two that write to a secrets file at once both keep what they wrote', async () => {
  const [one, other] = [open(), open()];
  await Promise.all([one.set('a', { n: '1' }), other.set('b', { n: '2' }), one.set('c', { n: '3' }), other.set('d', { n: '4' })]);
  expect(await Promise.all(['a', 'b', 'c', 'd'].map((id) => open().get(id)))).toEqual([{ n: '1' }, { n: '2' }, { n: '3' }, { n: '4' }]);
});

test('a secrets file without a passphrase is refused before anything is stored', () => {
  expect(() => chooseSecrets({ env: {}, file: file() })).toThrow(expect.objectContaining({ code: 'secrets.no_passphrase' }));
});

/** Stands for the keychain of the machine, which unit tests leave alone. */
function memoryStore(): SecretStore {
  const kept = new Map<string, Readonly<Record<string, string>>>();
  return { backend: 'keychain', get: async (id) => kept.get(id) ?? null, set: async (id, value) => void kept.set(id, value), delete: async (id) => void kept.delete(id) };
}

test('a variable of the environment counts for its connection, the keychain for the others', async () => {
  const store = chooseSecrets({ env: { FLUXO_SECRET_DEMO_TILL: '{"secret":"from env"}' } }, memoryStore());
  expect(store.backend).toBe('environment');
  expect(await store.get('demo-till')).toEqual({ secret: 'from env' });
  await store.set('books', { token: 't' });
  expect(await store.get('books')).toEqual({ token: 't' });
});

test('what comes from the environment cannot be changed, and says which variable to change', async () => {
  const store = chooseSecrets({ env: { FLUXO_SECRET_SHOP: '{"secret":"s"}' } }, memoryStore());
  await expect(store.set('shop', { secret: 'new' })).rejects.toMatchObject({ code: 'secrets.read_only', data: { fix: expect.stringContaining('FLUXO_SECRET_SHOP') as string } });
});

test('a variable that is no credential is refused without being repeated', async () => {
  const store = chooseSecrets({ env: { FLUXO_SECRET_SHOP: 'canary-just-text' } }, memoryStore());
  const error: unknown = await store.get('shop').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'secrets.unreadable' });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
});

test('without any wish the keychain is taken', () => {
  expect(chooseSecrets({ env: {} }).backend).toBe('keychain');
});

test('an access token got with credentials of the environment is kept while the process lives, but a changed credential is refused', async () => {
  const store = chooseSecrets({ env: { FLUXO_SECRET_BOOKS: '{"refreshToken":"r1"}' } }, memoryStore());
  await store.set('books', { refreshToken: 'r1', accessToken: 'a1' });
  expect(await store.get('books')).toEqual({ refreshToken: 'r1', accessToken: 'a1' });
  await expect(store.set('books', { refreshToken: 'r2', accessToken: 'a2' })).rejects.toMatchObject({ code: 'secrets.read_only' });
  expect(await store.get('books')).toEqual({ refreshToken: 'r1', accessToken: 'a1' });
});
