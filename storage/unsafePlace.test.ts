import type * as FilePromises from 'node:fs/promises';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unsafePlace } from './unsafePlace.ts';

const { kind } = vi.hoisted(() => ({ kind: { of: null as number | null } }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FilePromises>();
  return { ...real, statfs: async (...given: Parameters<typeof real.statfs>) => (kind.of === null ? real.statfs(...given) : { type: kind.of }) };
});

let folder: string;
beforeEach(async () => {
  kind.of = null;
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-place-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a folder of this machine that nothing synchronises is as good as any, also one that is not there yet', async () => {
  expect(await unsafePlace(folder)).toBeNull();
  expect(await unsafePlace(path.join(folder, 'Box of dropboxes'))).toBeNull();
});

test.each(['Dropbox', 'Dropbox (Koperen Ketel)', 'OneDrive - Koperen Ketel', 'Google Drive', 'Nextcloud'])('a folder inside of “%s” is synchronised, also by another way there', async (name) => {
  const inside = path.join(folder, name, 'Fluxo');
  await mkdir(inside, { recursive: true });
  await symlink(inside, path.join(folder, 'other-way'));
  expect(await unsafePlace(inside)).toBe('cloud');
  expect(await unsafePlace(path.join(folder, 'other-way'))).toBe('cloud');
});

test.skipIf(process.platform !== 'linux').each([['NFS', 0x6969], ['SMB', 0xfe534d42], ['CIFS, counted with a sign', 0xff534d42 | 0]])('a drive of another machine is known by its file system: %s', async (_name, type) => {
  kind.of = type;
  expect(await unsafePlace(folder)).toBe('network');
});
