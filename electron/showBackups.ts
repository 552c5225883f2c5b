import path from 'node:path';
import { shell } from 'electron';

/** Opens the folder with a workspace's backups in the system's own window, or the one around it when there are none. Says whether it could. Neither page nor engine names a path. */
export async function showBackups(workspaceDir: string): Promise<boolean> {
  const own = path.join(workspaceDir, '.fluxo');
  for (const folder of [path.join(own, 'backups'), own]) if ((await shell.openPath(folder)) === '') return true;
  return false;
}
