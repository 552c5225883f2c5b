import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RecordFilter, RecordPage } from '#engine/ports.ts';
import { formatTable } from '#cli/table.ts';
import { makeRunStore } from '#storage/runs/runStore.ts';
import { openForLooking } from '#storage/sqlite/database.ts';
import type { RecordStory } from '#shared/records/story.ts';
import { openWorkspace } from '#storage/workspace.ts';
import { makeOrder } from './orders.ts';
import { flow, writeRun, type Written } from './writeRun.ts';

export interface Latency {
  readonly p50: number;
  readonly p95: number;
}

export interface LogRow {
  readonly what: string;
  /** In this thread, on a connection of its own: the database alone, in processor time, which other programs do not lengthen. */
  readonly sql: Latency;
  /** Asked of the workspace, nothing else going on; and while a run writes as fast as it can. */
  readonly idle: Latency;
  readonly writing: Latency;
}

export interface LogResult {
  readonly built: Written;
  readonly bytesPerRecord: number;
  /** Of the plain texts of both payloads: all the database holds (P12), and the packed payloads alone. */
  readonly share: number;
  readonly payloadShare: number;
  readonly rows: readonly LogRow[];
  /** Written beside the questions, in records a second. */
  readonly meanwhile: number;
}

type Asked = { records(filter: RecordFilter): Promise<RecordPage>; story(runId: string, seq: number): Promise<RecordStory | null> };
type Question = readonly [what: string, ask: (log: Asked, round: number) => Promise<unknown>];

const rounds = 100;

/** P12 to P15: a log of so many rows, built through the real store, and what its questions cost. Throws when an answer is wrong. */
export async function runLogSuite({ rows, say }: { readonly rows: number; readonly say: (line: string) => void }): Promise<LogResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fluxo-log-bench-'));
  try {
    const workspace = await openWorkspace(folder);
    const built = await writeRun(workspace, 'built', rows);
    const size = sizeOf(path.join(folder, '.fluxo', 'fluxo.db'));
    say(`log of ${rows} rows built in ${built.seconds.toFixed(0)} s`);
    const questions = questionsFor(rows);

    const db = openForLooking(path.join(folder, '.fluxo', 'fluxo.db'));
    const sql = await measure(makeRunStore(db, Date.now), questions, ofProcessor);
    await db.close();
    const idle = await measure(workspace.store, questions);
    let asked = false;
    const beside = writeRun(workspace, 'beside', 100_000_000, () => asked);
    const writing = await measure(workspace.store, questions).finally(() => (asked = true));
    const { rows: written, seconds } = await beside;
    await workspace.close();
    return { built, bytesPerRecord: size.database / rows, share: size.database / built.plainBytes, payloadShare: size.payloads / built.plainBytes, rows: questions.map(([what], at) => ({ what, sql: sql[at]!, idle: idle[at]!, writing: writing[at]! })), meanwhile: written / seconds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function questionsFor(rows: number): readonly Question[] {
  // Spread over the log, the same in every run of the bench.
  const place = (round: number) => Math.floor((round * 0.618_034 * rows) % rows);
  const demand = (is: boolean, what: string) => {
    if (!is) throw new Error(`The log answers wrongly: ${what}.`);
  };
  const page = (outcomes: RecordFilter['outcomes']) => async (log: Asked, round: number) => {
    const { rows: found } = await log.records({ runId: 'built', afterSeq: place(round), limit: 200, ...(outcomes && { outcomes }) });
    demand(found.every((row) => !outcomes || (outcomes as readonly string[]).includes(row.outcome)), 'a page by outcome');
  };
  const found = (search: (round: number) => string, where: RecordFilter | Omit<RecordFilter, 'limit'>, least: number) => async (log: Asked, round: number) => {
    const { rows: matches } = await log.records({ ...where, search: search(round), limit: 100 });
    demand(matches.length >= least, `${search(round)} is found ${matches.length} times`);
  };
  const run = { runId: 'built' };
  return [
    ['page of 200, any outcome', page(undefined)],
    ['page of 200 created', page(['created'])],
    ['page of 200 skipped', page(['skipped'])],
    ['page of 200 rejected', page(['rejected'])],
    ['page of 200 rejected or skipped', page(['rejected', 'skipped'])],
    ['search by order number', found((round) => makeOrder(place(round)).number, run, 1)],
    ['search by order number, all runs of the flow', found((round) => makeOrder(place(round)).number, { flowId: flow.id, newestFirst: true }, 1)],
    ['search by e-mail', found((round) => makeOrder(place(round)).email, run, 1)],
    ['search by last name (1 of 16 rows)', found((round) => makeOrder(place(round)).record.subtitle!.split(' ')[1]!, run, 1)],
    ['search by a word of the reason, rejected only', found(() => 'tax code', { ...run, outcomes: ['rejected'] }, 1)],
    ['search by a word that stands in every row', found(() => 'example', run, Math.min(rows, 100))],
    ['one story', async (log, round) => demand((await log.story('built', place(round) + 1))?.payloadsKept === true, 'a story')],
  ];
}

/** Milliseconds of processor time of this thread so far. */
const ofProcessor = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

async function measure(log: Asked, questions: readonly Question[], now: () => number = () => performance.now()): Promise<readonly Latency[]> {
  const answers: Latency[] = [];
  for (const [, ask] of questions) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = now();
      await ask(log, round);
      times.push(now() - start);
    }
    times.sort((a, b) => a - b);
    answers.push({ p50: times[Math.floor(rounds * 0.5)]!, p95: times[Math.floor(rounds * 0.95)]! });
  }
  return answers;
}

/** Bytes of the pages in use, wherever they lie just now (the file, or its log, which is of a fixed size), and of the packed payloads. */
function sizeOf(file: string): { readonly database: number; readonly payloads: number } {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return db.prepare('SELECT (SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size) AS database, (SELECT sum(length(data)) FROM blocks) AS payloads').get() as { database: number; payloads: number };
  } finally {
    db.close();
  }
}

export function describeLog({ built, bytesPerRecord, share, payloadShare, rows, meanwhile }: LogResult): string {
  const both = ({ p50, p95 }: Latency) => `${p50.toFixed(1)} / ${p95.toFixed(1)}`;
  return [
    `${built.rows} records written in ${built.seconds.toFixed(0)} s (${Math.round(built.rows / built.seconds)}/s); processor time per record: ${built.callerUs.toFixed(1)} us in the caller's thread, ${built.threadUs.toFixed(1)} us beside it`,
    `${bytesPerRecord.toFixed(0)} bytes a record, ${share.toFixed(3)} of the plain texts (target 0.20); the packed payloads alone ${payloadShare.toFixed(3)}`,
    '',
    formatTable(['ms, p50 / p95', 'database alone (processor)', 'at the caller', 'while a run writes'], rows.map((row) => [row.what, both(row.sql), both(row.idle), both(row.writing)]), []),
    '',
    `The run beside wrote ${Math.round(meanwhile)} records/s. Targets, p95: 5 ms in the database, 20 ms at the caller (P13), search 5 ms (P15).`,
  ].join('\n');
}
