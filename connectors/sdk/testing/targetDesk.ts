import { createHash } from 'node:crypto';
import type { EffectResult, LedgerEntry, RecordContext, TargetDefinition, TargetSession, Twin } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { Exchange, SourceRecord, Value } from '#shared/records/story.ts';
import type { TotalPart } from '#shared/records/totals.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';

/** What one record left behind at a target. */
export interface Told {
  readonly outcome: string;
  readonly code: string;
  readonly text: string;
  readonly target?: { readonly type: string; readonly id: string; readonly label?: string };
  readonly error?: FluxoError;
  /** What was said, in words and by code. */
  readonly notes: readonly string[];
  readonly noteCodes: readonly string[];
  readonly warnings: readonly string[];
  readonly warningCodes: readonly string[];
  /** Names of the effects that were asked for. */
  readonly effects: readonly string[];
  /** What a plan would say of them. */
  readonly writes: readonly AskedWrite[];
}

/** One write as a plan reads it. */
export interface AskedWrite {
  readonly effect: string;
  readonly fields: Value;
  readonly thing?: Value;
  /** What the target holds. */
  readonly current?: Value;
  readonly totals: readonly TotalPart[];
}

/** A run of a target without an engine: its own small ledger, everything else real. */
export interface TargetDesk {
  /** By `entity key`. */
  readonly ledger: Map<string, LedgerEntry>;
  readonly exchanges: Exchange[];
  lookAhead(records: readonly unknown[]): Promise<void>;
  lane(record: unknown): string;
  apply(record: unknown, options?: { readonly dryRun?: boolean; readonly twin?: Twin; readonly modes?: Readonly<Record<string, WriteMode>> }): Promise<Told>;
}

interface Options<Client> {
  readonly client: Client;
  readonly settings?: Settings;
  readonly sourceConnection?: string;
  readonly ledger?: Map<string, LedgerEntry>;
}

let sent = 0;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Opens a target as the engine would, with the defaults of its settings filled in. */
export async function openTargetDesk<Client>(target: TargetDefinition<Client>, { client, settings = {}, sourceConnection = 'till', ledger = new Map() }: Options<Client>): Promise<TargetDesk> {
  const exchanges: Exchange[] = [];
  const call = { signal: new AbortController().signal, noteExchange: (exchange: Exchange) => void exchanges.push(exchange) };
  const session: TargetSession = await target.open({ ...call, client, settings: withDefaults(target.settings, settings), sourceConnection });

  return {
    ledger,
    exchanges,
    lookAhead: async (records) => session.lookAhead?.(records as readonly SourceRecord[], call),
    lane: (record) => session.lane(record as SourceRecord),
    async apply(record, { dryRun = false, twin = null, modes = {} } = {}) {
      const [notes, warnings, effects, writes]: [Reason[], Reason[], string[], AskedWrite[]] = [[], [], [], []];
      const written = new Map<string, LedgerEntry | null>();
      const remember = (key: string, entry: LedgerEntry | null) => {
        written.set(key, entry);
        if (dryRun) return;
        if (entry) ledger.set(key, entry);
        else ledger.delete(key);
      };
      const context: RecordContext<unknown> = {
        ...call,
        client,
        sourceKey: String((record as { readonly sourceId?: string }).sourceId),
        dryRun,
        looksFirst: dryRun,
        asNew: false,
        twin,
        writeMode: (field) => modes[field] ?? 'both',
        note: (reason) => void notes.push(reason),
        warn: (reason) => void warnings.push(reason),
        recall: async (entity, key) => {
          const own = written.get(`${entity} ${key}`);
          return own === undefined ? (ledger.get(`${entity} ${key}`) ?? null) : own;
        },
        forget: async (entity, key) => remember(`${entity} ${key}`, null),
        adopt: async (entity, key, entry) => remember(`${entity} ${key}`, entry),
        effect: async (name, payload, { ledger: place, current, totals = [] } = {}) => {
          effects.push(name);
          const effect = target.effects.find((candidate) => candidate.name === name);
          if (!effect) throw new Error(`no effect ${name}`);
          writes.push({ effect: name, ...(effect.view?.(payload) ?? { fields: payload }), ...(current !== undefined && { current }), totals });
          // Text and back: a payload is stored before it is sent.
          const result: EffectResult = dryRun ? { type: name, id: 'dry-run' } : await effect.send(client, JSON.parse(JSON.stringify(payload)) as Value, `fx-${sha256(String((sent += 1))).slice(0, 40)}`, call);
          const fingerprint = place?.fingerprint ?? sha256(JSON.stringify(payload));
          if (place) remember(`${place.entity} ${place.key}`, { targetType: result.type, targetId: result.id, ...(result.version !== undefined && { targetVersion: result.version }), fingerprint });
          return result;
        },
        hash: (text) => sha256(text).slice(0, 12),
      };
      const seen = () => ({ notes: notes.map((note) => note.text), noteCodes: notes.map((note) => note.code), warnings: warnings.map((warning) => warning.text), warningCodes: warnings.map((warning) => warning.code), effects, writes });
      try {
        const { outcome, reason, target: made } = await session.apply(record as SourceRecord, context);
        return { outcome, code: reason.code, text: reason.text, ...(made && { target: made }), ...seen() };
      } catch (thrown) {
        if (!(thrown instanceof FluxoError)) throw thrown;
        const { data } = thrown;
        return { outcome: data.kind !== 'data' ? data.kind : data.parkedOn ? 'parked' : data.refusedByService ? 'rejected' : 'invalid', code: data.code, text: data.what, error: thrown, ...seen() };
      }
    },
  };
}
