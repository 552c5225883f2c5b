import { describe, expect, test } from 'vitest';
import { openSales } from '../../testing/bench.ts';
import { order, useSalesDesk } from '../../testing/salesDesk.ts';
import { defaultSalesSettings } from './defaultSettings.ts';

/** How the customer of an order is found, made and updated. */
const desk = useSalesDesk();
const { booked, open, send } = desk;

describe('the customer', () => {
  test('is found by e-mail, whatever its case, and remembered', async () => {
    const known = await desk.books.write('Customer', { DisplayName: 'Gevonden Klant', PrimaryEmailAddr: { Address: 'Gevonden@Postvak.example' } });
    const run = await open();
    const what = order({ customer: { sourceId: 'k-found', name: 'Anders Geschreven', email: 'gevonden@postvak.example' } });
    await run.lookAhead([what]);
    const told = await run.apply(what);
    expect((await booked(told))['CustomerRef']['value']).toBe(known.Id);
    expect(told.notes).toContain(`Found customer ${known.Id} by e-mail.`);
    expect(run.ledger.get('customer k-found')).toMatchObject({ targetId: known.Id });
  });

  test('a company is kept as company with its contact, a person without', async () => {
    const company = await booked(await send(order({ customer: { sourceId: 'k-co', company: 'Brasserie: De\tProef', firstName: 'Mila', lastName: 'Bos', name: 'Brasserie', email: 'mila@proef.example', phone: '030-555 0101', vatNumber: 'NL000111333B01' }, shipping: { line1: 'Haven 2', postalCode: '1012 AA', city: 'Amsterdam', country: 'NL' } })));
    const row = (await desk.books.rows('Customer')).find((customer) => customer.Id === company['CustomerRef']['value'])!;
    expect(row).toMatchObject({ DisplayName: 'Brasserie - De Proef', CompanyName: 'Brasserie - De Proef', GivenName: 'Mila', FamilyName: 'Bos', PrimaryEmailAddr: { Address: 'mila@proef.example' }, PrimaryPhone: { FreeFormNumber: '030-555 0101' }, ShipAddr: { City: 'Amsterdam' }, Notes: 'fluxo:till:k-co' });
    const person = await booked(await send(order({ customer: { sourceId: 'k-pe', company: 'Jan Proef', firstName: 'Jan', lastName: 'Proef', email: 'jan@proef.example' } })));
    const personRow = (await desk.books.rows('Customer')).find((customer) => customer.Id === person['CustomerRef']['value'])!;
    expect(personRow['DisplayName']).toBe('Jan Proef');
    expect(personRow['CompanyName']).toBeUndefined();
  });

  test('a name too long is cut with a warning', async () => {
    const told = await send(order({ customer: { sourceId: 'k-long', company: 'Stichting '.repeat(14), email: 'lang@proef.example' } }));
    expect(told.outcome).toBe('created');
    expect(told.warnings.join(' ')).toMatch(/company name was cut to 100/);
  });

  test('a supplier of the same name does not block it: the city is added', async () => {
    await desk.books.write('Vendor', { DisplayName: 'Kaas en Co' });
    const told = await send(order({ customer: { sourceId: 'k-v', company: 'Kaas en Co', email: 'kaas@proef.example' } }));
    const document = await booked(told);
    expect((await desk.books.rows('Customer')).find((customer) => customer.Id === document['CustomerRef']['value'])!['DisplayName']).toBe('Kaas en Co (Utrecht)');
    expect(told.notes.join(' ')).toMatch(/name is taken/);
  });

  test.each([['email', 'Kaas Twee (kaas2@proef.example)'], ['number', 'Kaas Twee (k-v2)']] as const)('the addition can be the %s', async (nameSuffix, name) => {
    const vendor = (await desk.books.rows('Vendor')).find((row) => row['DisplayName'] === 'Kaas Twee');
    if (!vendor) await desk.books.write('Vendor', { DisplayName: 'Kaas Twee' });
    const what = order({ customer: { sourceId: 'k-v2', company: 'Kaas Twee', email: 'kaas2@proef.example' } });
    const document = await booked(await send(what, { nameSuffix }));
    const customer = (await desk.books.rows('Customer')).find((row) => row.Id === document['CustomerRef']['value'])!;
    expect(customer['DisplayName']).toBe(name);
    await desk.books.write('Customer', { Id: customer.Id, SyncToken: customer['SyncToken'], sparse: true, Active: false });
  });

  test('when city and number are taken as well, something nobody has is added', async () => {
    for (const name of ['Druk', 'Druk (Utrecht)', 'Druk (k-druk)']) await desk.books.write('Vendor', { DisplayName: name });
    const document = await booked(await send(order({ customer: { sourceId: 'k-druk', company: 'Druk', email: 'druk@proef.example' } })));
    expect((await desk.books.rows('Customer')).find((row) => row.Id === document['CustomerRef']['value'])!['DisplayName']).toMatch(/^Druk \([0-9a-f]{8}\)$/);
  });

  test('a customer of the same name with the same tax number and postcode is the same one', async () => {
    const known = await desk.books.write('Customer', { DisplayName: 'Fiscaal BV', PrimaryEmailAddr: { Address: 'oud@fiscaal.example' }, PrimaryTaxIdentifier: 'NL000222444B01', BillAddr: { PostalCode: '3511AA' } });
    const told = await send(order({ customer: { sourceId: 'k-fis', company: 'Fiscaal BV', email: 'nieuw@fiscaal.example', vatNumber: 'NL 000222444 B01' } }));
    expect((await booked(told))['CustomerRef']['value']).toBe(known.Id);
    const other = await send(order({ customer: { sourceId: 'k-fis2', company: 'Fiscaal BV', email: 'ander@fiscaal.example', vatNumber: 'NL999888777B02' } }));
    expect((await booked(other))['CustomerRef']['value']).not.toBe(known.Id);
  });

  test('one whose ledger was lost is known by our mark in its notes', async () => {
    const what = order({ customer: { sourceId: 'k-mark', company: 'Merk BV', email: 'eerst@merk.example' } });
    const first = await booked(await send(what));
    const later = await booked(await send(order({ customer: { sourceId: 'k-mark', company: 'Merk BV', email: 'later@merk.example' } })));
    expect(later['CustomerRef']['value']).toBe(first['CustomerRef']['value']);
  });

  test('several with one e-mail address: the order waits, or the oldest or the one of the same name is taken', async () => {
    const email = 'samen@familie.example';
    const willem = await desk.books.write('Customer', { DisplayName: 'Willem Samen', PrimaryEmailAddr: { Address: email } });
    const anna = await desk.books.write('Customer', { DisplayName: 'Anna Samen', PrimaryEmailAddr: { Address: email } });
    const customer = { sourceId: 'k-samen', name: 'Anna Samen', email };
    const waiting = await send(order({ customer }));
    expect(waiting).toMatchObject({ outcome: 'parked', code: 'quickbooks.several_customers', effects: [] });
    expect(waiting.text).not.toContain(email);
    expect((await booked(await send(order({ customer }), { onSeveralCustomers: 'oldest' })))['CustomerRef']['value']).toBe(willem.Id);
    expect((await booked(await send(order({ customer }), { onSeveralCustomers: 'sameName' })))['CustomerRef']['value']).toBe(anna.Id);
    expect((await send(order({ customer: { ...customer, name: 'Kees Samen' } }), { onSeveralCustomers: 'sameName' })).outcome).toBe('parked');
  });

  test('an incomplete one goes to the default customer, or is a problem, by the setting', async () => {
    const { email: _, ...nameOnly } = order().customer!;
    const fallback = await send(order({ customer: nameOnly }));
    expect((await booked(fallback))['CustomerRef']['value']).toBe(await desk.books.idOf('Customer', 'Kassaklant'));
    expect(await send(order({ customer: nameOnly }), { defaultDebtor: 'off' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.customer_incomplete', effects: [] });
    expect(await send(order({ customer: { ...nameOnly, email: 'geen adres' } }), { defaultDebtor: 'off' })).toMatchObject({ code: 'quickbooks.customer_incomplete' });
    expect((await send(order({ customer: nameOnly }), { defaultDebtor: 'off', requireEmail: false })).outcome).toBe('created');
    const { billing: __, ...noAddress } = order();
    expect(await send(noAddress, { defaultDebtor: 'off', requireAddress: true })).toMatchObject({ code: 'quickbooks.customer_incomplete' });
  });

  test('the default customer can be forced for all', async () => {
    const told = await send(order(), { defaultDebtor: 'force' });
    expect((await booked(told))['CustomerRef']['value']).toBe(await desk.books.idOf('Customer', 'Kassaklant'));
    expect(told.effects).toEqual(['createSalesReceipt']);
  });

  test('unknown ones are not created when that is switched off', async () => {
    expect(await send(order(), { createCustomers: false, defaultDebtor: 'off' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.customer_unknown', effects: [] });
    expect((await booked(await send(order(), { createCustomers: false })))['CustomerRef']['value']).toBe(await desk.books.idOf('Customer', 'Kassaklant'));
  });

  test('one remembered from an earlier run is used, and looked for again when it is gone', async () => {
    const run = await open();
    const customer = order().customer!;
    await run.apply(order({ customer }));
    const first = run.ledger.get(`customer ${customer.sourceId}`)!;
    const second = await run.apply(order({ customer }));
    expect(second.notes.join(' ')).toContain(`Customer ${first.targetId}, known from an earlier run`);
    const row = (await desk.books.rows('Customer')).find((candidate) => candidate.Id === first.targetId)!;
    await desk.books.write('Customer', { Id: row.Id, SyncToken: row['SyncToken'], sparse: true, Active: false });
    const later = await openSales(desk.books, defaultSalesSettings, { ledger: run.ledger });
    const third = await later.apply(order({ customer }));
    expect(third.notes.join(' ')).toMatch(/is gone from QuickBooks/);
    expect((await booked(third))['CustomerRef']['value']).not.toBe(first.targetId);
  });

  test('a known one is updated only in what is empty, or in what differs, or not at all', async () => {
    const email = 'bij@werken.example';
    const known = await desk.books.write('Customer', { DisplayName: 'Bij Te Werken', GivenName: 'Oud', PrimaryEmailAddr: { Address: email } });
    const what = () => order({ customer: { sourceId: 'k-up', firstName: 'Nieuw', lastName: 'Naam', email, phone: '030-555 0999' } });
    const row = async () => (await desk.books.rows('Customer')).find((candidate) => candidate.Id === known.Id)!;
    expect((await send(what(), { updateCustomers: 'no' })).effects).not.toContain('updateCustomer');
    const filled = await send(what(), { updateCustomers: 'fillEmpty' });
    expect(filled.notes.join(' ')).toMatch(/Updated customer \d+: FamilyName, PrimaryPhone, BillAddr/);
    expect(await row()).toMatchObject({ GivenName: 'Oud', FamilyName: 'Naam', PrimaryPhone: { FreeFormNumber: '030-555 0999' }, DisplayName: 'Bij Te Werken' });
    expect((await send(what(), { updateCustomers: 'fillEmpty' })).effects).not.toContain('updateCustomer');
    expect((await send(what(), { updateCustomers: 'overwrite' })).effects).toContain('updateCustomer');
    expect(await row()).toMatchObject({ GivenName: 'Nieuw' });
  });

  test('an update that meets somebody else’s change is done on the newest version', async () => {
    const email = 'tegelijk@werken.example';
    const known = await desk.books.write('Customer', { DisplayName: 'Tegelijk', PrimaryEmailAddr: { Address: email } });
    const run = await open({ updateCustomers: 'overwrite' });
    const what = order({ customer: { sourceId: 'k-tg', firstName: 'Tess', lastName: 'Gelijk', email } });
    await run.lookAhead([what]);
    await desk.books.write('Customer', { Id: known.Id, SyncToken: '0', sparse: true, CompanyName: 'Ander Werk BV' });
    expect((await run.apply(what)).outcome).toBe('created');
    expect((await desk.books.rows('Customer')).find((row) => row.Id === known.Id)).toMatchObject({ GivenName: 'Tess', CompanyName: 'Ander Werk BV' });
  });

  test('orders of one customer share a lane, others do not', async () => {
    const run = await open();
    const what = order();
    expect(run.lane(what)).toBe(run.lane({ ...order(), customer: { ...what.customer, email: what.customer!.email!.toUpperCase() } }));
    expect(run.lane(what)).not.toBe(run.lane(order()));
    expect(run.lane({ sourceId: 'broken' })).toBe('broken');
  });
});
