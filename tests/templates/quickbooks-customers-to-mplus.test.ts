import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['quickbooks-customers-to-mplus'] });
let before: Ledger;
beforeAll(async () => {
  before = await house.ledger('mplus');
});

const cardOf = (ledger: Ledger, email: string) => ledger['relations']!.filter((relation) => relation['email'] === email);

test('customers only the books know get a card, and each customer of the books ends in one outcome', async () => {
  const run = await house.run();
  const customers = (await house.books())['Customer']!;
  expect(run.read).toBe(customers.length);
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(run.outcomes).toMatchObject({ created: 3, updated: 0, rejected: 0, unsure: 0 });
  const after = await house.ledger('mplus');
  expect(after['relations']).toHaveLength(before['relations']!.length + 3);
  expect(cardOf(after, 'nienke@vuurenvlam.example')).toMatchObject([{ name: 'Kookschool Vuur & Vlam', companyName: 'Kookschool Vuur & Vlam', contact: 'Nienke Terpstra', telephone: '058-555 0133', country: 'Nederland' }]);
  expect(cardOf(after, 'casper.duivenvoorde@postvak.example')[0]!['companyName']).toBeUndefined();
});

test('cards that were there say what they said before, and no mark of ours stands in their notes', async () => {
  const after = await house.ledger('mplus');
  for (const relation of before['relations']!) expect(after['relations']!.find(({ relationNumber }) => relationNumber === relation['relationNumber'])).toEqual(relation);
  expect(JSON.stringify(after['relations'])).not.toContain('fluxo:');
});

test('customers who share an address, live nowhere anybody knows, or have no e-mail address wait for a person', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['parked', 'invalid'], limit: 100 });
  const byCode = Map.groupBy(rows, ({ reason }) => reason?.code ?? '');
  expect(byCode.get('mplus.several_relations')?.map(({ title }) => title).toSorted()).toEqual(['Johanna van Rossum', 'Willem van Rossum']);
  expect(byCode.get('mapping.unknown_country')?.map(({ title }) => title)).toEqual(['Isolde van Elders']);
  expect(byCode.get('mplus.customer_incomplete')?.map(({ title }) => title)).toContain('Greetje Pol');
  expect(byCode.size).toBe(3);
});

test('a second run makes and changes nothing', async () => {
  const held = await house.ledger('mplus');
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(await house.ledger('mplus')).toEqual(held);
});
