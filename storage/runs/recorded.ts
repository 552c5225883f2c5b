import type { NewRecord, PendingRecord, TakeRecorded } from '#engine/ports.ts';
import type { RecordChoice } from '#shared/records/recordChoice.ts';
import { dropUndefined } from '#shared/dropUndefined.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { StoryStep } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId, seqOf } from '#storage/sqlite/recordIds.ts';
import { inPages, makeBeginAnew, rowsAtOnce, type RowBefore } from './begunAnew.ts';
import type { Blocks } from './blocks.ts';
import { meets } from './narrowing.ts';
import type { OpenRun, Runs } from './runs.ts';
import { foundBy, holdsWords, saidBy, searchWords } from './searchText.ts';
import type { Sources } from './sources.ts';
import type { TakenPages } from './takenPages.ts';
import type { Taking } from './taking.ts';

export interface Recorded {
  /** Inside a write transaction: records of the log become records of the run; returns how many. */
  take(run: OpenRun, taking: TakeRecorded, at: number): number;
  /** Inside a write transaction: what the source says now instead of what was recorded. */
  renew(run: OpenRun, seq: number, now: { readonly record: NewRecord; readonly steps: readonly StoryStep[] }, at: number): PendingRecord;
}

interface Row extends RowBefore {
  readonly outcome: string;
  readonly reason: string | null;
  readonly at: number;
  readonly read_at: number | null;
}

/** A row that was chosen; `left_id` is the open record of the same name that an earlier run left. */
type Chosen = Row & { readonly left_id: number | null };

/** How records of the log are run again (D7). What was chosen is gathered in a table that vanishes with the connection, since a run may hold a million records. */
export function makeRecorded(db: Database, parts: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly pages: TakenPages; readonly taking: Taking }): Recorded {
  const { runs, sources, blocks, pages, taking } = parts;
  const columns = "records.id, records.source, records.key, records.version, records.title, records.subtitle, records.amount, records.outcome, records.reason, records.at, records.source_block, records.source_line, blocks.at AS read_at";
  const ofRun = db.prepare(`SELECT ${columns} FROM records LEFT JOIN blocks ON blocks.block = records.source_block WHERE records.id > ? AND records.id < ? ORDER BY records.id LIMIT ${rowsAtOnce}`);
  const ofProblems = db.prepare(`SELECT records.id, records.source, records.key, problems.cause, problems.node_id, problems.key AS name FROM problems JOIN records ON records.id = problems.record WHERE problems.flow_id = ? AND problems.state = 'open' AND (problems.node_id, problems.key) > (?, ?) ORDER BY problems.node_id, problems.key LIMIT ${rowsAtOnce}`);
  const causeOf = db.prepare("SELECT cause FROM problems WHERE flow_id = ? AND node_id = ? AND key = ? AND state = 'open'");
  const sending = db.prepare("SELECT source_connection, source_key, lineage FROM intents WHERE state = 'sending' ORDER BY intent");
  const beginAnew = makeBeginAnew(db, runs);
  const renew = db.prepare("UPDATE kept_records SET version = ?, title = nullif(?, key), subtitle = ?, amount = ?, source_block = ?, source_line = 1 WHERE id = ? AND state = 0 RETURNING source");

  let gathering: ReturnType<typeof prepareGathering> | null = null;
  function prepareGathering() {
    for (const table of ['again_chosen', 'again_left']) db.prepare(`CREATE TEMP TABLE IF NOT EXISTS ${table} (source INTEGER NOT NULL, key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (source, key)) STRICT, WITHOUT ROWID`).run();
    db.prepare('CREATE INDEX IF NOT EXISTS temp.again_in_order ON again_chosen (id)').run();
    return {
      clear: [db.prepare('DELETE FROM again_chosen'), db.prepare('DELETE FROM again_left')],
      // Of several rows of the same record the last one counts.
      choose: db.prepare('INSERT INTO again_chosen (source, key, id) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET id = excluded.id WHERE excluded.id > again_chosen.id'),
      findLeft: db.prepare(`INSERT OR REPLACE INTO again_left (source, key, id) SELECT records.source, records.key, records.id FROM records JOIN runs ON runs.run = records.id / ${recordId(1, 0)} WHERE records.state = 0 AND runs.flow_id = ? AND runs.dry_run = 0 ORDER BY records.id`),
      page: db.prepare(`SELECT ${columns}, again_left.id AS left_id FROM again_chosen JOIN records ON records.id = again_chosen.id LEFT JOIN blocks ON blocks.block = records.source_block LEFT JOIN again_left ON again_left.source = again_chosen.source AND again_left.key = again_chosen.key WHERE again_chosen.id > ? ORDER BY again_chosen.id LIMIT ${rowsAtOnce}`),
    };
  }

  /** The rows that are meant, in pages. */
  function* meant(flowId: string, choice: RecordChoice): Generator<readonly Pick<Row, 'id' | 'source' | 'key'>[]> {
    if ('problems' in choice) {
      const wanted = choice.problems.causes && new Set(choice.problems.causes);
      for (let last = { node_id: '', name: '' }; ; ) {
        const rows = ofProblems.all(flowId, last.node_id, last.name) as unknown as readonly (Pick<Row, 'id' | 'source' | 'key'> & { readonly cause: string; readonly node_id: string; readonly name: string })[];
        if (rows.length === 0) return;
        last = rows.at(-1)!;
        yield wanted ? rows.filter((row) => wanted.has(row.cause)) : rows;
      }
    }
    const run = runs.find(choice.runId);
    if (!run || run.summary.flowId !== flowId) return;
    const end = recordId(run.run + 1, 0);
    pages.writeOut(recordId(run.run, 0), end);
    const { seqs, filter } = choice;
    const wanted = seqs && new Set(seqs);
    const words = searchWords(filter?.search);
    const causes = filter?.causes && new Set(filter.causes);
    const nodeOf = (row: Row) => sources.ref(row.source).nodeId;
    const isCaused = (row: Row) => !causes || causes.has((causeOf.get(flowId, nodeOf(row), row.key) as { cause: string } | undefined)?.cause ?? '');
    for (let after = recordId(run.run, 0); ; ) {
      const rows = ofRun.all(after, end) as unknown as readonly Row[];
      if (rows.length === 0) return;
      after = rows.at(-1)!.id;
      yield rows.filter(
        (row) =>
          (!wanted || wanted.has(seqOf(row.id))) &&
          (!filter || meets(row, nodeOf(row), dropUndefined(filter))) &&
          (words.length === 0 || holdsWords(foundBy(row, row.reason === null ? '' : saidBy(row.outcome, (JSON.parse(row.reason) as Reason).text)), words)) &&
          isCaused(row),
      );
    }
  }

  /** A write of unknown outcome belongs to its lineage: only there a repetition is known as one. */
  function unsettled(): ReadonlyMap<string, number> {
    const rows = sending.all() as { source_connection: string; source_key: string; lineage: number }[];
    return new Map(rows.map((row) => [`${row.source_connection} ${row.source_key}`, row.lineage]));
  }

  /** One page of what was chosen becomes open records of the run. */
  function takePage(run: OpenRun, rows: readonly Chosen[], way: TakeRecorded['way'], open: ReadonlyMap<string, number>, at: number): void {
    runs.takeOver(run.run, rows.flatMap((row) => row.left_id ?? []), at);
    const anew = rows.filter((row) => row.left_id === null);
    if (anew.length === 0) return;
    beginAnew(run, anew, (row) => ({ lineage: open.get(`${sources.ref(row.source).connectionId} ${row.key}`) ?? null, again: way }), at);
    if (run.dryRun || run.partial) return;
    // What a dry run read counts as read from now on, since it is kept here.
    for (const row of anew) if (row.read_at !== null) taking.remember(row.source, row, row.read_at);
  }

  return {
    take(run, { nodes, choice, way }, at) {
      const { clear, choose, findLeft, page } = (gathering ??= prepareGathering());
      for (const table of clear) table.run();
      for (const rows of meant(run.flowId, choice)) for (const row of rows) if (nodes.includes(sources.ref(row.source).nodeId)) choose.run(row.source, row.key, row.id);
      if (!run.dryRun) findLeft.run(run.flowId);
      const open = run.dryRun ? new Map<string, number>() : unsettled();
      let taken = 0;
      for (const rows of inPages<Chosen>(page)) {
        takePage(run, rows, way, open, at);
        taken += rows.length;
      }
      for (const table of clear) table.run();
      return taken;
    },
    renew(run, seq, { record, steps }, at) {
      const id = recordId(run.run, seq);
      const block = blocks.add(JSON.stringify(steps), Buffer.from(JSON.stringify(record.source)), at);
      const { source } = renew.get(record.version, record.title, record.subtitle ?? null, record.amount ?? null, block, id) as { source: number };
      if (!run.dryRun && !run.partial) taking.remember(source, record, at);
      return taking.pendingOne(id);
    },
  };
}
