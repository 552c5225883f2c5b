import type { LedgerEntry, RecordContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Customer } from '#shared/entities/customer.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { members } from '../targets/members/members.ts';
import { noSignal } from './account.ts';
import type { OpenAccount } from './openAccount.ts';

/** What one customer left behind. */
export interface Told {
  readonly outcome: string;
  readonly code: string;
  readonly text: string;
  readonly error?: FluxoError;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** Effects that were asked for, by name. */
  readonly effects: readonly string[];
}

export interface MemberDesk {
  readonly ledger: Map<string, LedgerEntry>;
  apply(customer: Partial<Customer> & { readonly [field: string]: unknown }, options?: { readonly dryRun?: boolean }): Promise<Told>;
}

/** A run of the target without an engine: its own small ledger, everything else real. */
export async function openMembers(account: OpenAccount, settings: Settings = {}, ledger: Map<string, LedgerEntry> = new Map()): Promise<MemberDesk> {
  const call = noSignal();
  const { client } = account;
  const session = await members.open({ ...call, client, settings: { audience: account.audience, ...settings }, sourceConnection: 'till' });
  return {
    ledger,
    async apply(customer, { dryRun = false } = {}) {
      const record = { sourceId: '58', ...customer } as unknown as SourceRecord;
      const [notes, warnings, effects]: [string[], string[], string[]] = [[], [], []];
      const context: RecordContext<unknown> = {
        ...call,
        client,
        sourceKey: String(record['sourceId']),
        dryRun,
        note: (reason: Reason) => void notes.push(reason.text),
        warn: (reason: Reason) => void warnings.push(reason.code),
        recall: async (entity, key) => ledger.get(`${entity} ${key}`) ?? null,
        forget: async (entity, key) => void ledger.delete(`${entity} ${key}`),
        adopt: async (entity, key, entry) => {
          if (dryRun) throw new Error('a dry run remembers nothing');
          ledger.set(`${entity} ${key}`, entry);
        },
        effect: async (name, payload, { ledger: place } = {}) => {
          effects.push(name);
          if (dryRun) return { type: name, id: 'dry-run' };
          const effect = members.effects.find((candidate) => candidate.name === name)!;
          const result = await effect.send(client, JSON.parse(JSON.stringify(payload)) as Value, 'key', call);
          if (place) ledger.set(`${place.entity} ${place.key}`, { targetType: result.type, targetId: result.id, ...(place.fingerprint !== undefined && { fingerprint: place.fingerprint }) });
          return result;
        },
        hash: (text) => text,
      };
      try {
        const { outcome, reason } = await session.apply(record, context);
        return { outcome, code: reason.code, text: reason.text, notes, warnings, effects };
      } catch (thrown) {
        if (!(thrown instanceof FluxoError)) throw thrown;
        const { data } = thrown;
        return { outcome: data.kind !== 'data' ? data.kind : data.parkedOn ? 'parked' : data.refusedByService ? 'rejected' : 'invalid', code: data.code, text: data.what, error: thrown, notes, warnings, effects };
      }
    },
  };
}
