import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Customer } from '#shared/entities/customer.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { envelope, tillThatAnswers } from '../fixtures/tillThatAnswers.ts';
import { mplus } from '../index.ts';
import { openTill } from '../testing/openTill.ts';
import type { OpenTill } from '../testing/openTill.ts';
import { relations } from './relations.ts';

const map = compileMapping(relations.defaultMapping);
const one = (card: string) => tillThatAnswers(() => envelope(`<ns:GetRelationsResponse><ns:relationList><ns:relation><ns:relationNumber>7</ns:relationNumber><ns:syncMarker>1</ns:syncMarker>${card}</ns:relation></ns:relationList></ns:GetRelationsResponse>`));
async function customerOf(card: string, settings: Record<string, unknown> = {}): Promise<Customer> {
  const { client } = await one(card);
  const record = await relations.readOne!({ client, settings: withDefaults(relations.settings, settings), cursor: null, signal: new AbortController().signal }, '7');
  return map(record!).value as unknown as Customer;
}
const contact = (inside: string) => `<ns:contactList><ns:relation><ns:name>Anouk Smit</ns:name>${inside}</ns:relation></ns:contactList>`;

test('a company that leaves its address to its contact person is reached through them', async () => {
  expect(await customerOf(`<ns:name>De Linde</ns:name>${contact('<ns:email>Anouk@DeLinde.example</ns:email><ns:mobile>06-555</ns:mobile>')}`)).toMatchObject({ company: 'De Linde', firstName: 'Anouk', lastName: 'Smit', email: 'anouk@delinde.example', phone: '06-555' });
  expect(await customerOf(`<ns:name>De Linde</ns:name><ns:telephone>073-1</ns:telephone><ns:email>info@delinde.example</ns:email>${contact('<ns:email>anouk@delinde.example</ns:email><ns:mobile>06-555</ns:mobile>')}`)).toMatchObject({ email: 'info@delinde.example', phone: '073-1' });
});

const field = (value: string) => `<ns:name>A B</ns:name><ns:customFieldList><ns:customField><ns:fieldName>Nieuwsbrief</ns:fieldName>${value}</ns:customField></ns:customFieldList>`;
test.each([
  ['<ns:boolValue>true</ns:boolValue>', 'yes'],
  ['<ns:boolValue>false</ns:boolValue>', 'no'],
  ['<ns:strValue>Ja</ns:strValue>', 'Ja'],
  ['<ns:strValue></ns:strValue>', undefined],
  ['', undefined],
])('a field of the shop’s own with %s says %s to marketing mail', async (value, said) => {
  expect((await customerOf(field(value), { consentFrom: 'field', consentField: 'nieuwsbrief' })).mailConsent).toBe(said);
  expect(await customerOf(field(value))).not.toHaveProperty('mailConsent');
});

describe('the cards of a shop', () => {
  let till: OpenTill;
  beforeAll(async () => {
    till = await openTill();
  });
  afterAll(() => till.stop());

  async function read(settings: Record<string, unknown>): Promise<readonly Customer[]> {
    const found: Customer[] = [];
    for await (const page of relations.read({ client: till.client, settings: withDefaults(relations.settings, settings), cursor: null, signal: new AbortController().signal })) found.push(...page.records.map((record) => map({ ...record, billTo: {}, shipTo: {} }).value as unknown as Customer));
    return found;
  }
  const categories = async () => new Map((await mplus.lists['relationCategories']!(till.client, { signal: new AbortController().signal })).map(({ label, value }) => [label, value]));

  test('who is in the category of the newsletter said yes, and of the others nothing is known', async () => {
    const newsletter = (await categories()).get('Nieuwsbrief')!;
    const all = await read({ consentFrom: 'category', consentCategory: newsletter });
    const held = till.rows('relations');
    expect(all).toHaveLength(held.length);
    for (const customer of all) expect(customer.mailConsent, customer.sourceId).toBe(till.relation(customer.sourceId)!['categoryIds'].category.includes(Number(newsletter)) ? 'yes' : undefined);
    expect(new Set(all.map(({ mailConsent }) => mailConsent))).toEqual(new Set(['yes', undefined]));
  });

  test('only the cards of the chosen categories come', async () => {
    const suppliers = await read({ categories: [(await categories()).get('Leveranciers')!] });
    expect(suppliers.map(({ company }) => company)).toEqual(['Kaasmakerij Het Groene Hart']);
  });
});
