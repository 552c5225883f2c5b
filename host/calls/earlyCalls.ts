import type { Handlers } from '#shared/ipc/contract.ts';
import { isBackupWhole, listBackups, restoreBackup } from '#storage/sqlite/restoring.ts';
import { databaseOf } from '#storage/workspace.ts';
import type { HostOptions } from '../host.ts';

export type EarlyCalls = Pick<Handlers, 'preferences.get' | 'preferences.set' | 'backups.list' | 'backups.check' | 'backups.restore' | 'backups.show'>;

/** The calls that need no open workspace: how the window looks, and the way out when the database cannot be opened. */
export function earlyCalls({ workspaceDir, preferences, clock, showBackups }: Pick<HostOptions, 'workspaceDir' | 'preferences' | 'clock' | 'showBackups'>): EarlyCalls {
  const database = databaseOf(workspaceDir);
  return {
    'preferences.get': () => preferences.get(),
    'preferences.set': (change) => preferences.set(change),
    'backups.list': async () => ({ backups: await listBackups(database), canShow: showBackups !== undefined }),
    'backups.check': async ({ name }) => ({ isWhole: await isBackupWhole(database, name) }),
    'backups.restore': ({ name }) => restoreBackup(database, clock?.now() ?? Date.now(), name),
    'backups.show': async () => ({ shown: (await showBackups?.()) ?? false }),
  };
}
