import * as z from 'zod';
import { signInWays, type Catalog, type ConnectionInfo, type PickOption, type SignInWay, type TestStage } from '../catalog/catalog.ts';
import type { ErrorData } from '../errors.ts';
import type { FormulaAnswer } from '../formulas/jobs.ts';
import { FlowDocumentSchema, IdSchema, type FlowDocument } from '../flow/document.ts';
import type { DayOfFlow } from '../records/activity.ts';
import { outcomes, type Reason } from '../records/outcomes.ts';
import { languages } from '../languages.ts';
import type { Late } from '../flow/heartbeat.ts';
import type { Step } from '../flow/history/history.ts';
import { JournalEntrySchema } from '../flow/history/journal.ts';
import type { Question } from '../flow/questions.ts';
import { differenceKinds, type RunComparison } from '../records/comparison.ts';
import type { FoundInside, FoundRecord, RecordLife } from '../records/passport.ts';
import { problemStates, type Problem, type ProblemCause } from '../records/problems.ts';
import { FlowVersionSchema, type FlowVersion } from '../flow/versions.ts';
import type { Total } from '../records/totals.ts';
import type { Pin } from '../records/pins.ts';
import { RecordChoiceSchema, waysAgain } from '../records/recordChoice.ts';
import type { Retention, Traces } from '../records/privacy.ts';
import type { RecordRow, RecordStory, SourceRecord } from '../records/story.ts';
import type { RunSummary } from '../records/runs.ts';
import type { Preflight } from '../setup/preflight.ts';
import type { SettingUser } from '../flow/levels.ts';
import { CountryRowSchema, type CountryRow } from '../settings/countryTable.ts';
import type { NodeSettings, SettingJson } from '../settings/levels.ts';
import type { Backup, LogState, Restored, UnsafePlace } from '../workspace/backups.ts';
import { PairRowSchema, TableColumnSchema, TableDocumentSchema, type PairRow, type TableDocument, type TableKind } from '../tables/table.ts';

/**
 * The only place that names a call. The input schema is checked where a call arrives; the output is
 * ours, so its type is enough. Both ends derive their types from here, so a call without a handler
 * does not compile.
 */
const none = z.strictObject({});
const settings = z.record(z.string().max(100), z.string().max(10_000));
/** A connection as typed. `secret` holds only what the user typed now; absent fields keep their stored value. */
const typedConnection = z.strictObject({ id: IdSchema.optional(), connector: z.string().max(40), name: z.string().min(1).max(120), environment: z.enum(['production', 'sandbox', 'demo']), settings, secret: settings.optional() });

function call<I extends z.ZodType>(input: I) {
  return { output: <O>() => ({ input, answer: undefined as unknown as O }) };
}

export interface FlowListItem {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: number;
  readonly nodeCount: number;
  readonly openProblems: number;
  readonly lastRun?: RunSummary;
  /** Milliseconds; when the schedule starts it next. */
  readonly nextRunAt?: number;
  /** Why the schedule could not start it last time. */
  readonly scheduleError?: ErrorData;
  /** Set when the schedule runs another version than the one that is drawn. */
  readonly isDraft?: true;
  /** Set when it did not run, or read anything, for longer than expected. */
  readonly late?: Late;
  /** Set when the file cannot be read as a flow; it is listed all the same, so that nothing vanishes. */
  readonly broken?: ErrorData;
}

/** A flow opened for editing, with everything that was done to it. */
export interface OpenedFlow {
  /** What to show; where it is not what is in the file (`recovered`) it still has to be saved. */
  readonly document: FlowDocument;
  /** Of the file. */
  readonly revision: string;
  readonly steps: readonly Step[];
  /** So many of the steps are done. */
  readonly done: number;
  /** Where the journal ends; the next entries go after it. Null when nothing can be kept of what is edited here. */
  readonly place: number | null;
  /** `recovered`: edits of a session that was cut off are there again; `elsewhere`: the file was changed by somebody else, which is now the last step; `setAside`: the journal was no use. */
  readonly note?: 'recovered' | 'elsewhere' | 'setAside';
}

/** The version of a flow that its schedule runs. */
export interface LiveVersion {
  readonly document: FlowDocument;
  /** Milliseconds; since when. */
  readonly at: number;
}

/** A place of a flow that takes its rows from a shared table; `at` leads to it in the node's settings. */
export interface TableUse {
  readonly flowId: string;
  readonly flowName: string;
  readonly nodeId: string;
  readonly at: readonly (string | number)[];
}

export interface TableListItem {
  readonly id: string;
  readonly name: string;
  readonly kind: TableKind;
  readonly rowCount: number;
  readonly updatedAt: number;
  readonly usedBy: readonly TableUse[];
  /** Set when the file cannot be read as a table. */
  readonly broken?: ErrorData;
}

/** A CSV as rows of a table, and the lines that do not become one. */
export interface ReadCsv {
  readonly pairs: readonly PairRow[];
  readonly countries: readonly CountryRow[];
  readonly faults: readonly { readonly line: number; readonly reason: Reason }[];
}

export interface TemplateInfo {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly connectors: readonly string[];
  /** What its first source reads and its first target writes, such as `mplus.orders` and `quickbooks.sales`; empty when it has none. */
  readonly stream: string;
  readonly target: string;
}

/** A record to try things on. */
export interface SampleRecord {
  readonly key: string;
  readonly title: string;
  readonly record: SourceRecord;
  readonly from: 'log' | 'live' | 'pin';
}

export interface TestReport {
  readonly stages: readonly { readonly stage: TestStage; readonly state: 'ok' | 'failed' | 'skipped'; readonly text: string; readonly reason?: Reason; readonly error?: ErrorData }[];
}

/** One try to get a permission on a service's consent page. Code and tokens are not part of it, nor is the page's address. */
export interface AuthorisationState {
  readonly attemptId: string;
  readonly connector: string;
  readonly way: SignInWay;
  /** `waiting` for the person, `checking` the answer with the service, then one of the others for good. */
  readonly phase: 'waiting' | 'checking' | 'done' | 'failed' | 'cancelled';
  /** Moment in milliseconds since the epoch at which waiting ends. */
  readonly until: number;
  /** Where the service sends the answer. */
  readonly redirectUri: string;
  /** The connection signed in to again; with phase `done` the one that now holds the permission. */
  readonly connectionId?: string;
  readonly error?: ErrorData;
}

/** What records wait for, asked once for all of them and in all flows that ask the same of the same place. */
export interface OpenQuestion extends Omit<Question, 'identity'> {
  /** Eight hex digits; the same in every process and after a restart. */
  readonly id: string;
  /** Records that wait, over all flows. */
  readonly count: number;
  readonly waiting: readonly { readonly flowId: string; readonly flowName: string; readonly nodeId: string; readonly count: number; /** Causes of the problems it settles. */ readonly causes: readonly string[] }[];
}

/** What became of an answer, per flow. It is kept in all of them; `runId` is null while the flow is busy (its records then go on when it is free) or when it cannot run. */
export interface Answered {
  readonly flows: readonly { readonly flowId: string; readonly runId: string | null; readonly error?: ErrorData; /** Its records wait for a further answer. */ readonly more?: boolean }[];
}

/** The run that tries it again; null while the flow is busy and the run waits for it. */
export interface Fixed {
  readonly runId: string | null;
}

/** A file of the workspace that was made. */
export interface Exported {
  /** With forward slashes, from the workspace's folder. */
  readonly file: string;
  readonly records: number;
}

/** Who looks after the schedule of the workspace. */
export interface WatchState {
  /** Flows with a schedule that is switched on. */
  readonly scheduled: number;
  /** True while some process starts flows when they are due. */
  readonly isWatched: boolean;
  /** When one last did; milliseconds. */
  readonly watchedUntil?: number;
  /** Since this process looks: how long nobody had, and how many flows were due meanwhile. Each is made up for by one run. */
  readonly off?: { readonly from: number; readonly until: number; readonly flows: number };
}

/** Something to be told to somebody who is not looking. Holds names of flows and connections and counts, never anything of a record. */
export type Notice = { /** True when a person began what it is about, who then sees it anyway. */ readonly byPerson: boolean } & (
  | { readonly kind: 'runFailed'; readonly flowId: string; readonly flowName: string }
  | { readonly kind: 'newProblems'; readonly flowId: string; readonly flowName: string; readonly count: number }
  | { readonly kind: 'notRun' | 'nothingRead'; readonly flowId: string; readonly flowName: string; /** Milliseconds. */ readonly since: number; readonly within: number }
  | { readonly kind: 'needsOwner'; readonly connectionId: string; readonly connectionName: string }
);

/** Which records of the log; all that is given must hold. */
const recordFilter = {
  runId: IdSchema.optional(),
  flowId: IdSchema.optional(),
  outcomes: z.array(z.enum(outcomes)).optional(),
  search: z.string().max(200).optional(),
  /** Codes of errors or reasons. */
  reasons: z.array(z.string().max(100)).max(50).optional(),
  /** Nodes a record was read by, or stopped at. */
  nodes: z.array(IdSchema).max(50).optional(),
  /** Ended from this moment on, and before that one; milliseconds. */
  from: z.number().int().min(0).optional(),
  until: z.number().int().min(0).optional(),
};
const rowName = z.strictObject({ runId: IdSchema, seq: z.number().int().min(1) });
/** Problems of a cause, or named one by one. */
const problemChoice = { flowId: IdSchema, nodeId: IdSchema.optional(), cause: z.string().max(500).optional(), ids: z.array(z.string().max(20)).min(1).max(1000).optional() };

/** Of a file in the folder of backups, not a path. */
const backupName = z.string().max(200).regex(/^[\w.-]+\.db$/);
const askedPerson = { email: z.string().max(320).optional(), key: z.string().max(200).optional() };
/** A person as asked for: by e-mail address, or by the key of their record. */
export interface PersonAsked {
  readonly email?: string | undefined;
  readonly key?: string | undefined;
}

export interface PersonFound {
  readonly traces: Traces;
  /** Flows that name the person in their drawing or in what their schedule runs; they are a person's to change. */
  readonly flows: readonly string[];
  /** Other files of the workspace that do, such as a shared table, by their path in it; theirs to change as well. */
  readonly files: readonly string[];
  /** Files in which the history of a flow and its kept versions name the person. They stay, without the name. */
  readonly histories: number;
  /** Records pinned to try nodes on that name the person. */
  readonly pins: number;
}

export interface Erased extends PersonFound {
  /** False while another process still holds old pages of the database; they go when it closes. */
  readonly isTruncated: boolean;
  /** Backups from before, which go by themselves within thirty days. */
  readonly backups: readonly { readonly name: string; readonly at: number }[];
  readonly removedBackups: number;
}

export interface PrivacyState {
  readonly retention: Retention;
  /** Bytes of what records held, packed. */
  readonly bytes: number;
  readonly oldestAt: number | null;
}

export interface DemoState {
  readonly running: boolean;
  /** The flow the demo opened. */
  readonly flowId?: string;
  readonly services: readonly { readonly connector: string; readonly url: string }[];
}

/** What a person should know of the workspace itself. */
export interface WorkspaceState {
  readonly log: LogState;
  /** Why its folder should lie elsewhere; null when it need not. */
  readonly unsafePlace: UnsafePlace | null;
}

export interface AppInfo {
  readonly version: string;
  /** Last part of the workspace folder's path, never the whole path. */
  readonly workspace: string;
  /** Where credentials are kept; `none` when that place does not answer. */
  readonly secretBackend: string;
  readonly host: 'electron' | 'preview';
  readonly platform: string;
  readonly locale: string;
}

/** Look and layout; kept by the host (electron-store), never in the workspace. */
export const PreferencesSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  language: z.enum(languages).optional(),
  /** Absent = on. */
  notifications: z.boolean().optional(),
  /** Panel sizes, open tabs and the like, by name. */
  layout: z.record(z.string().max(60), z.json()).optional(),
});
export type Preferences = z.infer<typeof PreferencesSchema>;

export const calls = {
  'app.info': call(none).output<AppInfo>(),
  'preferences.get': call(none).output<Preferences>(),
  'preferences.set': call(PreferencesSchema).output<Preferences>(),

  'watch.state': call(none).output<WatchState>(),

  /** Copies of the database, newest first. Answered without the workspace being open, as are the other three: they are the way out when it does not open. */
  'backups.list': call(none).output<{ readonly backups: readonly Backup[]; /** There is a window of the system that shows their folder. */ readonly canShow: boolean }>(),
  /** Looks at every page of a copy. */
  'backups.check': call(z.strictObject({ name: backupName })).output<{ readonly isWhole: boolean }>(),
  /** Puts a copy in the place of a damaged database, which is kept. Refused while a Fluxo has the workspace open. */
  'backups.restore': call(z.strictObject({ name: backupName })).output<Restored>(),
  'backups.show': call(none).output<{ readonly shown: boolean }>(),
  'workspace.state': call(none).output<WorkspaceState>(),
  /** Somebody has looked what a log that was restored would send again: flows run by themselves from now on. */
  'workspace.trust': call(none).output<WorkspaceState>(),

  'catalog.get': call(none).output<Catalog>(),
  'templates.list': call(none).output<readonly TemplateInfo[]>(),

  'flows.list': call(none).output<readonly FlowListItem[]>(),
  'flows.get': call(z.strictObject({ flowId: IdSchema })).output<{ readonly document: FlowDocument; readonly revision: string }>(),
  /** The flow with its command log, to be edited. */
  'flows.open': call(z.strictObject({ flowId: IdSchema })).output<OpenedFlow>(),
  /** Adds to the journal of what is edited, behind `after`. Refused with `flow.history_moved` when another window has. */
  'flows.journal': call(z.strictObject({ flowId: IdSchema, after: z.number().int().min(0), entries: z.array(JournalEntrySchema).min(1) })).output<{ readonly place: number }>(),
  /** Null while the schedule runs whatever is drawn. */
  'flows.live': call(z.strictObject({ flowId: IdSchema })).output<LiveVersion | null>(),
  /** From now on the schedule runs the flow as it is in its file; refused with `flow.changed_elsewhere` when that has another revision. */
  'flows.makeLive': call(z.strictObject({ flowId: IdSchema, revision: z.string().max(100) })).output<LiveVersion>(),
  /** Kept states of the flow, newest first. */
  'versions.list': call(z.strictObject({ flowId: IdSchema })).output<readonly FlowVersion[]>(),
  'versions.get': call(z.strictObject({ flowId: IdSchema, versionId: FlowVersionSchema.shape.id })).output<FlowDocument>(),
  /** Keeps the flow as it is in its file. */
  'versions.keep': call(z.strictObject({ flowId: IdSchema, name: z.string().max(120), kind: z.enum(['named', 'restored']) })).output<FlowVersion>(),
  'versions.rename': call(z.strictObject({ flowId: IdSchema, versionId: FlowVersionSchema.shape.id, name: z.string().max(120) })).output<FlowVersion>(),
  'versions.remove': call(z.strictObject({ flowId: IdSchema, versionId: FlowVersionSchema.shape.id })).output<{ readonly removed: true }>(),
  /** Refused with `flow.changed_elsewhere` when `revision` is not the newest (another window or an editor saved meanwhile). */
  'flows.save': call(z.strictObject({ document: FlowDocumentSchema, revision: z.string().max(100) })).output<{ readonly revision: string }>(),
  'flows.create': call(z.strictObject({ name: z.string().min(1).max(120), templateId: IdSchema.optional(), connections: z.record(z.string(), IdSchema).optional() })).output<{ readonly flowId: string }>(),
  'flows.delete': call(z.strictObject({ flowId: IdSchema })).output<{ readonly deleted: true }>(),

  /** What stands between a flow and going live; tries its connections and looks at the records of its newest dry run. Reads only. */
  'flows.preflight': call(z.strictObject({ flowId: IdSchema })).output<Preflight>(),
  /** Mapping tables of the workspace, which flows share. */
  'tables.list': call(none).output<readonly TableListItem[]>(),
  'tables.get': call(z.strictObject({ tableId: IdSchema })).output<{ readonly document: TableDocument; readonly revision: string }>(),
  /** Refused with `table.changed_elsewhere` when `revision` is not the newest. */
  'tables.save': call(z.strictObject({ document: TableDocumentSchema, revision: z.string().max(100) })).output<{ readonly revision: string }>(),
  'tables.create': call(z.strictObject({ name: z.string().min(1).max(120), content: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('pairs'), rows: z.array(PairRowSchema) }), z.strictObject({ kind: z.literal('countries'), columns: z.array(TableColumnSchema).min(1), rows: z.array(CountryRowSchema) })]) })).output<{ readonly tableId: string }>(),
  /** Refused with `table.in_use` while a flow uses it. */
  'tables.remove': call(z.strictObject({ tableId: IdSchema })).output<{ readonly removed: true }>(),
  /** Reads only; whoever asks takes the rows into the table. */
  'tables.readCsv': call(z.strictObject({ kind: z.enum(['pairs', 'countries']), columns: z.array(TableColumnSchema), text: z.string().max(4_000_000) })).output<ReadCsv>(),
  /** Writes it into `exports/` of the workspace. */
  'tables.exportCsv': call(z.strictObject({ tableId: IdSchema })).output<{ readonly file: string; readonly text: string }>(),

  /** What the workspace gives to nodes of all flows. */
  'settings.workspace': call(none).output<NodeSettings>(),
  /** Every node that settings can be given to, over all flows that can be read: for the reach of a value. */
  'settings.users': call(none).output<readonly SettingUser[]>(),
  /**
   * Gives a setting to the nodes of a connection or of the workspace; without a value it is taken back. `before` = what stood there; with `insteadOf` only when that is what stands there now. Throws
   * `setting.unknown`, `setting.other_service`, `setting.wrong_type`, …, `connections.not_found`, `setting.changed_in_connection`, `setting.changed_in_workspace`.
   */
  'settings.put': call(z.strictObject({ place: z.discriminatedUnion('level', [z.strictObject({ level: z.literal('connection'), connectionId: IdSchema }), z.strictObject({ level: z.literal('workspace') })]), owner: z.string().min(1).max(100), key: z.string().min(1).max(100), value: z.json().optional(), insteadOf: z.strictObject({ value: z.json().optional() }).optional() })).output<{ readonly saved: true; readonly before?: SettingJson }>(),
  'connections.list': call(none).output<readonly ConnectionInfo[]>(),
  /** Without `id` a new one is made. */
  'connections.save': call(typedConnection).output<ConnectionInfo>(),
  'connections.remove': call(z.strictObject({ connectionId: IdSchema })).output<{ readonly removed: true }>(),
  'connections.test': call(z.strictObject({ connectionId: IdSchema })).output<TestReport>(),

  /** Opens the service's consent page in the system browser and waits for its answer; ends the try before. Nothing is stored until the answer is there. */
  'authorisations.start': call(z.strictObject({ connection: typedConnection, way: z.enum(signInWays) })).output<AuthorisationState>(),
  /** The newest try of this window's host, if there was one. */
  'authorisations.current': call(none).output<AuthorisationState | null>(),
  /** What the user pasted: the address they ended up at, or code and company id. A paste that is no answer to this try is refused and changes nothing. */
  'authorisations.answer': call(z.strictObject({ attemptId: IdSchema, pasted: z.string().max(5000) })).output<AuthorisationState>(),
  /** Opens the same page once more. */
  'authorisations.reopen': call(z.strictObject({ attemptId: IdSchema })).output<AuthorisationState>(),
  'authorisations.cancel': call(z.strictObject({ attemptId: IdSchema })).output<AuthorisationState>(),

  /** A pick list read live from the service; cached for a minute. */
  /** A formula on one record, for the editor. */
  'formulas.try': call(z.strictObject({ text: z.string().min(1).max(4000), scope: z.json() })).output<FormulaAnswer>(),
  'lists.get': call(z.strictObject({ connectionId: IdSchema, list: z.string().max(60), /** Read anew, whatever the last minute gave. */ fresh: z.boolean().optional() })).output<readonly PickOption[]>(),
  /** Records to try the mapping on: the last ones of the log, or (`live`) a few read now by the node's settings; nothing is kept, no cursor moves. */
  'samples.get': call(z.strictObject({ connectionId: IdSchema, stream: z.string().max(80), live: z.boolean(), settings: z.record(z.string().max(100), z.json()).optional() })).output<readonly SampleRecord[]>(),

  /** Records kept as files to try the nodes of a flow on; no run uses them. */
  'pins.list': call(z.strictObject({ flowId: IdSchema })).output<readonly Pin[]>(),
  'pins.save': call(z.strictObject({ flowId: IdSchema, nodeId: IdSchema, key: z.string().max(200), title: z.string().max(500), record: z.record(z.string(), z.json()) })).output<{ readonly pinned: true }>(),
  'pins.remove': call(z.strictObject({ flowId: IdSchema, nodeId: IdSchema, key: z.string().max(200) })).output<{ readonly removed: true }>(),

  /** With `version` the one that the schedule runs instead of the one that is drawn. With `to` or `from` through part of the flow only; `of` takes the records of a run of the log instead of reading. */
  'runs.start': call(z.strictObject({ flowId: IdSchema, dryRun: z.boolean(), limit: z.number().int().min(1).max(10_000_000).optional(), onlyKey: z.string().max(200).optional(), to: IdSchema.optional(), from: IdSchema.optional(), of: z.union([z.literal('last'), IdSchema]).optional(), carryOut: IdSchema.optional(), version: z.literal('live').optional() })).output<{ readonly runId: string }>(),
  /** Records of the log once more: as they were read then, as their source has them now, or sent as new. */
  'runs.replay': call(z.strictObject({ flowId: IdSchema, records: RecordChoiceSchema, way: z.enum(waysAgain), dryRun: z.boolean() })).output<{ readonly runId: string }>(),
  /** Asks a run to stop after the records in hand; `stopping` is false when it has ended already. Throws `run.elsewhere` when another process has it. */
  'runs.stop': call(z.strictObject({ runId: IdSchema })).output<{ readonly stopping: boolean }>(),
  'runs.list': call(z.strictObject({ flowId: IdSchema.optional(), limit: z.number().int().min(1).max(500) })).output<readonly RunSummary[]>(),
  /** What the flows did on each of the last days, by flow, in the machine's time zone. */
  'runs.activity': call(z.strictObject({ days: z.number().int().min(1).max(366) })).output<readonly DayOfFlow[]>(),
  'runs.get': call(z.strictObject({ runId: IdSchema })).output<RunSummary>(),
  /** Records that a run of the flow left open, cut off or stopped: the next run begins with them, a dry run does not show them. None while one works on them. */
  'runs.leftOpen': call(z.strictObject({ flowId: IdSchema })).output<{ readonly records: number }>(),
  /** What a run wrote adds up to, or would add up to when it is a dry run. */
  'runs.totals': call(z.strictObject({ runId: IdSchema })).output<readonly Total[]>(),

  'records.list': call(
    z.strictObject({
      ...recordFilter,
      afterSeq: z.number().int().min(0).optional(),
      /** Over all runs: rows after this one, newest first. */
      after: z.strictObject({ runId: IdSchema, seq: z.number().int().min(0) }).optional(),
      limit: z.number().int().min(1).max(500),
      newestFirst: z.boolean().optional(),
    }),
  ).output<{ readonly rows: readonly RecordRow[]; readonly total: number; readonly atLeast?: boolean }>(),
  'records.story': call(z.strictObject({ runId: IdSchema, seq: z.number().int().min(1) })).output<RecordStory>(),
  /** Writes what meets a filter into a file of the workspace. Without `personal` names, addresses and the like are masked. */
  'records.export': call(z.strictObject({ ...recordFilter, format: z.enum(['csv', 'json']), personal: z.boolean(), fields: z.array(z.string().min(1).max(200)).max(10) })).output<Exported>(),
  /** Values of records' own fields for columns of the log; null for a record whose data is gone. */
  'records.values': call(z.strictObject({ rows: z.array(rowName).min(1).max(200), paths: z.array(z.string().min(1).max(200)).min(1).max(10) })).output<readonly (readonly string[] | null)[]>(),
  /** The whole life of a record over all flows, and what it is called in each system. */
  'records.life': call(rowName).output<RecordLife>(),
  /** Records by number, name, key, reason, or the id of what they became, over all flows. */
  'records.find': call(z.strictObject({ search: z.string().max(200), limit: z.number().int().min(1).max(200) })).output<readonly FoundRecord[]>(),
  /** Looks through what was read and sent, a while at a time. */
  'records.findInside': call(z.strictObject({ search: z.string().min(3).max(200), before: z.number().int().min(0).optional() })).output<FoundInside>(),
  /** Where two runs differ, record by record. */
  'runs.compare': call(z.strictObject({ runId: IdSchema, otherId: IdSchema, kinds: z.array(z.enum(differenceKinds)).optional(), after: z.number().int().optional(), limit: z.number().int().min(1).max(500) })).output<RunComparison>(),
  'problems.list': call(z.strictObject({ flowId: IdSchema.optional(), state: z.enum(problemStates).optional(), nodeId: IdSchema.optional(), outcome: z.enum(['parked', 'invalid', 'rejected', 'unsure']).optional(), cause: z.string().max(500).optional(), limit: z.number().int().min(1).max(1000) })).output<readonly Problem[]>(),
  /** Problems by cause, however many records they have, those with most first. */
  'problems.causes': call(z.strictObject({ flowId: IdSchema.optional(), state: z.enum(problemStates) })).output<readonly ProblemCause[]>(),
  /** Leaves problems as they are, with a reason; their records are not tried again unless their source sends them anew. */
  'problems.dismiss': call(z.strictObject({ ...problemChoice, reason: z.string().trim().min(1).max(500) })).output<{ readonly dismissed: number }>(),
  /** Fixes a cause on the spot: keeps settings in a node, or adopts a thing of the service, then runs exactly its records again; without a cause the whole flow. */
  'problems.fix': call(z.strictObject({ flowId: IdSchema, nodeId: IdSchema, cause: z.string().max(500).optional(), code: z.string().max(100).optional(), settings: z.record(z.string().max(100), z.json()).optional(), adopt: z.string().min(1).max(200).optional() })).output<Fixed>(),
  'problems.reopen': call(z.strictObject(problemChoice)).output<{ readonly reopened: number }>(),

  /** What parked records wait for and one row of a table would settle. */
  'problems.questions': call(z.strictObject({ flowId: IdSchema.optional() })).output<readonly OpenQuestion[]>(),
  /** Keeps the answer in the flows that ask (or in `flowIds` of them) and runs exactly the records that waited for it. Another answer than one that is there is refused (`question.answered`) unless `replace` is set. */
  'problems.answer': call(z.strictObject({ questionId: z.string().regex(/^[0-9a-f]{8}$/), values: z.record(z.string().max(60), z.string().max(500)), flowIds: z.array(IdSchema).min(1).optional(), replace: z.boolean().optional() })).output<Answered>(),

  /** How long what records held is kept in this workspace, and how much there is. */
  'privacy.state': call(none).output<PrivacyState>(),
  'privacy.setRetention': call(z.strictObject({ keepDays: z.number().int().min(0).max(3650), mostMegabytes: z.number().int().min(10).max(1_000_000) })).output<PrivacyState>(),
  'privacy.find': call(z.strictObject(askedPerson)).output<PersonFound>(),
  /** Cannot be undone. */
  'privacy.erase': call(z.strictObject({ ...askedPerson, withBackups: z.boolean().optional() })).output<Erased>(),

  /** Starts the look-alikes, makes the demo connections and the template flows (again: gives back what runs). With `connectors` only connections, to these services, and no flow. */
  'demo.start': call(z.strictObject({ connectors: z.array(z.string().max(40)).max(10).optional() })).output<DemoState>(),
  'demo.state': call(none).output<DemoState>(),
  'demo.stop': call(none).output<DemoState>(),
} as const;

export type CallName = keyof typeof calls;
export const callNames = Object.keys(calls) as readonly CallName[];
export type Input<C extends CallName> = z.infer<(typeof calls)[C]['input']>;
export type Output<C extends CallName> = (typeof calls)[C]['answer'];
export type Handlers = { readonly [C in CallName]: (input: Input<C>) => Promise<Output<C>> };

/** What comes the other way, unasked; at most ten a second of each kind. */
export interface Events {
  'run.progress': RunSummary;
  'run.finished': RunSummary;
  'flows.changed': { readonly flowId: string };
  /** Its database was found damaged. */
  'workspace.changed': Record<string, never>;
  'tables.changed': { readonly tableId: string };
  'connections.changed': Record<string, never>;
  /** What the workspace gives to nodes. */
  'settings.changed': Record<string, never>;
  'authorisation.changed': AuthorisationState;
  'problems.changed': { readonly openProblems: number };
  notice: Notice;
  /** A notification was clicked: what is behind it. */
  'notice.opened': Notice;
  /** A menu item or a shortcut of the host. */
  'menu.command': { readonly command: string };
}
export type EventName = keyof Events;
export const eventNames: readonly EventName[] = ['run.progress', 'run.finished', 'flows.changed', 'workspace.changed', 'tables.changed', 'connections.changed', 'settings.changed', 'authorisation.changed', 'problems.changed', 'notice', 'notice.opened', 'menu.command'];

/** How an answer crosses: errors are data and are thrown again as the same FluxoError on the other side. */
export type Answer<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: ErrorData };

/** All a page can do: the calls of the contract, and listening to its events. */
export interface Bridge {
  readonly calls: { readonly [C in CallName]: (input: Input<C>) => Promise<Answer<Output<C>>> };
  /** Returns the function that ends the subscription. */
  readonly on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => () => void;
}

/**
 * What the preload exposes as `window.fluxo`: a Bridge whose answers are JSON texts. A text crosses from process to process and from world to world in
 * one piece; a page of records has thousands of values, and each of them would be copied at each border.
 */
export interface TextBridge extends Pick<Bridge, 'on'> {
  readonly calls: { readonly [C in CallName]: (input: Input<C>) => Promise<string> };
}
