import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cleanAtTheEnd } from '../child.ts';
import { prepareWorkspace, runFluxo as runBooks } from '../contestants.ts';
import { startLookAlikes } from '../lookAlikes.ts';
import { describeMachine } from '../machine.ts';
import type { Job } from '../throughput/contestants.ts';
import { rounds as takeTurns } from '../throughput/measure.ts';
import type { TargetRow } from '../throughput/rows.ts';
import { startService } from '../throughput/service.ts';

export interface PaceOptions {
  readonly rounds: number;
  readonly say: (line: string) => void;
  /** Pages that are read one after another, and orders that are booked at the limit. */
  readonly size?: { readonly pages: number; readonly orders: number };
}

export interface PaceResult extends ReturnType<typeof describeMachine> {
  readonly rows: readonly TargetRow[];
}

/** Small enough that reading them takes no time beside the way to the service. */
const pageSize = 20;
const latencyMs = 50;
/** Intuit's limit for a company and an app. */
const callsPerSecond = 10;
/** One page after another, as who follows a cursor has to; the lists go out beside. */
const oneByOne = { readers: 1, writers: 4 };

/** The rows about a service that is slow or limits its calls, where the engine's own work is to be lost in the waiting. Throws when the records differ. */
export async function runPaceSuite({ rounds, say, size = { pages: 100, orders: 400 } }: PaceOptions): Promise<PaceResult> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bench-'));
  const clean = cleanAtTheEnd(scratch);
  try {
    return { ...describeMachine(), rows: [await addedTime(scratch, rounds, say, size.pages), await limitUsed(scratch, say, size.orders)] };
  } finally {
    clean();
  }
}

async function addedTime(scratch: string, times: number, say: PaceOptions['say'], pages: number): Promise<TargetRow> {
  const service = await startService();
  try {
    const job: Job = { orders: pages * pageSize, batch: pageSize, latencyMs, pageSize };
    const laps = await takeTurns({ service, scratch, rounds: times, nodeRed: null, say }, `${pages} pages, one after another`, job, oneByOne);
    const each = (seconds: number) => ((seconds * 1000) / pages).toFixed(1);
    return { id: '–', what: `time the engine adds to a call, ${latencyMs} ms away`, sense: '<=', target: 0.02, rounds: laps.map(({ fluxo, hand }) => fluxo.seconds / hand.seconds - 1), note: `${each(laps[0]!.fluxo.seconds)} ms a page against ${each(laps[0]!.hand.seconds)}` };
  } finally {
    await service.stop();
  }
}

async function limitUsed(scratch: string, say: PaceOptions['say'], orders: number): Promise<TargetRow> {
  const lookAlikes = await startLookAlikes({ orders, customers: Math.max(20, Math.round(orders / 5)), products: 300 });
  try {
    const workspace = await prepareWorkspace(path.join(scratch, 'books'), lookAlikes.addresses, { callsPerMinute: String(callsPerSecond * 60) });
    await lookAlikes.reset();
    const run = await runBooks(workspace);
    const { calls } = await lookAlikes.ledger();
    say(`${orders} orders into the books at ${callsPerSecond} calls a second: ${calls.books} calls in ${run.seconds.toFixed(1)} s`);
    return { id: '–', what: `share of ${callsPerSecond} calls a second that is used`, sense: '>=', target: 0.95, rounds: [calls.books / run.seconds / callsPerSecond], note: `${(calls.books / run.read).toFixed(2)} calls an order` };
  } finally {
    await lookAlikes.stop();
  }
}
