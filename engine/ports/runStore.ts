import type { Cursor, EffectResult, LedgerEntry } from '#connectors/sdk/connector.ts';
import type { DayOfFlow } from '#shared/records/activity.ts';
import type { DifferenceKind, RunComparison } from '#shared/records/comparison.ts';
import type { FoundInside, FoundRecord, RecordLife } from '#shared/records/passport.ts';
import type { Problem, ProblemCause, ProblemChoice, ProblemState } from '#shared/records/problems.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { RecordStory, SourceRecord, StoryStep } from '#shared/records/story.ts';
import type { Total } from '#shared/records/totals.ts';
import type { Batch, BatchPlace, NewBatch, PartEnd } from './batches.ts';
import type { Intent, IntentIdentity, NewIntent } from './intents.ts';
import type { Fence } from './leases.ts';
import type { LedgerKey, Origin } from './ledger.ts';
import type { ParkedGroup, ProblemFilter, RecordFilter, RecordPage } from './log.ts';
import type { FinishedBatch, NewPage, NewRecord, PendingRecord, TakeRecorded, TakenPage } from './records.ts';
import type { NewRun, RunEnd, SourceRef, StartedRun } from './runs.ts';

/**
 * Runs, records, cursors, intents, ledger and problems. Each method is one transaction; what it
 * returns from is on disk. Everything that goes in and out is data: the store may work in a thread of its own. Methods that write take the fence of the caller's lease and
 * throw `setup`/`lease.lost` when a newer owner has taken over.
 */
export interface RunStore {
  /**
   * Also marks runs of the flow that still say `running` as interrupted: the flow's lease proves that nobody works on them. With `carryOut` the records of that dry run become part of this one
   * and the cursors move to where it ended, all or nothing; throws a `setup` error (`plan.stale`, `plan.done` …) when the plan can no longer be carried out. A run that was interrupted at it goes on.
   */
  startRun(run: NewRun, fence: Fence): Promise<StartedRun>;
  /** D1: the page's records, their dedupe keys and the new cursor of the source node, together. A dry run keeps its rows only. */
  takePage(runId: string, nodeId: string, page: NewPage, fence: Fence): Promise<TakenPage>;
  /** Open records of the run in order of seq, after `afterSeq`, at most `count`. */
  pending(runId: string, afterSeq: number, count: number): Promise<readonly PendingRecord[]>;
  /**
   * Puts the flow's open problems of the given sources into the run as records to be tried again; returns how many. With `dueOnly` only those whose
   * pause is over: a quarter of an hour after the first failure, then an hour, four hours, a day.
   */
  takeProblems(runId: string, choice: { readonly nodes: readonly string[]; readonly key?: string; readonly dueOnly?: boolean }, fence: Fence): Promise<number>;
  /**
   * Puts records of the log into the run, to be run again; returns how many. Of several rows of the same record the last one counts. What an earlier
   * run left open goes on as it is, and what still has a write of unknown outcome keeps its lineage.
   */
  takeRecorded(runId: string, taking: TakeRecorded, fence: Fence): Promise<number>;
  /** What the source says now takes the place of what was recorded of an open record of the run. */
  renewRecord(runId: string, seq: number, now: { readonly record: NewRecord; readonly steps: readonly StoryStep[] }, fence: Fence): Promise<PendingRecord>;
  /** Outcomes, stories and problems of records; problems of records that now went well close by themselves. */
  finishRecords(runId: string, batch: FinishedBatch, fence: Fence): Promise<void>;
  /** Counts the rows anew; when they are not the running totals the run ends `failed` with a `bug` (`run.sum_mismatch`), whatever was asked for. */
  finishRun(runId: string, end: RunEnd, fence: Fence): Promise<RunSummary>;

  cursor(source: SourceRef): Promise<Cursor | null>;
  /** For people: sets how far a source was read, or forgets it, together with what is known as read. */
  setCursor(source: SourceRef, cursor: Cursor | null): Promise<void>;

  /**
   * D2: commits the intent before anything is sent. Its key is `intentKey` (engine/delivery/identity.ts) with the number of settled
   * intents of the same identity as round, so that a repetition after a refusal is a new one to the service.
   */
  intend(intent: NewIntent, fence: Fence): Promise<Intent>;
  /** After the answer: result and ledger entry in one commit; the payload is dropped. */
  settleIntent(id: number, end: { readonly state: 'done'; readonly result: EffectResult } | { readonly state: 'failed' }, fence: Fence): Promise<void>;
  /** Intents with unknown outcome of these source records at a target. */
  openIntents(where: Pick<IntentIdentity, 'connectionId' | 'target' | 'sourceConnection'>, sourceKeys: readonly string[]): Promise<readonly Intent[]>;
  /** What earlier attempts of the same lineage got done. */
  doneIntents(lineage: number): Promise<readonly Intent[]>;

  /** D2 for many records: one intent with all their payloads, committed before they are sent. */
  intendBatch(batch: NewBatch, fence: Fence): Promise<Pick<Batch, 'id' | 'key'>>;
  /** After the answer: the end of each part in order and their ledger entries, with a hash of each text, in one commit. */
  settleBatch(id: number, ends: readonly PartEnd[], fence: Fence): Promise<void>;
  /** Batches with unknown outcome that hold one of these source records. */
  openBatches(place: BatchPlace, sourceKeys: readonly string[]): Promise<readonly Batch[]>;
  /** What batches that were settled before got done for these lineages. */
  doneParts(place: BatchPlace, lineages: readonly number[]): Promise<ReadonlyMap<number, EffectResult>>;
  /** `recall` for many records: keys and lineages of the same ones, in the same order. */
  recallMany(scope: Omit<LedgerKey, 'sourceKey'>, keys: readonly string[], lineages: readonly number[]): Promise<readonly (LedgerEntry | null)[]>;

  /** The entry as it was before `lineage` began to write: a resumed record sees the ledger its first attempt saw. */
  recall(key: LedgerKey, lineage: number): Promise<LedgerEntry | null>;
  /** Which records of `sourceConnection` became these things of `connectionId`; in the order of the ids, newest first. */
  origins(connectionId: string, sourceConnection: string, type: string, ids: readonly string[]): Promise<readonly Origin[]>;
  remember(key: LedgerKey, entry: LedgerEntry, lineage: number, fence: Fence): Promise<void>;
  forget(key: LedgerKey, fence: Fence): Promise<void>;

  /** True when any record of a dry run plans a write with this mark. */
  isPlanned(planRunId: string, mark: string): Promise<boolean>;
  /** Ids of what was made so far by records that carry out the plan of a dry run. */
  madeUnderPlan(planRunId: string): Promise<readonly string[]>;
  /** What a run wrote adds up to, or would add up to when it is a dry run. */
  totals(runId: string): Promise<readonly Total[]>;

  /** How many records earlier runs of a flow took and did not end: its next run begins with them, a dry run leaves them alone. While a run is under way its own count, too. */
  leftOpen(flowId: string): Promise<number>;
  /** With `dryRun` only runs that were, or were not, dry ones. */
  runs(filter: { readonly flowId?: string; readonly dryRun?: boolean; readonly limit: number }): Promise<readonly RunSummary[]>;
  run(runId: string): Promise<RunSummary | null>;
  records(filter: RecordFilter): Promise<RecordPage>;
  story(runId: string, seq: number): Promise<RecordStory | null>;
  problems(filter: ProblemFilter): Promise<readonly Problem[]>;
  /** Problems by cause, however many there are, those with most records first. */
  problemCauses(filter: { readonly flowId?: string; readonly state: ProblemState }): Promise<readonly ProblemCause[]>;
  /** Open problems somebody has decided to leave as they are; returns how many. Their records are not tried again, unless their source sends them anew. */
  dismissProblems(choice: ProblemChoice, reason: string, at: number): Promise<number>;
  /** Dismissed problems become open ones again; returns how many. One whose record has a new open problem stays as it is. */
  reopenProblems(choice: ProblemChoice): Promise<number>;
  /** The whole life of a record over all runs and flows, and what it is called in each system; null when the row is gone. */
  life(runId: string, seq: number): Promise<RecordLife | null>;
  /** Records whose number, name, key or reason holds the words, or that became (or are called) the id, each once, the last seen first. */
  find(search: string, limit: number): Promise<readonly FoundRecord[]>;
  /** Looks through what was read and sent, newest first, for a bounded time; `before` goes on where the last look ended. */
  findInside(search: string, before: number | null): Promise<FoundInside>;
  /** Records in which two runs differ. */
  compareRuns(runId: string, otherId: string, choice: { readonly kinds?: readonly DifferenceKind[]; readonly after?: number; readonly limit: number }): Promise<RunComparison>;
  /** Values of a record's own fields for columns of the log; undefined for what is gone. */
  fieldValues(rows: readonly { readonly runId: string; readonly seq: number }[], paths: readonly string[]): Promise<readonly (readonly string[] | null)[]>;
  /** What open records are parked on; of one flow, or of all. */
  parked(flowId?: string): Promise<readonly ParkedGroup[]>;
  /** How many problems are open, per flow. */
  openProblems(): Promise<Readonly<Record<string, number>>>;
  /** What the flows did on each day since a moment, by flow; days on which nothing was read have none. */
  activity(from: number): Promise<readonly DayOfFlow[]>;
  /** Latest source records of a stream of a connection, newest first, for samples in the editor. */
  samples(connectionId: string, stream: string, limit: number): Promise<readonly { readonly key: string; readonly title: string; readonly record: SourceRecord }[]>;
}
