import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { openWorkspace } from '#storage/workspace.ts';

export interface Latency {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface LogFigures {
  /** All files of the database / records of the run. */
  readonly bytesPerRecord: number;
  readonly byOutcome: Latency;
  readonly bySearch: Latency;
  readonly story: Latency;
}

const queries = 200;
const pageOf = 100;

/** How large the log of a run became and how fast the screen gets its pages from it. */
export async function measureLog(folder: string, runId: string, records: number): Promise<LogFigures> {
  const bytes = await sizeOf(path.join(folder, '.fluxo'));
  const workspace = await openWorkspace(folder);
  try {
    const { store } = workspace;
    // Spread over the run, the same in every round.
    const place = (index: number) => Math.floor((index * 0.618_034 * records) % records);
    const sample = await store.records({ runId, limit: queries });
    const words = sample.rows.map((row) => (row.subtitle ?? row.title).split(' ')[0] ?? row.title);
    return {
      bytesPerRecord: bytes / records,
      byOutcome: await timed((index) => store.records({ runId, outcomes: ['created'], afterSeq: place(index), limit: pageOf })),
      bySearch: await timed((index) => store.records({ runId, search: words[index % words.length] ?? '', limit: pageOf })),
      story: await timed((index) => store.story(runId, place(index) + 1)),
    };
  } finally {
    await workspace.close();
  }
}

async function timed(query: (index: number) => Promise<unknown>): Promise<Latency> {
  const times: number[] = [];
  for (let index = 0; index < queries; index += 1) {
    const start = performance.now();
    await query(index);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.filter((name) => name.startsWith('fluxo.db')).map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
