import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as AtomicWrite from '../files/atomicWrite.ts';
import { makeFileSecrets } from './fileSecrets.ts';

const { disk } = vi.hoisted(() => ({ disk: { isFull: false } }));
vi.mock('../files/atomicWrite.ts', async (original) => {
  const { atomicWrite } = await original<typeof AtomicWrite>();
  const full = () => Promise.reject(Object.assign(new Error("ENOSPC: no space left on device, write '/home/anke/secrets.json'"), { code: 'ENOSPC', syscall: 'write' }));
  return { atomicWrite: (...given: Parameters<typeof atomicWrite>) => (disk.isFull ? full() : atomicWrite(...given)) };
});

let folder: string;
beforeEach(async () => {
  disk.isFull = false;
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a disk that does not take a renewed credential is told as the disk, rests no connection, and leaves the old one', async () => {
  const secrets = makeFileSecrets(path.join(folder, 'secrets.json'), 'a passphrase of the test');
  await secrets.set('books', { refreshToken: 'first' });
  disk.isFull = true;
  const error = await secrets.set('books', { refreshToken: 'second' }).then(() => null, (thrown: unknown) => (thrown as { data: unknown }).data);
  expect(error).toEqual({ code: 'secrets.unwritable', kind: 'setup', what: 'The secrets file cannot be written (ENOSPC).', where: { file: 'secrets.json' }, fix: expect.stringContaining('disk') });
  disk.isFull = false;
  expect(await secrets.get('books')).toEqual({ refreshToken: 'first' });
});
