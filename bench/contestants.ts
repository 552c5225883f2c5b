import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openHost } from '#host/host.ts';
import { flowFromTemplate } from '#host/templates.ts';
import { chooseSecrets } from '#storage/secrets/chooseSecrets.ts';
import { root, runMeasured, shippedCommandLine } from './child.ts';
import type { Ended, Usage } from './child.ts';
import type { Addresses } from './lookAlikes.ts';

export interface Finish extends Usage {
  /** From the contestant's own first request to its last answer (Fluxo: the run's own duration, its bookkeeping included). */
  readonly seconds: number;
  readonly read: number;
}

/** A workspace with two connections and the template's flow, as the desktop app would have made it. */
export interface Workspace {
  readonly folder: string;
  readonly flowId: string;
}

const flowId = 'bench-orders';
const template = 'mplus-orders-to-quickbooks';
const connections = { mplus: 'bench-till', quickbooks: 'bench-books' } as const;
const passphrase = 'a bench keeps nothing worth guessing';

/** `books` = further settings of the connection to the books. */
export async function prepareWorkspace(folder: string, { mplus, quickbooks }: Addresses, books: Readonly<Record<string, string>> = {}): Promise<Workspace> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const host = await openHost({
    kind: 'cli',
    version: 'bench',
    workspaceDir: folder,
    resourcesDir: path.join(root, 'resources'),
    secrets: chooseSecrets({ env: { FLUXO_PASSPHRASE: passphrase }, file: secretsFile(folder) }),
    preferences: { get: async () => ({}), set: async (change) => change },
  });
  try {
    await host.connections.save({ id: connections.mplus, connector: 'mplus', name: 'Till', environment: 'demo', settings: { baseUrl: mplus.baseUrl, ident: mplus.ident }, secret: { secret: mplus.secret } });
    const { baseUrl, authBaseUrl, realmId, clientId, clientSecret, refreshToken } = quickbooks;
    await host.connections.save({ id: connections.quickbooks, connector: 'quickbooks', name: 'Books', environment: 'demo', settings: { baseUrl, authBaseUrl, realmId, ...books }, secret: { clientId, clientSecret, refreshToken } });
    const document = await host.templates.get(template);
    await host.workspace.flows.save(flowFromTemplate(document, flowId, document.name, connections), null);
  } finally {
    await host.close();
  }
  return { folder, flowId };
}

const secretsFile = (folder: string) => path.join(folder, 'secrets.json');

/** The shipped command line, as a user types it. */
export async function runFluxo({ folder, flowId: flow }: Workspace, options: { readonly limit?: number; readonly nodeArgs?: readonly string[] } = {}): Promise<Finish & { readonly runId: string }> {
  const limit = options.limit === undefined ? [] : ['--limit', String(options.limit)];
  const ended = await runMeasured([shippedCommandLine, 'run', flow, '--workspace', folder, '--secrets-file', secretsFile(folder), '--json', ...limit], {
    env: { FLUXO_PASSPHRASE: passphrase },
    ...(options.nodeArgs && { nodeArgs: options.nodeArgs }),
  });
  const { runId, status, read, durationMs } = resultOf('fluxo', ended) as { runId: string; status: string; read: number; durationMs: number };
  // The planted troubles end as problems; anything else is a bench that measured nothing.
  if (status !== 'succeeded' && status !== 'problems') throw new Error(`fluxo ended ${status}: ${ended.stderr.trim()}`);
  return { ...ended.usage, runId, read, seconds: durationMs / 1000 };
}

/** The hand-written loop. */
export async function runHand(folder: string, addresses: Addresses): Promise<Finish> {
  const file = path.join(folder, 'addresses.json');
  await writeFile(file, JSON.stringify(addresses), { mode: 0o600 });
  const ended = await runMeasured([path.join(root, 'bench', 'hand', 'main.ts'), file]);
  const { read, seconds } = resultOf('hand', ended) as { read: number; seconds: number };
  return { ...ended.usage, read, seconds };
}

function resultOf(name: string, { stdout, stderr, code }: Ended): unknown {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch {
    throw new Error(`${name} ended with code ${code} and no result: ${stderr.trim() || stdout.trim()}`);
  }
}
