import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { list, textOf } from '../../wire/values.ts';
import { plainPhone, plainVatNumber } from './candidate.ts';

/** What a card can be found by. */
export type RelationKey = 'externalId' | 'email' | 'vatNumber' | 'phone' | 'name';

/** The little of a card that is kept to find it; the whole card is asked for when it is to be changed. */
export interface IndexedRelation {
  readonly number: string;
  readonly active: boolean;
  readonly name: string;
  readonly keys: readonly string[];
}

const pageSize = '250';
const keyOf = (kind: RelationKey, value: string) => `${kind} ${value}`;

/**
 * All cards of a till by what they can be found by, kept up to date by sync marker. The service's own search gives one hit and never says that
 * there are more, so that a wrong debtor could be taken; this sees every card. Holds about 300 bytes for each.
 */
export class RelationIndex {
  readonly #client: MplusClient;
  readonly #byNumber = new Map<string, IndexedRelation>();
  readonly #byKey = new Map<string, Set<string>>();
  #next = 0n;
  #turn: Promise<void> = Promise.resolve();

  constructor(client: MplusClient) {
    this.#client = client;
  }

  get size(): number {
    return this.#byNumber.size;
  }

  /** Begins anew when the till has counted less far than we read: it was restored from a backup, or is another one. */
  async open(call: CallContext): Promise<void> {
    if (this.#next > 0n) {
      const markers = await this.#client.call('getCurrentSyncMarkers', {}, call).catch((thrown: unknown) => {
        if (thrown instanceof FluxoError && thrown.code === 'mplus.not_supported') return {} as SourceRecord;
        throw thrown;
      });
      const newest = textOf(markers['relationSyncMarker']);
      if (/^\d+$/.test(newest) && BigInt(newest) < this.#next - 1n) {
        this.#byNumber.clear();
        this.#byKey.clear();
        this.#next = 0n;
      }
    }
    await this.refresh(call);
  }

  /** Reads the cards that changed since; one call when none did. Callers at the same time share one reading. */
  refresh(call: CallContext): Promise<void> {
    const mine = this.#turn.catch(() => undefined).then(() => this.#read(call));
    this.#turn = mine;
    return mine;
  }

  async #read(call: CallContext): Promise<void> {
    for (;;) {
      call.signal.throwIfAborted();
      const answer = await this.#client.call('getRelations', { request: { syncMarker: String(this.#next), syncMarkerLimit: pageSize } }, call);
      const relations = list(answer['relationList']);
      if (relations.length === 0) return;
      let highest = -1n;
      for (const relation of relations) {
        this.put(relation);
        const marker = textOf(relation['syncMarker']);
        if (/^\d{1,18}$/.test(marker) && BigInt(marker) > highest) highest = BigInt(marker);
      }
      if (highest < this.#next) throw new FluxoError({ code: 'mplus.no_progress', kind: 'remote', what: `The till was asked for changes from ${this.#next} on and answered older ones.`, fix: 'Ask Mplus whether sync markers work on this installation.', params: { from: String(this.#next) } });
      this.#next = highest + 1n;
    }
  }

  /** Takes a card in, or what is known of a changed one: fields that are absent keep what they were found by. */
  put(relation: SourceRecord): void {
    const number = textOf(relation['relationNumber']);
    if (number === '') return;
    const before = this.#byNumber.get(number);
    const keys = keysOf(relation, before);
    for (const key of before?.keys ?? []) this.#byKey.get(key)?.delete(number);
    for (const key of keys) {
      const found = this.#byKey.get(key);
      if (found) found.add(number);
      else this.#byKey.set(key, new Set([number]));
    }
    this.#byNumber.set(number, {
      number,
      active: typeof relation['active'] === 'boolean' ? relation['active'] : (before?.active ?? true),
      name: relation['name'] === undefined ? (before?.name ?? '') : textOf(relation['name']),
      keys,
    });
  }

  get(number: string): IndexedRelation | undefined {
    return this.#byNumber.get(number);
  }

  /** Active cards, at most so many. */
  active(most: number): readonly IndexedRelation[] {
    return [...this.#byNumber.values()].filter((relation) => relation.active).slice(0, most);
  }

  /** Every card with this value, oldest (lowest number) first; inactive ones too. The value is compared as `readCandidate` tidies it. */
  find(kind: RelationKey, value: string): readonly IndexedRelation[] {
    if (value === '') return [];
    const numbers = this.#byKey.get(keyOf(kind, kind === 'phone' ? plainPhone(value) : kind === 'externalId' ? value : value.toLowerCase()));
    if (!numbers) return [];
    return [...numbers].map((number) => this.#byNumber.get(number)!).toSorted((a, b) => a.number.length - b.number.length || (a.number < b.number ? -1 : 1));
  }
}

/** The keys of a card; those whose field it does not name stay as they were. */
function keysOf(relation: SourceRecord, before: IndexedRelation | undefined): readonly string[] {
  const fields: readonly (readonly [kind: RelationKey, names: readonly string[], tidy: (text: string) => string])[] = [
    ['externalId', ['extRelationId'], (text) => text],
    ['email', ['email'], (text) => text.toLowerCase()],
    ['vatNumber', ['vatNumber'], (text) => plainVatNumber(text).toLowerCase()],
    ['phone', ['telephone', 'mobile'], plainPhone],
    ['name', ['name'], (text) => text.toLowerCase()],
  ];
  return fields.flatMap(([kind, names, tidy]) => {
    if (before && names.every((name) => relation[name] === undefined)) return before.keys.filter((key) => key.startsWith(`${kind} `));
    return [...new Set(names.map((name) => tidy(textOf(relation[name]))))].filter((value) => value !== '').map((value) => keyOf(kind, value));
  });
}

const indexes = new WeakMap<MplusClient, RelationIndex>();

/** The one index of a connection, shared by everything that works with it. */
export function relationIndexOf(client: MplusClient): RelationIndex {
  let index = indexes.get(client);
  if (!index) indexes.set(client, (index = new RelationIndex(client)));
  return index;
}
