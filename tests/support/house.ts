import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { demoFlowId, type DemoOptions } from '#host/demo.ts';
import { openHost, type Host, type HostOptions } from '#host/host.ts';
import type { SecretStore } from '#engine/ports.ts';
import type { Preferences } from '#shared/ipc/contract.ts';
import type { RunSummary } from '#shared/records/runs.ts';

/** Secrets for as long as the test lasts. */
export function memorySecrets(): SecretStore {
  const kept = new Map<string, Readonly<Record<string, string>>>();
  return {
    backend: 'memory',
    get: async (id) => kept.get(id) ?? null,
    set: async (id, value) => void kept.set(id, value),
    delete: async (id) => void kept.delete(id),
  };
}

/** Waits are told but not waited for, so that back-off does not slow a test down. `skip` puts it forward, as a machine that slept does. */
export function impatientClock(): { now(): number; sleep(ms: number): Promise<void>; readonly waits: number[]; skip(ms: number): void } {
  const waits: number[] = [];
  let skipped = 0;
  return {
    waits,
    skip: (ms) => void (skipped += ms),
    now: () => Date.now() + skipped,
    sleep: async (ms) => {
      waits.push(ms);
      await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 2)));
    },
  };
}

type Service = 'mplus' | 'quickbooks' | 'mailchimp';
export type Ledger = Record<string, Record<string, any>[]>;

export interface House {
  readonly dir: string;
  readonly host: Host;
  readonly clock: ReturnType<typeof impatientClock>;
  readonly flowId: string;
  /** Runs the flow of `template`; without it the first one. */
  run(options?: { dryRun?: boolean; limit?: number; onlyKey?: string; carryOut?: string; template?: string }): Promise<RunSummary>;
  /** What a look-alike holds, by entity. */
  ledger(service: Service): Promise<Ledger>;
  /** The ledger of the books. */
  books(): Promise<Ledger>;
  fault(service: Service, rules: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * The whole house on a made-up shop: real storage, engine, connectors and look-alikes in a scratch workspace, with flows of `templates` (none named:
 * those of the demo).
 */
export async function openHouse(shop: DemoOptions = {}, { emit }: Pick<HostOptions, 'emit'> = {}): Promise<House> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-house-'));
  let preferences: Preferences = {};
  const clock = impatientClock();
  const host = await openHost({
    kind: 'cli',
    version: '0.0.0-test',
    workspaceDir: dir,
    resourcesDir: path.join(import.meta.dirname, '..', '..', 'resources'),
    secrets: memorySecrets(),
    preferences: { get: async () => preferences, set: async (change) => (preferences = { ...preferences, ...change }) },
    clock,
    ...(emit && { emit }),
  });
  const { flowId } = await host.demo.start(shop);
  const urlOf = (service: Service) => host.demo.sandbox![service].baseUrl;
  const ledger = async (service: Service) => ((await (await fetch(new URL('/__sandbox/ledger', urlOf(service)))).json()) as { entities: Ledger }).entities;
  return {
    dir,
    host,
    clock,
    flowId: flowId!,
    run: async ({ template, ...options } = {}) => (await host.runs.start({ flowId: template === undefined ? flowId! : demoFlowId(template), dryRun: false, trigger: 'cli', ...options })).finished,
    ledger,
    books: () => ledger('quickbooks'),
    fault: async (service, rules) => {
      const answer = await fetch(new URL('/__sandbox/faults', urlOf(service)), { method: 'POST', body: JSON.stringify(rules) });
      if (!answer.ok) throw new Error(`the look-alike refused the faults: ${await answer.text()}`);
    },
    close: async () => {
      await host.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Changes a workspace's flow file on disk, the way a person with an editor would. */
export async function editFlowFile(house: House, change: (text: string) => string): Promise<string> {
  const file = path.join(house.dir, 'flows', `${house.flowId}.flow.json`);
  await writeFile(file, change(await readFile(file, 'utf8')));
  return file;
}

/** Runs a copy of a template's flow that has read nothing yet, as after a flow was made anew: the ledger still knows what became of everything. */
export async function runAgainFromStart(house: House, template: string): Promise<RunSummary> {
  const flows = path.join(house.dir, 'flows');
  const id = `${demoFlowId(template)}-again`;
  await writeFile(path.join(flows, `${id}.flow.json`), (await readFile(path.join(flows, `${demoFlowId(template)}.flow.json`), 'utf8')).replace(`"id": "${demoFlowId(template)}"`, `"id": "${id}"`));
  return (await house.host.runs.start({ flowId: id, dryRun: false, trigger: 'cli' })).finished;
}
