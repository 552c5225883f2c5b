import type { NewRecord, PendingRecord, TakeRecorded } from '#engine/ports.ts';
import type { RecordChoice } from '#shared/records/recordChoice.ts';
import { dropUndefined } from '#shared/dropUndefined.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { StoryStep } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId, seqOf } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import { meets } from './narrowing.ts';
import type { OpenRun, Runs } from './runs.ts';
import { foundBy, holdsWords, searchWords } from './searchText.ts';
import type { Sources } from './sources.ts';
import type { TakenPages } from './takenPages.ts';
import type { Taking } from './taking.ts';

export interface Recorded {
  /** Inside a write transaction: records of the log become records of the run; returns how many. */
  take(run: OpenRun, taking: TakeRecorded, at: number): number;
  /** Inside a write transaction: what the source says now instead of what was recorded. */
  renew(run: OpenRun, seq: number, now: { readonly record: NewRecord; readonly steps: readonly StoryStep[] }, at: number): PendingRecord;
}

interface Row {
  readonly id: number;
  readonly source: number;
  readonly key: string;
  readonly version: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly amount: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly at: number;
  readonly source_block: number;
  readonly source_line: number;
  readonly read_at: number | null;
}

const nameOf = (row: { readonly source: number; readonly key: string }) => `${row.source} ${row.key}`;

/** How records of the log are run again (D7). */
export function makeRecorded(db: Database, parts: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly pages: TakenPages; readonly taking: Taking }): Recorded {
  const { runs, sources, blocks, pages, taking } = parts;
  const columns = "records.id, records.source, records.key, records.version, records.title, records.subtitle, records.amount, records.outcome, records.reason, records.at, records.source_block, records.source_line, blocks.at AS read_at";
  const ofRun = db.prepare(`SELECT ${columns} FROM records LEFT JOIN blocks ON blocks.block = records.source_block WHERE records.id > ? AND records.id < ? ORDER BY records.id`);
  const ofProblems = db.prepare(`SELECT ${columns}, problems.cause FROM problems JOIN records ON records.id = problems.record LEFT JOIN blocks ON blocks.block = records.source_block WHERE problems.flow_id = ? AND problems.state = 'open' ORDER BY problems.record`);
  const causes = db.prepare("SELECT node_id, key, cause FROM problems WHERE flow_id = ? AND state = 'open'");
  const sending = db.prepare("SELECT source_connection, source_key, lineage FROM intents WHERE state = 'sending' ORDER BY intent");
  const insert = db.prepare("INSERT INTO records (id, lineage, source, origin, again, key, version, title, subtitle, amount, outcome, at, ms, source_block, source_line) VALUES (?, ?, ?, 'problem', ?, ?, ?, ?, ?, ?, 'pending', ?, 0, ?, ?)");
  const renew = db.prepare("UPDATE records SET version = ?, title = ?, subtitle = ?, amount = ?, source_block = ?, source_line = 1 WHERE id = ? AND outcome = 'pending' RETURNING source");

  function chosen(flowId: string, choice: RecordChoice): readonly Row[] {
    if ('problems' in choice) {
      const rows = ofProblems.all(flowId) as unknown as readonly (Row & { readonly cause: string })[];
      const wanted = choice.problems.causes;
      return wanted ? rows.filter((row) => wanted.includes(row.cause)) : rows;
    }
    const run = runs.find(choice.runId);
    if (!run || run.summary.flowId !== flowId) return [];
    pages.writeOut(recordId(run.run, 0), recordId(run.run + 1, 0));
    const { seqs, filter } = choice;
    const wanted = seqs && new Set(seqs);
    const words = searchWords(filter?.search);
    const caused = filter?.causes && withCause(flowId, filter.causes);
    return (ofRun.all(recordId(run.run, 0), recordId(run.run + 1, 0)) as unknown as readonly Row[]).filter(
      (row) =>
        (!wanted || wanted.has(seqOf(row.id))) &&
        (!filter || meets(row, sources.ref(row.source).nodeId, dropUndefined(filter))) &&
        (words.length === 0 || holdsWords(foundBy(row, row.reason === null ? '' : (JSON.parse(row.reason) as Reason).text), words)) &&
        (!caused || caused.has(`${sources.ref(row.source).nodeId} ${row.key}`)),
    );
  }

  function withCause(flowId: string, wanted: readonly string[]): ReadonlySet<string> {
    const rows = causes.all(flowId) as { node_id: string; key: string; cause: string }[];
    return new Set(rows.filter((row) => wanted.includes(row.cause)).map((row) => `${row.node_id} ${row.key}`));
  }

  /** A write of unknown outcome belongs to its lineage: only there a repetition is known as one. */
  function unsettled(): ReadonlyMap<string, number> {
    const rows = sending.all() as { source_connection: string; source_key: string; lineage: number }[];
    return new Map(rows.map((row) => [`${row.source_connection} ${row.source_key}`, row.lineage]));
  }

  return {
    take(run, { nodes, choice, way }, at) {
      const rows = [...new Map(chosen(run.flowId, choice).filter((row) => nodes.includes(sources.ref(row.source).nodeId)).map((row) => [nameOf(row), row])).values()];
      if (rows.length === 0) return 0;
      const left = new Map(run.dryRun ? [] : runs.leftOpen(run.flowId).map((row) => [nameOf(row), row.id]));
      const goingOn = rows.flatMap((row) => left.get(nameOf(row)) ?? []);
      runs.takeOver(run.run, goingOn, at);

      const anew = rows.filter((row) => !left.has(nameOf(row)));
      if (anew.length === 0) return rows.length;
      const open = run.dryRun ? new Map<string, number>() : unsettled();
      const first = runs.take(run.run, anew.length, at);
      anew.forEach((row, index) => {
        const id = recordId(run.run, first + index);
        insert.run(id, open.get(`${sources.ref(row.source).connectionId} ${row.key}`) ?? id, row.source, way, row.key, row.version, row.title, row.subtitle, row.amount, at, row.source_block, row.source_line);
        // What a dry run read counts as read from now on, since it is kept here.
        if (!run.dryRun && !run.partial && row.read_at !== null) taking.remember(row.source, row, row.read_at);
      });
      return rows.length;
    },
    renew(run, seq, { record, steps }, at) {
      const id = recordId(run.run, seq);
      const block = blocks.add(`${JSON.stringify(steps)}\n${JSON.stringify(record.source)}`, at);
      const { source } = renew.get(record.version, record.title, record.subtitle ?? null, record.amount ?? null, block, id) as { source: number };
      if (!run.dryRun && !run.partial) taking.remember(source, record, at);
      return taking.pendingOne(id);
    },
  };
}
