import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exitCodes, textOption, WrongCall, workspaceOptions, type Command } from '../command.ts';
import { openCliHost } from '../openCliHost.ts';
import { personOf, personOptions } from './erase.ts';

export const exportPerson: Command = {
  name: 'export',
  args: '',
  summary: 'Gives all that is kept about a person as JSON: to answer somebody who asks what you know of them.',
  options: { workspace: workspaceOptions.workspace, 'secrets-file': workspaceOptions['secrets-file'], ...personOptions, out: { type: 'string', value: 'FILE', help: 'write it to this new file (only you may read it) instead of stdout' } },
  run: async ({ values, output }) => {
    const person = personOf(values);
    const host = await openCliHost(values);
    try {
      const records = await host.privacy.export(person);
      const text = JSON.stringify({ person, exportedAt: new Date().toISOString(), records }, null, 2);
      const out = textOption(values, 'out');
      if (out === undefined) output.result(text);
      else {
        const written = await writeFile(path.resolve(out), `${text}\n`, { mode: 0o600, flag: 'wx' }).then(() => null, (thrown: NodeJS.ErrnoException) => thrown.code ?? 'unknown');
        if (written !== null) throw new WrongCall(`${out} could not be written (${written}); name a new file.`);
        output.tell(`${records.length} records written to ${out}.`);
      }
      return exitCodes.done;
    } finally {
      await host.close();
    }
  },
};
