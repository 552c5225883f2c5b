import { globSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { DemoOptions } from '#host/demo.ts';
import type { HostOptions } from '#host/host.ts';
import type { FaultRule } from '#sandbox/server/lookAlike.ts';
import { countAll, problemOutcomes } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { openHouse, type House, type Ledger } from '#tests/support/house.ts';
import type { Service } from './ledgerDifference.ts';

export const services: readonly Service[] = ['mplus', 'quickbooks', 'mailchimp'];

/** Every template there is. */
export const allTemplates = globSync(path.join(import.meta.dirname, '..', '..', 'resources', 'templates', '*.flow.json'))
  .map((file) => path.basename(file, '.flow.json'))
  .sort();

/** One moment for all houses of a test file: shops of the same days, so that ledgers can be compared to the day. */
const now = Date.now();
/** Small, so that every template can be run many times; the planted troubles are in it. */
export const smallShop = { orders: 12, customers: 8, products: 8, invoices: 6, receipts: 6, now } as const;

/** Puts waits forward instead of waiting for them. */
export function leap(clock: House['clock']): void {
  clock.sleep = async (ms) => {
    clock.waits.push(ms);
    clock.skip(Math.ceil(ms));
    await new Promise(setImmediate);
  };
}

/** A house on a small shop whose waits are put forward instead of waited for. */
export async function openSmallHouse(template: string, more: DemoOptions = {}, host: Pick<HostOptions, 'emit'> = {}): Promise<House> {
  const house = await openHouse({ templates: [template], ...smallShop, ...more }, host);
  leap(house.clock);
  return house;
}

/** What all services hold, and the files that a flow wrote. */
export interface Holdings {
  readonly ledgers: Readonly<Record<Service, Ledger>>;
  readonly files: Readonly<Record<string, string>>;
}

export async function holdings(house: House): Promise<Holdings> {
  const ledgers = Object.fromEntries(await Promise.all(services.map(async (service) => [service, await house.ledger(service)]))) as Record<Service, Ledger>;
  const folder = path.join(house.dir, 'demo-files');
  const names = (await readdir(folder).catch(() => [])).sort();
  return { ledgers, files: Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const))) };
}

/** What is needed of a house to run its flow; a workspace with its host will do. */
export type Running = Pick<House, 'host' | 'run'>;

/** Runs until a run brings nothing over any more. Each run must add up: every record read has an outcome, and a row that says it. */
export async function runToRest(house: Running, mostRuns = 8): Promise<readonly RunSummary[]> {
  const runs: RunSummary[] = [];
  while (runs.length < mostRuns) {
    const run = await house.run();
    runs.push(run);
    await expectToAddUp(house, run);
    if (run.status !== 'failed' && run.outcomes.created + run.outcomes.updated === 0) return runs;
  }
  throw new Error(`no rest after ${mostRuns} runs: ${runs.map(({ status, outcomes, error }) => `${status} ${JSON.stringify(outcomes)} ${error?.what ?? ''}`).join('; ')}`);
}

export async function expectToAddUp(house: Running, run: RunSummary): Promise<void> {
  expect(countAll(run.outcomes), `outcomes of ${run.runId}`).toBe(run.read);
  const { rows } = await house.host.workspace.store.records({ runId: run.runId, limit: 5_000 });
  expect(rows.filter(({ outcome }) => outcome !== 'pending'), `rows of ${run.runId}`).toHaveLength(run.read);
}

/** What became of each source record in the end: brought over, left out on purpose, or a problem with its reason. */
export async function fates(house: Running): Promise<readonly string[]> {
  const { store } = house.host.workspace;
  const last = new Map<string, string>();
  for (const { runId } of (await store.runs({ limit: 100 })).toReversed()) {
    for (const row of (await store.records({ runId, limit: 5_000 })).rows) {
      const problem = (problemOutcomes as ReadonlySet<string>).has(row.outcome);
      const fate = problem ? `${row.outcome}: ${row.reason?.code}` : row.outcome === 'skipped' || row.outcome === 'filtered' ? `left out: ${row.reason?.code}` : row.outcome === 'pending' ? 'pending' : 'brought';
      last.set(`${row.nodeId} ${row.key}`, fate);
    }
  }
  return [...last].map(([record, fate]) => `${record}: ${fate}`).sort();
}

export const isWrite: Readonly<Record<Service, (operation: string) => boolean>> = {
  mplus: (operation) => /^(create|update|new|set|change|pay|save|cancel|deliver)/.test(operation),
  quickbooks: (operation) => operation.startsWith('POST ') && !['POST token', 'POST batch'].includes(operation),
  mailchimp: (operation) => !operation.startsWith('GET '),
};

/** The kinds of call an undisturbed run made, by service; `writes` only those that change something. */
export function operationsOf(house: House, which: 'all' | 'writes'): Readonly<Record<Service, readonly string[]>> {
  const asked = (service: Service) => [...new Set(house.host.demo.sandbox!.services[service].journal().map(({ operation }) => operation))];
  const of = (service: Service) => asked(service).filter((operation) => which === 'all' || isWrite[service](operation));
  return { mplus: of('mplus'), quickbooks: of('quickbooks'), mailchimp: of('mailchimp') };
}

export const callsOf = (house: House): number => services.reduce((sum, service) => sum + house.host.demo.sandbox!.services[service].calls(), 0);

/** Sets the same rules for each of the operations; what was played so far is told by the journal. */
export function disturb(house: House, operations: Readonly<Record<Service, readonly string[]>>, rules: (operation: string) => readonly FaultRule[]): void {
  for (const service of services) house.host.demo.sandbox!.services[service].setFaults(operations[service].flatMap(rules));
}

/** How many requests met a fault. */
export const faultsPlayed = (house: House): number => services.reduce((sum, service) => sum + house.host.demo.sandbox!.services[service].journal().filter(({ fault }) => fault !== undefined).length, 0);
