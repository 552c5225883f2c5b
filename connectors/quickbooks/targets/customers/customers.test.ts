import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { TargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import { profiles } from '#sandbox/quickbooks/options.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { openBooks } from '../../testing/bench.ts';
import type { Books, Row } from '../../testing/bench.ts';
import { customers } from './customers.ts';

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.stop());

let numbers = 0;
const customer = (more: Readonly<Record<string, unknown>> = {}) => {
  numbers += 1;
  return { sourceId: `r${numbers}`, firstName: 'Kees', lastName: `Nieuw ${numbers}`, name: `Kees Nieuw ${numbers}`, email: `kees${numbers}@klant.example`, billing: { line1: 'Dam 1', postalCode: '1012 JS', city: 'Amsterdam', country: 'NL' }, ...more };
};
const open = (settings: Settings = {}, more: { ledger?: TargetDesk['ledger'] } = {}) => openTargetDesk(customers, { client: books.client, settings, ...more });
const send = async (record: object, settings: Settings = {}) => (await open(settings)).apply(record);
const row = async (id: string): Promise<Row> => (await books.rows('Customer')).find((candidate) => candidate.Id === id)!;

describe('a new customer', () => {
  test('is a company with its contact', async () => {
    const told = await send(customer({ company: 'Hotel De Brug', firstName: 'Mila', lastName: 'Bos', name: 'Hotel De Brug', phone: '020-555 0101', website: 'https://debrug.example', vatNumber: 'NL 0001.11222.B01', shipping: { line1: 'Kade 2', city: 'Zaandam', country: 'BE' }, note: 'Belt graag' }));
    expect(told).toMatchObject({ outcome: 'created', effects: ['createCustomer'] });
    expect(told.noteCodes).toContain('quickbooks.kept_as_company_with_contact');
    expect(await row(told.target!.id)).toMatchObject({
      DisplayName: 'Hotel De Brug', CompanyName: 'Hotel De Brug', GivenName: 'Mila', FamilyName: 'Bos', PrimaryPhone: { FreeFormNumber: '020-555 0101' }, WebAddr: { URI: 'https://debrug.example' },
      BillAddr: { Line1: 'Dam 1', City: 'Amsterdam', Country: 'Netherlands' }, ShipAddr: { City: 'Zaandam', Country: 'Belgium' }, Notes: expect.stringMatching(/^Belt graag\nfluxo:till:r\d+$/),
    });
  });

  test('is a person without a company name', async () => {
    const told = await send(customer({ company: 'Els Appel', firstName: 'Els', lastName: 'Appel', name: 'Els Appel' }));
    expect(told.noteCodes).toContain('quickbooks.kept_as_person');
    const made = await row(told.target!.id);
    expect(made).toMatchObject({ DisplayName: 'Els Appel', GivenName: 'Els', FamilyName: 'Appel' });
    expect(made['CompanyName']).toBeUndefined();
  });

  test('gets its city behind a name that a supplier has', async () => {
    await books.write('Vendor', { DisplayName: 'Groothandel Zuid' });
    const told = await send(customer({ company: 'Groothandel Zuid' }));
    expect(await row(told.target!.id)).toMatchObject({ DisplayName: 'Groothandel Zuid (Amsterdam)' });
  });

  test('of sixty emoji is cut to whole ones with a warning', async () => {
    const told = await send(customer({ company: '🧀'.repeat(60) }));
    expect(told.warningCodes).toContain('quickbooks.cut');
    expect((await row(told.target!.id))['DisplayName']).toBe('🧀'.repeat(50));
  });

  test('without e-mail address is refused, or made where the settings allow it, and known again by its mark', async () => {
    const record = customer({ email: '' });
    expect(await send(record)).toMatchObject({ outcome: 'invalid', code: 'quickbooks.customer_lacks' });
    const told = await send(record, { requireEmail: false });
    expect(told.outcome).toBe('created');
    // A new workspace remembers nothing; the mark in the notes does.
    expect(await send(record, { requireEmail: false })).toMatchObject({ outcome: 'unchanged', target: { id: told.target!.id } });
  });

  test('without a name is invalid, and one with an id that is none says which field', async () => {
    expect(await send(customer({ name: '', firstName: '', lastName: '' }))).toMatchObject({ outcome: 'invalid', error: { data: { params: { missing: 'name' } } } });
    expect(await send({ name: 'X' })).toMatchObject({ outcome: 'invalid', code: 'record.missing', error: { data: { params: { field: 'sourceId' } } } });
  });

  test('is not made where only known ones are to be updated', async () => {
    expect(await send(customer(), { createNew: false })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.customer_not_there', effects: [] });
  });

  test('is only noted in a dry run', async () => {
    const before = (await books.rows('Customer')).length;
    const run = await open();
    expect(await run.apply(customer(), { dryRun: true })).toMatchObject({ outcome: 'created' });
    expect((await books.rows('Customer')).length).toBe(before);
    expect(run.ledger.size).toBe(0);
  });

  test('of a name somebody wrote down without e-mail address is that one, where the settings say so', async () => {
    const known = await books.write('Customer', { DisplayName: 'Bekend Van Naam' });
    const record = customer({ firstName: 'Bekend', lastName: 'Van Naam', name: 'Bekend Van Naam' });
    expect(await send(record, { adoptSameName: true })).toMatchObject({ outcome: 'updated', target: { id: known.Id } });
    expect(await row(known.Id)).toMatchObject({ PrimaryEmailAddr: { Address: record.email } });
  });
});

describe('a known customer', () => {
  const made = async (more: Readonly<Record<string, unknown>> = {}) => {
    numbers += 1;
    return books.write('Customer', { DisplayName: `Bekend ${numbers}`, PrimaryEmailAddr: { Address: `Bekend${numbers}@klant.example` }, ...more });
  };
  const emailOf = (known: Row) => String(known['PrimaryEmailAddr'].Address).toLowerCase();

  test('found by e-mail gets only what differs, in one sparse update', async () => {
    const known = await made({ GivenName: 'Kees', Notes: 'Handgeschreven', PrimaryPhone: { FreeFormNumber: '1' } });
    const run = await open();
    const told = await run.apply(customer({ email: emailOf(known), lastName: 'Ander', phone: '2' }));
    expect(told).toMatchObject({ outcome: 'updated', target: { id: known.Id } });
    expect(told.text).toMatch(/: FamilyName, PrimaryPhone, BillAddr\.$/);
    expect(await row(known.Id)).toMatchObject({ DisplayName: known['DisplayName'], FamilyName: 'Ander', PrimaryPhone: { FreeFormNumber: '2' }, Notes: 'Handgeschreven', SyncToken: '1' });
  });

  test('that says the same stays untouched, and the next time nothing is asked', async () => {
    const known = await made({ GivenName: 'Kees', FamilyName: 'Zelfde', BillAddr: { Line1: 'Dam 1', PostalCode: '1012 JS', City: 'Amsterdam', Country: 'Nederland' } });
    const record = customer({ email: emailOf(known), lastName: 'Zelfde' });
    const run = await open();
    expect(await run.apply(record)).toMatchObject({ outcome: 'unchanged', effects: [] });
    const asked = run.exchanges.length;
    expect(await run.apply(record)).toMatchObject({ outcome: 'unchanged', code: 'quickbooks.same_as_sent' });
    expect(run.exchanges.length).toBe(asked);
    expect((await row(known.Id))['SyncToken']).toBe('0');
  });

  test('keeps what the mapping writes on create only, and gets what is to be filled where it is empty', async () => {
    const known = await made({ GivenName: 'Oud', PrimaryPhone: { FreeFormNumber: '1' } });
    const told = await (await open()).apply(customer({ email: emailOf(known), firstName: 'Nieuw', lastName: 'Leeg', phone: '2' }), { modes: { firstName: 'create', phone: 'ifEmpty', lastName: 'ifEmpty', 'billing.line1': 'create' } });
    expect(told).toMatchObject({ outcome: 'updated' });
    expect(told.text).toMatch(/: FamilyName\.$/);
  });

  test('is filled up or left alone by the settings', async () => {
    const known = await made({ GivenName: 'Oud' });
    const record = customer({ email: emailOf(known), firstName: 'Nieuw', lastName: 'Leeg' });
    expect(await send(record, { updateCustomers: 'no' })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.customer_left' });
    await send(record, { updateCustomers: 'fillEmpty' });
    expect(await row(known.Id)).toMatchObject({ GivenName: 'Oud', FamilyName: 'Leeg' });
  });

  test('changed by somebody else meanwhile is read again and the change sent once more', async () => {
    const record = customer();
    const run = await open();
    const { target } = await run.apply(record);
    await books.write('Customer', { Id: target!.id, SyncToken: '0', sparse: true, Title: 'Dr.' });
    expect(await run.apply({ ...record, phone: '030-555' })).toMatchObject({ outcome: 'updated' });
    expect(await row(target!.id)).toMatchObject({ Title: 'Dr.', PrimaryPhone: { FreeFormNumber: '030-555' }, SyncToken: '2' });
    expect(run.ledger.get(`customer ${record.sourceId}`)).toMatchObject({ targetVersion: '2' });
  });

  test('is renamed where the settings want it, and keeps its name with a warning when the new one is taken', async () => {
    const record = customer({ company: 'Oude Naam BV' });
    const run = await open({ rename: true });
    const { target } = await run.apply(record);
    await run.apply({ ...record, company: 'Nieuwe Naam BV' });
    expect(await row(target!.id)).toMatchObject({ DisplayName: 'Nieuwe Naam BV', CompanyName: 'Nieuwe Naam BV' });
    await books.write('Vendor', { DisplayName: 'Derde Naam BV' });
    const told = await run.apply({ ...record, company: 'Derde Naam BV' });
    expect(told).toMatchObject({ outcome: 'updated', warningCodes: ['quickbooks.not_renamed'], effects: ['updateCustomer', 'updateCustomer'] });
    expect(await row(target!.id)).toMatchObject({ DisplayName: 'Nieuwe Naam BV', CompanyName: 'Derde Naam BV' });
  });

  test('from which the record itself was made is the one that is changed, whatever its e-mail address', async () => {
    const known = await made({ GivenName: 'Tweeling' });
    const told = await (await open()).apply(customer({ firstName: 'Anders' }), { twin: { key: known.Id, keys: [known.Id] } });
    expect(told).toMatchObject({ outcome: 'updated', target: { id: known.Id } });
  });

  test('a masked tax number is never taken for another one', async () => {
    const record = customer({ vatNumber: 'NL000999888B01' });
    const run = await open();
    const { target } = await run.apply(record);
    expect((await row(target!.id))['PrimaryTaxIdentifier']).toBe('XXXXXXXXX88B01');
    expect(await send({ ...record }, {})).toMatchObject({ outcome: 'unchanged', target: { id: target!.id } });
  });
});

describe('one e-mail address for several', () => {
  test('customers in QuickBooks: the one of the same name, the oldest, or a wait', async () => {
    const address = { PrimaryEmailAddr: { Address: 'gezin@klant.example' } };
    const first = await books.write('Customer', { DisplayName: 'Gezin Een', ...address });
    const second = await books.write('Customer', { DisplayName: 'Gezin Twee', ...address });
    const record = customer({ email: 'gezin@klant.example', name: 'Gezin Twee', firstName: 'Gezin', lastName: 'Twee' });
    expect(await send(record, { onSeveralCustomers: 'park' })).toMatchObject({ outcome: 'parked', code: 'quickbooks.several_customers' });
    expect(await send(record)).toMatchObject({ target: { id: second.Id } });
    expect(await send(record, { onSeveralCustomers: 'oldest' })).toMatchObject({ target: { id: first.Id } });
  });

  test('records of the source: the second waits, becomes a customer of its own, or is the same one', async () => {
    const first = customer({ email: 'samen@klant.example', firstName: 'Jan', lastName: 'Samen', name: 'Jan Samen' });
    const second = customer({ email: 'samen@klant.example', firstName: 'An', lastName: 'Samen', name: 'An Samen' });
    const run = await open();
    const { target } = await run.apply(first);
    expect(run.lane(first)).toBe(run.lane(second));
    expect(await run.apply(second)).toMatchObject({ outcome: 'parked', code: 'quickbooks.shared_email' });
    const own = await (await open({ onSharedEmail: 'create' }, { ledger: new Map(run.ledger) })).apply(second);
    expect(own).toMatchObject({ outcome: 'created' });
    expect(own.target!.id).not.toBe(target!.id);
    const several = { onSharedEmail: 'use', onSeveralCustomers: 'oldest' };
    expect(await (await open(several, { ledger: new Map(run.ledger) })).apply(second)).toMatchObject({ outcome: 'updated', target: { id: target!.id } });
  });
});

describe('inactive customers', () => {
  test('of the source are skipped, written, or made inactive in QuickBooks', async () => {
    const record = customer();
    const run = await open();
    const { target } = await run.apply(record);
    expect(await run.apply({ ...record, active: false })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.source_inactive' });
    const strict = await open({ inactiveSource: 'deactivate' }, { ledger: run.ledger });
    expect(await strict.apply({ ...record, active: 'false' })).toMatchObject({ outcome: 'updated', code: 'quickbooks.made_inactive' });
    expect(await row(target!.id)).toMatchObject({ Active: false });
    expect(await strict.apply({ ...customer(), active: false })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.inactive_and_new' });
  });

  test('of QuickBooks are left alone, park the record, or become active again; they are never made a second time', async () => {
    const record = customer();
    const run = await open();
    const { target } = await run.apply(record);
    await books.write('Customer', { Id: target!.id, SyncToken: '0', sparse: true, Active: false });
    const changed = { ...record, phone: '06' };
    const again = (settings: Settings) => open(settings, { ledger: new Map(run.ledger) });
    expect(await (await again({})).apply(changed)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.target_inactive' });
    expect(await (await again({ inactiveTarget: 'park' })).apply(changed)).toMatchObject({ outcome: 'parked' });
    // Without the ledger it is found by its address all the same.
    expect(await send(changed)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.target_inactive' });
    expect(await (await again({ inactiveTarget: 'reactivate' })).apply(changed)).toMatchObject({ outcome: 'updated' });
    expect(await row(target!.id)).toMatchObject({ Active: true, PrimaryPhone: { FreeFormNumber: '06' } });
  });
});

describe('what the settings add', () => {
  test('the payment term by its days, parked when the company has none', async () => {
    const term = { enabled: true, force: false, default: '', table: [{ from: '14', to: 'days:14' }, { from: '30', to: '30 dagen' }], unmapped: 'park' };
    const told = await send(customer({ paymentDays: '14' }), { term });
    expect(await row(told.target!.id)).toMatchObject({ SalesTermRef: { value: await books.idOf('Term', '14 dagen') } });
    expect(await send(customer({ paymentDays: '8' }), { term })).toMatchObject({ outcome: 'parked', effects: [] });
  });

  test('the default tax code by country, and the revenue account in the notes', async () => {
    const byCountry = [{ country: 'NL', values: { taxCode: '21% btw hoog', account: 'Omzet NL 21%' } }, { country: 'EU', keys: { vatNumber: 'yes' }, values: { taxCode: 'ICL 0% btw verlegd', account: 'Omzet EU overig' } }];
    const dutch = await send(customer({ note: 'Let op' }), { byCountry, revenueAccount: 'note' });
    expect(await row(dutch.target!.id)).toMatchObject({ Taxable: true, DefaultTaxCodeRef: { value: await books.idOf('TaxCode', '21% btw hoog') }, Notes: expect.stringMatching(/^Let op\nRevenue account: 8000 Omzet NL 21%\nfluxo:/) });
    const german = { country: 'DE', line1: 'Allee 1', city: 'Köln' };
    const company = await send(customer({ billing: german, vatNumber: 'DE123' }), { byCountry });
    expect(await row(company.target!.id)).toMatchObject({ DefaultTaxCodeRef: { value: await books.idOf('TaxCode', 'ICL 0% btw verlegd') } });
    expect((await row(company.target!.id))['Notes']).not.toContain('Revenue');
    expect(await send(customer({ billing: german }), { byCountry })).toMatchObject({ outcome: 'parked', code: 'mapping.parked' });
  });

  test('further fields of QuickBooks, also from what only the mapping knows', async () => {
    const extraFields = 'Title = {extra.aanhef}; Mobile = {phone}; PreferredDeliveryMethod = email; PaymentMethodRef = PIN';
    const record = customer({ phone: '06-555', extra: { aanhef: 'Mevr.' } });
    const run = await open({ extraFields });
    const { target } = await run.apply(record);
    expect(await row(target!.id)).toMatchObject({ Title: 'Mevr.', Mobile: { FreeFormNumber: '06-555' }, PreferredDeliveryMethod: 'Email', PaymentMethodRef: { name: 'PIN' } });
    expect(await run.apply({ ...record, extra: { aanhef: 'Dr.' } })).toMatchObject({ outcome: 'updated', text: expect.stringMatching(/: Title\.$/) });
    expect(await send(customer(), { extraFields: 'PreferredDeliveryMethod = duif' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.bad_extra' });
    await expect(open({ extraFields: 'Balance = 5' })).rejects.toMatchObject({ code: 'quickbooks.settings_unknown', message: expect.stringContaining('Balance = 5') });
  });

  test('a currency by country where the company has several, fixed once the customer is made', async () => {
    const many = await openBooks({ quickbooks: profiles.multiCurrency });
    try {
      const byCountry = [{ country: 'US', values: { currency: 'usd' } }, { country: '*', values: {} }];
      const desk = await openTargetDesk(customers, { client: many.client, settings: { byCountry } });
      const record = customer({ billing: { line1: 'Main St 1', city: 'Boston', country: 'US' } });
      const { target } = await desk.apply(record);
      const currency = async () => (await many.rows('Customer')).find(({ Id }) => Id === target!.id)!['CurrencyRef'].value;
      expect(await currency()).toBe('USD');
      expect(await desk.apply({ ...record, billing: { line1: 'Dam 1', city: 'Amsterdam', country: 'NL' } })).toMatchObject({ outcome: 'updated', warningCodes: ['quickbooks.currency_fixed'] });
      expect(await currency()).toBe('USD');
    } finally {
      await many.stop();
    }
  });

  test('names that QuickBooks does not have stop the run before it begins', async () => {
    const term = { enabled: true, force: true, default: '45 dagen', unmapped: 'park' };
    const error = await open({ term, byCountry: [{ country: 'NL', values: { taxCode: '19% btw', currency: 'USD' } }] }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FluxoError);
    expect((error as FluxoError).data).toMatchObject({ code: 'quickbooks.settings_unknown', kind: 'setup', params: { owner: 'quickbooks.customers', settings: 'term, byCountry' } });
    expect((error as FluxoError).data.what).toMatch(/“45 dagen”.*“19% btw”.*no other currency than EUR/s);
  });

  test('a note of the source replaces the one before and never a mark', async () => {
    const record = customer({ note: 'Eerste' });
    const run = await open();
    const { target } = await run.apply(record);
    await run.apply({ ...record, note: 'Tweede' });
    expect((await row(target!.id))['Notes']).toBe(`Tweede\nfluxo:till:${record.sourceId}`);
  });
});
