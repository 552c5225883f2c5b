import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { list, textOf } from '../../wire/values.ts';
import { plainPhone, plainVatNumber } from './candidate.ts';

/** What a card can be found by. */
export type RelationKey = 'externalId' | 'email' | 'vatNumber' | 'phone';

/** The little of a card that is kept to find it; the whole card is asked for when it is to be changed. */
export interface IndexedRelation {
  readonly number: string;
  readonly active: boolean;
  readonly name: string;
  readonly keys: readonly string[];
}

const pageSize = '250';
/** A piece cut out of an answer keeps the whole answer in memory; a copy does not. */
const ownText = (text: string): string => Buffer.from(text).toString();
const keyOf = (kind: RelationKey, value: string) => `${kind} ${value}`;

/**
 * All cards of a till by what they can be found by, kept up to date by sync marker. The service's own search gives one hit and never says that
 * there are more, so that a wrong debtor could be taken; this sees every card. 5,000 cards cost 21 calls once per
 * process and about one kilobyte of memory each; afterwards one call tells what changed.
 */
export class RelationIndex {
  readonly #client: MplusClient;
  readonly #byNumber = new Map<string, IndexedRelation>();
  /** A number alone, mostly; a list only where several cards share a value. */
  readonly #byKey = new Map<string, string | readonly string[]>();
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
    const number = ownText(textOf(relation['relationNumber']));
    if (number === '') return;
    const before = this.#byNumber.get(number);
    const keys = keysOf(relation, before);
    for (const key of before?.keys ?? []) this.#keep(key, this.#numbersOf(key).filter((other) => other !== number));
    for (const key of keys) this.#keep(key, [...this.#numbersOf(key), number]);
    this.#byNumber.set(number, {
      number,
      active: typeof relation['active'] === 'boolean' ? relation['active'] : (before?.active ?? true),
      name: relation['name'] === undefined ? (before?.name ?? '') : ownText(textOf(relation['name'])),
      keys,
    });
  }

  #numbersOf(key: string): readonly string[] {
    const found = this.#byKey.get(key) ?? [];
    return typeof found === 'string' ? [found] : found;
  }

  #keep(key: string, numbers: readonly string[]): void {
    if (numbers.length === 0) this.#byKey.delete(key);
    else this.#byKey.set(key, numbers.length === 1 ? numbers[0]! : numbers);
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
    const numbers = this.#numbersOf(keyOf(kind, kind === 'phone' ? plainPhone(value) : kind === 'externalId' ? value : value.toLowerCase()));
    return oldestFirst(numbers.map((number) => this.#byNumber.get(number)!));
  }

  /** Active cards called exactly so, whatever the letters. */
  named(name: string): readonly IndexedRelation[] {
    const wanted = name.trim().toLowerCase();
    return oldestFirst([...this.#byNumber.values()].filter((relation) => relation.active && relation.name.toLowerCase() === wanted));
  }
}

const oldestFirst = (relations: readonly IndexedRelation[]) => relations.toSorted((a, b) => a.number.length - b.number.length || (a.number < b.number ? -1 : 1));

/** The keys of a card; those whose field it does not name stay as they were. */
function keysOf(relation: SourceRecord, before: IndexedRelation | undefined): readonly string[] {
  const fields: readonly (readonly [kind: RelationKey, names: readonly string[], tidy: (text: string) => string])[] = [
    ['externalId', ['extRelationId'], (text) => text],
    ['email', ['email'], (text) => text.toLowerCase()],
    ['vatNumber', ['vatNumber'], (text) => plainVatNumber(text).toLowerCase()],
    ['phone', ['telephone', 'mobile'], plainPhone],
  ];
  return fields.flatMap(([kind, names, tidy]) => {
    if (before && names.every((name) => relation[name] === undefined)) return before.keys.filter((key) => key.startsWith(`${kind} `));
    return [...new Set(names.map((name) => tidy(textOf(relation[name]))))].filter((value) => value !== '').map((value) => ownText(keyOf(kind, value)));
  });
}

const indexes = new WeakMap<MplusClient, RelationIndex>();

/** The one index of a connection, shared by everything that works with it. */
export function relationIndexOf(client: MplusClient): RelationIndex {
  let index = indexes.get(client);
  if (!index) indexes.set(client, (index = new RelationIndex(client)));
  return index;
}
