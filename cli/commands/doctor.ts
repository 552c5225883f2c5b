import { existsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { defaultWorkspaceDir } from '#host/defaultWorkspace.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { UnsafePlace } from '#shared/workspace/backups.ts';
import { hasCopies } from '#storage/sqlite/backups.ts';
import { trustRestored } from '#storage/sqlite/logState.ts';
import { restoreBackup } from '#storage/sqlite/restoring.ts';
import { unsafePlace } from '#storage/unsafePlace.ts';
import { chooseSecrets } from '#storage/secrets/chooseSecrets.ts';
import { databaseOf } from '#storage/workspace.ts';
import { exitCodes, textOption, workspaceOptions, type Command, type Values } from '../command.ts';
import { describeNotice } from '../describeNotice.ts';
import { openCliHost } from '../openCliHost.ts';
import { localTime } from '../table.ts';
import { version } from '../version.ts';

interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly text: string;
  readonly fix?: string;
}

export const doctor: Command = {
  name: 'doctor',
  args: '',
  summary: 'Looks over this machine: Node, SQLite, workspace folder, keychain (with a whole round trip).',
  options: {
    ...workspaceOptions,
    restore: { type: 'boolean', help: 'puts the newest whole copy in the place of a damaged database; the damaged one is kept' },
    from: { type: 'string', help: 'with --restore: the file name of another copy in .fluxo/backups', value: 'COPY' },
    'trust-restored': { type: 'boolean', help: 'lets schedules run by themselves again after a database was restored' },
  },
  run: async ({ values, output }) => {
    const workspaceDir = path.resolve(textOption(values, 'workspace') ?? defaultWorkspaceDir());
    const database = databaseOf(workspaceDir);
    if (values['restore'] === true) {
      const { from, madeAt, evidence } = await restoreBackup(database, Date.now(), textOption(values, 'from'));
      output.say(`Restored from ${from} of ${new Date(madeAt).toISOString()}${evidence === null ? '' : `; the damaged file is kept as ${evidence}`}. Schedules wait: make a dry run, look at what would be sent again, then say \`fluxo doctor --trust-restored\`. Whoever was erased since that copy was made has to be erased again.`);
      if (values['json'] === true) output.result(JSON.stringify({ restored: { from, madeAt, evidence } }));
      return exitCodes.done;
    }
    if (values['trust-restored'] === true) {
      await trustRestored(database);
      output.say('Schedules run by themselves again.');
      return exitCodes.done;
    }
    const secretsFile = textOption(values, 'secrets-file');
    const findings = [{ name: 'fluxo', state: 'ok', text: version } as const, nodeVersion(), sqliteVersion(), await workspaceFolder(workspaceDir), await secretRoundTrip(secretsFile), ...(await watchedFlows(workspaceDir, values))];
    for (const { name, state, text, fix } of findings) output.tell(`${{ ok: '✓', warning: '!', failed: '✗' }[state]} ${name.padEnd(11)}${text}${fix ? `\n    → ${fix}` : ''}`);
    if (values['json'] === true) output.result(JSON.stringify({ findings }));
    return findings.some((finding) => finding.state === 'failed') ? exitCodes.failed : exitCodes.done;
  },
};

function nodeVersion(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number);
  return major >= 24 ? { name: 'node', state: 'ok', text: process.versions.node } : { name: 'node', state: 'failed', text: `${process.versions.node} is too old`, fix: 'Run through npm (`npm run -s fluxo -- doctor`), which brings Node 24, or install it.' };
}

function sqliteVersion(): Finding {
  const database = new DatabaseSync(':memory:');
  const { version: found } = database.prepare('select sqlite_version() as version').get() as { version: string };
  database.close();
  return { name: 'sqlite', state: 'ok', text: found };
}

const lies: Readonly<Record<UnsafePlace, string>> = { cloud: 'in a folder that is synchronised with a cloud', network: 'on a network drive' };

async function workspaceFolder(dir: string): Promise<Finding> {
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.R_OK | constants.W_OK);
    const unsafe = await unsafePlace(dir);
    if (unsafe !== null) return { name: 'workspace', state: 'warning', text: `${dir} lies ${lies[unsafe]}, which can tear the database`, fix: 'Move the workspace folder to a disk of this machine that nothing synchronises, and name it with --workspace.' };
    return { name: 'workspace', state: 'ok', text: dir };
  } catch (error) {
    return { name: 'workspace', state: 'failed', text: `${dir} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, fix: 'Choose another folder with --workspace, or change its rights.' };
  }
}

/** Stores, reads back and deletes a made-up secret: the only proof that a keychain keeps what it says it keeps. */
async function secretRoundTrip(file: string | undefined): Promise<Finding> {
  const account = 'doctor-round-trip';
  try {
    const store = chooseSecrets({ env: { FLUXO_PASSPHRASE: process.env['FLUXO_PASSPHRASE'] }, ...(file !== undefined && { file: path.resolve(file) }) });
    const probe = String(Date.now());
    await store.set(account, { probe });
    const back = await store.get(account);
    await store.delete(account);
    return back?.['probe'] === probe ? { name: 'secrets', state: 'ok', text: `${store.backend}: stored, read back and deleted` } : { name: 'secrets', state: 'failed', text: `${store.backend} did not give back what was stored` };
  } catch (thrown) {
    const { what, fix } = asFluxoError(thrown).data;
    return { name: 'secrets', state: 'warning', text: what, ...(fix && { fix }) };
  }
}

/** Who looks after the schedule, and flows that did not do in time what is expected of them. Nothing where there is no workspace yet. */
async function watchedFlows(dir: string, values: Values): Promise<readonly Finding[]> {
  const database = databaseOf(dir);
  if (!existsSync(database) && !hasCopies(database)) return [];
  try {
    const host = await openCliHost(values);
    try {
      const [{ scheduled, isWatched, watchedUntil }, late, flows] = await Promise.all([host.watch.state(), host.watch.late(), host.workspace.flows.list()]);
      const last = watchedUntil === undefined ? 'never' : localTime(watchedUntil);
      const schedule: Finding =
        scheduled === 0 ? { name: 'schedule', state: 'ok', text: 'no flow runs by itself' }
        : isWatched ? { name: 'schedule', state: 'ok', text: `${scheduled} flow${scheduled === 1 ? '' : 's'}, started when due` }
        : { name: 'schedule', state: 'warning', text: `${scheduled} flow${scheduled === 1 ? '' : 's'} should run by ${scheduled === 1 ? 'itself' : 'themselves'}, but nothing starts them (last looked after: ${last})`, fix: 'Open the desktop app, or let `fluxo start` run.' };
      const missed = [...late].map(([flowId, { kind, since, within }]): Finding => ({ name: 'flow', state: 'warning', text: describeNotice({ kind: kind === 'run' ? 'notRun' : 'nothingRead', flowId, flowName: flows.find(({ id }) => id === flowId)?.name ?? flowId, since, within, byPerson: false }), fix: `\`fluxo runs ${flowId}\` shows its last runs.` }));
      return [schedule, ...missed];
    } finally {
      await host.close();
    }
  } catch (thrown) {
    const { what, fix } = asFluxoError(thrown).data;
    return [{ name: 'workspace', state: 'failed', text: what, ...(fix && { fix }) }];
  }
}
