import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { EffectResult, LedgerEntry } from '#connectors/sdk/connector.ts';
import type { PendingRecord, Thing } from '#engine/ports.ts';
import type { SourceRecord, StoryStep } from '#shared/records/story.ts';
import type { TotalPart } from '#shared/records/totals.ts';
import type { FluxoError } from '#shared/errors.ts';
import { endingOf, type Ending } from './outcome.ts';
import type { Run } from './run.ts';

/** A record that was taken, but for what was read. */
export type TakenRecord = Pick<PendingRecord, 'seq' | 'lineage' | 'from' | 'key' | 'version' | 'origin'> & { readonly [Field in 'planned' | 'again']: PendingRecord[Field] | undefined };

/** What the records of a page have in common. */
export interface PageInHand {
  readonly sourceNode: string;
  readonly sourceConnection: string;
  /** Steps made for all of them at once. */
  readonly shared: StoryStep[];
}

export interface DoneEffect {
  readonly result: EffectResult;
  readonly fingerprint: string;
}

/** A record in hand: what happened to it so far in this run. What it was read as stands in its items only, so that it is gone when the last node that needs it is through. */
export interface RecordInHand {
  readonly pending: TakenRecord;
  /** What it is in the service it was read from; null where its stream does not say. */
  readonly thing: Thing | null;
  readonly page: PageInHand;
  readonly startedAt: number;
  readonly steps: StoryStep[];
  /** What a map made of it; its JSON once nobody needs the fields any more. */
  mapped: SourceRecord | string | Uint8Array | null;
  /** Branches still under way; the record has ended when there is none. */
  branches: number;
  ending: Ending | null;
  /** Ledger entries written by branches that are through, by ledger key; an entry that is null was forgotten. Null for most: none yet. */
  ledger: Map<string, LedgerEntry | null> | null;
  /** Steps it shares with the records it was sent together with. */
  group: { readonly shared: StoryStep[] } | null;
  /** The JSON of what the record is now, when somebody has asked for it. */
  json: { readonly of: SourceRecord; readonly text: string; bytes: Uint8Array | null } | null;
  /** Effects done for this lineage, by target, effect and slot; null until asked for. */
  done: Map<string, DoneEffect> | null;
  /** What its writes add to the totals of the run, by target node; null until there is something. */
  totals: Map<string, readonly TotalPart[]> | null;
}

/** One record in one branch, with what the nodes before have made of it. Belongs to the node that has it. */
export interface Item {
  readonly record: RecordInHand;
  value: SourceRecord;
  /** When which field is to be written; absent before a map node. */
  readonly modes?: ReadonlyMap<string, WriteMode>;
}

/** Of the collector's work most is copying what is still alive: a record in hand is as small as it can be, and always of the same shape. */
export function takeInHand(pending: TakenRecord, page: PageInHand, now: number, thing: Thing | null = null): RecordInHand {
  return { pending, thing, page, startedAt: now, steps: [], mapped: null, branches: 0, ending: null, ledger: null, group: null, json: null, done: null, totals: null };
}

/** A record without what was read. */
export function withoutSource({ seq, lineage, from, key, version, origin, planned, again }: PendingRecord): TakenRecord {
  return { seq, lineage, from, key, version, origin, planned, again };
}

/** Ends records that are not even begun. */
export async function endAll(run: Run, records: readonly PendingRecord[], ending: (record: PendingRecord) => Ending): Promise<void> {
  run.tally.read += records.length;
  for (const pending of records) {
    const record = takeInHand(withoutSource(pending), { sourceNode: pending.from.nodeId, sourceConnection: '', shared: [] }, run.ports.clock.now());
    record.branches = 1;
    run.finisher.end(record, ending(pending));
  }
  await run.finisher.flush();
}

/** What a story says of an error at a node. */
export const errorStep = (run: Pick<Run, 'ports'>, node: string, error: FluxoError): StoryStep => ({ kind: 'error', at: run.ports.clock.now(), node, error: error.data });

/** Ends a record at a node with an error, which its story tells. */
export function endWith(run: Run, record: RecordInHand, node: string, error: FluxoError): void {
  record.steps.push(errorStep(run, node, error));
  run.finisher.end(record, endingOf(error, node));
}

/** The JSON of an item, made once: the same text goes to the service and into the log. */
export function jsonOf({ record, value }: Item): string {
  if (record.json?.of !== value) record.json = { of: value, text: JSON.stringify(value), bytes: null };
  return record.json.text;
}

const gone: SourceRecord = Object.freeze({});

/** The item's fields are needed no more, only their JSON for the log: while an answer is awaited the collector has less to copy. */
export function letGo(item: Item): void {
  const { record } = item;
  // Another way may still need them, and its text is the same.
  if (record.branches > 1) return;
  if (record.mapped === item.value) {
    const text = jsonOf(item);
    record.mapped = record.json!.bytes ?? text;
  }
  record.json = null;
  item.value = gone;
}
