import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { TargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { openTill } from '../../testing/openTill.ts';
import type { OpenTill } from '../../testing/openTill.ts';
import { customers } from './customers.ts';

let till: OpenTill;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

const desk = (settings: Settings = {}, ledger: TargetDesk['ledger'] = new Map()) => openTargetDesk(customers, { client: till.client, settings, ledger, sourceConnection: 'mail' });
let people = 0;
/** Somebody the till has never heard of. */
const stranger = (more: Record<string, unknown> = {}) => {
  people += 1;
  return { sourceId: `c${people}`, firstName: 'Anna', lastName: `de Vries ${people}`, email: `klant${people}@koperenketel.example`, ...more };
};
const relationsOf = (email: string) => till.rows('relations').filter((relation) => relation['email'] === email);
/** A card somebody makes at the till itself. */
const makeRelation = async (relation: Record<string, string | boolean>) => String((await till.ask('createRelation', { relation }))['relationNumber']);

describe('a customer the till does not know', () => {
  test('as a person gets a card with the whole name, and the country as the till writes it', async () => {
    const person = stranger({ phone: '030 555 0199', billing: { line1: 'Kade 12', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' } });
    const told = await (await desk()).apply({ ...person, email: ` ${person.email.toUpperCase()} ` });
    expect(told).toMatchObject({ outcome: 'created', code: 'mplus.relation_created', effects: ['createRelation'] });
    expect(relationsOf(person.email)).toMatchObject([{ name: `Anna ${person.lastName}`, telephone: '030 555 0199', address: 'Kade 12', zipcode: '3511 AB', city: 'Utrecht', country: 'Nederland', active: true }]);
    expect(relationsOf(person.email)[0]!['companyName']).toBeUndefined();
  });

  test('as a company gets its name, with the person as contact under it', async () => {
    const company = stranger({ company: 'Brouwerij Het Anker BV', vatNumber: 'NL 0001.23456.B01', commerceNumber: '12345678', paymentDays: '30', shipping: { line1: 'Loods 4', postalCode: '9000', city: 'Gent', country: 'BE' } });
    await (await desk()).apply(company);
    expect(relationsOf(company.email)).toMatchObject([{ name: 'Brouwerij Het Anker BV', companyName: 'Brouwerij Het Anker BV', contact: `Anna ${company.lastName}`, vatNumber: 'NL000123456B01', commerceNumber: '12345678', paymentWithinDays: 30, deliveryAddress: 'Loods 4', deliveryCountry: 'België' }]);
  });

  test('whose company is called like the person is a person', async () => {
    const person = stranger({ company: 'anna de vries 0' });
    await (await desk()).apply({ ...person, lastName: 'de Vries 0' });
    expect(relationsOf(person.email)[0]).toMatchObject({ name: 'Anna de Vries 0' });
    expect(relationsOf(person.email)[0]!['companyName']).toBeUndefined();
  });

  test('is left out where unknown customers are not created, and when the source has put the customer away', async () => {
    const before = till.rows('relations').length;
    expect(await (await desk({ createRelations: false })).apply(stranger())).toMatchObject({ outcome: 'skipped', code: 'mplus.customer_not_wanted', effects: [] });
    expect(await (await desk()).apply(stranger({ active: false }))).toMatchObject({ outcome: 'skipped', effects: [] });
    expect(till.rows('relations')).toHaveLength(before);
  });

  test.each([
    [{ firstName: '', lastName: '' }, 'name'],
    [{ email: '' }, 'e-mail address'],
    [{ email: 'geen adres' }, 'e-mail address'],
  ])('and lacks what a card needs (%j) is invalid and says what is missing', async (lack, missing) => {
    expect(await (await desk()).apply(stranger(lack))).toMatchObject({ outcome: 'invalid', code: 'mplus.customer_incomplete', effects: [], error: { data: { params: { missing } } } });
  });

  test('may do without an e-mail address where the settings say so, and is still known the next time', async () => {
    const ledger: TargetDesk['ledger'] = new Map();
    const customer = stranger({ email: '', phone: '030 555 0111' });
    expect(await (await desk({ requireEmail: false }, ledger)).apply(customer)).toMatchObject({ outcome: 'created' });
    expect(await (await desk({ requireEmail: false }, ledger)).apply(customer)).toMatchObject({ outcome: 'unchanged' });
    // Even when our memory is lost: the card carries our mark.
    expect(await (await desk({ requireEmail: false })).apply(customer)).toMatchObject({ outcome: 'unchanged', noteCodes: ['mplus.relation_found'] });
  });

  test('gets the VAT method of the row of the country', async () => {
    const vatMethods = [{ country: 'EU', keys: { vatNumber: 'yes' }, values: { method: 'shifted' } }, { country: 'NL', values: { method: 'inclusive' } }];
    const [belgian, dutch] = [stranger({ vatNumber: 'BE0999000111', billing: { line1: 'Meir 1', city: 'Antwerpen', postalCode: '2000', country: 'BE' } }), stranger({ vatNumber: 'NL000999888B01', billing: { line1: 'Kade 1', city: 'Utrecht', postalCode: '3511', country: 'NL' } })];
    const one = await desk({ vatMethods });
    for (const customer of [belgian, dutch]) await one.apply(customer);
    expect(relationsOf(belgian.email)[0]!['defaultVatMethod']).toBe('VAT-METHOD-SHIFTED');
    expect(relationsOf(dutch.email)[0]!['defaultVatMethod']).toBe('VAT-METHOD-INCLUSIVE');
  });

  test('leaves no trace in a dry run', async () => {
    const before = till.rows('relations');
    expect(await (await desk()).apply(stranger(), { dryRun: true })).toMatchObject({ outcome: 'created' });
    expect(till.rows('relations')).toEqual(before);
  });
});

describe('a customer the till knows', () => {
  test('is found by e-mail address, whatever its letters, and only what differs is sent', async () => {
    const number = await makeRelation({ name: 'Piet Jansen', email: 'Piet@Jansen.example', telephone: '030-555 0142', city: 'Utrecht', address: 'Kade 1', zipcode: '3511AB', country: 'Holland' });
    const told = await (await desk()).apply({ sourceId: 'p1', name: 'Piet Jansen', email: 'piet@jansen.example', phone: '+31 30 5550142', website: 'jansen.example', billing: { line1: 'Kade 1', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' } });
    expect(told).toMatchObject({ outcome: 'updated', text: `Updated card ${number}: website.`, noteCodes: ['mplus.relation_found', 'mplus.relation_updated'] });
    // Spelled as somebody typed it at the till.
    expect(till.relation(number)).toMatchObject({ telephone: '030-555 0142', zipcode: '3511AB', country: 'Holland', website: 'jansen.example' });
    expect(await (await desk()).apply({ sourceId: 'p1', name: 'Piet Jansen', email: 'piet@jansen.example' })).toMatchObject({ outcome: 'unchanged', effects: [] });
  });

  test('gets a new address as a whole, so that no half of the old one stays', async () => {
    const number = await makeRelation({ name: 'Kees Maan', email: 'kees@maan.example', address: 'Oud 1', zipcode: '1000 AA', city: 'Amsterdam', country: 'Nederland' });
    await (await desk()).apply({ sourceId: 'k1', name: 'Kees Maan', email: 'kees@maan.example', billing: { line1: 'Neu 2', city: 'Köln', country: 'DE' } });
    expect(till.relation(number)).toMatchObject({ address: 'Neu 2', zipcode: '', city: 'Köln', country: 'Duitsland' });
  });

  test('keeps everything that is filled in where only empty fields are to be filled', async () => {
    const number = await makeRelation({ name: 'Eva Ster', email: 'eva@ster.example', telephone: '020-555 0100', address: 'Ster 1', city: 'Leiden' });
    await (await desk({ existing: 'fillEmpty' })).apply({ sourceId: 'e1', name: 'Eva Zon', email: 'eva@ster.example', phone: '020-555 0999', website: 'ster.example', billing: { line1: 'Zon 2', postalCode: '2000 BB', city: 'Breda', country: 'NL' } });
    expect(till.relation(number)).toMatchObject({ name: 'Eva Ster', telephone: '020-555 0100', website: 'ster.example', address: 'Ster 1', city: 'Leiden' });
    expect(till.relation(number)!['zipcode']).toBeUndefined();
  });

  test('is left as it is where the settings say so', async () => {
    await makeRelation({ name: 'Jo Berg', email: 'jo@berg.example' });
    expect(await (await desk({ existing: 'leave' })).apply({ sourceId: 'j1', name: 'Johanna Berg', email: 'jo@berg.example' })).toMatchObject({ outcome: 'skipped', code: 'mplus.relation_left', effects: [] });
  });

  test('keeps a field the mapping writes on creating only', async () => {
    const number = await makeRelation({ name: 'Ada Wit', email: 'ada@wit.example', telephone: '1' });
    await (await desk()).apply({ sourceId: 'a1', firstName: 'Ada', lastName: 'Zwart', email: 'ada@wit.example', phone: '030-5550177' }, { modes: { lastName: 'create' } });
    expect(till.relation(number)).toMatchObject({ name: 'Ada Wit', telephone: '030-5550177' });
  });

  test('a person does not push a company off its own card, but becomes its contact', async () => {
    const number = await makeRelation({ name: 'Molen BV', companyName: 'Molen BV', email: 'info@molen.example', contact: '' });
    await (await desk()).apply({ sourceId: 'm1', firstName: 'Sanne', lastName: 'Molenaar', email: 'info@molen.example' });
    expect(till.relation(number)).toMatchObject({ name: 'Molen BV', companyName: 'Molen BV', contact: 'Sanne Molenaar' });
  });

  test('whose card was put away at the till is left alone and gets no second card', async () => {
    const number = await makeRelation({ name: 'Weg Gegaan', email: 'weg@gegaan.example', active: false });
    expect(await (await desk()).apply({ sourceId: 'w1', name: 'Weg Gegaan', email: 'weg@gegaan.example' })).toMatchObject({ outcome: 'skipped', code: 'mplus.relation_inactive', effects: [] });
    expect(till.relation(number)!['active']).toBe(false);
  });

  test('is found again under a new e-mail address by what we remember', async () => {
    const ledger: TargetDesk['ledger'] = new Map();
    const customer = stranger();
    await (await desk({}, ledger)).apply(customer);
    expect(await (await desk({}, ledger)).apply({ ...customer, email: 'nieuw.adres@koperenketel.example' })).toMatchObject({ outcome: 'updated', noteCodes: ['mplus.relation_known', 'mplus.relation_updated'] });
    expect(relationsOf('nieuw.adres@koperenketel.example')).toHaveLength(1);
    expect(relationsOf(customer.email)).toHaveLength(0);
  });

  test('is the card it was made from, before anything else is looked at', async () => {
    const number = await makeRelation({ name: 'Tweeling', email: 'een@tweeling.example' });
    await makeRelation({ name: 'Ander', email: 'twee@tweeling.example' });
    const told = await (await desk()).apply({ sourceId: 't1', name: 'Tweeling', email: 'twee@tweeling.example' }, { twin: { key: 'weg', keys: ['weg', number] } });
    expect(told).toMatchObject({ outcome: 'updated', target: { id: number }, noteCodes: ['mplus.relation_twin', 'mplus.relation_updated'] });
  });

  test('is found by an external id, a VAT number or a phone number where the settings allow', async () => {
    const number = await makeRelation({ name: 'Sleutel BV', extRelationId: 'QB-17', vatNumber: 'BE 0777.666.555', mobile: '06 1234 5678', email: 'oud@sleutel.example' });
    const customer = { sourceId: 'QB-17', name: 'Sleutel BV', company: 'Sleutel BV', email: 'nieuw@sleutel.example', vatNumber: 'BE0777666555', phone: '+31612345678' };
    for (const settings of [{ externalId: '{sourceId}' }, { matchVatNumber: true }, { matchPhone: true }]) {
      expect(await (await desk(settings)).apply(customer, { dryRun: true }), JSON.stringify(settings)).toMatchObject({ outcome: 'updated', target: { id: number } });
    }
    expect(await (await desk()).apply(customer, { dryRun: true })).toMatchObject({ outcome: 'created' });
  });
});

describe('two cards with one e-mail address', () => {
  const shared = { sourceId: 's1', firstName: 'Johanna', lastName: 'van Rossum', email: 'familie.vanrossum@postvak.example' };

  test('park the record, since a wrong customer is worse than a wait', async () => {
    expect(await (await desk()).apply(shared)).toMatchObject({ outcome: 'parked', code: 'mplus.several_relations', effects: [], error: { data: { parkedOn: { setting: 'onSeveral', value: '2003, 2004' } } } });
  });

  test('are told apart by the name, or by age, where the settings say so', async () => {
    expect(await (await desk({ onSeveral: 'sameName' })).apply(shared)).toMatchObject({ outcome: 'unchanged', target: { id: '2004' } });
    expect(await (await desk({ onSeveral: 'sameName' })).apply({ ...shared, sourceId: 's2', firstName: 'Iemand' })).toMatchObject({ outcome: 'parked' });
    expect(await (await desk({ onSeveral: 'oldest', existing: 'leave' })).apply({ ...shared, sourceId: 's3' })).toMatchObject({ target: { id: '2003' } });
  });

  test('of which the till has put one away leave no doubt', async () => {
    const [one, two] = [await makeRelation({ name: 'Oud', email: 'dubbel@kaart.example' }), await makeRelation({ name: 'Nieuw', email: 'dubbel@kaart.example' })];
    await till.ask('updateRelation', { relation: { relationNumber: one, active: false } });
    expect(await (await desk()).apply({ sourceId: 'd1', name: 'Nieuw', email: 'dubbel@kaart.example' })).toMatchObject({ outcome: 'unchanged', target: { id: two } });
  });
});

test('two records of one new customer that come at once make one card', async () => {
  const one = await desk({ matchPhone: true });
  const [first, second] = [stranger({ phone: '030 444 1111' }), stranger({ phone: '030-4441111' })];
  const told = await Promise.all([first, second].map((customer) => one.apply(customer)));
  expect(told.map(({ outcome }) => outcome).toSorted()).toEqual(['created', 'updated']);
  expect(told[0]!.target).toEqual(told[1]!.target);
});

test('a card somebody makes at the till during a run is seen with the next page', async () => {
  const one = await desk();
  const customer = stranger();
  const number = await makeRelation({ name: 'Net gemaakt', email: customer.email });
  await one.lookAhead([customer]);
  expect(await one.apply(customer)).toMatchObject({ target: { id: number }, outcome: 'updated' });
});

test('looking up a page of known customers takes two calls, whatever its size', async () => {
  const one = await desk();
  const known = till.shop.customers.filter(({ email }) => email !== undefined && !email.includes('vanrossum')).map((customer) => ({ sourceId: `x${customer.relationNumber}`, name: customer.companyName ?? `${customer.firstName} ${customer.lastName}`, email: customer.email! }));
  await one.lookAhead(known);
  one.exchanges.length = 0;
  await one.lookAhead(known);
  for (const customer of known) await one.apply(customer, { dryRun: true });
  expect(one.exchanges.map(({ operation }) => operation)).toEqual(['getRelations', 'getRelations']);
});
