import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { defaultWorkspaceDir } from '#host/defaultWorkspace.ts';
import { asFluxoError } from '#shared/errors.ts';
import { chooseSecrets } from '#storage/secrets/chooseSecrets.ts';
import { exitCodes, textOption, workspaceOptions, type Command } from '../command.ts';
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
  options: workspaceOptions,
  run: async ({ values, output }) => {
    const workspaceDir = path.resolve(textOption(values, 'workspace') ?? defaultWorkspaceDir());
    const secretsFile = textOption(values, 'secrets-file');
    const findings = [{ name: 'fluxo', state: 'ok', text: version } as const, nodeVersion(), sqliteVersion(), await workspaceFolder(workspaceDir), await secretRoundTrip(secretsFile)];
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

async function workspaceFolder(dir: string): Promise<Finding> {
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.R_OK | constants.W_OK);
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
