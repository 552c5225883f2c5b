import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, RecordContext } from '#connectors/sdk/connector.ts';
import { readCustomer } from '#connectors/sdk/readCustomer.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { MplusClient } from '../../client.ts';
import { textOf } from '../../wire/values.ts';
import type { CustomerToResolve } from '../relations/candidate.ts';
import { relationEffects, relationType } from '../relations/effects.ts';
import { lookAheadRelations, openRelations, resolveRelation } from '../relations/resolver.ts';
import type { ResolvedRelation, RelationSession } from '../relations/resolver.ts';
import { relationSettings } from '../relations/settings.ts';
import type { RelationSettings } from '../relations/settings.ts';

// A default customer stands in for the buyer of a sale; a list of customers has nothing to put on it.
const settings = relationSettings().filter(({ key }) => key !== 'defaultDebtor' && key !== 'debtor');

/** Customers as cards (relations) of the till: companies with a contact, and persons. */
export const customers = defineTarget<MplusClient>({
  name: 'customers',
  label: 'Customer cards',
  help: 'Adds customers to the till as cards (relations) and keeps them up to date. A company gets its name, with the person as contact.',
  entity: 'customer',
  settings,
  asked: ['requireEmail', 'existing', 'onSeveral', 'vatMethods'],
  effects: relationEffects,
  concurrency: 2,
  async open({ client, settings: given, sourceConnection, ...call }) {
    const chosen = { defaultDebtor: 'off', debtor: '', ...withDefaults(settings, given) } as unknown as RelationSettings;
    const session = await openRelations(client, chosen, sourceConnection, call);
    return {
      lookAhead: (records, context) => lookAheadRelations(records as readonly CustomerToResolve[], session, context),
      // Customers that share an address may be one card.
      lane: (record) => textOf(record['email']).toLowerCase() || textOf(record['sourceId']),
      apply: (record, context) => applyCustomer(record, session, context as RecordContext<MplusClient>),
    };
  },
});

async function applyCustomer(record: SourceRecord, session: RelationSession, context: RecordContext<MplusClient>): Promise<ApplyResult> {
  const resolved = await resolveRelation(readCustomer(record), session, context, { unknown: 'skip' });
  return resultOf(resolved, session.settings);
}

function resultOf({ number, how, fields = [] }: ResolvedRelation, { existing }: RelationSettings): ApplyResult {
  const target = { type: relationType, id: number };
  switch (how) {
    case 'none':
      return { outcome: 'skipped', reason: { code: 'mplus.customer_not_wanted', text: 'The till has no card of this customer, and it does not get a new one.' } };
    case 'created':
      return { outcome: 'created', target, reason: { code: 'mplus.relation_created', text: `Created card ${number}.`, params: { number } } };
    case 'updated':
      return { outcome: 'updated', target, reason: { code: 'mplus.relation_updated', text: `Updated card ${number}: ${fields.join(', ')}.`, params: { number, fields: fields.join(', ') } } };
    case 'inactive':
      return { outcome: 'skipped', target, reason: { code: 'mplus.relation_inactive', text: `Card ${number} was put away at the till; it is left alone.`, params: { number } } };
    case 'default':
    case 'found':
      return existing === 'leave'
        ? { outcome: 'skipped', target, reason: { code: 'mplus.relation_left', text: `The till has card ${number} already; left as it is.`, params: { number } } }
        : { outcome: 'unchanged', target, reason: { code: 'mplus.relation_same', text: `Card ${number} says the same already.`, params: { number } } };
  }
}
