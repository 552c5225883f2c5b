import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import type { Handlers } from '#shared/ipc/contract.ts';
import { logState } from '#storage/sqlite/logState.ts';
import { damagedMark } from '#storage/sqlite/backups.ts';
import { tear } from '#storage/testing/tear.ts';
import { openWorkspace } from '#storage/workspace.ts';
import { makeDamageWatch } from './damage.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-damage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const damaged = new FluxoError({ code: 'storage.damaged', kind: 'setup', what: 'Damaged.' });

test('damage that a call meets is marked, so that the next start shows the backups', async () => {
  const first = await openWorkspace(folder, { inThisThread: true });
  await first.close();
  await tear(first.database, 'leases');
  const workspace = await openWorkspace(folder, { inThisThread: true });
  const changed = Promise.withResolvers<void>();
  const { watching } = makeDamageWatch(workspace.store, changed.resolve);
  const calls = watching({ 'flows.list': () => Promise.reject(damaged) } as unknown as Handlers);
  await expect(calls['flows.list']({})).rejects.toBe(damaged);
  await changed.promise;
  expect(logState(workspace.database)).toEqual({ state: 'damaged' });
  await workspace.close().catch(() => undefined);
  await expect(openWorkspace(folder, { inThisThread: true })).rejects.toMatchObject({ data: { code: 'storage.damaged' } });
});

test('a file that is whole gets no mark, other errors cause no look, and one look is enough', async () => {
  const workspace = await openWorkspace(folder, { inThisThread: true });
  const checkPages = vi.fn(() => workspace.store.checkPages());
  const changed = Promise.withResolvers<void>();
  const { note } = makeDamageWatch({ checkPages }, changed.resolve);
  note({ code: 'storage.disk_full' });
  expect(checkPages).not.toHaveBeenCalled();
  note(damaged.data);
  note(damaged.data);
  await changed.promise;
  expect(checkPages).toHaveBeenCalledTimes(1);
  expect(existsSync(path.join(folder, '.fluxo', damagedMark))).toBe(false);
  await workspace.close();
});
