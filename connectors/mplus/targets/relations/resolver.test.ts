import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineTarget } from '#connectors/sdk/connector.ts';
import type { RecordContext } from '#connectors/sdk/connector.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { MplusClient } from '../../client.ts';
import { openTill } from '../../testing/openTill.ts';
import type { OpenTill } from '../../testing/openTill.ts';
import type { CustomerToResolve } from './candidate.ts';
import { relationEffects } from './effects.ts';
import { openRelations, resolveRelation } from './resolver.ts';
import { relationSettings } from './settings.ts';
import type { RelationSettings } from './settings.ts';

let till: OpenTill;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

/** What a target of orders does with the buyer of an order. */
const buyers = defineTarget<MplusClient>({
  name: 'buyers',
  label: 'Buyers',
  entity: 'order',
  settings: relationSettings({ existing: 'leave' }),
  effects: relationEffects,
  concurrency: 1,
  async open({ client, settings, sourceConnection, ...call }) {
    const session = await openRelations(client, { debtor: '', ...withDefaults(relationSettings({ existing: 'leave' }), settings) } as unknown as RelationSettings, sourceConnection, call);
    return {
      lane: () => '',
      async apply(record, context) {
        const { number, how } = await resolveRelation((record['customer'] ?? {}) as CustomerToResolve, session, context as RecordContext<MplusClient>, { fallbackKey: String(record['sourceId']) });
        return { outcome: how === 'created' ? 'created' : 'unchanged', reason: { code: `test.${how}`, text: number } };
      },
    };
  },
});

const apply = async (record: unknown, settings: Settings = {}) => (await openTargetDesk(buyers, { client: till.client, settings })).apply(record);
const order = (customer: CustomerToResolve) => ({ sourceId: 'o1', customer });

test('a default customer that is forced takes every order, whoever bought', async () => {
  const known = order({ sourceId: '1', name: 'Willem', email: 'teun@groenehartkaas.example' });
  expect(await apply(known, { defaultDebtor: 'force', debtor: '2008' })).toMatchObject({ code: 'test.default', text: '2008', effects: [] });
  expect(await apply(known, { defaultDebtor: 'force', debtor: ' restaurant aan de WERF & zn ' })).toMatchObject({ code: 'test.default', text: '2008' });
  expect(await apply(known, { defaultDebtor: 'fallback', debtor: '2008' })).toMatchObject({ code: 'test.found', text: '2002' });
});

test.each([
  ['no customer at all', {}],
  ['no e-mail address', { name: 'Onbekend' }],
])('a default customer as last resort takes an order with %s', async (_what, customer) => {
  expect(await apply(order(customer), { defaultDebtor: 'fallback', debtor: '2008' })).toMatchObject({ code: 'test.default', text: '2008' });
  expect(await apply(order(customer))).toMatchObject({ outcome: 'invalid', code: 'mplus.customer_incomplete' });
});

test('a buyer nobody knows is reported, or goes to the default customer, where no cards may be made', async () => {
  const unknown = order({ name: 'Nieuw', email: 'nieuw@onbekend.example' });
  expect(await apply(unknown, { createRelations: false })).toMatchObject({ outcome: 'invalid', code: 'mplus.customer_unknown' });
  expect(await apply(unknown, { createRelations: false, defaultDebtor: 'fallback', debtor: '2008' })).toMatchObject({ code: 'test.default', text: '2008' });
});

test('a default customer that is not there stops the flow before anything is written', async () => {
  await expect(apply(order({}), { defaultDebtor: 'force', debtor: '99' })).rejects.toMatchObject({ data: { code: 'mplus.debtor_gone', kind: 'setup', where: { field: 'debtor' } } });
  for (let copy = 0; copy < 2; copy += 1) await till.ask('createRelation', { relation: { name: 'Passanten' } });
  await expect(apply(order({}), { defaultDebtor: 'force', debtor: 'passanten' })).rejects.toMatchObject({ data: { code: 'mplus.debtor_unclear', kind: 'setup' } });
});
