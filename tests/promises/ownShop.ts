import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openHost, type Host, type HostOptions } from '#host/host.ts';
import type { StartOptions } from '#host/runs.ts';
import { flowFromTemplate } from '#host/templates.ts';
import type { Clock, RunStore, SecretStore } from '#engine/ports.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '#sandbox/index.ts';
import { variableOf } from '#storage/secrets/environmentSecrets.ts';
import { makeFileSecrets } from '#storage/secrets/fileSecrets.ts';
import { impatientClock, memorySecrets, type Ledger } from '#tests/support/house.ts';
import { openOwnWeb, webToWeb, type OwnWeb } from './ownWeb.ts';
import { leap, services, smallShop, type Running } from './disturbed.ts';
import type { Bundled } from './bundled.ts';
import type { Service } from './ledgerDifference.ts';
import type { Held } from './strace.ts';

const connections = { mplus: 'till', quickbooks: 'books', mailchimp: 'mail' } as const;
export const flowId = 'flow';
/** The program of `runElsewhere`. */
export const oneRun = path.join(import.meta.dirname, 'oneRun.ts');

/** Look-alikes of their own and a workspace that any process may open, so that one that works on it can be killed. */
export interface OwnShop {
  readonly sandbox: Sandbox;
  /** The workspace's folder. */
  readonly dir: string;
  /** The shipped command line that runs the flow once, held until it is let go; `program` is `heldCommand.ts` or a bundle of it. */
  commandLine(program: Pick<Bundled, 'file' | 'env'>): Held;
  /** What `runElsewhere` and other programs of the tests take as their credentials. */
  readonly secrets: Secrets;
  /** Starts a process that runs the flow once; `program` is `oneRun.ts`, or a bundle of it where it is started often. */
  runElsewhere(wish?: RunWish, program?: Pick<Bundled, 'file' | 'env'>): ChildProcess;
  /** Opens the workspace here, lets it be worked on and closes it. `broken` takes something out of the store: a check that does not notice is blind. */
  openHere<T>(work: (running: Running) => Promise<T>, broken?: (store: RunStore) => Partial<RunStore>): Promise<T>;
  ledgers(): Promise<Readonly<Record<Service, Ledger>>>;
  /** Of a flow between web services: what the target holds. */
  readonly web?: OwnWeb;
  close(): Promise<void>;
}

export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The host of the workspace in `dir`, in whatever process. */
export async function openWorkspaceHost(dir: string, secrets: Secrets | SecretStore, clock?: Clock, more: Pick<HostOptions, 'leaseTtlMs'> = {}): Promise<Host> {
  const store = isStore(secrets) ? secrets : memorySecrets();
  if (!isStore(secrets)) for (const [id, secret] of Object.entries(secrets)) await store.set(id, secret);
  const resourcesDir = path.join(import.meta.dirname, '..', '..', 'resources');
  return openHost({ kind: 'cli', version: '0.0.0-test', workspaceDir: dir, resourcesDir, secrets: store, preferences: { get: async () => ({}), set: async (change) => change }, ...(clock && { clock }), ...more });
}

const isStore = (secrets: Secrets | SecretStore): secrets is SecretStore => typeof secrets['backend'] === 'string';

/** What a run is asked for beside the whole flow. */
export type RunWish = Partial<Pick<StartOptions, 'records' | 'way'>>;

export const runOnce = async (host: Host, wish: RunWish = {}) => (await host.runs.start({ flowId, dryRun: false, trigger: 'cli', ...wish })).finished;

const passphrase = 'geheim genoeg voor een proef';

/** `secretsFile`: credentials lie encrypted beside the workspace, as on a machine without a keychain, and not only in the environment. `shop`: another one than the small one. `apply`: the command carries out the plan of a dry run made beforehand. */
export async function openOwnShop(template: string, { secretsFile = false, dir: chosen, shop = {}, apply = false }: { readonly secretsFile?: boolean; readonly dir?: string; readonly shop?: SandboxOptions; readonly apply?: boolean } = {}): Promise<OwnShop> {
  const dir = chosen ?? (await mkdtemp(path.join(os.tmpdir(), 'fluxo-own-')));
  const sandbox = await startSandbox({ ...smallShop, ...shop });
  const web = template === webToWeb ? await openOwnWeb() : undefined;
  const { mplus, quickbooks, mailchimp } = sandbox;
  const settings = { mplus: { baseUrl: mplus.baseUrl, ident: mplus.ident }, quickbooks: { baseUrl: quickbooks.baseUrl, authBaseUrl: quickbooks.authBaseUrl, realmId: quickbooks.realmId }, mailchimp: { baseUrl: mailchimp.baseUrl } };
  const secrets: Secrets = { till: { secret: mplus.secret }, books: { clientId: quickbooks.clientId, clientSecret: quickbooks.clientSecret, refreshToken: quickbooks.refreshToken }, mail: { apiKey: mailchimp.apiKey }, ...(web && { web: web.secret }) };
  const file = path.join(dir, 'credentials.json');
  const kept = secretsFile ? makeFileSecrets(file, passphrase) : secrets;
  const command = ['run', flowId, '--workspace', dir, ...(secretsFile ? ['--secrets-file', file] : [])];
  const variables = Object.fromEntries(Object.entries(secrets).map(([id, secret]) => [variableOf(id), JSON.stringify(secret)]));

  const openHere: OwnShop['openHere'] = async (work, broken) => {
    const clock = impatientClock();
    leap(clock);
    const host = await openWorkspaceHost(dir, kept, clock);
    if (broken) Object.assign(host.workspace.store, broken({ ...host.workspace.store }));
    try {
      return await work({ host, run: () => runOnce(host) });
    } finally {
      await host.close();
    }
  };
  await openHere(async ({ host }) => {
    for (const service of services) await host.connections.save({ id: connections[service], connector: service, name: service, environment: 'demo', settings: settings[service], secret: secrets[connections[service]] });
    if (web) {
      await host.connections.save({ id: 'web', connector: 'http', name: 'web', environment: 'demo', settings: web.settings, secret: web.secret });
      await host.workspace.flows.save(web.flow(flowId), null);
    } else {
      const made = await host.templates.get(template);
      await host.workspace.flows.save(flowFromTemplate(made, flowId, made.name, connections), null);
    }
    if (!apply) return;
    const { runId } = await (await host.runs.start({ flowId, dryRun: true, trigger: 'cli' })).finished;
    command.push('--apply', runId);
  });
  return {
    sandbox,
    dir,
    commandLine: (program) => ({ args: [program.file, ...command], env: { ...program.env, ...(secretsFile ? { FLUXO_PASSPHRASE: passphrase } : variables) } }),
    secrets,
    openHere,
    runElsewhere: (wish = {}, program = { file: oneRun, env: {} }) => spawn(process.execPath, [program.file, dir, JSON.stringify(wish)], { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...program.env, FLUXO_TEST_SECRETS: JSON.stringify(secrets) } }),
    ledgers: async () => {
      const ledger = async (service: Service) => ((await (await fetch(new URL('/__sandbox/ledger', sandbox[service].baseUrl))).json()) as { entities: Ledger }).entities;
      return { mplus: await ledger('mplus'), quickbooks: await ledger('quickbooks'), mailchimp: await ledger('mailchimp') };
    },
    ...(web && { web }),
    close: async () => {
      await web?.close();
      await sandbox.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
