import { beforeAll, expect, test } from 'vitest';
import { relations } from '#sandbox/shop/makeCustomers.ts';
import type { ShopCustomer } from '#sandbox/shop/types.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { runAgainFromStart } from '../support/house.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const template = 'mplus-customers-to-quickbooks';

const house = useHouse({ templates: [template] });
let before: Ledger;
let after: Ledger;
beforeAll(async () => {
  before = await house.books();
});

const byEmail = (ledger: Ledger, email: string | undefined) => ledger['Customer']!.filter((row) => row['PrimaryEmailAddr']?.Address?.toLowerCase() === email?.toLowerCase());
const termName = (ledger: Ledger, row: Ledger[string][number]) => ledger['Term']!.find(({ Id }) => Id === row['SalesTermRef']?.value)?.['Name'];
const taxName = (ledger: Ledger, row: Ledger[string][number]) => ledger['TaxCode']!.find(({ Id }) => Id === row['DefaultTaxCodeRef']?.value)?.['Name'];
const shopCustomer = (relationNumber: number): ShopCustomer => house.host.demo.sandbox!.shop.customers.find((customer) => customer.relationNumber === relationNumber)!;

test('every customer of the till stands in the books once, with contact, term and tax code', async () => {
  const { customers } = house.host.demo.sandbox!.shop;
  // One of the answers gets lost on the way, and that customer must not be made twice.
  await house.fault('quickbooks', [{ operation: 'POST customer', times: 1, fault: { kind: 'loseAnswer' } }]);
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(run.read).toBe(customers.length);
  after = await house.books();
  const unknown = customers.filter((customer) => customer.billing.countryIso2 === '');
  expect(run.outcomes).toMatchObject({ created: customers.filter((customer) => !customer.inBooks).length - unknown.length, updated: customers.filter((customer) => customer.inBooks).length, parked: unknown.length, invalid: 0, rejected: 0, unsure: 0 });
  expect(after['Customer']!.length - before['Customer']!.length).toBe(run.outcomes.created);
  for (const customer of customers.filter(({ email, billing }) => email !== undefined && email !== 'familie.vanrossum@postvak.example' && billing.countryIso2 !== '')) {
    const [row, ...others] = byEmail(after, customer.email);
    expect(others, customer.email).toEqual([]);
    expect(row, customer.email).toMatchObject({ GivenName: customer.firstName, FamilyName: customer.lastName, BillAddr: { City: customer.billing.city } });
    expect(row!['CompanyName']).toBe(customer.companyName);
    expect(termName(after, row!)).toBe(customer.kind === 'company' ? '30 dagen' : '14 dagen');
  }
});

test('a company abroad with a VAT number has the code without VAT, a person there the Dutch one', () => {
  expect(taxName(after, byEmail(after, shopCustomer(relations.shiftedBelgium).email)[0]!)).toBe('ICL 0% btw verlegd');
  expect(taxName(after, byEmail(after, shopCustomer(relations.german).email)[0]!)).toBe('21% btw hoog');
});

test('the customer whose name a supplier has gets its city behind it', () => {
  const { companyName, email, billing } = shopCustomer(relations.supplierName);
  expect(byEmail(after, email)[0]).toMatchObject({ DisplayName: `${companyName} (${billing.city})`, CompanyName: companyName });
});

test('two people with one e-mail address stay two', () => {
  const both = byEmail(after, 'familie.vanrossum@postvak.example');
  expect(both.map((row) => row['DisplayName']).toSorted()).toEqual(['Johanna van Rossum', 'Willem van Rossum']);
  expect(both.map((row) => row['GivenName']).toSorted()).toEqual(['Johanna', 'Willem']);
});

test('the one without e-mail address is there, known by the till’s mark', () => {
  const { firstName, lastName } = shopCustomer(relations.noEmail);
  const row = after['Customer']!.find((customer) => customer['DisplayName'] === `${firstName} ${lastName}`);
  expect(row).toMatchObject({ Notes: `fluxo:demo-till:${relations.noEmail}` });
  expect(row!['PrimaryEmailAddr']).toBeUndefined();
});

test('the one from a country nobody knows waits with its reason', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['parked'], limit: 10 });
  expect(rows.map(({ reason }) => reason?.code)).toEqual(['mapping.unknown_country']);
});

test('a second run, and one that reads everything again, change nothing', async () => {
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  const all = await runAgainFromStart(house, template);
  expect(all.read).toBe(house.host.demo.sandbox!.shop.customers.length);
  expect(all.outcomes).toMatchObject({ created: 0, updated: 0, unchanged: all.read - 1, parked: 1 });
  expect((await house.books())['Customer']).toEqual(after['Customer']);
});
