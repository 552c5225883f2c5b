import type { RecordFilter } from '#engine/ports.ts';
import type { Outcome, Reason } from '#shared/records/outcomes.ts';
import type { RecordRow, RecordStory, SourceRecord, StoryStep } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId, runOf, seqOf } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { Runs } from './runs.ts';
import { searchText } from './searchText.ts';
import type { Sources } from './sources.ts';

interface StoredRecord {
  readonly id: number;
  readonly source: number;
  readonly key: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly amount: string | null;
  readonly outcome: Outcome | 'pending';
  readonly reason: string | null;
  readonly target: string | null;
  readonly at: number;
  readonly ms: number;
  readonly source_block: number;
  readonly source_line: number;
  readonly story_block: number | null;
  readonly story_line: number | null;
}

export interface Reading {
  records(filter: RecordFilter): { readonly rows: readonly RecordRow[]; readonly total: number };
  story(runId: string, seq: number): RecordStory | null;
  samples(connectionId: string, stream: string, limit: number): readonly { readonly key: string; readonly title: string; readonly record: SourceRecord }[];
}

/** What a call for a whole page answered is shown with each of its records, but not a page's length of it. */
const mostOfSharedBody = 40_000;

function shortened(step: StoryStep): StoryStep {
  if (step.kind !== 'exchange') return step;
  const cut = (body: string) => (body.length <= mostOfSharedBody ? body : `${body.slice(0, mostOfSharedBody)}\n… (${body.length} characters in all, for the whole page)`);
  const { requestBody, answerBody } = step.exchange;
  return { ...step, exchange: { ...step.exchange, ...(requestBody !== undefined && { requestBody: cut(requestBody) }), ...(answerBody !== undefined && { answerBody: cut(answerBody) }) } };
}

/** Runs a sample is looked for in, newest first. */
const sampleRuns = 30;

/** Lists and stories for people. Always seeks by id, never counts past rows with OFFSET. */
export function makeReading(db: Database, runs: Runs, sources: Sources, blocks: Blocks): Reading {
  // Statements by shape: with or without an outcome, a search text, and the direction.
  const shape = (what: string, outcome: boolean, search: boolean, tail: string) =>
    `SELECT ${what} FROM records WHERE id > ?1 AND id < ?2${outcome ? ' AND outcome = ?3' : ' AND ?3 IS NULL'}${search ? ' AND instr(search, ?4) > 0' : ' AND ?4 IS NULL'} ${tail}`;
  const prepared = new Map<string, ReturnType<Database['prepareRead']>>();
  const statement = (sql: string) => {
    let found = prepared.get(sql);
    if (!found) prepared.set(sql, (found = db.prepareRead(sql)));
    return found;
  };
  const byId = db.prepareRead('SELECT * FROM records WHERE id = ?');
  const sampleRows = db.prepareRead('SELECT * FROM records WHERE id > ? AND id < ? AND source = ? ORDER BY id DESC LIMIT ?');
  const streamSources = db.prepareRead('SELECT source, flow_id FROM sources WHERE connection_id = ? AND stream = ?');

  const asRow = (row: StoredRecord, runId: string): RecordRow => {
    const { flowId, nodeId } = sources.ref(row.source);
    return {
      runId,
      seq: seqOf(row.id),
      flowId,
      nodeId,
      key: row.key,
      title: row.title,
      ...(row.subtitle !== null && { subtitle: row.subtitle }),
      ...(row.amount !== null && { amount: row.amount }),
      outcome: row.outcome,
      ...(row.reason !== null && { reason: JSON.parse(row.reason) as Reason }),
      ...(row.target !== null && { target: JSON.parse(row.target) as { type: string; id: string } }),
      at: row.at,
      ms: row.ms,
    };
  };

  /** One run's part of a list. Each outcome is a seek of its own, as its index holds the ids in order. */
  function ofRun(run: number, filter: RecordFilter, search: string | null, limit: number): readonly StoredRecord[] {
    const { newestFirst = false, afterSeq } = filter;
    const low = afterSeq !== undefined && !newestFirst ? recordId(run, afterSeq) : recordId(run, 0);
    const high = afterSeq !== undefined && newestFirst ? recordId(run, afterSeq) : recordId(run + 1, 0);
    const tail = `ORDER BY id ${newestFirst ? 'DESC' : 'ASC'} LIMIT ?5`;
    const wanted = filter.outcomes && filter.outcomes.length > 0 ? filter.outcomes : [null];
    const rows = wanted.flatMap((outcome) => statement(shape('*', outcome !== null, search !== null, tail)).all(low, high, outcome, search, limit) as unknown as StoredRecord[]);
    return wanted.length === 1 ? rows : rows.sort((a, b) => (newestFirst ? b.id - a.id : a.id - b.id)).slice(0, limit);
  }

  function countOf(run: { readonly run: number; readonly taken: number; readonly outcomes: Readonly<Record<Outcome, number>> }, filter: RecordFilter, search: string | null): number {
    const wanted = filter.outcomes && filter.outcomes.length > 0 ? filter.outcomes : null;
    if (search === null) return wanted ? wanted.reduce((sum, outcome) => sum + run.outcomes[outcome], 0) : run.taken;
    return (wanted ?? [null]).reduce((sum, outcome) => {
      const row = statement(shape('count(*) AS count', outcome !== null, true, '')).get(recordId(run.run, 0), recordId(run.run + 1, 0), outcome, search) as { count: number };
      return sum + row.count;
    }, 0);
  }

  const lineOf = (block: number, line: number): unknown => {
    const text = blocks.lines(block)?.[line];
    return text === undefined ? undefined : JSON.parse(text);
  };

  return {
    records(filter) {
      const search = filter.search === undefined || filter.search.trim() === '' ? null : searchText(filter.search.trim());
      const found = filter.runId === undefined ? null : runs.find(filter.runId);
      if (filter.runId !== undefined) {
        if (!found || (filter.flowId !== undefined && found.summary.flowId !== filter.flowId)) return { rows: [], total: 0 };
        const taken = (statement('SELECT taken FROM runs WHERE run = ?').get(found.run) as { taken: number }).taken;
        return { rows: ofRun(found.run, filter, search, filter.limit).map((row) => asRow(row, filter.runId!)), total: countOf({ run: found.run, taken, outcomes: found.summary.outcomes }, filter, search) };
      }
      const rows: RecordRow[] = [];
      let total = 0;
      for (const run of runs.newestFirst(filter.flowId)) {
        total += countOf(run, filter, search);
        if (rows.length < filter.limit) rows.push(...ofRun(run.run, { ...filter, newestFirst: true }, search, filter.limit - rows.length).map((row) => asRow(row, run.runId)));
      }
      return { rows, total };
    },
    story(runId, seq) {
      const run = runs.find(runId);
      const row = run && (byId.get(recordId(run.run, seq)) as unknown as StoredRecord | undefined);
      if (!row) return null;
      const source = lineOf(row.source_block, row.source_line) as SourceRecord | undefined;
      const own = row.story_block === null ? undefined : (lineOf(row.story_block, row.story_line!) as { mapped: SourceRecord | null; steps: StoryStep[] } | undefined);
      const pageSteps = (lineOf(row.source_block, 0) ?? []) as StoryStep[];
      const sharedSteps = row.story_block === null ? [] : ((lineOf(row.story_block, 0) ?? []) as StoryStep[]);
      return {
        row: asRow(row, runId),
        source: source ?? null,
        mapped: own?.mapped ?? null,
        steps: [...[...pageSteps, ...sharedSteps].map(shortened), ...(own?.steps ?? [])],
        payloadsKept: source !== undefined && (row.story_block === null || own !== undefined),
      };
    },
    samples(connectionId, stream, limit) {
      const found: StoredRecord[] = [];
      for (const { source, flow_id: flowId } of streamSources.all(connectionId, stream) as { source: number; flow_id: string }[]) {
        let looked = 0;
        let missing = limit;
        for (const { run } of runs.newestFirst(flowId)) {
          if (missing <= 0 || (looked += 1) > sampleRuns) break;
          const rows = sampleRows.all(recordId(run, 0), recordId(run + 1, 0), source, missing) as unknown as StoredRecord[];
          missing -= rows.length;
          found.push(...rows);
        }
      }
      const newest = found.sort((a, b) => runOf(b.id) - runOf(a.id) || b.id - a.id);
      const keys = new Set<string>();
      return newest.flatMap((row) => {
        if (keys.size >= limit || keys.has(row.key)) return [];
        const record = lineOf(row.source_block, row.source_line) as SourceRecord | undefined;
        if (record === undefined) return [];
        keys.add(row.key);
        return [{ key: row.key, title: row.title, record }];
      });
    },
  };
}
