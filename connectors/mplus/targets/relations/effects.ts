import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { nested, textOf } from '../../wire/values.ts';

type Effect = EffectDefinition<MplusClient>;

/** What the ledger calls a card, and what the stream `mplus.relations` calls its records. */
export const relationType = 'Relation';

const resultOf = (number: string, marker: Value | undefined): EffectResult => ({ type: relationType, id: number, ...(textOf(marker) !== '' && { version: textOf(marker) }) });

/**
 * Makes a card. The service knows no key that would make a second try harmless, so every new card carries an external id of ours, by
 * which it is looked up after a lost answer. Payload: `{ relation }`.
 */
const createRelation: Effect = {
  name: 'createRelation',
  label: 'Create customer card',
  repeat: 'lookup',
  view: (payload) => ({ fields: nested(nested(payload)['relation']) }),
  async send(client, payload, _key, call) {
    const answer = await client.call('createRelation', { relation: nested(nested(payload)['relation']) }, call);
    return resultOf(textOf(answer['relationNumber']), answer['syncMarker']);
  },
  async lookUp(client, payload, _key, call) {
    const extRelationId = textOf(nested(nested(payload)['relation'])['extRelationId']);
    if (extRelationId === '') throw new FluxoError({ code: 'mplus.no_external_id', kind: 'bug', what: 'A card was sent without an external id, so it cannot be looked up.' });
    const found = await findByExample(client, { extRelationId }, call);
    return found && textOf(found['extRelationId']) === extRelationId ? resultOf(textOf(found['relationNumber']), found['syncMarker']) : null;
  },
};

/** One card like the example; null when there is none. Old installations only know the search that also finds parts of words. */
async function findByExample(client: MplusClient, relation: SourceRecord, call: Parameters<Effect['send']>[3]): Promise<SourceRecord | null> {
  try {
    const answer = await client.call('findRelationV2', { request: { relation, exactMatch: true } }, call).catch((thrown: unknown) => {
      if (!isCode(thrown, 'mplus.not_supported')) throw thrown;
      return client.call('findRelation', { relation }, call);
    });
    return nested(answer['relation']);
  } catch (thrown) {
    if (isCode(thrown, 'mplus.not_found')) return null;
    throw thrown;
  }
}

const isCode = (thrown: unknown, code: string): boolean => thrown instanceof FluxoError && thrown.code === code;

/** Sets fields of a card to fixed values; what is left out stays. Doing it twice is doing it once. Payload: `{ number, changes }`. */
const updateRelation: Effect = {
  name: 'updateRelation',
  label: 'Update customer card',
  repeat: 'key',
  view: (payload) => ({ thing: `Relation ${textOf(nested(payload)['number'])}`, fields: nested(nested(payload)['changes']) }),
  async send(client, payload, _key, call) {
    const number = textOf(nested(payload)['number']);
    const answer = await client.call('updateRelation', { relation: { ...nested(nested(payload)['changes']), relationNumber: number } }, call);
    return resultOf(number, answer['syncMarker']);
  },
};

/** Belong to the effects of every target that resolves customers. */
export const relationEffects: readonly Effect[] = [createRelation, updateRelation];
