import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { root, runMeasured, shippedCommandLine } from '../child.ts';
import type { Usage } from '../child.ts';
import { prepareWorkspace } from './flow.ts';
import type { Count, Service } from './service.ts';

export interface Job {
  readonly orders: number;
  /** Records in one POST. */
  readonly batch: number;
  readonly latencyMs: number;
  /** Orders of a page; absent = 1,000. */
  readonly pageSize?: number;
}

/** One contestant's turn. */
export interface Lap extends Count, Usage {
  readonly recordsPerSecond: number;
  /** From the start of the process to the first request. */
  readonly startSeconds: number;
}

export interface FluxoLap extends Lap {
  /** All files of the database. */
  readonly logBytes: number;
}

const usualPage = 1000;
/** As in the first line of cli/main.ts and in `npm run fluxo`. */
const youngGeneration = '--max-semi-space-size=16';

async function lap(service: Service, job: Job, run: () => Promise<Usage>, verify: boolean): Promise<Lap> {
  await service.begin({ orders: job.orders, latencyMs: job.latencyMs, verify });
  const began = Date.now();
  const usage = await run();
  const count = await service.counted();
  return { ...count, ...usage, recordsPerSecond: job.orders / count.seconds, startSeconds: (count.first - began) / 1000 };
}

/** `readers` and `writers` at once. */
export function runHand(service: Service, job: Job, { readers = 2, writers = 4, verify = false } = {}): Promise<Lap> {
  const size = job.pageSize ?? usualPage;
  const options = { readers, writers, batch: job.batch, size, pages: Math.ceil(job.orders / size) };
  return lap(service, job, async () => {
    const { code, stderr, usage } = await runMeasured([path.join(root, 'bench', 'throughput', 'hand.ts'), service.baseUrl, JSON.stringify(options)]);
    if (code !== 0) throw new Error(`hand ended with code ${code}: ${stderr.trim()}`);
    return usage;
  }, verify);
}

/** The shipped command line on a workspace of its own, with everything it does for a user: the full record log, cursors, ledger, delivery rules. */
export async function runFluxo(service: Service, job: Job, folder: string, { verify = false, nodeArgs = [] as readonly string[] } = {}): Promise<FluxoLap> {
  const flow = await prepareWorkspace(folder, service.baseUrl, job.batch, job.pageSize);
  const done = await lap(service, job, async () => {
    const { code, stdout, stderr, usage } = await runMeasured([shippedCommandLine, 'run', flow, '--workspace', folder, '--json'], { env: { FLUXO_PASSPHRASE: 'nothing to guard' }, nodeArgs: [youngGeneration, ...nodeArgs] });
    const summary = code === 0 ? (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly status: string; readonly read: number }) : null;
    if (summary?.status !== 'succeeded' || summary.read !== job.orders) throw new Error(`fluxo ended with code ${code}, ${stdout.trim()} ${stderr.trim()}`);
    return usage;
  }, verify);
  return { ...done, logBytes: await sizeOf(path.join(folder, '.fluxo')) };
}

async function sizeOf(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('fluxo.db'));
  return (await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size))).reduce((sum, size) => sum + size, 0);
}

/** Throws unless both delivered the same records: then no figure means anything. */
export function demandSameRecords(one: string, count: Count, other: string, reference: Count): void {
  for (const name of ['records', 'bytes', 'byteSum', 'digest'] as const) {
    if (count[name] !== reference[name]) throw new Error(`The records differ: ${one} delivered ${name} ${count[name]}, ${other} ${reference[name]}.`);
  }
}
