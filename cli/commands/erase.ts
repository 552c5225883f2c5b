import type { Erased, PersonFound } from '#shared/ipc/contract.ts';
import { exitCodes, textOption, WrongCall, workspaceOptions, type Command, type Values } from '../command.ts';
import { openCliHost } from '../openCliHost.ts';

/** Whom it is about: shared by `erase` and `export`. */
export const personOptions = {
  email: { type: 'string', value: 'ADDRESS', help: 'everything that holds this e-mail address' },
  key: { type: 'string', value: 'KEY', help: 'the record with this key, as the log shows it' },
} as const;

export function personOf(values: Values): { readonly email?: string; readonly key?: string } {
  const [email, key] = [textOption(values, 'email'), textOption(values, 'key')];
  if (email === undefined && key === undefined) throw new WrongCall('Say whom it is about: --email ADDRESS or --key KEY.');
  return { ...(email !== undefined && { email }), ...(key !== undefined && { key }) };
}

export const erase: Command = {
  name: 'erase',
  args: '',
  summary: 'Shows what is kept about a person and, with --yes, erases it from log, problems, notes of what was sent, pins and histories of flows. Services are not touched.',
  options: { ...workspaceOptions, ...personOptions, yes: { type: 'boolean', help: 'erase it; without this nothing is changed' }, backups: { type: 'boolean', help: 'remove backups from before at once too; else they go within 30 days' } },
  run: async ({ values, output }) => {
    const person = personOf(values);
    const host = await openCliHost(values);
    try {
      const erased = values['yes'] === true ? await host.privacy.erase(person, values['backups'] === true) : null;
      const found: PersonFound = erased ?? (await host.privacy.find(person));
      output.tell(describeTraces(found, erased));
      if (values['json'] === true) output.result(JSON.stringify({ erased: erased !== null, ...(erased ?? found) }));
      return exitCodes.done;
    } finally {
      await host.close();
    }
  },
};

function describeTraces({ traces, flows, files, histories, pins }: PersonFound, erased: Erased | null): string {
  const { records, payloads, bodies, problems, writes, ledger, seen, unresolved } = traces;
  const counts = [[records, 'rows of the log'], [payloads, 'payloads'], [bodies, 'requests and answers'], [problems, 'problems'], [writes, 'notes of writes'], [ledger, 'of what became of records'], [seen, 'keys of what was read'], [pins, 'pinned records'], [histories, 'histories and kept versions of flows']] as const;
  const some = counts.flatMap(([count, name]) => (count === 0 ? [] : [`${count} ${name}`]));
  const lines = [some.length === 0 ? 'Nothing is kept about this person.' : `${erased ? 'Erased' : 'Found'}: ${some.join(', ')}.`];
  if (!erased) {
    if (some.length > 0) lines.push('Rows stay as “erased”, so that sums still add up. --yes erases; it cannot be undone.');
    if (unresolved.length > 0) lines.push(`It is not known yet whether a write about them arrived: run ${unresolved.join(', ')} first.`);
  } else {
    if (some.length > 0) lines.push('Kept: outcome, amount and moment of each row. A key that was personal is kept as a hash, so that nothing is read or sent again; the hash’s own key lies in .fluxo/erase.key.');
    if (!erased.isTruncated) lines.push('Another Fluxo has the workspace open; old pages of the database go when it closes.');
    if (erased.removedBackups > 0) lines.push(`${erased.removedBackups} backups from before were removed.`);
    for (const { name, at } of erased.backups) lines.push(`The backup ${name} of ${new Date(at).toLocaleDateString('sv-SE')} may hold them still; it goes within 30 days (--backups: at once).`);
  }
  if (flows.length > 0) lines.push(`Named in flow files, which are yours to change: ${flows.join(', ')}.`);
  if (files.length > 0) lines.push(`Named in other files of the workspace, which are yours to change: ${files.join(', ')}.`);
  lines.push('The services themselves keep what they have: erase the person there as well, or what changes there comes in again.');
  return lines.join('\n');
}
