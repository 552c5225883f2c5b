import type { WayAgain } from '#shared/records/recordChoice.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId } from '#storage/sqlite/recordIds.ts';
import type { Batches } from './batches.ts';
import { inPages, makeBeginAnew, rowsAtOnce, type GoesOn, type RowBefore } from './begunAnew.ts';
import type { OpenRun, Runs } from './runs.ts';

export interface ProblemsWanted {
  readonly nodes: readonly string[];
  readonly key?: string;
  /** Only those that have rested long enough. */
  readonly dueOnly?: boolean;
}

export interface TriedAgain {
  /** Inside a write transaction: open problems become records of the run, to be tried again; returns how many. */
  take(run: OpenRun, wanted: ProblemsWanted, at: number): number;
}

/** How long a failed record rests before a run of the schedule tries it again, by how often it has failed; the last one counts from then on. */
const restMs = [15 * 60_000, 60 * 60_000, 4 * 60 * 60_000, 24 * 60 * 60_000] as const;

/** A record fails some time into its run, and the next run of a schedule of every quarter of an hour begins a quarter of an hour after that one began: so much less counts as rested. */
const earlyMs = 3 * 60_000;

/** True when a problem that failed `times` times, last at `lastAt`, may be tried again; also when that is so far ahead that the clock must have been wrong. */
export function isRested({ times, last_at: lastAt }: { readonly times: number; readonly last_at: number }, now: number): boolean {
  return Math.abs(now - lastAt) >= restMs[Math.min(times, restMs.length) - 1]! - earlyMs;
}

interface OpenProblem {
  readonly node_id: string;
  readonly key: string;
  readonly record_key: string;
  readonly times: number;
  readonly last_at: number;
  readonly record: number;
  readonly there: number;
}

interface Chosen extends RowBefore {
  readonly lineage: number;
  readonly unresolved: number;
  readonly again: WayAgain | null;
}

/** How records with an open problem come into a run, in the order in which they were read. */
export function makeTriedAgain(db: Database, runs: Runs, batches: Pick<Batches, 'unresolved'>): TriedAgain {
  const beginAnew = makeBeginAnew(db, runs);
  // Made when it is first needed: tables that vanish with the connection.
  let gathering: ReturnType<typeof prepareGathering> | null = null;
  function prepareGathering() {
    db.prepare('CREATE TEMP TABLE IF NOT EXISTS problems_chosen (id INTEGER PRIMARY KEY) STRICT').run();
    db.prepare('CREATE TEMP TABLE IF NOT EXISTS problems_there (source INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (source, key)) STRICT, WITHOUT ROWID').run();
    return {
      clear: [db.prepare('DELETE FROM problems_chosen'), db.prepare('DELETE FROM problems_there')],
      there: db.prepare("INSERT OR IGNORE INTO problems_there (source, key) SELECT source, key FROM records WHERE state = 0 AND id > ? AND id < ?"),
      open: db.prepare(`
        SELECT problems.node_id, problems.key, records.key AS record_key, problems.times, problems.last_at, problems.record, EXISTS (SELECT 1 FROM problems_there WHERE problems_there.source = records.source AND problems_there.key = records.key) AS there
        FROM problems JOIN records ON records.id = problems.record
        WHERE problems.flow_id = ? AND problems.state = 'open' AND (problems.node_id, problems.key) > (?, ?) ORDER BY problems.node_id, problems.key LIMIT ${rowsAtOnce}`),
      choose: db.prepare('INSERT OR IGNORE INTO problems_chosen (id) VALUES (?)'),
      // A record whose effect is still of unknown outcome keeps its lineage: the next try goes on with it instead of beginning anew.
      page: db.prepare(`
        SELECT records.*, EXISTS (SELECT 1 FROM intents WHERE intents.lineage = records.lineage AND intents.state = 'sending') AS unresolved
        FROM problems_chosen JOIN records USING (id) WHERE problems_chosen.id > ? ORDER BY problems_chosen.id LIMIT ${rowsAtOnce}`),
    };
  }

  function goesOn({ lineage, unresolved, again }: Chosen, inBatches: ReadonlySet<number>): GoesOn {
    // Sent as new, it goes on as that; what was done of it is known by its lineage and not done twice.
    const isNew = again === 'new';
    return { lineage: unresolved === 1 || inBatches.has(lineage) || isNew ? lineage : null, again: isNew ? 'new' : null };
  }

  return {
    take(run, { nodes, key, dueOnly = false }, at) {
      const { clear, there, open, choose, page } = (gathering ??= prepareGathering());
      for (const table of clear) table.run();
      there.run(recordId(run.run, 0), recordId(run.run + 1, 0));
      for (let last = { node_id: '', key: '' }; ; ) {
        const rows = open.all(run.flowId, last.node_id, last.key) as unknown as readonly OpenProblem[];
        if (rows.length === 0) break;
        last = rows.at(-1)!;
        for (const row of rows) if (row.there === 0 && nodes.includes(row.node_id) && (key === undefined || row.record_key === key) && (!dueOnly || isRested(row, at))) choose.run(row.record);
      }
      let taken = 0;
      let inBatches: ReadonlySet<number> | null = null;
      for (const rows of inPages<Chosen>(page)) {
        const sending = (inBatches ??= batches.unresolved());
        beginAnew(run, rows, (row) => goesOn(row, sending), at);
        taken += rows.length;
      }
      for (const table of clear) table.run();
      return taken;
    },
  };
}
