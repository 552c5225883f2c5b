import { contentVersion } from '#connectors/sdk/anyRecord/recognise.ts';
import type { RecordKind } from '#connectors/sdk/anyRecord/stream.ts';
import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, CallContext, EffectDefinition, EffectOptions, EffectResult, RecordContext, TargetDefinition } from '#connectors/sdk/connector.ts';
import { anyDimensions, anyTotals } from '#connectors/sdk/anyRecord/totals.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { bodyOf, filledPath, namesOf, textOf } from './body.ts';
import { batchSession, batchSizeOf, createMany } from './batch.ts';
import { tidyPath } from './connection.ts';
import { heldBy, shapedLike } from './current.ts';
import { lookUp } from './lookUp.ts';
import { valueAt } from './client.ts';
import type { JsonAnswer, RestClient } from './client.ts';
import { left, placeOf, unchanged } from './work.ts';
import type { Work } from './work.ts';

const writeSettings = (path: string): readonly SettingField[] => [
  { key: 'path', label: 'Path for new records', type: 'text', required: true, group: 'Where to write', default: path, maxLength: 300, help: 'Behind the address of the connection. {sourceId} and other fields in braces are filled in.' },
  {
    key: 'method',
    label: 'New records with',
    type: 'choice',
    group: 'Where to write',
    default: 'POST',
    options: [
      { value: 'POST', label: 'POST' },
      { value: 'PUT', label: 'PUT', help: 'To a path that names the record itself; sending it twice does no harm.' },
    ],
  },
  { key: 'updatePath', label: 'Path for changes', type: 'text', group: 'Where to write', maxLength: 300, placeholder: '/customers/{id}', help: '{id} is the service’s own. Empty: what is there is left as it is.' },
  {
    key: 'updateMethod',
    label: 'Changes with',
    type: 'choice',
    group: 'Where to write',
    default: 'PUT',
    options: [
      { value: 'PUT', label: 'PUT' },
      { value: 'PATCH', label: 'PATCH' },
    ],
  },
  { key: 'names', label: 'Fields and their names there', type: 'text', group: 'What to send', maxLength: 4000, placeholder: 'name=title, priceIncl=price', help: 'Empty: the whole record with Fluxo’s names.' },
  { key: 'wrap', label: 'Property around the record', type: 'text', group: 'What to send', maxLength: 60, placeholder: 'customer' },
  { key: 'amountsAsNumbers', label: 'Amounts as numbers', type: 'boolean', group: 'What to send', default: true, help: 'Off: as text. Either way digit by digit.' },
  { key: 'idPath', label: 'Path of the id in the answer', type: 'text', group: 'What comes back', default: 'id', maxLength: 200 },
  {
    key: 'repeat',
    label: 'When an answer gets lost',
    type: 'choice',
    group: 'Each once',
    default: 'unsure',
    options: [
      { value: 'key', label: 'Send again with the same key', help: 'For services that know an idempotency key.' },
      { value: 'lookUp', label: 'Look whether it is there', help: 'With the path below.' },
      { value: 'unsure', label: 'Say so', help: 'The record waits until you have looked yourself.' },
    ],
  },
  { key: 'keyHeader', label: 'Header of the key', type: 'text', group: 'Each once', default: 'Idempotency-Key', maxLength: 60, when: { key: 'repeat', is: ['key'] } },
  { key: 'lookUpPath', label: 'Path to look it up', type: 'text', group: 'Each once', maxLength: 300, placeholder: '/customers?external_id={sourceId}', help: 'Answers the record, or a list of those that fit. Also used before a record is made that Fluxo has not sent yet.' },
];

const batchSettings: readonly SettingField[] = [
  { key: 'batchSize', label: 'Records in one call', type: 'number', group: 'Many at once', default: 1, min: 1, max: 1000, integer: true, help: '1 sends each record on its own. Ten times faster with a few hundred, for services that take a list.' },
  { key: 'batchPath', label: 'Path for lists', type: 'text', group: 'Many at once', maxLength: 300, placeholder: '/customers/batch', help: 'Empty: the path for new records.' },
  { key: 'batchWrap', label: 'Property around the list', type: 'text', group: 'Many at once', maxLength: 60, placeholder: 'records', help: 'Empty: the list itself is sent.' },
  { key: 'resultsPath', label: 'Path of the results in the answer', type: 'text', group: 'Many at once', maxLength: 200, placeholder: 'results', help: 'A list with a result for each record, in order. Empty: the status of the answer counts for all.' },
  { key: 'errorPath', label: 'Path of a refusal in a result', type: 'text', group: 'Many at once', maxLength: 200, placeholder: 'error', help: 'A record whose result has something there was refused.' },
];

const part = (payload: Value, name: string): string => textOf((payload as SourceRecord)[name]);

/** The body as fields; it is JSON of our making. */
const fieldsOf = (payload: Value): Value => JSON.parse(part(payload, 'body')) as Value;

/** The service's own id out of an answer; where it tells none, the one the path was written to. */
function resultOf(kind: RecordKind, payload: Value, { json }: Pick<JsonAnswer, 'json'>): EffectResult {
  const found = valueAt(json, part(payload, 'idPath'));
  const id = textOf(found) || part(payload, 'id') || part(payload, 'sourceId');
  return { type: kind.type, id, ...(typeof json === 'object' && json !== null && !Array.isArray(json) && { version: contentVersion(json) }) };
}

const send = async (kind: RecordKind, client: RestClient, payload: Value, headers: Readonly<Record<string, string>>, call: CallContext) => resultOf(kind, payload, await client.write(part(payload, 'method'), part(payload, 'path'), part(payload, 'body'), headers, call));

/** Sent again with its key it has one effect, says the service. */
const createWithKey = (kind: RecordKind): EffectDefinition<RestClient> => ({
  name: 'createWithKey',
  label: 'Create, with a key',
  repeat: 'key',
  view: (payload) => ({ fields: fieldsOf(payload) }),
  send: (client, payload, key, call) => send(kind, client, payload, { [part(payload, 'keyHeader')]: key }, call),
});

const create = (kind: RecordKind): EffectDefinition<RestClient> => ({
  name: 'create',
  label: 'Create at the service',
  repeat: 'lookup',
  view: (payload) => ({ fields: fieldsOf(payload) }),
  send: (client, payload, _key, call) => send(kind, client, payload, {}, call),
  async lookUp(client, payload, _key, call) {
    // Nothing tells whether the first try arrived: only a person can look.
    if (part(payload, 'lookUpPath') === '') throw new FluxoError({ code: 'http.cannot_look', kind: 'data', what: 'The service cannot be asked whether the record arrived.', fix: 'Look there yourself. With a path to look it up in the node, Fluxo does that.' });
    const found = await lookUp(client, part(payload, 'lookUpPath'), call);
    return found === null ? null : resultOf(kind, payload, { json: found });
  },
});

/** To a path that names the record: the second time changes nothing. */
const put = (kind: RecordKind): EffectDefinition<RestClient> => ({
  name: 'put',
  label: 'Write at the service',
  repeat: 'key',
  view: (payload) => ({ ...(part(payload, 'id') !== '' && { thing: part(payload, 'id') }), fields: fieldsOf(payload) }),
  send: (client, payload, _key, call) => send(kind, client, payload, {}, call),
});

/** Records of one entity into any service that takes JSON. */
export function restTarget(kind: RecordKind): TargetDefinition<RestClient> {
  const settings = [...writeSettings(`/${kind.name}`), ...batchSettings];
  return defineTarget<RestClient>({
    name: `${kind.entity}Service`,
    label: `${kind.label} of a service`,
    help: 'Sends each record as JSON to any service, once.',
    entity: kind.entity,
    settings,
    effects: [createWithKey(kind), create(kind), put(kind)],
    ...anyDimensions(kind),
    // With a path to look it up, what the service has is still found; without one it makes another.
    sendsAsNew: true,
    batch: createMany(kind),
    concurrency: 8,
    async open({ settings: given }) {
      const chosen = withDefaults(settings, given);
      const text = (key: string) => String(chosen[key] ?? '').trim();
      for (const key of ['path', 'updatePath', 'lookUpPath', 'batchPath']) if (text(key) !== '') tidyPath(text(key), key);
      if (text('repeat') === 'lookUp' && text('lookUpPath') === '') throw new FluxoError({ code: 'http.no_look_up', kind: 'setup', what: 'The path to look a record up is missing.', where: { field: 'lookUpPath' }, fix: 'Give one, or choose another answer to a lost one.' });
      const work: Work = { chosen, plan: { entity: kind.entity, names: namesOf(kind.entity, text('names')), wrap: text('wrap'), amountsAsNumbers: chosen['amountsAsNumbers'] !== false } };
      return {
        ...(batchSizeOf(chosen) > 1 && { batch: batchSession(kind, work) }),
        lane: (record) => String(record['sourceId'] ?? ''),
        apply: (record, context) => applyRecord(kind, record, context as RecordContext<RestClient>, work),
      };
    },
  });
}

async function applyRecord(kind: RecordKind, record: SourceRecord, context: RecordContext<RestClient>, { chosen, plan }: Work): Promise<ApplyResult> {
  const text = (key: string) => String(chosen[key] ?? '').trim();
  const sourceId = String(record['sourceId'] ?? '');
  const place = placeOf(text('path'), record);
  const body = bodyOf(record, plan);
  const fingerprint = context.hash(body);
  const ledger = { ...place, fingerprint };
  const common = { body, idPath: text('idPath'), sourceId };
  const lookUpPath = text('lookUpPath') === '' ? '' : filledPath(tidyPath(text('lookUpPath'), 'lookUpPath'), record);
  /** Beside what would be written a plan shows what is there. */
  const shownBeside = (held: Value | undefined) => {
    if (held === undefined) return {};
    const current = shapedLike(JSON.parse(body) as Value, held, plan.wrap);
    return current !== undefined && { current };
  };
  const entry = context.asNew ? null : await context.recall(place.entity, place.key);
  if (entry?.fingerprint === fingerprint) return unchanged(kind, entry.targetId);
  const known = entry?.targetId ?? context.twin?.key;
  const found = known === undefined && lookUpPath !== '' ? await lookUp(context.client, lookUpPath, context) : null;
  const id = known ?? (found === null ? undefined : textOf(valueAt(found, text('idPath'))) || undefined);
  if (id !== undefined) {
    if (!entry && !context.dryRun) await context.adopt(place.entity, place.key, { targetType: kind.type, targetId: id });
    if (text('updatePath') === '') return left(kind, id);
    const path = filledPath(tidyPath(text('updatePath'), 'updatePath'), record, id);
    const held = found ?? (context.looksFirst ? await heldBy(context, lookUpPath, path) : undefined);
    await context.effect('put', { ...common, id, method: text('updateMethod'), path }, { ledger, ...shownBeside(held) });
    return { outcome: 'updated', reason: { code: 'http.changed', text: 'Changed at the service.', params: { id } }, target: { type: kind.type, id } };
  }
  const path = filledPath(tidyPath(text('path'), 'path'), record);
  // A path that names the record may hold one that nobody remembers.
  const held = context.looksFirst && text('method') === 'PUT' ? await heldBy(context, '', path) : undefined;
  const options = { ledger, ...shownBeside(held), totals: anyTotals(kind, record) };
  const made = await sendNew(context, text, { ...common, method: text('method'), path }, lookUpPath, options);
  return { outcome: 'created', reason: { code: 'http.made', text: 'Made at the service.', params: { id: made.id } }, target: { type: kind.type, id: made.id } };
}

async function sendNew(context: RecordContext<RestClient>, text: (key: string) => string, payload: SourceRecord, lookUpPath: string, options: EffectOptions): Promise<EffectResult> {
  if (text('method') === 'PUT') return context.effect('put', payload, options);
  if (text('repeat') === 'key') return context.effect('createWithKey', { ...payload, keyHeader: text('keyHeader') || 'Idempotency-Key' }, options);
  return context.effect('create', { ...payload, lookUpPath: text('repeat') === 'lookUp' ? lookUpPath : '' }, options);
}
