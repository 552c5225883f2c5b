import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { EffectResult, LedgerEntry } from '#connectors/sdk/connector.ts';
import type { PendingRecord } from '#engine/ports.ts';
import type { SourceRecord, StoryStep } from '#shared/records/story.ts';
import type { TotalPart } from '#shared/records/totals.ts';
import type { FluxoError } from '#shared/errors.ts';
import { endingOf, type Ending } from './outcome.ts';
import type { Run } from './run.ts';

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

/** A record in hand: what happened to it so far in this run. */
export interface RecordInHand {
  readonly pending: PendingRecord;
  readonly page: PageInHand;
  readonly startedAt: number;
  readonly steps: StoryStep[];
  mapped: SourceRecord | null;
  /** Branches still under way; the record has ended when there is none. */
  branches: number;
  ending: Ending | null;
  /** Ledger entries written by branches that are through, by ledger key; null = forgotten. */
  readonly ledger: Map<string, LedgerEntry | null>;
  /** Steps it shares with the records it was sent together with. */
  group: { readonly shared: StoryStep[] } | null;
  /** The JSON of what the record is now, when somebody has asked for it. */
  json: { readonly of: SourceRecord; readonly text: string; bytes: Uint8Array | null } | null;
  /** Effects done for this lineage, by target, effect and slot; null until asked for. */
  done: Map<string, DoneEffect> | null;
  /** What its writes add to the totals of the run, by target node. */
  readonly totals: Map<string, readonly TotalPart[]>;
}

/** One record in one branch, with what the nodes before have made of it. */
export interface Item {
  readonly record: RecordInHand;
  readonly value: SourceRecord;
  /** When which field is to be written; absent before a map node. */
  readonly modes?: ReadonlyMap<string, WriteMode>;
}

export function takeInHand(pending: PendingRecord, page: PageInHand, now: number): RecordInHand {
  return { pending, page, startedAt: now, steps: [], mapped: null, branches: 0, ending: null, ledger: new Map(), group: null, json: null, done: pending.origin === 'page' ? new Map() : null, totals: new Map() };
}

/** Ends records that are not even begun. */
export async function endAll(run: Run, records: readonly PendingRecord[], ending: (record: PendingRecord) => Ending): Promise<void> {
  run.tally.read += records.length;
  for (const pending of records) {
    const record = takeInHand(pending, { sourceNode: pending.from.nodeId, sourceConnection: '', shared: [] }, run.ports.clock.now());
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
