import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['http-customers-to-mplus'] });
let before: Ledger;
beforeAll(async () => {
  before = await house.ledger('mplus');
});

const cardOf = (ledger: Ledger, email: string) => ledger['relations']!.filter((relation) => relation['email'] === email);

test('customers the till does not know get a card, read from nothing but paths and names', async () => {
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  const after = await house.ledger('mplus');
  expect(run.outcomes).toMatchObject({ created: 3, invalid: 0, rejected: 0, unsure: 0 });
  expect(after['relations']).toHaveLength(before['relations']!.length + 3);
  expect(cardOf(after, 'nienke@vuurenvlam.example')).toMatchObject([{ companyName: 'Kookschool Vuur & Vlam', contact: 'Nienke Terpstra', address: 'Nieuwestad 19', zipcode: '8911 CH', city: 'Leeuwarden' }]);
  for (const relation of before['relations']!) expect(after['relations']!.find(({ relationNumber }) => relationNumber === relation['relationNumber'])).toMatchObject({ name: relation['name'], email: relation['email'] });
});

test('one e-mail address of two cards and a country nobody knows wait for a person', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['parked', 'invalid'], limit: 50 });
  expect(rows.map(({ reason }) => reason?.code).toSorted()).toEqual(['mapping.unknown_country', 'mplus.several_relations']);
});

test('a second run makes and changes nothing', async () => {
  const held = await house.ledger('mplus');
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(await house.ledger('mplus')).toEqual(held);
});

test('the key of the service stands nowhere in what is kept of the run', async () => {
  const { apiKey } = house.host.demo.sandbox!.mailchimp;
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['created'], limit: 5 });
  expect(JSON.stringify(await house.host.workspace.store.story(rows[0]!.runId, rows[0]!.seq))).not.toContain(apiKey);
});
