import type { NewRun, RunEnd, StartedRun } from '#engine/ports.ts';
import { FluxoError, type ErrorData } from '#shared/errors.ts';
import { countAll, noOutcomes, outcomes as allOutcomes, type Outcome, type RunStatus } from '#shared/records/outcomes.ts';
import type { NodeCounts, RunPart, RunSummary, RunVersion } from '#shared/records/runs.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId, runOf } from '#storage/sqlite/recordIds.ts';
import type { Plans } from './plans.ts';
import type { Sources } from './sources.ts';
import { ofState } from './states.ts';
import type { TakenPages } from './takenPages.ts';

/** What the other parts need to know of a run that is going on. */
export interface OpenRun {
  readonly run: number;
  readonly flowId: string;
  readonly dryRun: boolean;
  /** Leads through part of the flow only: see `NewRun`. */
  readonly partial: boolean;
  /** Row numbers of the source nodes. */
  readonly sources: ReadonlyMap<string, number>;
}

interface RunRow {
  readonly run: number;
  readonly id: string;
  readonly flow_id: string;
  readonly flow_name: string;
  readonly status: RunStatus;
  readonly dry_run: number;
  readonly trigger: RunSummary['trigger'];
  readonly part: string | null;
  readonly version: RunVersion | null;
  readonly started_at: number;
  readonly finished_at: number | null;
  readonly taken: number;
  readonly outcomes: string;
  readonly nodes: string;
  readonly error: string | null;
  readonly carries_out: string | null;
  readonly carried_out_by: string | null;
}

/** A record that a run which is over did not get to. */
export interface LeftOpen {
  readonly id: number;
  readonly source: number;
  readonly key: string;
}

export interface Runs {
  start(run: NewRun): StartedRun;
  open(runId: string): OpenRun;
  /** Gives out the next `count` places in the run; returns the first. */
  take(run: number, count: number, at: number): number;
  /** Such records go on in this run. */
  takeOver(run: number, ids: readonly number[], at: number): void;
  addOutcomes(run: number, added: Readonly<Partial<Record<Outcome, number>>>, nodes: Readonly<Record<string, NodeCounts>>, at: number): void;
  finish(runId: string, end: RunEnd): RunSummary;
  /** True while records of the flow wait to be worked off. */
  anyOpen(flowId: string): boolean;
  /** Records that runs of a flow took and did not end, those of pages that have no rows yet among them. */
  leftOpen(flowId: string): number;
  list(filter: { readonly flowId?: string; readonly dryRun?: boolean; readonly limit: number }): readonly RunSummary[];
  find(runId: string): { readonly run: number; readonly taken: number; readonly summary: RunSummary } | null;
  /** Numbers of runs that took records, newest first, from `last` on. */
  newestFirst(flowId: string | undefined, last?: number): Iterable<number>;
  /** True when a run may hold records of this time. */
  isWithin(run: number, time: { readonly from?: number; readonly until?: number }): boolean;
  /** Records of these outcomes, or all that were taken, from the running totals. */
  sumOf(flowId: string | undefined, outcomes: readonly Outcome[] | null): number;
}

const summaryOf = (row: RunRow): RunSummary => {
  const outcomes = JSON.parse(row.outcomes) as Record<Outcome, number>;
  return {
    runId: row.id,
    flowId: row.flow_id,
    flowName: row.flow_name,
    status: row.status,
    dryRun: row.dry_run === 1,
    trigger: row.trigger,
    ...(row.version !== null && { version: row.version }),
    ...(row.part !== null && { part: JSON.parse(row.part) as RunPart }),
    startedAt: row.started_at,
    ...(row.finished_at !== null && { finishedAt: row.finished_at }),
    durationMs: (row.finished_at ?? Date.now()) - row.started_at,
    // What a run left open belongs to the one that goes on with it.
    read: row.status === 'running' ? row.taken : countAll(outcomes),
    outcomes,
    nodes: JSON.parse(row.nodes) as Record<string, NodeCounts>,
    ...(row.error !== null && { error: JSON.parse(row.error) as ErrorData }),
    ...(row.carries_out !== null && { carriesOut: row.carries_out }),
    ...(row.carried_out_by !== null && { carriedOutBy: row.carried_out_by }),
  };
};

/** All but `list`, `find` and `newestFirst` stand inside a write transaction. */
export function makeRuns(db: Database, sources: Sources, plans: Plans, pages: TakenPages): Runs {
  const interrupt = db.prepare("UPDATE runs SET status = 'interrupted', finished_at = touched_at WHERE flow_id = ? AND dry_run = ? AND status = 'running'");
  const insert = db.prepare("INSERT INTO runs (id, flow_id, flow_name, status, dry_run, trigger, part, version, started_at, touched_at, last_seq, taken, outcomes, nodes) VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, 0, 0, ?, '{}')");
  const leftInPages = db.prepare(`SELECT DISTINCT runs.run FROM taken_pages JOIN runs ON runs.run = taken_pages.first / ${recordId(1, 0)} WHERE runs.flow_id = ? AND runs.dry_run = ?`);
  const openRows = db.prepare(`SELECT records.id, records.key, records.source FROM records JOIN runs ON runs.run = records.id / ${recordId(1, 0)} WHERE records.state = 0 AND runs.flow_id = ? AND runs.dry_run = 0 AND records.id > ? AND records.id < ? ORDER BY records.id LIMIT 1000`);
  const anyOpen = db.prepare(`SELECT 1 FROM records JOIN runs ON runs.run = records.id / ${recordId(1, 0)} WHERE records.state = 0 AND runs.flow_id = ? AND runs.dry_run = 0 LIMIT 1`);
  const move = db.prepare("UPDATE kept_records SET id = ?, lineage = coalesce(lineage, id), origin = CASE origin WHEN 'problem' THEN 'problem' ELSE 'resumed' END, at = ? WHERE id = ?");
  const giveBack = db.prepare('UPDATE runs SET taken = taken - 1 WHERE run = ?');
  const take = db.prepare('UPDATE runs SET last_seq = last_seq + ?1, taken = taken + ?1, touched_at = ?2 WHERE run = ?3 RETURNING last_seq');
  const totals = db.prepare('SELECT outcomes FROM runs WHERE run = ?');
  const setTotals = db.prepare('UPDATE runs SET outcomes = ?, nodes = ?, touched_at = ? WHERE run = ?');
  const recount = db.prepare('SELECT state, count(*) AS count FROM kept_records WHERE id BETWEEN ? AND ? GROUP BY state');
  const finish = db.prepare('UPDATE runs SET status = ?, finished_at = ?, nodes = ?, error = ? WHERE run = ?');
  const byId = db.prepare('SELECT * FROM runs WHERE id = ?');
  const readById = db.prepareRead('SELECT * FROM runs WHERE id = ?');
  const readAll = db.prepareRead('SELECT * FROM runs WHERE ?1 IS NULL OR dry_run = ?1 ORDER BY run DESC LIMIT ?2');
  const readOfFlow = db.prepareRead('SELECT * FROM runs WHERE flow_id = ?1 AND (?2 IS NULL OR dry_run = ?2) ORDER BY run DESC LIMIT ?3');
  const numbers = db.prepareRead('SELECT run FROM runs WHERE run <= ? AND taken > 0 ORDER BY run DESC');
  const numbersOfFlow = db.prepareRead('SELECT run FROM runs WHERE flow_id = ? AND run <= ? AND taken > 0 ORDER BY run DESC');
  const times = db.prepareRead('SELECT started_at, touched_at, finished_at FROM runs WHERE run = ?');
  const sumOfAll = db.prepareRead('SELECT sum(CASE WHEN ?1 IS NULL THEN taken ELSE outcomes ->> ?1 END) AS sum FROM runs');
  const sumOfFlow = db.prepareRead('SELECT sum(CASE WHEN ?1 IS NULL THEN taken ELSE outcomes ->> ?1 END) AS sum FROM runs WHERE flow_id = ?2');
  // As the sum of a run is checked at its end: what was taken, less what has an outcome.
  const openCount = db.prepareRead('SELECT coalesce(sum(taken - (SELECT sum(value) FROM json_each(outcomes))), 0) AS count FROM runs WHERE flow_id = ? AND dry_run = 0');
  const opened = new Map<string, OpenRun>();
  /** What earlier runs than `run` left open, a page at a time; it may be taken over in between. */
  function* leftOpen(flowId: string, run: number): Generator<readonly LeftOpen[]> {
    for (let after = 0; ; ) {
      const rows = openRows.all(flowId, after, recordId(run, 0)) as unknown as readonly LeftOpen[];
      if (rows.length === 0) return;
      after = rows.at(-1)!.id;
      yield rows;
    }
  }

  /** What of the pages of a run did not end gets rows of its own. */
  const writeOut = (run: number) => pages.writeOut(recordId(run, 0), recordId(run + 1, 0));

  function takePlaces(run: number, count: number, at: number): number {
    const { last_seq: last } = take.get(count, at, run) as { last_seq: number };
    return last - count + 1;
  }

  function takeOver(run: number, ids: readonly number[], at: number): void {
    if (ids.length === 0) return;
    const first = takePlaces(run, ids.length, at);
    ids.forEach((id, index) => {
      move.run(recordId(run, first + index), at, id);
      giveBack.run(runOf(id));
    });
  }


  const open = (runId: string): OpenRun => {
    const run = opened.get(runId);
    if (!run) throw new FluxoError({ code: 'storage.no_such_run', kind: 'bug', what: `The run ${runId} was not started here, or has ended.` });
    return run;
  };

  return {
    start(run) {
      interrupt.run(run.flow.id, run.dryRun ? 1 : 0);
      for (const left of leftInPages.all(run.flow.id, run.dryRun ? 1 : 0) as { run: number }[]) writeOut(left.run);
      const number = Number(insert.run(run.runId, run.flow.id, run.flow.name, run.dryRun ? 1 : 0, run.trigger, run.part ? JSON.stringify(run.part) : null, run.version ?? null, run.at, run.at, JSON.stringify(noOutcomes())).lastInsertRowid);
      opened.set(run.runId, { run: number, flowId: run.flow.id, dryRun: run.dryRun, partial: run.partial === true, sources: sources.ensure(run.flow) });
      const own = opened.get(run.runId)!;
      if (run.dryRun) plans.begin(number, run.flowMark, own.sources.values());
      const places = (count: number) => takePlaces(number, count, run.at);
      if (run.carryOut !== undefined) return { resumed: plans.carryOut(run.carryOut, { run: number, runId: run.runId, flowId: run.flow.id, flowMark: run.flowMark, partial: run.partial === true }, places, run.at) };
      if (!run.resume) return { resumed: 0 };
      const { onlyKey, notFrom } = run.resume;
      let resumed = 0;
      for (const rows of leftOpen(run.flow.id, number)) {
        const own = rows.filter((row) => (onlyKey === undefined || row.key === onlyKey) && !notFrom.includes(sources.ref(row.source).nodeId));
        takeOver(number, own.map((row) => row.id), run.at);
        resumed += own.length;
      }
      return { resumed };
    },
    open,
    take: takePlaces,
    takeOver,
    addOutcomes(run, added, nodes, at) {
      const sums = JSON.parse((totals.get(run) as { outcomes: string }).outcomes) as Record<Outcome, number>;
      for (const outcome of allOutcomes) sums[outcome] += added[outcome] ?? 0;
      setTotals.run(JSON.stringify(sums), JSON.stringify(nodes), at, run);
    },
    finish(runId, end) {
      const { run } = open(runId);
      writeOut(run);
      finish.run(end.status, end.at, JSON.stringify(end.nodes), end.error ? JSON.stringify(end.error) : null, run);
      const row = byId.get(runId) as unknown as RunRow;
      const sums = JSON.parse(row.outcomes) as Record<Outcome, number>;
      const counted = Object.fromEntries((recount.all(recordId(run, 0), recordId(run + 1, 0) - 1) as { state: number; count: number }[]).map((line) => [ofState(line.state), line.count]));
      const differs = allOutcomes.some((outcome) => (counted[outcome] ?? 0) !== sums[outcome]);
      if (differs || row.taken !== countAll(sums) + (counted['pending'] ?? 0)) {
        const error: ErrorData = { code: 'run.sum_mismatch', kind: 'bug', what: `The counts of this run do not add up: ${row.taken} taken, ${JSON.stringify(counted)} found, ${row.outcomes} counted.`, fix: 'Please report it with the log of this run.' };
        finish.run('failed', end.at, JSON.stringify(end.nodes), JSON.stringify(error), run);
      }
      opened.delete(runId);
      return summaryOf(byId.get(runId) as unknown as RunRow);
    },
    leftOpen: (flowId) => (openCount.get(flowId) as { count: number }).count,
    anyOpen: (flowId) => anyOpen.get(flowId) !== undefined,
    list: ({ flowId, dryRun, limit }) => {
      const dry = dryRun === undefined ? null : Number(dryRun);
      return (flowId === undefined ? readAll.all(dry, limit) : readOfFlow.all(flowId, dry, limit)).map((row) => summaryOf(row as unknown as RunRow));
    },
    find(runId) {
      const row = readById.get(runId) as RunRow | undefined;
      return row ? { run: row.run, taken: row.taken, summary: summaryOf(row) } : null;
    },
    *newestFirst(flowId, last = Number.MAX_SAFE_INTEGER) {
      const rows = (flowId === undefined ? numbers.iterate(last) : numbersOfFlow.iterate(flowId, last)) as unknown as Iterable<{ run: number }>;
      for (const { run } of rows) yield run;
    },
    isWithin(run, { from, until }) {
      if (from === undefined && until === undefined) return true;
      const { started_at: started, touched_at: touched, finished_at: finished } = times.get(run) as { started_at: number; touched_at: number; finished_at: number | null };
      return (until === undefined || started < until) && (from === undefined || Math.max(touched, finished ?? 0) >= from);
    },
    sumOf(flowId, outcomes) {
      const sums = outcomes ? outcomes.map((outcome) => `$.${outcome}`) : [null];
      return sums.reduce((sum, path) => {
        const row = (flowId === undefined ? sumOfAll.get(path) : sumOfFlow.get(path, flowId)) as { sum: number | null };
        return sum + (row.sum ?? 0);
      }, 0);
    },
  };
}
