import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SecretStore } from '#engine/ports.ts';
import { openWorkspace, type Workspace } from '#storage/workspace.ts';
import { makeConnections } from './connections.ts';

let folder: string;
let workspace: Workspace;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-connections-'));
  workspace = await openWorkspace(folder, { inThisThread: true });
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

test('a connection that signs in with nothing is shown without asking the keychain, one with a token asks for it', async () => {
  const asked: string[] = [];
  const kept = new Map<string, Readonly<Record<string, string>>>();
  const secrets: SecretStore = {
    backend: 'keychain',
    get: async (id) => (asked.push(id), kept.get(id) ?? null),
    set: async (id, value) => void kept.set(id, value),
    delete: async (id) => void kept.delete(id),
  };
  let ids = 0;
  const connections = makeConnections({ files: workspace.connections, secrets, leases: workspace.leases, clock: { now: Date.now, sleep: async () => undefined }, newId: () => `c${(ids += 1)}`, changed: () => undefined });
  const http = { connector: 'http', environment: 'production', settings: { baseUrl: 'http://127.0.0.1:1/v1' } } as const;
  await connections.save({ ...http, id: 'open', name: 'Open', settings: { ...http.settings, auth: 'none' } });
  await connections.save({ ...http, id: 'closed', name: 'Closed', settings: { ...http.settings, auth: 'bearer' }, secret: { token: 'abc' } });
  asked.length = 0;
  expect((await connections.list()).map(({ id, storedSecrets }) => [id, storedSecrets])).toEqual([['closed', ['token']], ['open', []]]);
  expect(asked).toEqual(['closed']);
});

const open = (secrets: SecretStore) => makeConnections({ files: workspace.connections, secrets, leases: workspace.leases, clock: { now: Date.now, sleep: async () => undefined }, newId: () => 'c1', changed: () => undefined });
function keychain(kept = new Map<string, Readonly<Record<string, string>>>()): SecretStore {
  return { backend: 'keychain', get: async (id) => kept.get(id) ?? null, set: async (id, value) => void kept.set(id, value), delete: async (id) => void kept.delete(id) };
}

test('what another process changes of a connection holds for the next call: a new password never goes to the old address', async () => {
  const secrets = keychain();
  const [app, commandLine] = [open(secrets), open(secrets)];
  const http = (baseUrl: string) => ({ id: 'shop', connector: 'http', environment: 'production', name: 'Shop', settings: { baseUrl, auth: 'bearer' } }) as const;
  await app.save({ ...http('http://127.0.0.1:1/old'), secret: { token: 'old' } });
  const before = (await commandLine.client('shop')) as { readonly baseUrl: string };
  expect(before.baseUrl).toBe('http://127.0.0.1:1/old');
  expect(await commandLine.client('shop')).toBe(before);
  await app.save({ ...http('http://127.0.0.1:1/new'), secret: { token: 'new' } });
  expect(await commandLine.client('shop')).toMatchObject({ baseUrl: 'http://127.0.0.1:1/new' });
  // What it gives to nodes is nothing a client is made of.
  const after = await commandLine.client('shop');
  await workspace.connections.putNodeSetting('shop', 'http.records', 'pageSize', 50);
  expect(await commandLine.client('shop')).toBe(after);
  await app.remove('shop');
  await expect(commandLine.client('shop')).rejects.toMatchObject({ data: { code: 'connection.unknown' } });
});

test('credentials that are entered anew are not used with what was got by the old ones', async () => {
  const kept = new Map<string, Readonly<Record<string, string>>>();
  const connections = open(keychain(kept));
  const books = (realmId: string) => ({ id: 'books', connector: 'quickbooks', environment: 'sandbox', name: 'Books', settings: { realmId } }) as const;
  await connections.save({ ...books('123'), secret: { clientId: 'i', clientSecret: 's', refreshToken: 'r1' } });
  kept.set('books', { ...kept.get('books'), accessToken: 'a1', accessObtainedAt: '1', accessExpiresAt: '9999999999999' });
  await connections.save({ ...books('456'), secret: { refreshToken: 'r2' } });
  expect(kept.get('books')).toEqual({ clientId: 'i', clientSecret: 's', refreshToken: 'r2' });
});

test('a run that was refused before somebody signed in again takes nothing back', async () => {
  const connections = open(keychain());
  const books = { id: 'books', connector: 'quickbooks', environment: 'sandbox', name: 'Books', settings: { realmId: '123' } } as const;
  const refused = { code: 'quickbooks.reconnect', kind: 'setup', what: 'x', needsOwner: true, where: { connection: 'Books' } } as const;
  const began = Date.now() - 1;
  await connections.save({ ...books, secret: { clientId: 'i', clientSecret: 's', refreshToken: 'r1' } });
  await connections.noteFailure(refused, began);
  expect(await connections.waitingForOwner(['books'])).toBeNull();
  await connections.noteFailure(refused, Date.now() + 1);
  expect(await connections.waitingForOwner(['books'])).toEqual({ id: 'books', name: 'Books' });
});
