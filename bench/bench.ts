import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { demandSameBooks, lookAtBooks } from './books.ts';
import type { BooksKept } from './books.ts';
import { cleanAtTheEnd } from './child.ts';
import { prepareWorkspace, runFluxo, runHand } from './contestants.ts';
import type { Finish } from './contestants.ts';
import { measureLog } from './logQueries.ts';
import type { LogFigures } from './logQueries.ts';
import { describeMachine } from './machine.ts';
import { startLookAlikes } from './lookAlikes.ts';
import type { LookAlikes } from './lookAlikes.ts';

export interface BenchOptions {
  readonly orders: number;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

export interface Lap extends Finish {
  readonly recordsPerSecond: number;
  readonly books: BooksKept;
  /** Processor time the look-alikes spent on it. */
  readonly lookAlikesCpuSeconds: number | null;
}

export interface Round {
  readonly hand: Lap;
  readonly fluxo: Lap;
  /** A second run on the same workspace, when nothing is new. */
  readonly again: Lap;
  /** A tenth of the orders on a fresh workspace. */
  readonly tenth: Finish;
  readonly log: LogFigures;
}

export interface BenchResult {
  readonly at: string;
  readonly fluxo: string;
  readonly commit: string | null;
  readonly node: string;
  readonly system: string;
  readonly processors: string;
  readonly orders: number;
  readonly rounds: readonly Round[];
}

/**
 * The demo flow against a hand-written loop that makes the same calls, in turn, on look-alikes in a process of their own. Throws when the two
 * did not leave the same books behind.
 */
export async function runBench({ orders, rounds, say }: BenchOptions): Promise<BenchResult> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bench-'));
  const clean = cleanAtTheEnd(scratch);
  let lookAlikes: LookAlikes | undefined;
  try {
    say(`Look-alikes with ${orders} orders …`);
    lookAlikes = await startLookAlikes({ orders, customers: Math.max(20, Math.round(orders / 5)), products: 300 });
    const done: Round[] = [];
    for (let number = 1; number <= rounds; number += 1) done.push(await runRound(lookAlikes, path.join(scratch, `round-${number}`), orders, (line) => say(`Round ${number} of ${rounds}: ${line}`)));
    return { ...describeMachine(), orders, rounds: done };
  } finally {
    await lookAlikes?.stop();
    clean();
  }
}

async function runRound(lookAlikes: LookAlikes, folder: string, orders: number, say: BenchOptions['say']): Promise<Round> {
  const workspace = path.join(folder, 'workspace');
  await mkdir(folder, { recursive: true });

  const fresh = async () => {
    await lookAlikes.reset();
    return prepareWorkspace(workspace, lookAlikes.addresses);
  };
  const lap = async <F extends Finish>(run: () => Promise<F>): Promise<F & Lap> => {
    const before = lookAlikes.cpuSeconds();
    const finish = await run();
    const after = lookAlikes.cpuSeconds();
    return { ...finish, recordsPerSecond: finish.read / finish.seconds, books: await lookAtBooks(lookAlikes), lookAlikesCpuSeconds: before === null || after === null ? null : after - before };
  };
  const tell = (name: string, { read, seconds, recordsPerSecond }: Lap) => say(`${name} ${read} records in ${seconds.toFixed(1)} s, ${recordsPerSecond.toFixed(0)}/s`);

  await lookAlikes.reset();
  const hand = await lap(() => runHand(folder, lookAlikes.addresses));
  tell('hand', hand);

  const prepared = await fresh();
  const fluxo = await lap(() => runFluxo(prepared));
  tell('fluxo', fluxo);
  demandSameBooks('fluxo', fluxo.books, 'hand', hand.books);
  const log = await measureLog(workspace, fluxo.runId, fluxo.read);

  const second = await lap(() => runFluxo(prepared));
  demandSameBooks('the second run of fluxo', second.books, 'hand', hand.books);
  const again: Lap = { ...second, books: { ...second.books, calls: { till: second.books.calls.till - fluxo.books.calls.till, books: second.books.calls.books - fluxo.books.calls.books } } };

  const tenth = await runFluxo(await fresh(), { limit: Math.max(1, Math.round(orders / 10)) });
  await rm(folder, { recursive: true, force: true });
  return { hand, fluxo, again, tenth, log };
}
