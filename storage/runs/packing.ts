import type { Cursor } from '#connectors/sdk/connector.ts';
import type { FinishedBatch, Intent, NewBatch, NewIntent, NewPage, PartEnd, PendingRecord, RunStore, SourceRef, TakenPage } from '#engine/ports.ts';
import { ByteWriter } from '#shared/bytes/byteWriter.ts';
import { isWhole, lineFeed } from '#shared/bytes/lines.ts';
import type { ErrorData } from '#shared/errors.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { NodeCounts } from '#shared/records/runs.ts';
import type { Total } from '#shared/records/totals.ts';

/**
 * A page as it goes to the store: columns of short texts, and what was read as one text of a line each. Records as
 * objects would be copied field by field on their way to another thread, which costs more than keeping them.
 */
export interface PackedPage {
  readonly keys: readonly string[];
  readonly versions: readonly string[];
  readonly titles: readonly string[];
  readonly subtitles: readonly (string | null)[];
  readonly amounts: readonly (string | null)[];
  /** One JSON text a line (see `shared/bytes/lines.ts`), in the order of the keys. */
  readonly sources: Uint8Array;
  readonly steps: string;
  readonly cursor?: Cursor;
  readonly most?: number;
  readonly dedupe: boolean;
}

/** Which records of a packed page were taken, and as what. */
export interface TakenPlaces {
  /** Indexes in the page; null = all that were looked at. */
  readonly taken: readonly number[] | null;
  /** Place in the run and lineage of the first one; those of the others follow. */
  readonly seq: number;
  readonly lineage: number;
  readonly from: SourceRef;
  readonly consumed: number;
}

const encoder = new TextEncoder();
const writer = new ByteWriter();

/** Ended records as columns; `stories` has a line for each. */
export interface PackedBatch {
  readonly seqs: readonly number[];
  readonly outcomes: readonly Outcome[];
  /** Reasons as JSON and what of them can be searched for. */
  readonly reasons: readonly string[];
  readonly reasonTexts: readonly string[];
  readonly targets: readonly (string | null)[];
  readonly ats: readonly number[];
  readonly mss: readonly number[];
  readonly problems: readonly { readonly index: number; readonly error: ErrorData; readonly cause: string }[];
  /** Indexes of those whose problem stays as it is. */
  readonly leaveProblem: readonly number[];
  readonly stories: Uint8Array;
  readonly shared: string;
  readonly nodes: Readonly<Record<string, NodeCounts>>;
  readonly totals: readonly Total[];
}

/** A batch that is about to be sent, its parts as columns. */
export interface PackedIntent extends Omit<NewBatch, 'parts'> {
  readonly lineages: readonly number[];
  readonly sourceKeys: readonly string[];
  readonly entities: readonly string[];
  readonly keys: readonly string[];
  readonly names: readonly string[];
  /** The JSON of each part, a line each. */
  readonly payload: Uint8Array;
}

/** What became of the parts of a batch, in their order, as columns; null = not done. */
export interface PackedEnds {
  /** The results as JSON: a list with null for what was not done. */
  readonly results: string;
  readonly types: readonly (string | null)[];
  readonly ids: readonly (string | null)[];
  readonly versions: readonly (string | null)[];
}

type PackedMethods = 'takePage' | 'finishRecords' | 'intend' | 'intendBatch' | 'settleBatch';

/** The store as it works on the database: what comes in great numbers comes packed. */
export interface PackedRunStore extends Omit<RunStore, PackedMethods> {
  settleBatch(id: number, ends: PackedEnds, fence: Parameters<RunStore['settleBatch']>[2]): Promise<void>;
  intendBatch(batch: PackedIntent, fence: Parameters<RunStore['intendBatch']>[1]): ReturnType<RunStore['intendBatch']>;
  takePage(runId: string, nodeId: string, page: PackedPage, fence: Parameters<RunStore['takePage']>[3]): Promise<TakenPlaces>;
  finishRecords(runId: string, batch: PackedBatch, fence: Parameters<RunStore['finishRecords']>[2]): Promise<void>;
  /** Answers what the caller does not know. */
  intend(intent: NewIntent, fence: Parameters<RunStore['intend']>[1]): Promise<Pick<Intent, 'id' | 'key'>>;
}

/** The engine's store over one that takes packed pages, in this thread or another. */
export function packing<S extends PackedRunStore>(store: S): Omit<S, PackedMethods> & RunStore {
  return {
    ...store,
    takePage: async (runId, nodeId, page, fence) => unpackTaken(page, await store.takePage(runId, nodeId, packPage(page), fence)),
    intendBatch: (batch, fence) => store.intendBatch(packIntent(batch), fence),
    settleBatch: (id, ends, fence) => store.settleBatch(id, packEnds(ends), fence),
    finishRecords: (runId, batch, fence) => (batch.records.length === 0 ? Promise.resolve() : store.finishRecords(runId, packBatch(batch), fence)),
    intend: async (intent, fence) => {
      const { id, key } = await store.intend(intent, fence);
      const { fingerprint: _, ...kept } = intent;
      return { ...kept, id, key, state: 'sending', result: null };
    },
  };
}

/** What came as bytes goes on as it is; of a page that may be taken in pieces the rest is still needed here. */
const linesOf = ({ records, lines, most }: NewPage): Uint8Array => {
  if (!lines) return encoder.encode(records.map(({ source }) => JSON.stringify(source)).join('\n'));
  return most === undefined && isWhole(lines) ? lines : lines.slice();
};

function packPage(page: NewPage): PackedPage {
  const { records, steps, cursor, most, dedupe } = page;
  return {
    keys: records.map(({ key }) => key),
    versions: records.map(({ version }) => version),
    titles: records.map(({ title }) => title),
    subtitles: records.map(({ subtitle }) => subtitle ?? null),
    amounts: records.map(({ amount }) => amount ?? null),
    sources: linesOf(page),
    steps: JSON.stringify(steps),
    dedupe,
    ...(cursor !== undefined && { cursor }),
    ...(most !== undefined && { most }),
  };
}

function unpackTaken(page: NewPage, { taken, seq, lineage, from, consumed }: TakenPlaces): TakenPage {
  const chosen = taken ? taken.map((index) => page.records[index]!) : page.records.slice(0, consumed);
  const records = chosen.map(({ key, version, source }, at): PendingRecord => ({ seq: seq + at, lineage: lineage + at, from, key, version, source, origin: 'page' }));
  return { records, consumed };
}

function storiesOf(records: FinishedBatch['records']): Uint8Array {
  writer.begin();
  for (const [index, { mapped, mappedJson, steps }] of records.entries()) {
    if (index > 0) writer.byte(lineFeed);
    writer.bytes(beforeMapped);
    put(mappedJson ?? JSON.stringify(mapped));
    if (steps.length === 0) writer.bytes(withoutSteps);
    else writer.text(`,"steps":${JSON.stringify(steps)}}`);
  }
  return writer.take();
}

const beforeMapped = encoder.encode('{"mapped":');
const withoutSteps = encoder.encode(',"steps":[]}');

function put(json: string | Uint8Array): void {
  if (typeof json === 'string') writer.text(json);
  else writer.bytes(json);
}

function packEnds(ends: readonly PartEnd[]): PackedEnds {
  const results = ends.map((end) => (end.state === 'done' ? end.result : null));
  return {
    results: JSON.stringify(results),
    types: results.map((result) => result && result.type),
    ids: results.map((result) => result && result.id),
    versions: results.map((result) => result?.version ?? null),
  };
}

function packIntent({ place, effect, runId, flowId, how, parts }: NewBatch): PackedIntent {
  writer.begin();
  for (const [index, part] of parts.entries()) {
    if (index > 0) writer.byte(lineFeed);
    put(part.bytes ?? part.text);
  }
  return {
    place,
    effect,
    runId,
    flowId,
    how,
    lineages: parts.map(({ lineage }) => lineage),
    sourceKeys: parts.map(({ sourceKey }) => sourceKey),
    entities: parts.map(({ ledger }) => ledger.entity),
    keys: parts.map(({ ledger }) => ledger.key),
    names: parts.map(({ name }) => name),
    payload: writer.take(),
  };
}

function packBatch({ records, shared, nodes, totals = [] }: FinishedBatch): PackedBatch {
  return {
    seqs: records.map(({ seq }) => seq),
    outcomes: records.map(({ outcome }) => outcome),
    reasons: records.map(({ reason }) => JSON.stringify(reason)),
    reasonTexts: records.map(({ reason }) => reason.text),
    targets: records.map(({ target }) => (target ? JSON.stringify(target) : null)),
    ats: records.map(({ at }) => at),
    mss: records.map(({ ms }) => ms),
    problems: records.flatMap(({ outcome, problem, reason }, index) => {
      if (!problemOutcomes.has(outcome)) return [];
      const error: ErrorData = problem?.error ?? { code: reason.code, kind: 'data', what: reason.text, ...(reason.params && { params: reason.params }) };
      return [{ index, error, cause: problem?.cause ?? error.code }];
    }),
    leaveProblem: records.flatMap(({ leavesProblem }, index) => (leavesProblem ? [index] : [])),
    stories: storiesOf(records),
    shared: JSON.stringify(shared),
    nodes,
    totals,
  };
}
