import type { ConnectorDefinition, Cursor, EffectResult, LedgerEntry, SecretValue } from '#connectors/sdk/connector.ts';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { Outcome, Reason, RunStatus } from '#shared/records/outcomes.ts';
import type { RecordRow, RecordStory, SourceRecord, StoryStep, Value } from '#shared/records/story.ts';
import type { NodeCounts, RunSummary } from '#shared/records/runs.ts';

/** All the engine needs from outside. Electron, the CLI and a test each fill these in; `storage/` makes most of them real. */
export interface EnginePorts {
  readonly store: RunStore;
  readonly leases: Leases;
  readonly connections: Connections;
  readonly flows: { get(flowId: string): Promise<FlowDocument> };
  readonly clock: Clock;
  /** Random id, URL-safe. */
  newId(): string;
  /** Hex SHA-256 of a text. */
  hash(text: string): string;
  readonly events: EngineEvents;
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

/** A record taken in, not yet finished. */
export interface PendingRecord {
  readonly seq: number;
  readonly nodeId: string;
  readonly key: string;
  readonly version: string;
  readonly source: SourceRecord;
  /** True when an earlier run left it open (crash, stop) or it stands in the list of problems and is tried again. */
  readonly again: boolean;
}

export interface NewRecord {
  readonly key: string;
  readonly version: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly amount?: string;
  readonly source: SourceRecord;
}

/** How a record ended, with its story. */
export interface FinishedRecord {
  readonly seq: number;
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly error?: ErrorData;
  readonly target?: { readonly type: string; readonly id: string; readonly label?: string };
  readonly mapped: SourceRecord | null;
  readonly steps: readonly StoryStep[];
  readonly at: number;
  readonly ms: number;
}

export interface StartedRun {
  readonly runId: string;
  /** Records an earlier run left unfinished, now part of this one. */
  readonly resumed: number;
}

/** Identity of a write intent: the same record, effect and payload always give the same key. */
export interface IntentRow {
  readonly key: string;
  readonly runId: string;
  readonly flowId: string;
  readonly connectionId: string;
  readonly effect: string;
  readonly sourceKey: string;
  readonly payload: Value;
  readonly state: 'sending' | 'done' | 'failed';
  readonly result: EffectResult | null;
}

export interface LedgerKey {
  readonly connectionId: string;
  /** The target's word for the kind of thing (`sales`, `customer`). */
  readonly entity: string;
  /** Source connection and source id together make the source's identity. */
  readonly sourceConnection: string;
  readonly sourceKey: string;
}

/**
 * Runs, records, cursors, intents, ledger and problems. Each method is one transaction; what it
 * returns from is on disk. Methods that write take the fencing number of the caller's lease and
 * throw `setup`/`lease.lost` when a newer owner has taken over.
 */
export interface RunStore {
  startRun(run: { readonly runId: string; readonly flow: FlowDocument; readonly dryRun: boolean; readonly trigger: RunSummary['trigger']; readonly at: number; readonly fence: Fence }): Promise<StartedRun>;
  /** D1: the page's records and the new cursor of the source node, together. Records already finished with the same key and version are left out; returns the kept ones with their seq. */
  takePage(runId: string, nodeId: string, page: { readonly records: readonly NewRecord[]; readonly cursor: Cursor }, fence: Fence): Promise<readonly PendingRecord[]>;
  /** Open records of the run in order of seq, after `afterSeq`, at most `count`: resumed ones and problems tried again. */
  pending(runId: string, afterSeq: number, count: number): Promise<readonly PendingRecord[]>;
  /** Puts the flow's open problems (or those with the given keys) into the run as records to be tried again; returns how many. */
  takeProblems(runId: string, flowId: string, keys: readonly string[] | null, fence: Fence): Promise<number>;
  /** Outcomes, stories and problems of records; problems of records that now went well close by themselves. */
  finishRecords(runId: string, records: readonly FinishedRecord[], fence: Fence): Promise<void>;
  /** Running totals for the screen; also kept for the next start of the program. */
  saveCounts(runId: string, counts: { readonly outcomes: Readonly<Record<Outcome, number>>; readonly nodes: Readonly<Record<string, NodeCounts>> }, fence: Fence): Promise<void>;
  finishRun(runId: string, end: { readonly status: Exclude<RunStatus, 'running'>; readonly at: number; readonly error?: ErrorData }, fence: Fence): Promise<RunSummary>;

  cursor(flowId: string, nodeId: string): Promise<Cursor | null>;
  setCursor(flowId: string, nodeId: string, cursor: Cursor | null): Promise<void>;

  /** D2: commits the intent before anything is sent. Gives back the row that already stands under the key, if any. */
  intend(intent: Omit<IntentRow, 'state' | 'result'>, fence: Fence): Promise<IntentRow | null>;
  /** After the answer: result and ledger entry in one commit. */
  settleIntent(key: string, end: { readonly state: 'done'; readonly result: EffectResult; readonly ledger?: { readonly key: LedgerKey; readonly entry: LedgerEntry } } | { readonly state: 'failed' }, fence: Fence): Promise<void>;

  recall(key: LedgerKey): Promise<LedgerEntry | null>;
  remember(key: LedgerKey, entry: LedgerEntry, fence: Fence): Promise<void>;
  forget(key: LedgerKey, fence: Fence): Promise<void>;

  runs(filter: { readonly flowId?: string; readonly limit: number }): Promise<readonly RunSummary[]>;
  run(runId: string): Promise<RunSummary | null>;
  records(filter: RecordFilter): Promise<{ readonly rows: readonly RecordRow[]; readonly total: number }>;
  story(runId: string, seq: number): Promise<RecordStory | null>;
  problems(filter: { readonly flowId?: string; readonly state?: 'open' | 'solved'; readonly limit: number }): Promise<readonly ProblemRow[]>;
  /** Latest source records of a stream of a connection, newest first, for samples in the editor. */
  samples(connectionId: string, stream: string, limit: number): Promise<readonly { readonly key: string; readonly title: string; readonly record: SourceRecord }[]>;
}

export interface RecordFilter {
  readonly runId?: string;
  readonly flowId?: string;
  readonly outcomes?: readonly Outcome[];
  /** Looks in title, subtitle, key and reason. */
  readonly search?: string;
  /** Rows after this seq in the chosen order; only together with `runId`. */
  readonly afterSeq?: number;
  readonly limit: number;
  readonly newestFirst?: boolean;
}

export interface ProblemRow {
  readonly id: string;
  readonly flowId: string;
  readonly nodeId: string;
  readonly key: string;
  readonly title: string;
  readonly outcome: Extract<Outcome, 'parked' | 'invalid' | 'rejected' | 'unsure'>;
  readonly error: ErrorData;
  /** Problems with the same cause share it; the list is grouped by it. */
  readonly cause: string;
  readonly state: 'open' | 'solved';
  readonly firstAt: number;
  readonly lastAt: number;
  readonly times: number;
  readonly lastRunId: string;
  readonly lastSeq: number;
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
  release(): Promise<void>;
}

export interface Leases {
  /** One owner per name over all processes of the workspace; null when somebody else holds it (who: `holder`). */
  take(name: string, purpose: string): Promise<Lease | null>;
  holder(name: string): Promise<{ readonly purpose: string; readonly since: number } | null>;
  /** Waits for the lease, runs `work`, releases. */
  hold<T>(name: string, purpose: string, work: (lease: Lease) => Promise<T>): Promise<T>;
}
