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
