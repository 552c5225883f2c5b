import os from 'node:os';
import path from 'node:path';
import type { CallContext, ConnectionContext } from '#connectors/sdk/connector.ts';
import type { PickOption, TestStage } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { checkFolder, filesFor } from './folder.ts';
import type { Folder } from './folder.ts';

export const prepare: readonly string[] = [
  'Make a folder for the files to read or write, and choose it here. Fluxo never touches anything outside it.',
  'CSV, JSON (a list of records) and NDJSON (one record per line) are read; delimiter, quotes and encoding of a CSV are found out.',
];

export const connectionFields: readonly SettingField[] = [{ key: 'folder', label: 'Folder', type: 'text', required: true, maxLength: 400, placeholder: '/home/me/exports', help: 'The whole path. ~ stands for your own folder.' }];

/** The folder as an absolute path. Throws `setup` for a relative one: it would depend on where Fluxo was started. */
export function tidySettings(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const typed = (settings['folder'] ?? '').trim().replace(/^~(?=$|[\\/])/, os.homedir());
  if (typed === '' || !path.isAbsolute(typed) || typed.includes('\0')) throw new FluxoError({ code: 'file.bad_folder', kind: 'setup', what: 'The folder must be a whole path.', where: { field: 'folder' }, fix: 'Give a path such as /home/me/exports or C:\\exports.' });
  return { folder: path.normalize(typed).replace(/(?<=[^\\/:])[\\/]+$/, '') };
}

export const openFolder = (context: ConnectionContext): Folder => ({ path: tidySettings(context.settings)['folder'] ?? '', connection: context.name, now: () => context.clock.now() });

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `file.${code}`, text, params });

/** Looks at the folder and nothing else. */
export async function testConnection(folder: Folder, stage: TestStage, _call: CallContext): Promise<Reason> {
  const mayWrite = await checkFolder(folder);
  switch (stage) {
    case 'reach':
      return say('folder_there', 'The folder is there.');
    case 'authenticate':
      return say('folder_readable', 'It may be read.');
    case 'rights':
      return mayWrite ? say('folder_writable', 'Files may be written there.') : say('folder_read_only', 'Files may only be read there.');
    case 'sample': {
      const files = await filesFor(folder, '*');
      const count = String(files.length);
      return files.length === 0 ? say('folder_empty', 'There is no file in it yet.') : say('files_seen', `Files in it: ${count}.`, { count });
    }
  }
}

/** Names to choose from; a pattern can be typed instead. */
export const lists = {
  files: async (folder: Folder): Promise<readonly PickOption[]> => (await filesFor(folder, '*')).map((name) => ({ value: name, label: name })),
};
