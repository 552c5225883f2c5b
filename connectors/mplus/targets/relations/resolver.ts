import type { CallContext, RecordContext } from '#connectors/sdk/connector.ts';
import { fillingOnly } from '#connectors/sdk/writeModes.ts';
import { FluxoError } from '#shared/errors.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { findCountryRow } from '#shared/settings/countryTable.ts';
import type { MplusClient } from '../../client.ts';
import { list, textOf } from '../../wire/values.ts';
import { plainPhone, readCandidate } from './candidate.ts';
import type { Candidate, CustomerToResolve } from './candidate.ts';
import { relationType } from './effects.ts';
import { makeTurns } from './inTurn.ts';
import { newRelation, relationChanges } from './relationFields.ts';
import type { ModeOf } from './relationFields.ts';
import { relationIndexOf } from './relationIndex.ts';
import type { IndexedRelation, RelationIndex, RelationKey } from './relationIndex.ts';
import type { RelationSettings } from './settings.ts';

type Context = RecordContext<MplusClient>;

/** What a target keeps of its customers during one run; open it with `openRelations`. */
export interface RelationSession {
  readonly client: MplusClient;
  readonly settings: RelationSettings;
  readonly sourceConnection: string;
  readonly index: RelationIndex;
  /** The default customer, where the settings want one. */
  readonly debtor: IndexedRelation | null;
  /** Whole cards read ahead, each for one use: the next record has to see what the one before changed. */
  readonly relations: Map<string, SourceRecord>;
  readonly externalId: (customer: CustomerToResolve) => string;
  readonly inTurn: ReturnType<typeof makeTurns>;
}

/**
 * Which card a customer is, and how we came to know. `inactive`: there is one, but the till has put it away, and it was left alone. `none` only where
 * `unknown` is `skip`: there is no card and none may be made.
 */
export interface ResolvedRelation {
  readonly number: string;
  readonly how: 'default' | 'created' | 'updated' | 'found' | 'inactive' | 'none';
  /** Fields that were changed, by their names at the till; only with `updated`. */
  readonly fields?: readonly string[];
}

export interface ResolveOptions {
  /** Write mode of a field of the entity `customer`; absent = `context.writeMode`. An order puts `customer.` before it. */
  readonly modeOf?: ModeOf;
  /** What a customer without id and e-mail address is remembered by, such as the number of its order. */
  readonly fallbackKey?: string;
  /** What to do about a customer who has no card and may not get one: throw (the default), or answer `none`. */
  readonly unknown?: 'throw' | 'skip';
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mplus.${code}`, text, params });

/**
 * Opens what `resolveRelation` works with: brings the index of cards up to date (one call per 250 cards the first time in a process, afterwards only what
 * changed) and finds the default customer. Throws `setup` when that one is not there.
 */
export async function openRelations(client: MplusClient, settings: RelationSettings, sourceConnection: string, call: CallContext): Promise<RelationSession> {
  const index = relationIndexOf(client);
  await index.open(call);
  const externalId = settings.externalId.trim() === '' ? () => '' : compileTemplate(settings.externalId);
  return {
    client,
    settings,
    sourceConnection,
    index,
    debtor: settings.defaultDebtor === 'off' ? null : findDebtor(index, settings.debtor),
    relations: new Map(),
    externalId: (customer) => externalId(customer as SourceRecord).trim(),
    inTurn: makeTurns(),
  };
}

function findDebtor(index: RelationIndex, told: string): IndexedRelation {
  const byNumber = index.get(told.trim());
  if (byNumber) return byNumber;
  const named = index.named(told);
  if (named.length === 1) return named[0]!;
  const where = { field: 'debtor' };
  if (named.length > 1) throw new FluxoError({ code: 'mplus.debtor_unclear', kind: 'setup', what: `Several cards of the till are called “${told}”.`, where, params: { debtor: told }, fix: 'Choose the default customer from the list, or enter its number.' });
  throw new FluxoError({ code: 'mplus.debtor_gone', kind: 'setup', what: `The till has no card “${told}”.`, where, params: { debtor: told }, fix: 'Choose the default customer from the list.' });
}

/** Call it for each page: reads the cards that changed meanwhile and, in one call per hundred, those the customers of the page will be compared with. */
export async function lookAheadRelations(customers: readonly CustomerToResolve[], session: RelationSession, call: CallContext): Promise<void> {
  const { settings, index, relations } = session;
  await index.refresh(call);
  relations.clear();
  if (settings.existing === 'leave' || settings.defaultDebtor === 'force') return;
  const numbers = customers.flatMap((customer) => {
    const candidate = readCandidate(customer);
    return [...keysOf(candidate, session.externalId(customer), settings)].flatMap(([kind, value]) => index.find(kind, value).map(({ number }) => number));
  });
  await readRelations([...new Set(numbers)], session, call);
}

const relationsPerCall = 100;

async function readRelations(numbers: readonly string[], { client, relations }: RelationSession, call: CallContext): Promise<void> {
  for (let from = 0; from < numbers.length; from += relationsPerCall) {
    const answer = await client.call('getRelations', { request: { relationNumbers: numbers.slice(from, from + relationsPerCall) } }, call);
    for (const relation of list(answer['relationList'])) relations.set(textOf(relation['relationNumber']), relation);
  }
}

/** What a customer can be found by, first to last. */
function* keysOf(candidate: Candidate, externalId: string, settings: RelationSettings): Generator<readonly [kind: RelationKey, value: string]> {
  yield ['externalId', externalId];
  if (settings.matchEmail) yield ['email', candidate.email];
  if (settings.matchVatNumber) yield ['vatNumber', candidate.vatNumber];
  if (settings.matchPhone) yield ['phone', plainPhone(candidate.phone)];
}

/**
 * The card of a customer at the till, in this order: the default customer where it is forced; the one the record was made from (twin); the one this flow
 * remembers; one with the same external id, e-mail address, VAT number or phone number, as the settings allow; a new one, where that is allowed; the default customer as
 * last resort. A card that was found gets what differs, as settings and write modes allow.
 *
 * The target that uses it lists `relationEffects` among its effects and `relationSettings()` among its settings, opens with `openRelations` and calls
 * `lookAheadRelations` for each page. Throws `data` when no card is the right one for certain: `mplus.customer_incomplete`, `mplus.customer_unknown`, and
 * `mplus.several_relations` (parked); and whatever the till says.
 */
export async function resolveRelation(customer: CustomerToResolve, session: RelationSession, context: Context, options: ResolveOptions = {}): Promise<ResolvedRelation> {
  const { settings } = session;
  if (settings.defaultDebtor === 'force') return useDefault(session, context, 'always');
  const candidate = readCandidate(customer);
  const missing = missingField(candidate, settings.requireEmail);
  if (missing !== '') {
    if (settings.defaultDebtor === 'fallback') return useDefault(session, context, `the customer has no ${missing}`);
    throw new FluxoError({ code: 'mplus.customer_incomplete', kind: 'data', what: `The customer has no ${missing}.`, where: { field: 'customer' }, params: { missing }, fix: 'Complete the customer in the source, choose a default customer, or do not require it.' });
  }
  const ledgerKey = candidate.sourceId || candidate.email || options.fallbackKey || context.sourceKey;
  const externalId = session.externalId(customer) || `fluxo-${context.hash(`${session.sourceConnection}\n${ledgerKey}`)}`;
  const work: Work = { customer, candidate, externalId, ledgerKey, session, context, modeOf: options.modeOf ?? ((field) => context.writeMode(field)), unknown: options.unknown ?? 'throw' };
  // Records of one customer that come by different ways must not both find nothing and make a card.
  const keys = [`id ${ledgerKey}`, ...[...keysOf(candidate, externalId, settings)].filter(([, value]) => value !== '').map(([kind, value]) => `${kind} ${value.toLowerCase()}`)];
  return session.inTurn(keys, () => findOrMake(work));
}

interface Work {
  readonly customer: CustomerToResolve;
  readonly candidate: Candidate;
  readonly externalId: string;
  readonly ledgerKey: string;
  readonly session: RelationSession;
  readonly context: Context;
  readonly modeOf: ModeOf;
  readonly unknown: 'throw' | 'skip';
}

async function findOrMake(work: Work): Promise<ResolvedRelation> {
  const { customer, session, context } = work;
  const { settings } = session;
  const known = (await fromTwin(work)) ?? (await fromLedger(work)) ?? (await byKeys(work));
  if (known && !known.active) {
    context.note(say('relation_inactive', `Card ${known.number} was put away at the till; it is left alone.`, { number: known.number }));
    return { number: known.number, how: 'inactive' };
  }
  if (known) return update(known, work);
  if (settings.createRelations && customer.active !== false) return create(work);
  if (settings.defaultDebtor === 'fallback') return useDefault(session, context, 'the customer is not in the till');
  if (work.unknown === 'skip') return { number: '', how: 'none' };
  throw new FluxoError({ code: 'mplus.customer_unknown', kind: 'data', what: 'The customer is not in the till, and unknown customers are not created.', where: { field: 'customer' }, fix: 'Add a card with the same e-mail address at the till, choose a default customer, or let unknown customers be created.' });
}

function useDefault({ debtor }: RelationSession, context: Context, why: string): ResolvedRelation {
  context.note(say('default_customer', `Default customer ${debtor!.number}: ${why}.`, { number: debtor!.number, why }));
  return { number: debtor!.number, how: 'default' };
}

function missingField(candidate: Candidate, needsEmail: boolean): string {
  if (candidate.name === '') return 'name';
  return needsEmail && !/^\S+@\S+\.\S+$/.test(candidate.email) ? 'e-mail address' : '';
}

/** The card the record was made from by a flow that runs the other way. */
async function fromTwin({ ledgerKey, session, context }: Work): Promise<IndexedRelation | null> {
  const twin = context.twin?.keys.map((key) => session.index.get(key)).find((found) => found !== undefined);
  if (!twin) return null;
  context.note(say('relation_twin', `Comes from card ${twin.number}.`, { number: twin.number }));
  // An entry that is right stays: it says which version we wrote.
  if ((await context.recall('customer', ledgerKey))?.targetId !== twin.number) await keep(ledgerKey, twin.number, context);
  return twin;
}

/** The card this customer became earlier, if the till still has it. */
async function fromLedger({ ledgerKey, session, context }: Work): Promise<IndexedRelation | null> {
  const entry = await context.recall('customer', ledgerKey);
  if (!entry || entry.targetId === 'dry-run') return null;
  // One whose answer got lost a moment ago is in the ledger before the index has seen it.
  if (!session.index.get(entry.targetId)) await session.index.refresh(context);
  const known = session.index.get(entry.targetId);
  if (known) {
    context.note(say('relation_known', `Card ${known.number}, known from an earlier run.`, { number: known.number }));
    return known;
  }
  context.note(say('relation_gone', `Card ${entry.targetId} of an earlier run is gone from the till; looking again.`, { number: entry.targetId }));
  await context.forget('customer', ledgerKey);
  return null;
}

const keyNames: Readonly<Record<RelationKey, string>> = { externalId: 'external id', email: 'e-mail address', vatNumber: 'tax number', phone: 'phone number' };

async function byKeys({ candidate, externalId, ledgerKey, session, context }: Work): Promise<IndexedRelation | null> {
  for (const [kind, value] of keysOf(candidate, externalId, session.settings)) {
    const all = session.index.find(kind, value);
    const active = all.filter((relation) => relation.active);
    const hits = active.length > 0 ? active : all.slice(0, 1);
    if (hits.length === 0) continue;
    const by = keyNames[kind];
    const found = hits.length === 1 ? hits[0]! : oneOfSeveral(hits, by, candidate, session.settings);
    context.note(say('relation_found', `Found card ${found.number} by its ${by}.`, { number: found.number, by }));
    if (found.active) await keep(ledgerKey, found.number, context);
    return found;
  }
  context.note(say('relation_not_found', 'The till has no card of this customer.'));
  return null;
}

function oneOfSeveral(hits: readonly IndexedRelation[], by: string, candidate: Candidate, { onSeveral }: RelationSettings): IndexedRelation {
  if (onSeveral === 'oldest') return hits[0]!;
  const named = hits.filter(({ name }) => name.toLowerCase() === candidate.name.toLowerCase());
  if (onSeveral === 'sameName' && named.length === 1) return named[0]!;
  const numbers = hits.map(({ number }) => number).join(', ');
  throw new FluxoError({ code: 'mplus.several_relations', kind: 'data', what: `${hits.length} cards of the till have this ${by}: ${numbers}.`, where: { field: 'customer' }, params: { count: String(hits.length), by, numbers }, parkedOn: { setting: 'onSeveral', value: numbers }, fix: 'Correct or put away the wrong cards at the till, or choose what to do with several cards in the target’s settings.' });
}

/** Remembers a card that was found, so that the next record finds it whatever becomes of its e-mail address. */
async function keep(ledgerKey: string, number: string, context: Context): Promise<void> {
  if (!context.dryRun) await context.adopt('customer', ledgerKey, { targetType: relationType, targetId: number });
}

async function update({ number }: IndexedRelation, { candidate, customer, ledgerKey, session, context, modeOf }: Work): Promise<ResolvedRelation> {
  const { existing, countryLanguage } = session.settings;
  if (existing === 'leave') return { number, how: 'found' };
  const relation = await takeRelation(number, session, context);
  if (!relation) return { number, how: 'found' };
  const mode: ModeOf = (field) => (existing === 'fillEmpty' ? fillingOnly(modeOf(field)) : modeOf(field));
  const changes: Readonly<Record<string, string | boolean>> = {
    ...relationChanges(candidate, relation, countryLanguage, mode),
    ...(customer.active === false && existing === 'update' && ['both', 'update'].includes(modeOf('active')) && { active: false }),
  };
  const fields = Object.keys(changes);
  if (fields.length === 0) return { number, how: 'found' };
  await context.effect('updateRelation', { number, changes }, { ledger: { entity: 'customer', key: ledgerKey }, current: relation });
  context.note(say('relation_updated', `Updated card ${number}: ${fields.join(', ')}.`, { number, fields: fields.join(', ') }));
  if (!context.dryRun) session.index.put({ ...relation, ...changes });
  return { number, how: 'updated', fields };
}

async function takeRelation(number: string, session: RelationSession, context: Context): Promise<SourceRecord | undefined> {
  if (!session.relations.has(number)) await readRelations([number], session, context);
  const relation = session.relations.get(number);
  session.relations.delete(number);
  return relation;
}

async function create({ candidate, externalId, ledgerKey, session, context, modeOf }: Work): Promise<ResolvedRelation> {
  const { countryLanguage, vatMethods } = session.settings;
  const method = findCountryRow(vatMethods, candidate.billing?.country ?? '', { vatNumber: candidate.vatNumber === '' ? 'no' : 'yes' })?.values['method'] ?? '';
  const relation = {
    ...newRelation(candidate, countryLanguage, modeOf),
    extRelationId: externalId,
    active: true,
    ...(method !== '' && { defaultVatMethod: `VAT-METHOD-${method.trim().toUpperCase()}` }),
  };
  const made = await context.effect('createRelation', { relation }, { ledger: { entity: 'customer', key: ledgerKey } });
  context.note(say('relation_created', `Created card ${made.id}.`, { number: made.id }));
  if (!context.dryRun) session.index.put({ ...relation, relationNumber: made.id });
  return { number: made.id, how: 'created' };
}
