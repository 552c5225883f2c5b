import type { ConnectionContext, EffectResult, LedgerEntry, RecordContext, SecretValue, TargetSession } from '#connectors/sdk/connector.ts';
import { startSandbox } from '#sandbox/index.ts';
import type { Sandbox, SandboxOptions } from '#sandbox/index.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { Exchange, SourceRecord, Value } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../client.ts';
import { quickbooks } from '../index.ts';
import { sha256 } from '../requestId.ts';
import { salesEffects } from '../targets/sales/effects.ts';
import { sales } from '../targets/sales/sales.ts';

/** Books to write to: the look-alike with the demo shop, and a connection to it whose secret lives in memory. */
export interface Books {
  readonly sandbox: Sandbox;
  readonly client: QuickBooksClient;
  readonly secret: { value: SecretValue };
  /** All rows of an entity, as the look-alike holds them. */
  rows(entity: string): Promise<readonly Row[]>;
  /** The id of the row with this name. */
  idOf(entity: string, name: string): Promise<string>;
  /** Writes as another user of the company would. */
  write(entity: string, body: Value): Promise<Row>;
  stop(): Promise<void>;
}

export type Row = { readonly Id: string } & { readonly [key: string]: any };

export const realClock: ConnectionContext['clock'] = { now: () => Date.now(), sleep: (ms) => new Promise((go) => setTimeout(go, ms)) };

export async function openBooks(options: SandboxOptions = {}): Promise<Books> {
  const sandbox = await startSandbox({ orders: 24, customers: 16, products: 20, ...options });
  const { baseUrl, authBaseUrl, realmId, clientId, clientSecret, refreshToken } = sandbox.quickbooks;
  const secret: { value: SecretValue } = { value: { clientId, clientSecret, refreshToken } };
  const client = quickbooks.connect(contextFor({ environment: 'demo', baseUrl, authBaseUrl, realmId }, secret));
  const call = { signal: new AbortController().signal };
  const rows = async (entity: string): Promise<readonly Row[]> => {
    const ledger = (await (await fetch(`${baseUrl}/__sandbox/ledger`)).json()) as { readonly entities: Readonly<Record<string, readonly Row[]>> };
    return ledger.entities[entity] ?? [];
  };
  return {
    sandbox,
    client,
    secret,
    rows,
    idOf: async (entity, name) => {
      const row = (await rows(entity)).find((candidate) => candidate['Name'] === name || candidate['DisplayName'] === name);
      if (!row) throw new Error(`There is no ${entity} named ${name}`);
      return row.Id;
    },
    write: async (entity, body) => client.write({ name: entity, parse: (raw) => raw as Row }, body, `test-${Math.random().toString(36).slice(2)}`, call),
    stop: () => sandbox.stop(),
  };
}

export function contextFor(settings: Readonly<Record<string, string>>, secret: { value: SecretValue }, clock = realClock): ConnectionContext {
  // One change at a time, as the lease over processes does it.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    id: 'books',
    name: 'Books',
    settings,
    secret: {
      read: async () => secret.value,
      update: (change) => {
        const mine = turn.catch(() => undefined).then(async () => (secret.value = await change(secret.value)));
        turn = mine;
        return mine;
      },
    },
    clock,
  };
}

/** What one record left behind. */
export interface Told {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'skipped' | 'parked' | 'rejected' | 'invalid' | 'remote' | 'setup' | 'bug';
  readonly code: string;
  readonly text: string;
  readonly target?: { readonly type: string; readonly id: string; readonly label?: string };
  readonly error?: FluxoError;
  readonly notes: readonly string[];
  readonly noteCodes: readonly string[];
  readonly warnings: readonly string[];
  /** Names of the effects that were asked for. */
  readonly effects: readonly string[];
}

/** A run of the sales target without an engine: its own small ledger, everything else real. */
export interface SalesRun {
  readonly ledger: Map<string, LedgerEntry>;
  readonly exchanges: Exchange[];
  lookAhead(records: readonly unknown[]): Promise<void>;
  apply(record: unknown, options?: { readonly dryRun?: boolean }): Promise<Told>;
  lane(record: unknown): string;
}

let rounds = 0;

export async function openSales(books: Books, settings: Settings, options: { readonly sourceConnection?: string; readonly ledger?: Map<string, LedgerEntry> } = {}): Promise<SalesRun> {
  const exchanges: Exchange[] = [];
  const call = { signal: new AbortController().signal, noteExchange: (exchange: Exchange) => void exchanges.push(exchange) };
  const session: TargetSession = await sales.open({ ...call, client: books.client, settings, sourceConnection: options.sourceConnection ?? 'till' });
  const ledger = options.ledger ?? new Map<string, LedgerEntry>();

  return {
    ledger,
    exchanges,
    lookAhead: async (records) => session.lookAhead?.(records as readonly SourceRecord[], call),
    lane: (record) => session.lane(record as SourceRecord),
    async apply(record, { dryRun = false } = {}) {
      const notes: Reason[] = [];
      const warnings: Reason[] = [];
      const effects: string[] = [];
      const written = new Map<string, LedgerEntry | null>();
      const context: RecordContext<unknown> = {
        ...call,
        client: books.client,
        sourceKey: String((record as { readonly sourceId?: string }).sourceId),
        dryRun,
        note: (reason) => void notes.push(reason),
        warn: (reason) => void warnings.push(reason),
        recall: async (entity, key) => {
          const own = written.get(`${entity} ${key}`);
          return own === undefined ? (ledger.get(`${entity} ${key}`) ?? null) : own;
        },
        forget: async (entity, key) => {
          written.set(`${entity} ${key}`, null);
          if (!dryRun) ledger.delete(`${entity} ${key}`);
        },
        adopt: async (entity, key, entry) => {
          if (dryRun) throw new Error('a dry run remembers nothing');
          ledger.set(`${entity} ${key}`, entry);
        },
        effect: async (name, payload, { ledger: place } = {}) => {
          effects.push(name);
          if (dryRun) return { type: name, id: 'dry-run' };
          const effect = salesEffects.find((candidate) => candidate.name === name);
          if (!effect) throw new Error(`no effect ${name}`);
          // Text and back: a payload is stored before it is sent.
          const result: EffectResult = await effect.send(books.client, JSON.parse(JSON.stringify(payload)) as Value, `fx-${sha256(`${(rounds += 1)}`).slice(0, 40)}`, call);
          if (place) ledger.set(`${place.entity} ${place.key}`, { targetType: result.type, targetId: result.id, ...(result.version !== undefined && { targetVersion: result.version }), ...(place.fingerprint !== undefined && { fingerprint: place.fingerprint }) });
          return result;
        },
        hash: (text) => sha256(text).slice(0, 12),
      };
      const seen = () => ({ notes: notes.map((note) => note.text), noteCodes: notes.map((note) => note.code), warnings: warnings.map((warning) => warning.text), effects });
      try {
        const result = await session.apply(record as SourceRecord, context);
        return { outcome: result.outcome, code: result.reason.code, text: result.reason.text, ...(result.target && { target: result.target }), ...seen() };
      } catch (thrown) {
        if (!(thrown instanceof FluxoError)) throw thrown;
        const { data } = thrown;
        const outcome = data.kind !== 'data' ? data.kind : data.parkedOn ? 'parked' : data.refusedByService ? 'rejected' : 'invalid';
        return { outcome, code: data.code, text: data.what, error: thrown, ...seen() };
      }
    },
  };
}
