import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { openHouse } from '../support/house.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['mailchimp-customers-to-mplus'] });
let before: Ledger;
beforeAll(async () => {
  before = await house.ledger('mplus');
});

const cardOf = (ledger: Ledger, email: string) => ledger['relations']!.filter((relation) => relation['email'] === email);
const problems = async () => (await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['parked', 'invalid'], limit: 100 })).rows;

test('whoever bought in the web shop and has no card gets one: a company with its contact, and a person', async () => {
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  const after = await house.ledger('mplus');
  expect(run.outcomes).toMatchObject({ created: 4, updated: 0, invalid: 0, rejected: 0, unsure: 0 });
  expect(after['relations']).toHaveLength(before['relations']!.length + 4);
  expect(cardOf(after, 'nienke@vuurenvlam.example')).toMatchObject([{ name: 'Kookschool Vuur & Vlam', companyName: 'Kookschool Vuur & Vlam', contact: 'Nienke Terpstra', address: 'Nieuwestad 19', country: 'Nederland' }]);
  expect(cardOf(after, 'casper.duivenvoorde@postvak.example')).toMatchObject([{ name: 'Casper Duivenvoorde', city: 'Leiden' }]);
  expect(cardOf(after, 'casper.duivenvoorde@postvak.example')[0]!['companyName']).toBeUndefined();
  expect(cardOf(after, 'odile@epicerievandamme.example')).toMatchObject([{ companyName: 'Epicerie Vandamme', country: 'België' }]);
});

test('cards that were there say what they said before', async () => {
  const after = await house.ledger('mplus');
  for (const relation of before['relations']!) expect(after['relations']!.find(({ relationNumber }) => relationNumber === relation['relationNumber'])).toEqual(relation);
});

test('two cards with one e-mail address and a country nobody knows wait for a person', async () => {
  const rows = await problems();
  expect(rows.map(({ reason }) => reason?.code).toSorted()).toEqual(['mapping.unknown_country', 'mplus.several_relations', 'mplus.several_relations']);
  expect(rows.find(({ reason }) => reason?.code === 'mapping.unknown_country')?.reason?.text).toContain('Luilekkerland');
});

test('a second run makes and changes nothing', async () => {
  const held = await house.ledger('mplus');
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(await house.ledger('mplus')).toEqual(held);
});

test('an answer that gets lost makes no second card', async () => {
  const unlucky = await openHouse({ templates: ['mailchimp-customers-to-mplus'] });
  try {
    await unlucky.fault('mplus', [{ operation: 'createRelation', times: 2, fault: { kind: 'loseAnswer' } }]);
    const run = await unlucky.run();
    expect(run.outcomes).toMatchObject({ created: 4, unsure: 0 });
    expect((await unlucky.ledger('mplus'))['relations']).toHaveLength(before['relations']!.length + 4);
  } finally {
    await unlucky.close();
  }
});
