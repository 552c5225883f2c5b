import type { PickOption, TestStage, ThingPages } from '#shared/catalog/catalog.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { Mapping, WriteMode } from '#shared/mapping/mapping.ts';
import type { Outcome, Reason } from '#shared/records/outcomes.ts';
import type { Exchange, SourceRecord, Value } from '#shared/records/story.ts';
import type { TotalDimension, TotalPart } from '#shared/records/totals.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import type { Authorisation } from './authorisation.ts';

/** What the secret store keeps for one connection: small, flat, text only. */
export type SecretValue = Readonly<Record<string, string>>;

/** The secret of one connection. Only its own connector reads it; it never reaches a log, an error or the screen. */
export interface SecretHandle {
  /** Throws a `setup` error with `needsOwner` when nothing is stored. */
  read(): Promise<SecretValue>;
  /**
   * Reads, lets `change` work on the newest value and stores what it returns before resolving, all under a lease that
   * holds across processes: how a rotating token is refreshed by one process at a time. Returning the same object stores nothing.
   */
  update(change: (current: SecretValue) => Promise<SecretValue>): Promise<SecretValue>;
}

/** Everything a client needs from outside; made per connection, so two accounts can run side by side. */
export interface ConnectionContext {
  readonly id: string;
  readonly name: string;
  /** The non-secret fields of the connection. */
  readonly settings: Readonly<Record<string, string>>;
  readonly secret: SecretHandle;
  readonly clock: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
}

/** Passed with every call a client makes: who waits for it and where its traffic is noted. */
export interface CallContext {
  readonly signal: AbortSignal;
  /** Asked right before a request that changes something leaves this machine; throws when it must not any more. */
  readonly beforeWrite?: () => Promise<void>;
  /** Receives each request with its answer, redacted by the client before. */
  readonly noteExchange?: (exchange: Exchange) => void;
}

/** A JSON value that says how far a reader got. Only its own stream understands it. */
export type Cursor = Value;

export interface Page {
  readonly records: readonly SourceRecord[];
  /** The JSON of the records, a line each (see `shared/bytes/lines.ts`), where it came as bytes anyway: kept in the log as it is, and given away. */
  readonly lines?: Uint8Array;
  /** Where to go on after this page; kept in the same transaction as the page. */
  readonly cursor: Cursor;
}

export interface ReadContext<Client> extends CallContext {
  readonly client: Client;
  readonly settings: Settings;
  /** Null on the first run. A malformed or future cursor throws a `setup` error, never reads everything again. */
  readonly cursor: Cursor | null;
  /** Most records wanted; a reader may stop earlier, never later than the page that reaches it. */
  readonly limit?: number;
}

export interface StreamDefinition<Client = unknown> {
  /** Another one than that of every stream and target of the connector: `connector.name` is the id of either. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly entity: string;
  readonly settings: readonly SettingField[];
  /** Keys of the few settings a guided set-up asks for, beside those that are required and those that depend on an asked one. */
  readonly asked?: readonly string[];
  readonly fields: readonly FieldInfo[];
  readonly defaultMapping: Mapping;
  /** Stable identity of a record in its service. */
  key(record: SourceRecord): string;
  /** Changes whenever the record changed; with `key` it recognises a record that was read before. */
  version(record: SourceRecord): string;
  /**
   * Kind of thing in the words of this connector's targets (`EffectResult.type`), such as `Customer`. With it the engine recognises what a flow of
   * ours wrote, by the thing's id and version: `id(record)` (the key where there is none) equals `EffectResult.id`, and `version(record)`
   * equals `EffectResult.version` as long as nobody else changed it. Absent for records no target of this connector writes.
   */
  type?(record: SourceRecord): string;
  /** Id of the thing at its service, where the key holds more than that. */
  id?(record: SourceRecord): string;
  /** What a person calls the record, who it concerns and what it amounts to, for the log's columns. */
  describe(record: SourceRecord): { readonly title: string; readonly subtitle?: string; readonly amount?: string };
  /** Pages in a resumable order. Never gathers the whole list. */
  read(context: ReadContext<Client>): AsyncIterable<Page>;
  /** One record by its key, for "run only this one"; null when the service does not have it. */
  readOne?(context: ReadContext<Client>, key: string): Promise<SourceRecord | null>;
}

/** What a write gave back; kept, so that a resumed record gets the same answer without sending again. */
export interface EffectResult {
  /** Kind of thing in the target, such as `SalesReceipt`. */
  readonly type: string;
  readonly id: string;
  /** Version in the notation of the connector's stream of this type, as it is after this write; absent where that cannot be told. */
  readonly version?: string;
  /** What a person calls it there, such as its document number. */
  readonly label?: string;
  /** Further facts the target needs later; no personal data. */
  readonly facts?: Readonly<Record<string, string>>;
  /** True when the thing was already there and only found. */
  readonly adopted?: boolean;
}

/**
 * A kind of write. Named and fed with a plain payload, so that one whose answer got lost can be sent again,
 * or looked up, exactly as it was, after a crash and without mapping again.
 */
export interface EffectDefinition<Client = unknown> {
  readonly name: string;
  readonly label: string;
  /** `key`: sending again with the same key has one effect. `lookup`: ask the service first. */
  readonly repeat: 'key' | 'lookup';
  /**
   * How a payload is to be read by people: what is written, field by field in the service's own words, and to which thing, when that is there already. Versions, marks
   * and the like belong to neither: a plan does not show them, and two writes that differ in nothing else are the same. Absent = all of it is written.
   */
  view?(payload: Value): { readonly fields: Value; readonly thing?: Value };
  /** Another effect that a plan may know this one as: what it adds to is only there once that one has been done. Their `view` is the same. */
  readonly plannedAs?: string;
  /** Sets right what another effect of the same record has just made, as the service's answer demands; no plan can foresee it. */
  readonly corrects?: true;
  /** Throws `remote` with `maybeDone` when the outcome is unknown. */
  send(client: Client, payload: Value, key: string, call: CallContext): Promise<EffectResult>;
  /** Finds what an earlier send with this payload made; null = certainly not there. Required for `repeat: 'lookup'`. */
  lookUp?(client: Client, payload: Value, key: string, call: CallContext): Promise<EffectResult | null>;
}

/** Our memory of what a source record became in the target. */
export interface LedgerEntry {
  readonly targetType: string;
  readonly targetId: string;
  readonly targetVersion?: string;
  /** Hash of the payload last sent. */
  readonly fingerprint?: string;
}

/**
 * The record was made from something of the target's own service, by a flow that runs the other way: the ids that thing goes by in the
 * ledger, newest first. An id may be one of another kind or of something that is gone, so a target looks before it believes.
 */
export interface Twin {
  readonly key: string;
  readonly keys: readonly string[];
}

export interface EffectOptions {
  /** Where the result is to be remembered. `fingerprint` is kept with the entry instead of a hash of the payload, for targets that compare something else later. */
  readonly ledger?: { readonly entity: string; readonly key: string; readonly fingerprint?: string };
  /** Tells several effects of the same name for one record apart, such as the SKU of each product it creates. */
  readonly slot?: string;
  /** What the thing holds now, in the shape of the effect's `view(payload).fields`; absent for something new. A plan shows it beside what would be written. */
  readonly current?: Value;
  /** What the write adds to the totals of the run. */
  readonly totals?: readonly TotalPart[];
}

/** What a target may do with one record; the engine implements it. */
export interface RecordContext<Client> extends CallContext {
  readonly client: Client;
  readonly sourceKey: string;
  readonly dryRun: boolean;
  /** True in a dry run and when its plan is carried out: what a refusal would tell is asked beforehand, so that both go the same way. */
  readonly looksFirst: boolean;
  /** True when somebody chose to send the record once more as something new: a target that takes part in that (`sendsAsNew`) does not ask the ledger whether it was sent before. */
  readonly asNew: boolean;
  /** What the record was made from, when that was something of this very target; then it is what the target should change instead of making another. */
  readonly twin: Twin | null;
  /** When a field of the entity (`name`, `lines[].sku`) is to be written, as the mapping says; `both` for all it says nothing about. */
  writeMode(field: string): WriteMode;
  /** Says one sub-step in the record's story: `found customer 58`. */
  note(reason: Reason): void;
  warn(reason: Reason): void;
  /** Looks in the ledger: entity is the target's word (`sales`, `customer`), key the source's id of it. */
  recall(entity: string, key: string): Promise<LedgerEntry | null>;
  /** Forgets an entry whose target is gone. */
  forget(entity: string, key: string): Promise<void>;
  /** Writes a ledger entry for something found, not made ("adopted"). */
  adopt(entity: string, key: string, entry: LedgerEntry): Promise<void>;
  /**
   * The only way to write. Commits the intent, sends, commits result and ledger together. A done effect answers from memory;
   * one with unknown outcome is resolved first. In a dry run nothing is sent and the result has id `dry-run`.
   */
  effect(name: string, payload: Value, options?: EffectOptions): Promise<EffectResult>;
  /** Short deterministic hash (hex) for markers and shortened numbers. */
  hash(text: string): string;
}

/** What became of a record at a target. Failures are thrown as FluxoErrors instead. */
export interface ApplyResult {
  readonly outcome: Extract<Outcome, 'created' | 'updated' | 'unchanged' | 'skipped'>;
  readonly reason: Reason;
  readonly target?: { readonly type: string; readonly id: string; readonly label?: string };
}

/** What one record of a batch came to. A refusal says `data`, as one of a record sent by itself would. */
export type PartResult = { readonly done: EffectResult } | { readonly refused: ErrorData };

/** One record's share of a call for many. */
export interface SentPart {
  /** JSON without line breaks: what is sent for the record. */
  readonly text: string;
  /** The same in UTF-8, where it was made already. */
  readonly bytes?: Uint8Array;
  /** The record's id at its source, for a service that answers none of its own. */
  readonly name: string;
}

/**
 * A write that carries many records in one call. Like an effect it is fed with what is kept on disk before it is sent, so that one whose answer got lost
 * can be sent again with the same key, or looked up record by record, without mapping again.
 */
export interface BatchDefinition<Client = unknown> {
  readonly name: string;
  readonly label: string;
  /** As of an effect; by what the parts have in common. */
  repeat(how: Value): 'key' | 'lookup';
  /** Most records of one call under these settings; 1 = each record goes by itself. */
  size(settings: Settings): number;
  /** Calls under way at once, at most; fewer while the service asks to slow down. */
  readonly concurrency: number;
  /** What became of each part, in their order. Throws `data` when the service refuses all of them together, `remote` with `maybeDone` when the outcome is unknown. */
  send(client: Client, parts: readonly SentPart[], how: Value, key: string, call: CallContext): Promise<readonly PartResult[]>;
  /** Finds what an earlier sending of this part made; null = certainly not there. Throws `data` where the service cannot be asked. */
  lookUp?(client: Client, part: SentPart, how: Value, call: CallContext): Promise<EffectResult | null>;
}

/** What a session knows of a record when it decides whether it goes in a batch. */
export interface PartContext {
  /** Its entry in the ledger. */
  readonly entry: LedgerEntry | null;
  /** The record as JSON, made once and kept in the log as it is. */
  json(): string;
  /** The fingerprint the ledger keeps of a part: a hash of its text. */
  fingerprint(text: string): string;
}

/** A record's share of a batch, how it ends without one, or that it has to go by itself. */
export type PartPlan = { readonly send: SentPart; readonly done: Omit<ApplyResult, 'target'> } | { readonly ended: ApplyResult } | 'alone';

/** How a session sends many records at once; it makes no call itself. */
export interface SessionBatch<Entity = SourceRecord> {
  /** What all parts have in common, kept with the batch. */
  readonly how: Value;
  /** Where the ledger has the record. */
  place(record: Entity): { readonly entity: string; readonly key: string };
  part(record: Entity, context: PartContext): PartPlan;
}

/** A target at work in one run, with everything it looked up once. */
export interface TargetSession<Entity = SourceRecord> {
  /** Present when the settings ask for batches; records it leaves alone go through `apply`. */
  readonly batch?: SessionBatch<Entity>;
  /** Looks up in few calls what the records of a page will need (customers by e-mail, items by SKU …). */
  lookAhead?(records: readonly Entity[], call: CallContext): Promise<void>;
  /** Records with the same lane run one after the other (the same customer, say); different lanes may run at once. */
  lane(record: Entity): string;
  apply(record: Entity, context: RecordContext<unknown>): Promise<ApplyResult>;
}

export interface TargetDefinition<Client = unknown> {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly entity: string;
  readonly settings: readonly SettingField[];
  /** Keys of the few settings a guided set-up asks for, beside those that are required and those that depend on an asked one. */
  readonly asked?: readonly string[];
  readonly effects: readonly EffectDefinition<Client>[];
  /**
   * What its writes are added up by (`EffectOptions.totals`), beside how many there are of each kind. Every target of sales or quantities says so; `totals.ts` has what they share. Records that go
   * in batches count by their kind only.
   */
  readonly addsUp?: readonly TotalDimension[];
  /**
   * True when a record can be sent once more as something new: the target then passes by the ledger, but no look-up of its own, so that what the service still
   * has is never doubled. Absent where a record is known by a key of its own (an e-mail address, a SKU, an id the service takes once) and sending it changes what is there.
   */
  readonly sendsAsNew?: boolean;
  readonly batch?: BatchDefinition<Client>;
  /** Records worked on at once, at most; the client's own limiter stays in force. */
  readonly concurrency: number;
  /** Checks the settings against the live service and loads what every record needs. Throws `setup` errors. */
  open(context: CallContext & { readonly client: Client; readonly settings: Settings; readonly sourceConnection: string }): Promise<TargetSession>;
  /**
   * Leaves the service as it should be: called once at the end of every run that writes, however it ended and whether records came or not. So whatever a run
   * switches there for its own time is switched back, at the latest by the run after a crash. May be repeated; what it throws fails the run.
   */
  finish?(context: CallContext & { readonly client: Client; readonly settings: Settings }): Promise<void>;
}

export interface ConnectorDefinition<Client = unknown> {
  readonly name: string;
  readonly label: string;
  readonly prepare: readonly string[];
  readonly connectionFields: readonly SettingField[];
  /** Tidies what the user typed (scheme, trailing slash) and refuses what cannot be right. */
  tidySettings(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** Set when a person can give their permission on a page of the service; see `authorisation.ts`. */
  readonly authorisation?: Authorisation;
  connect(context: ConnectionContext): Client;
  /** For permissions that end when nobody uses them: called about once a day while flows are being scheduled, and decides by itself whether it is time to use this one. */
  keepAlive?(client: Client): Promise<void>;
  /** Does one stage of the connection test and says what it saw (with a code, so that it can be translated); throws a FluxoError that says what is wrong. */
  test(client: Client, stage: TestStage, call: CallContext): Promise<Reason | string>;
  readonly lists: Readonly<Record<string, (client: Client, call: CallContext) => Promise<readonly PickOption[]>>>;
  /** Addresses of pages at which people see a thing, by kind of thing and environment; `{id}` stands for its id. */
  readonly pages?: ThingPages;
  readonly streams: readonly StreamDefinition<Client>[];
  readonly targets: readonly TargetDefinition<Client>[];
}

/** Ties the client's type together and gives the definition back unchanged. */
export function defineConnector<Client>(definition: ConnectorDefinition<Client>): ConnectorDefinition<Client> {
  return definition;
}

export function defineStream<Client>(definition: StreamDefinition<Client>): StreamDefinition<Client> {
  return definition;
}

export function defineTarget<Client>(definition: TargetDefinition<Client>): TargetDefinition<Client> {
  return definition;
}
