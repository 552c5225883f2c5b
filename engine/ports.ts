import type { ConnectorDefinition, Cursor, EffectResult, LedgerEntry, SecretValue, SentPart } from '#connectors/sdk/connector.ts';
import type { Catalog, ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { FormulaAnswer, FormulaJob } from '#shared/formulas/jobs.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { DayOfFlow } from '#shared/records/activity.ts';
import type { Outcome, Reason, RunStatus } from '#shared/records/outcomes.ts';
import type { DifferenceKind, RunComparison } from '#shared/records/comparison.ts';
import type { FoundInside, FoundRecord, RecordLife } from '#shared/records/passport.ts';
import type { Problem, ProblemCause, ProblemChoice, ProblemState } from '#shared/records/problems.ts';
import type { Decision } from '#shared/records/plan.ts';
import type { RecordRow, RecordStory, SourceRecord, StoryStep, Value } from '#shared/records/story.ts';
import type { RecordChoice, WayAgain } from '#shared/records/recordChoice.ts';
import type { NodeCounts, RunPart, RunSummary, RunVersion } from '#shared/records/runs.ts';
import type { NodeSettings } from '#shared/settings/levels.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import type { Total } from '#shared/records/totals.ts';

/** All the engine needs from outside. Electron, the CLI and a test each fill these in; `storage/` makes most of them real. */
export interface EnginePorts {
  readonly store: RunStore;
  readonly leases: Leases;
  readonly connections: Connections;
  /** What the connectors offer, as data. */
  readonly catalog: Catalog;
  /** The flow as it is drawn, or with `live` as the schedule runs it. */
  readonly flows: { get(flowId: string, version?: 'live'): Promise<FlowDocument> };
  /** Tables of the workspace that flows share. Throws a `setup` error that names the file: it is not there, or cannot be read. */
  readonly tables: { get(tableId: string): Promise<TableDocument> };
  /** Settings that the workspace gives to nodes of all flows; undefined when there are none. Throws a `setup` error when their file cannot be read. */
  readonly settings: { forWorkspace(): Promise<NodeSettings | undefined> };
  /** JSONata for the formulas Fluxo does not compile, where it can do no harm. */
  readonly formulas: Formulas;
  readonly clock: Clock;
  /** Random id, URL-safe. */
  newId(): string;
  /** Hex SHA-256 of a text. */
  hash(text: string): string;
  /** 0 (inclusive) to 1; absent = Math.random. For the jitter of waits only. */
  random?(): number;
  readonly events: EngineEvents;
}

/**
 * Works formulas out in a process of its own that holds no secrets and may be killed. One call for a page: the answers come in the order
 * of the jobs, and a job that kills the process has an error for its answer. Rejects only when no such process can be had.
 */
export interface Formulas {
  evaluate(jobs: readonly FormulaJob[]): Promise<readonly FormulaAnswer[]>;
}

export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Connections {
  info(connectionId: string): Promise<ConnectionInfo>;
  connector(name: string): ConnectorDefinition<unknown> | undefined;
  /** The connection's client; made once and shared by flows that use it at the same time. */
  client(connectionId: string): Promise<unknown>;
}

/** Secrets by connection id. Never silently weaker than asked for: an absent keychain is an error. */
export interface SecretStore {
  /** Shown by `doctor` and kept with the connection: `keychain`, `environment` or `file`. */
  readonly backend: string;
  get(connectionId: string): Promise<SecretValue | null>;
  set(connectionId: string, value: SecretValue): Promise<void>;
  delete(connectionId: string): Promise<void>;
}

/** What the engine tells while it works; the host coalesces before it reaches a screen. */
export interface EngineEvents {
  progress(summary: RunSummary): void;
  finished(summary: RunSummary): void;
}

/** Where a record of a run comes from: a page read now, a run that did not get to it, or the list of problems. */
export type RecordOrigin = 'page' | 'resumed' | 'problem';

/** A record taken in, not yet finished. */
export interface PendingRecord {
  /** Position in the run, from 1. */
  readonly seq: number;
  /** The same for a record over all runs that go on with it after a crash or a stop; a new try of a finished problem gets a new one. */
  readonly lineage: number;
  /** Where it was read, which may not be where its node reads now. */
  readonly from: SourceRef;
  readonly key: string;
  readonly version: string;
  readonly source: SourceRecord;
  readonly origin: RecordOrigin;
  /** What a dry run decided for it, when it is to be done exactly so. */
  readonly planned?: PlannedRecord;
  /** How somebody asked for this attempt; absent = nobody did. */
  readonly again?: WayAgain;
  /** Why it cannot be run again as recorded; `payloadGone`: retention has removed what was read (`source` is empty), `newerRead`: its source has sent a newer version since. */
  readonly cannot?: 'payloadGone' | 'newerRead';
}

/** A record of a dry run whose plan is carried out. */
export interface PlannedRecord {
  /** The dry run. */
  readonly runId: string;
  /** By target node. */
  readonly decisions: Readonly<Record<string, Decision>>;
}

/** Records of the log that are to be run again in a run. */
export interface TakeRecorded {
  /** Source nodes that take part; records of others stay out. */
  readonly nodes: readonly string[];
  readonly choice: RecordChoice;
  readonly way: WayAgain;
}

export interface NewRecord {
  readonly key: string;
  readonly version: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly amount?: string;
  readonly source: SourceRecord;
  /** The JSON of `source` where it came as text, without line breaks. */
  readonly json?: string;
}

export interface NewPage {
  readonly records: readonly NewRecord[];
  /** Kept when the page was taken whole; absent = the cursor stays (one record read by its key). */
  readonly cursor?: Cursor;
  /** Take at most so many; the cursor then stays until the rest of the page was taken by a further call. */
  readonly most?: number;
  /** Leave out what was taken before with the same key and version. */
  readonly dedupe: boolean;
  /** How the page was read; stands in the story of each of its records, stored once. */
  readonly steps: readonly StoryStep[];
}

export interface TakenPage {
  readonly records: readonly PendingRecord[];
  /** How many of the given records were looked at: taken or left out. Less than given when `most` was reached. */
  readonly consumed: number;
}

/** How a record ended, with its story. */
export interface FinishedRecord {
  readonly seq: number;
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** With a problem outcome: the error and what groups it with others of the same cause. */
  readonly problem?: { readonly error: ErrorData; readonly cause: string };
  readonly target?: { readonly type: string; readonly id: string; readonly label?: string };
  readonly mapped: SourceRecord | null;
  /** The JSON of `mapped` where it was made already. */
  readonly mappedJson?: string;
  readonly steps: readonly StoryStep[];
  readonly at: number;
  readonly ms: number;
  /** True when this end says nothing about the record's problem: it neither opens nor closes one. */
  readonly leavesProblem?: boolean;
}

export interface FinishedBatch {
  readonly records: readonly FinishedRecord[];
  /** Steps made for all of them at once, such as looking ahead; stand first in each story, stored once. */
  readonly shared: readonly StoryStep[];
  readonly nodes: Readonly<Record<string, NodeCounts>>;
  /** What their writes add to the totals of the run. */
  readonly totals?: readonly Total[];
}

export interface NewRun {
  readonly runId: string;
  readonly flow: FlowDocument;
  readonly dryRun: boolean;
  readonly trigger: RunSummary['trigger'];
  readonly part?: RunPart;
  readonly version?: RunVersion;
  /** True when it leads through part of the flow only: nothing it reads counts as read, and no problem is closed by what went well in it. */
  readonly partial?: boolean;
  readonly at: number;
  /** Hash of what the flow does; a plan can only be carried out by the flow it was made with. */
  readonly flowMark?: string;
  /** The dry run whose records this run does as planned; then no others go on in it. */
  readonly carryOut?: string;
  /** Which records that earlier runs left open go on in this run; null = none (a dry run). */
  readonly resume: { readonly onlyKey?: string; /** Sources that are switched off: their records wait. */ readonly notFrom: readonly string[] } | null;
}

export interface StartedRun {
  /** Records an earlier run left unfinished, or a plan holds, now part of this one. */
  readonly resumed: number;
}

export interface RunEnd {
  readonly status: Exclude<RunStatus, 'running'>;
  readonly at: number;
  readonly error?: ErrorData;
  readonly nodes: Readonly<Record<string, NodeCounts>>;
}

/** What a cursor belongs to: a source node that is given another connection or stream begins anew and keeps its place in the old one. */
export interface SourceRef {
  readonly flowId: string;
  readonly nodeId: string;
  readonly connectionId: string;
  /** `connector.stream`. */
  readonly stream: string;
}

/** What a write is for: the same source record, effect and slot at the same target. */
export interface IntentIdentity {
  readonly connectionId: string;
  /** `connector.target`, such as `quickbooks.sales`. */
  readonly target: string;
  readonly effect: string;
  readonly sourceConnection: string;
  readonly sourceKey: string;
  /** Tells several effects of the same kind for one record apart; empty for the only one. */
  readonly slot: string;
}

export interface NewIntent {
  readonly identity: IntentIdentity;
  readonly runId: string;
  readonly flowId: string;
  readonly lineage: number;
  readonly payload: Value;
  /** Of the payload; part of the intent's key. */
  readonly fingerprint: string;
  /** Where the result is to be remembered. */
  readonly ledger: { readonly key: LedgerKey; readonly fingerprint: string } | null;
}

/** A write that was decided. `sending` = its outcome is unknown until somebody has an answer. */
export interface Intent extends Omit<NewIntent, 'fingerprint'> {
  readonly id: number;
  /** What the service recognises a repetition by. */
  readonly key: string;
  readonly state: 'sending' | 'done' | 'failed';
  readonly result: EffectResult | null;
}

/** Where a batch goes. */
export type BatchPlace = Pick<IntentIdentity, 'connectionId' | 'target' | 'sourceConnection'>;

/** One record's share of a batch. */
export interface BatchPart extends SentPart {
  readonly lineage: number;
  readonly sourceKey: string;
  readonly ledger: { readonly entity: string; readonly key: string };
}

/** Many records in one call: one intent for all of them. */
export interface NewBatch {
  readonly place: BatchPlace;
  readonly effect: string;
  readonly runId: string;
  readonly flowId: string;
  /** What all parts have in common. */
  readonly how: Value;
  readonly parts: readonly BatchPart[];
  /** Hex hash over place, effect and parts; a repetition of what was settled gets another key. */
  readonly digest: string;
}

export interface Batch extends Omit<NewBatch, 'digest'> {
  readonly id: number;
  /** What the service recognises a repetition by. */
  readonly key: string;
}

export type PartEnd = { readonly state: 'done'; readonly result: EffectResult } | { readonly state: 'failed' };

export interface LedgerKey {
  readonly connectionId: string;
  /** The target's word for the kind of thing (`sales`, `customer`). */
  readonly entity: string;
  /** Source connection and source id together make the source's identity. */
  readonly sourceConnection: string;
  readonly sourceKey: string;
}

/** Something in a service, in the words of its connector's targets. */
export interface Thing {
  readonly type: string;
  readonly id: string;
}

/** A ledger entry, seen from what it led to. */
export interface Origin extends Thing {
  readonly sourceKey: string;
  /** Version the thing had after our last write; absent when we only found it, or could not tell. */
  readonly writtenVersion?: string;
}

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
  /** `recall` for many records of one source connection. */
  recallMany(connectionId: string, sourceConnection: string, wanted: readonly { readonly entity: string; readonly key: string; readonly lineage: number }[]): Promise<readonly (LedgerEntry | null)[]>;

  /** The entry as it was before `lineage` began to write: a resumed record sees the ledger its first attempt saw. */
  recall(key: LedgerKey, lineage: number): Promise<LedgerEntry | null>;
  /** Which records of `sourceConnection` became these things of `connectionId`; by type and id, newest first. */
  origins(connectionId: string, sourceConnection: string, things: readonly Thing[]): Promise<readonly Origin[]>;
  remember(key: LedgerKey, entry: LedgerEntry, lineage: number, fence: Fence): Promise<void>;
  forget(key: LedgerKey, fence: Fence): Promise<void>;

  /** True when any record of a dry run plans a write with this mark. */
  isPlanned(planRunId: string, mark: string): Promise<boolean>;
  /** Ids of what was made so far by records that carry out the plan of a dry run. */
  madeUnderPlan(planRunId: string): Promise<readonly string[]>;
  /** What a run wrote adds up to, or would add up to when it is a dry run. */
  totals(runId: string): Promise<readonly Total[]>;

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

export interface ProblemFilter {
  readonly flowId?: string;
  readonly state?: ProblemState;
  readonly nodeId?: string;
  readonly outcome?: Problem['outcome'];
  readonly cause?: string;
  readonly limit: number;
}

/** Records of one flow that wait for the same. */
export interface ParkedGroup {
  readonly flowId: string;
  /** Where they were read. */
  readonly sourceNode: string;
  readonly cause: string;
  readonly error: ErrorData;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface RecordPage {
  readonly rows: readonly RecordRow[];
  /** Rows that match, wherever the page begins. */
  readonly total: number;
  /** True when there are more than `total`: what a search finds is counted up to a thousand. */
  readonly atLeast?: boolean;
}

export interface RecordFilter {
  readonly runId?: string;
  readonly flowId?: string;
  readonly outcomes?: readonly Outcome[];
  /**
   * Words in title, subtitle, key and reason, the last one perhaps only begun; letters with and without accents are the same. `2026-1043` is two
   * words, and so is each part of an address.
   */
  readonly search?: string;
  /** Codes of errors or reasons, such as `quickbooks.duplicate_name`. */
  readonly reasons?: readonly string[];
  /** Nodes the record was read by, or stopped at. */
  readonly nodes?: readonly string[];
  /** Ended (or, while open, taken) from this moment on, and before that one; milliseconds. */
  readonly from?: number;
  readonly until?: number;
  /** Rows after this seq in the chosen order; only together with `runId`. */
  readonly afterSeq?: number;
  /** Rows after this one, newest first; only without `runId`. */
  readonly after?: { readonly runId: string; readonly seq: number };
  readonly limit: number;
  readonly newestFirst?: boolean;
}

/** Proof of holding a lease: a stale owner's number is lower than the newest and cannot commit. */
export interface Fence {
  readonly lease: string;
  readonly number: number;
}

export interface Lease {
  readonly fence: Fence;
  /** Aborts when the lease was lost (another process took it after our heartbeat failed). */
  readonly lost: AbortSignal;
  /** Throws `lease.lost` unless this process surely holds it still. Asks the disk only when its last sign of life is some time ago, as after it stood still. */
  sure(): Promise<void>;
  release(): Promise<void>;
}

/** How far the schedule of each flow was seen to. */
export interface ScheduleStore {
  seenTo(flowId: string): Promise<{ readonly until: number; readonly plan: string } | null>;
  /** `plan` is the schedule it was seen to under: after a change it counts anew. */
  seeTo(flowId: string, seen: { readonly until: number; readonly plan: string }): Promise<void>;
}

/** What flows were last heard of. All moments in milliseconds since the epoch. */
export interface HeartbeatStore {
  /** The end of the last whole run that went through, and the start of the last one that read something new. */
  signsOf(flowId: string): Promise<{ readonly ranAt: number | null; readonly readAt: number | null }>;
  /** Since when this is expected of the flow: `now` for a rule that is new or another one than before. */
  expectedSince(flowId: string, rule: string, now: number): Promise<number>;
  /** When some process last looked after the schedule; null before the first time. */
  watchedUntil(): Promise<number | null>;
  noteWatched(now: number): Promise<void>;
}

export interface Leases {
  /** One owner per name over all processes of the workspace; null when somebody else holds it (who: `holder`). */
  take(name: string, purpose: string): Promise<Lease | null>;
  holder(name: string): Promise<{ readonly purpose: string; readonly since: number } | null>;
  /** Waits for the lease, runs `work`, releases. */
  hold<T>(name: string, purpose: string, work: (lease: Lease) => Promise<T>): Promise<T>;
}
