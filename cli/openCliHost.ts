import { existsSync } from 'node:fs';
import path from 'node:path';
import { defaultWorkspaceDir } from '#host/defaultWorkspace.ts';
import { openHost, type Host, type HostOptions } from '#host/host.ts';
import type { Preferences } from '#shared/ipc/contract.ts';
import { chooseSecrets } from '#storage/secrets/chooseSecrets.ts';
import { textOption, type Values } from './command.ts';
import { version } from './version.ts';

/** Templates and translations of the checkout the CLI runs from; built, it lies a folder deeper. */
export const resourcesDir = ['../resources', '../../resources'].map((place) => path.join(import.meta.dirname, place)).find((place) => existsSync(place))!;

/** The house without a screen. Credentials: the file named by `--secrets-file`, else the environment, else the keychain. */
export async function openCliHost(values: Values, more: Partial<Pick<HostOptions, 'emit' | 'workspaceDir' | 'flowOverride' | 'openOutside'>> = {}): Promise<Host> {
  const secretsFile = textOption(values, 'secrets-file');
  return openHost({
    kind: 'cli',
    version,
    workspaceDir: path.resolve(textOption(values, 'workspace') ?? defaultWorkspaceDir()),
    resourcesDir,
    secrets: chooseSecrets({ env: process.env, ...(secretsFile !== undefined && { file: path.resolve(secretsFile) }) }),
    preferences: memoryPreferences(),
    ...more,
  });
}

/** The CLI has no look to remember. */
function memoryPreferences(): HostOptions['preferences'] {
  let kept: Preferences = {};
  return { get: async () => kept, set: async (change) => (kept = { ...kept, ...change }) };
}
