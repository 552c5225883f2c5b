import os from 'node:os';
import path from 'node:path';

/** Where the workspace is unless somebody says otherwise: `FLUXO_WORKSPACE`, else the folder `Fluxo` in the home folder. Desktop app and CLI share it. */
export function defaultWorkspaceDir(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env['FLUXO_WORKSPACE'] || path.join(os.homedir(), 'Fluxo');
}
