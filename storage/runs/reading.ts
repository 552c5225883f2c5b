import type { RecordFilter, RecordPage } from '#engine/ports.ts';
import type { Outcome, Reason } from '#shared/records/outcomes.ts';
import type { RecordRow, RecordStory, SourceRecord, StoryStep, Value } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId, runOf, seqOf } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import { chosen, isNarrow, makeNarrowing, type Narrow, type Stretch } from './narrowing.ts';
import { rowColumns } from './rowColumns.ts';
import type { Runs } from './runs.ts';
import { foundBy, holdsWords, searchWords } from './searchText.ts';
import type { Searching } from './searching.ts';
import type { Sources } from './sources.ts';
import { makeOpenRows } from './takenPages.ts';

export interface StoredRecord {
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
  records(filter: RecordFilter): RecordPage;
  story(runId: string, seq: number): RecordStory | null;
  /** Values of each record's own fields, as text; null for a record whose data is gone. */
  fieldValues(rows: readonly { readonly runId: string; readonly seq: number }[], paths: readonly string[]): readonly (readonly string[] | null)[];
  /** A record's row, or of an open one what would stand there. */
  rowOf(id: number): StoredRecord | undefined;
  /** A stored row as people see it. */
  asRow(row: StoredRecord): RecordRow;
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

/** A value of a record as a cell shows it; of lists the values of all rows. Empty for what is not there. */
function textAt(source: Value, path: string): string {
  let here: readonly Value[] = [source];
  for (const name of path.split('.')) {
    here = here.flatMap((value) => {
      const inner = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.hasOwn(value, name) ? (value as { readonly [key: string]: Value })[name] : undefined;
      return inner === undefined || inner === null ? [] : Array.isArray(inner) ? (inner as readonly Value[]) : [inner];
    });
  }
  return here.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))).join(', ').slice(0, 300);
}

/** Runs a sample is looked for in, newest first. */
const sampleRuns = 30;

/** Matches of a search are counted up to here: the reader narrows the search down, not the number. */
const mostCounted = 1000;
/** Records that have not ended yet are looked through one by one; there are as many as are in hand, or were left open. */
const mostOpenSearched = 2000;
/** Matches of a search that are looked at for the rest of a filter. */
const mostLookedAt = 20_000;
const beyond = Number.MAX_SAFE_INTEGER;

/** Lists and stories for people. Always seeks by id, never counts past rows with OFFSET. */
export function makeReading(db: Database, parts: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly searching: Searching }): Reading {
  const { runs, sources, blocks, searching } = parts;
  const narrowing = makeNarrowing(db, sources);
  const open = makeOpenRows((sql) => db.prepareRead(sql), db.file);
  const byId = db.prepareRead(`SELECT ${rowColumns} FROM records WHERE id = ?`);
  const sampleRows = db.prepareRead(`SELECT ${rowColumns} FROM records WHERE id > ? AND id < ? AND source = ? ORDER BY id DESC LIMIT ?`);
  const streamSources = db.prepareRead('SELECT source, flow_id FROM sources WHERE connection_id = ? AND stream = ?');
  const idOfRun = db.prepareRead('SELECT id FROM runs WHERE run = ?');

  type Wanted = Narrow & Pick<RecordFilter, 'limit'>;
  const runIds = new Map<number, string>();
  const nameOfRun = (run: number): string => {
    let name = runIds.get(run);
    if (name === undefined) runIds.set(run, (name = (idOfRun.get(run) as { id: string } | undefined)?.id ?? ''));
    return name;
  };

  const asRow = (row: StoredRecord): RecordRow => {
    const { flowId, nodeId } = sources.ref(row.source);
    return {
      runId: nameOfRun(runOf(row.id)),
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

  const inOrder = (rows: readonly StoredRecord[], { newestFirst }: Stretch, limit: number) => rows.toSorted((a, b) => (newestFirst ? b.id - a.id : a.id - b.id)).slice(0, limit);

  /** Open records of pages that meet a filter. */
  function openOf(stretch: Stretch, wanted: Wanted, most: number, words: readonly string[] = []): readonly StoredRecord[] {
    if (chosen(wanted.outcomes) || chosen(wanted.reasons)) return [];
    const rows = open.between(stretch.low, stretch.high, isNarrow(wanted) ? Infinity : most, stretch.newestFirst, words);
    return rows.filter((row) => narrowing.meets(row, wanted));
  }

  /** Open records of pages among the rows; one that ended in the meantime stands in both. */
  function withOpen(unwritten: readonly StoredRecord[], rows: readonly StoredRecord[], stretch: Stretch, limit: number): readonly StoredRecord[] {
    if (unwritten.length === 0) return rows;
    const written = new Set(rows.map(({ id }) => id));
    return inOrder([...rows, ...unwritten.filter(({ id }) => !written.has(id))], stretch, limit);
  }

  const find = (id: number): StoredRecord | undefined => (byId.get(id) as StoredRecord | undefined) ?? open.between(id - 1, id + 1, 1)[0] ?? (byId.get(id) as StoredRecord | undefined);

  const listed = (stretch: Stretch, wanted: Wanted) => withOpen(openOf(stretch, wanted, wanted.limit), narrowing.list(stretch, wanted, wanted.limit) as unknown as readonly StoredRecord[], stretch, wanted.limit);

  /** Records that have not ended are not in the index yet. */
  function openMatches(stretch: Stretch, words: readonly string[], wanted: Wanted): readonly StoredRecord[] {
    if (chosen(wanted.outcomes) || chosen(wanted.reasons)) return [];
    const unwritten = openOf(stretch, wanted, mostOpenSearched, words);
    const rows = narrowing.list(stretch, { ...wanted, outcomes: ['pending' as Outcome] }, mostOpenSearched) as unknown as StoredRecord[];
    return withOpen(unwritten, rows, stretch, mostOpenSearched).filter((row) => (wanted.flowId === undefined || sources.ref(row.source).flowId === wanted.flowId) && holdsWords(foundBy(row), words));
  }

  /** Ids of the index whose rows meet the rest of the filter: read on until there are enough, or too many were looked at. */
  function ended(stretch: Stretch, words: readonly string[], wanted: Wanted): readonly StoredRecord[] {
    const query = { words, outcomes: wanted.outcomes, flowId: wanted.flowId };
    const rowsOf = (ids: readonly number[]) => ids.flatMap((id) => (byId.get(id) as unknown as StoredRecord | undefined) ?? []);
    if (!isNarrow(wanted)) return rowsOf(searching.ids({ ...query, low: stretch.low, high: stretch.high }, stretch.newestFirst, wanted.limit));
    const rows: StoredRecord[] = [];
    let { low, high } = stretch;
    for (let looked = 0; looked < mostLookedAt && rows.length < wanted.limit; looked += mostCounted) {
      const ids = searching.ids({ ...query, low, high }, stretch.newestFirst, mostCounted);
      rows.push(...rowsOf(ids).filter((row) => narrowing.meets(row, wanted)));
      if (ids.length < mostCounted) break;
      if (stretch.newestFirst) high = ids.at(-1)!;
      else low = ids.at(-1)!;
    }
    return rows;
  }

  const found = (stretch: Stretch, words: readonly string[], wanted: Wanted) => inOrder([...ended(stretch, words, wanted), ...openMatches(stretch, words, wanted)], stretch, wanted.limit);

  function countFound(stretch: Stretch, words: readonly string[], wanted: Wanted): Pick<RecordPage, 'total' | 'atLeast'> {
    const counted = isNarrow(wanted) ? ended(stretch, words, { ...wanted, limit: mostCounted + 1 }).length : searching.count({ words, outcomes: wanted.outcomes, flowId: wanted.flowId, low: stretch.low, high: stretch.high }, mostCounted + 1);
    return upTo(counted + openMatches(stretch, words, wanted).length);
  }

  const upTo = (total: number): Pick<RecordPage, 'total' | 'atLeast'> => (total > mostCounted ? { total: mostCounted, atLeast: true } : { total });

  function ofRun({ afterSeq, newestFirst = false, ...filter }: RecordFilter, words: readonly string[]): RecordPage {
    const run = runs.find(filter.runId!);
    if (!run || (filter.flowId !== undefined && run.summary.flowId !== filter.flowId)) return { rows: [], total: 0 };
    const all: Stretch = { low: recordId(run.run, 0), high: recordId(run.run + 1, 0), newestFirst };
    const from = afterSeq === undefined ? all : newestFirst ? { ...all, high: recordId(run.run, afterSeq) } : { ...all, low: recordId(run.run, afterSeq) };
    // The run is enough to tell the flow.
    const { flowId: _of, ...wanted } = filter;
    if (words.length > 0) {
      // Spares the index the sources of all other flows.
      const own = chosen(wanted.outcomes) ? { ...wanted, flowId: run.summary.flowId } : wanted;
      return { rows: found(from, words, own).map(asRow), ...countFound(all, words, own) };
    }
    const rows = listed(from, wanted).map(asRow);
    if (isNarrow(wanted)) return { rows, ...upTo(narrowing.count(all, wanted, mostCounted + 1)) };
    const { taken, summary } = run;
    return { rows, total: chosen(filter.outcomes)?.reduce((sum, outcome) => sum + summary.outcomes[outcome], 0) ?? taken };
  }

  function ofAllRuns({ after, ...filter }: RecordFilter, words: readonly string[]): RecordPage {
    const last = after && runs.find(after.runId)?.run;
    if (after && last === undefined) return { rows: [], total: 0 };
    const all: Stretch = { low: 0, high: beyond, newestFirst: true };
    const from = after ? { ...all, high: recordId(last!, after.seq) } : all;
    if (words.length > 0) return { rows: found(from, words, filter).map(asRow), ...countFound(all, words, filter) };
    const rows: StoredRecord[] = [];
    for (const run of runs.newestFirst(filter.flowId, last)) {
      if (rows.length >= filter.limit) break;
      if (!runs.isWithin(run, filter)) continue;
      const stretch = { low: recordId(run, 0), high: Math.min(recordId(run + 1, 0), from.high), newestFirst: true };
      rows.push(...listed(stretch, { ...filter, limit: filter.limit - rows.length }));
    }
    if (!isNarrow(filter)) return { rows: rows.map(asRow), total: runs.sumOf(filter.flowId, chosen(filter.outcomes)) };
    let total = 0;
    for (const run of runs.newestFirst(filter.flowId)) {
      if (total > mostCounted) break;
      if (runs.isWithin(run, filter)) total += narrowing.count({ ...all, low: recordId(run, 0), high: recordId(run + 1, 0) }, filter, mostCounted + 1 - total);
    }
    return { rows: rows.map(asRow), ...upTo(total) };
  }

  const lineOf = (block: number, line: number): unknown => {
    const text = blocks.lines(block)?.[line];
    // Erased lines stand as null.
    return text === undefined || text === 'null' ? undefined : JSON.parse(text);
  };

  return {
    asRow,
    rowOf: find,
    records(filter) {
      const words = searchWords(filter.search);
      // Nothing but signs was typed: no record has that.
      if (words.length === 0 && (filter.search ?? '').trim() !== '') return { rows: [], total: 0 };
      return filter.runId === undefined ? ofAllRuns(filter, words) : ofRun(filter, words);
    },
    story(runId, seq) {
      const run = runs.find(runId);
      const row = run && find(recordId(run.run, seq));
      if (!row) return null;
      const source = lineOf(row.source_block, row.source_line) as SourceRecord | undefined;
      const own = row.story_block === null ? undefined : (lineOf(row.story_block, row.story_line!) as { mapped: SourceRecord | null; steps: StoryStep[] } | undefined);
      const pageSteps = (lineOf(row.source_block, 0) ?? []) as StoryStep[];
      const sharedSteps = row.story_block === null ? [] : ((lineOf(row.story_block, 0) ?? []) as StoryStep[]);
      return {
        row: asRow(row),
        source: source ?? null,
        mapped: own?.mapped ?? null,
        steps: [...[...pageSteps, ...sharedSteps].map(shortened), ...(own?.steps ?? [])],
        payloadsKept: source !== undefined && (row.story_block === null || own !== undefined),
      };
    },
    fieldValues: (rows, paths) =>
      rows.map(({ runId, seq }) => {
        const run = runs.find(runId);
        const row = run && find(recordId(run.run, seq));
        const source = row && (lineOf(row.source_block, row.source_line) as SourceRecord | undefined);
        return source === undefined ? null : paths.map((path) => textAt(source, path));
      }),
    samples(connectionId, stream, limit) {
      const found: StoredRecord[] = [];
      for (const { source, flow_id: flowId } of streamSources.all(connectionId, stream) as { source: number; flow_id: string }[]) {
        let looked = 0;
        let missing = limit;
        for (const run of runs.newestFirst(flowId)) {
          if (missing <= 0 || (looked += 1) > sampleRuns) break;
          const [low, high] = [recordId(run, 0), recordId(run + 1, 0)];
          const unwritten = open.between(low, high, missing, true).filter((row) => row.source === source);
          const rows = withOpen(unwritten, sampleRows.all(low, high, source, missing) as unknown as StoredRecord[], { low, high, newestFirst: true }, missing);
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
