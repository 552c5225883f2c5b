import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Order } from '#shared/entities/order.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { Books, Row, Told } from '../../testing/bench.ts';
import { openBooks, openSales } from '../../testing/bench.ts';
import { defaultSalesSettings } from './defaultSettings.ts';

/** The order algorithm, branch by branch, against the look-alike of the service with the demo shop's books. */
let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.stop());

let numbers = 0;

/** A knife of 89.95 at 21 %, paid by card by a new customer of its own; change what a test is about. */
function order(more: Partial<Order> = {}): Order {
  numbers += 1;
  return {
    sourceId: `s${numbers}`,
    number: `T-${numbers}`,
    kind: 'order',
    date: '2026-06-10',
    fullyPaid: true,
    currency: 'EUR',
    taxMethod: 'inclusive',
    totalIncl: '89.95',
    taxCountry: 'NL',
    customer: { sourceId: `k${numbers}`, firstName: 'Test', lastName: `Koper ${numbers}`, name: `Test Koper ${numbers}`, email: `koper${numbers}@postvak.example` },
    billing: { line1: 'Oudegracht 1', postalCode: '3511 AA', city: 'Utrecht', country: 'NL' },
    paymentMethod: 'PIN',
    branch: '1',
    lines: [knife],
    ...more,
  };
}

const knife = { sku: '4004', description: 'Koksmes 20 cm', quantity: '1', taxRate: '21', unitPriceIncl: '89.95', totalIncl: '89.95' } as const;
const cheese = { sku: '4001', description: 'Boerenkaas', quantity: '0.530', taxRate: '9', unitPriceIncl: '21.95', totalIncl: '11.63' } as const;
const deposit = { sku: '4002', description: 'Statiegeld', quantity: '2', taxRate: '0', unitPriceIncl: '5.00', totalIncl: '10.00' } as const;
const shipping = { sku: '999', description: 'Verzendkosten', quantity: '1', taxRate: '21', totalIncl: '6.95' } as const;
const discount = { sku: '998', description: 'Korting', quantity: '1', taxRate: '21', totalIncl: '-5.00' } as const;

const open = (more: Settings = {}) => openSales(books, { ...defaultSalesSettings, ...more });
/** Applies one order in a run of its own. */
async function send(what: Order, more: Settings = {}): Promise<Told> {
  const run = await open(more);
  await run.lookAhead([what]);
  return run.apply(what);
}
/** The document an order became, as the books hold it. */
async function booked(told: Told): Promise<Row> {
  expect(told).toMatchObject({ outcome: 'created' });
  return (await books.rows(told.target!.type)).find((row) => row.Id === told.target!.id)!;
}
const items = (document: Row): Row[] => document['Line'].filter((line: Row) => line['DetailType'] === 'SalesItemLineDetail');
const park = { enabled: true, force: false, default: '', unmapped: 'park' } as const;

describe('which document', () => {
  test('a fully paid order becomes a sales receipt with method, account, location and our mark', async () => {
    const what = order();
    const told = await send(what);
    const receipt = await booked(told);
    expect(told.target).toMatchObject({ type: 'SalesReceipt', label: `MPL-${what.number}` });
    expect(receipt).toMatchObject({
      DocNumber: `MPL-${what.number}`,
      TxnDate: '2026-06-10',
      GlobalTaxCalculation: 'TaxInclusive',
      TotalAmt: 89.95,
      PrivateNote: `fluxo:till:${what.sourceId}`,
      PaymentMethodRef: { value: await books.idOf('PaymentMethod', 'PIN') },
      DepositToAccountRef: { value: await books.idOf('Account', 'Kruisposten PIN en iDEAL') },
      DepartmentRef: { value: await books.idOf('Department', 'Winkel Utrecht') },
      BillAddr: { Line1: 'Oudegracht 1', City: 'Utrecht', PostalCode: '3511 AA', Country: 'Netherlands' },
      TxnTaxDetail: { TotalTax: 15.61 },
    });
    expect(receipt['TxnTaxDetail']['TaxLine'][0]['TaxLineDetail']['OverrideDeltaAmount']).toBeUndefined();
    expect(told.notes).toEqual(expect.arrayContaining([expect.stringMatching(/1 of 1 product found/), expect.stringMatching(/Created customer \d+/), expect.stringMatching(/Created sales receipt \d+/)]));
  });

  test('an order on account becomes an invoice with term and due date', async () => {
    const told = await send(order({ fullyPaid: false, customer: { ...order().customer!, paymentDays: '30' } }));
    const invoice = await booked(told);
    expect(told.target?.type).toBe('Invoice');
    expect(invoice).toMatchObject({ SalesTermRef: { value: await books.idOf('Term', '30 dagen') }, DueDate: '2026-07-10', Balance: 89.95 });
    expect(invoice['PaymentMethodRef']).toBeUndefined();
  });

  test('payments that make the total count as paid when the order does not say', async () => {
    const { fullyPaid: _, ...unsaid } = order({ payments: [{ method: 'PIN', amount: '60.00' }, { method: 'GIFTCARD', amount: '29.95' }] });
    expect((await send(unsaid)).target?.type).toBe('SalesReceipt');
    const { fullyPaid: __, ...partly } = order({ payments: [{ method: 'PIN', amount: '60.00' }] });
    expect((await send(partly)).target?.type).toBe('Invoice');
  });

  test('the kind of document can be forced', async () => {
    expect((await send(order(), { document: 'invoice' })).target?.type).toBe('Invoice');
    expect((await send(order({ fullyPaid: false }), { document: 'receipt' })).target?.type).toBe('SalesReceipt');
  });

  test('of several payments the largest gives the method, and the note tells all', async () => {
    const { paymentMethod: _, ...split } = order({ payments: [{ method: 'GIFTCARD', amount: '29.95' }, { method: 'CASH', amount: '60.00', reference: 'bon 7' }] });
    const receipt = await booked(await send(split));
    expect(receipt).toMatchObject({ PaymentMethodRef: { value: await books.idOf('PaymentMethod', 'Contant') }, PaymentRefNum: 'bon 7' });
    expect(receipt['PrivateNote']).toContain('GIFTCARD 29.95, CASH 60.00');
  });

  const credit = () => order({ kind: 'credit', totalIncl: '-89.95', lines: [{ ...knife, quantity: '-1', totalIncl: '-89.95' }], payments: [{ method: 'PIN', amount: '-89.95' }] });

  test('a credit waits and is never booked as a positive document', async () => {
    const before = await books.rows('SalesReceipt');
    expect(await send(credit())).toMatchObject({ outcome: 'parked', code: 'quickbooks.credit', effects: [] });
    expect(await send(order({ totalIncl: '-89.95', lines: [{ ...knife, totalIncl: '-89.95', quantity: '-1' }] }))).toMatchObject({ outcome: 'parked', code: 'quickbooks.credit' });
    expect(await books.rows('SalesReceipt')).toHaveLength(before.length);
  });

  test('a credit becomes a refund when paid out, else a credit memo, with positive amounts there', async () => {
    const refund = await send(credit(), { credits: 'byPayment' });
    expect(refund.target?.type).toBe('RefundReceipt');
    expect(await booked(refund)).toMatchObject({ TotalAmt: 89.95, TxnTaxDetail: { TotalTax: 15.61 } });
    const memo = await send({ ...credit(), fullyPaid: false, payments: [] }, { credits: 'byPayment' });
    expect(memo.target?.type).toBe('CreditMemo');
    expect(items(await booked(memo))[0]).toMatchObject({ Amount: 74.34, SalesItemLineDetail: { Qty: 1 } });
  });

  test('a refund without an account waits', async () => {
    expect(await send(credit(), { credits: 'refundReceipt', depositAccount: { ...park, enabled: false } })).toMatchObject({ outcome: 'parked', code: 'quickbooks.no_refund_account' });
  });

  test('a cancelled order is skipped, or waits, by the setting', async () => {
    expect(await send(order({ cancelled: true }))).toMatchObject({ outcome: 'skipped', code: 'quickbooks.cancelled', effects: [] });
    expect(await send(order({ cancelled: true }), { cancelled: 'park' })).toMatchObject({ outcome: 'parked', effects: [] });
  });

  test('one that was booked before it was cancelled says which document stands in the books, and reports it when changes are to be reported', async () => {
    const run = await open();
    const what = order();
    const { target } = await run.apply(what);
    const later = await run.apply({ ...what, cancelled: true });
    expect(later).toMatchObject({ outcome: 'skipped', code: 'quickbooks.cancelled_since', target: { id: target!.id } });
    expect(later.warnings.join(' ')).toContain(target!.id);
    const watching = await openSales(books, { ...defaultSalesSettings, onExisting: 'alertIfChanged' }, { ledger: run.ledger });
    expect(await watching.apply({ ...what, cancelled: true })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.cancelled_since' });
  });
});

describe('already there', () => {
  test('an order of an earlier run is skipped by the ledger, without a call', async () => {
    const run = await open();
    const what = order();
    await run.apply(what);
    const calls = run.exchanges.length;
    expect(await run.apply(what)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.already_there', effects: [] });
    expect(run.exchanges).toHaveLength(calls);
  });

  test('without our memory it is recognised by number and mark, and remembered', async () => {
    const what = order();
    const first = await send(what);
    const run = await open();
    expect(await run.apply(what)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: first.target!.id }, effects: [] });
    expect(run.ledger.get(`sales ${what.sourceId}`)).toMatchObject({ targetType: 'SalesReceipt', targetId: first.target!.id });
  });

  test('one typed in by hand with the same number, date and total is taken as well', async () => {
    const what = order();
    const byHand = await books.write('SalesReceipt', { DocNumber: `MPL-${what.number}`, TxnDate: what.date, CustomerRef: { value: await books.idOf('Customer', 'Kassaklant') }, GlobalTaxCalculation: 'NotApplicable', Line: [{ Amount: 89.95, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: await books.idOf('Item', 'Omzet NL 21%') } } }] });
    expect(await send(what)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: byHand.Id } });
  });

  test('a number that belongs to something else is a problem that names it, not a second document', async () => {
    const what = order();
    await send(what);
    const other = { ...order(), number: what.number! };
    expect(await send(other)).toMatchObject({ outcome: 'invalid', code: 'quickbooks.number_taken', effects: [] });
  });

  test('the same number on an invoice does not stand in the way of a receipt', async () => {
    const what = order({ fullyPaid: false });
    await send(what);
    const told = await send({ ...order(), number: what.number! });
    expect(told).toMatchObject({ outcome: 'created', target: { type: 'SalesReceipt' } });
    expect(told.notes.join(' ')).toMatch(/invoice has the same number/);
  });

  test('a lost ledger and a lost request id end at the same document: the duplicate number names its holder', async () => {
    const what = order();
    const run = await open();
    await run.lookAhead([what]);
    // Somebody else books the very same order between looking ahead and sending.
    const first = await send(what);
    expect(await run.apply(what)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: first.target!.id } });
    expect((await books.rows('SalesReceipt')).filter((row) => row['DocNumber'] === `MPL-${what.number}`)).toHaveLength(1);
  });

  test('a duplicate number of somebody else is refused and said', async () => {
    const what = order();
    const run = await open();
    await run.lookAhead([what]);
    await send({ ...order(), number: what.number! });
    expect(await run.apply(what)).toMatchObject({ outcome: 'rejected', code: 'quickbooks.duplicate_number' });
  });

  test('a change since is reported only when it is wanted', async () => {
    const what = order();
    const run = await open({ onExisting: 'alertIfChanged' });
    await run.apply(what);
    expect((await run.apply(what)).outcome).toBe('skipped');
    expect(await run.apply({ ...what, note: 'later' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.changed_since' });
    const silent = await openSales(books, defaultSalesSettings, { ledger: run.ledger });
    expect((await silent.apply({ ...what, note: 'later' })).outcome).toBe('skipped');
  });

  test('when the company numbers by itself, the mark among the customer’s documents of the day tells', async () => {
    const what = order();
    const first = await send(what, { docNumber: '' });
    expect((await booked(first))['DocNumber']).toBeUndefined();
    expect(await send(what, { docNumber: '' })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: first.target!.id } });
  });

  test('a long number is shortened to 21 letters and stays apart from one that begins alike', async () => {
    const long = 'MPL-2026-UTRECHT-WINKEL-000000';
    const first = await booked(await send(order({ number: `${long}1` }), { docNumber: '{number}' }));
    const second = await booked(await send(order({ number: `${long}2` }), { docNumber: '{number}' }));
    expect([first['DocNumber'].length, second['DocNumber'].length]).toEqual([21, 21]);
    expect(first['DocNumber']).not.toBe(second['DocNumber']);
  });
});

describe('the customer', () => {
  test('is found by e-mail, whatever its case, and remembered', async () => {
    const known = await books.write('Customer', { DisplayName: 'Gevonden Klant', PrimaryEmailAddr: { Address: 'Gevonden@Postvak.example' } });
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
    const row = (await books.rows('Customer')).find((customer) => customer.Id === company['CustomerRef']['value'])!;
    expect(row).toMatchObject({ DisplayName: 'Brasserie - De Proef', CompanyName: 'Brasserie - De Proef', GivenName: 'Mila', FamilyName: 'Bos', PrimaryEmailAddr: { Address: 'mila@proef.example' }, PrimaryPhone: { FreeFormNumber: '030-555 0101' }, ShipAddr: { City: 'Amsterdam' }, Notes: 'fluxo:till:k-co' });
    const person = await booked(await send(order({ customer: { sourceId: 'k-pe', company: 'Jan Proef', firstName: 'Jan', lastName: 'Proef', email: 'jan@proef.example' } })));
    const personRow = (await books.rows('Customer')).find((customer) => customer.Id === person['CustomerRef']['value'])!;
    expect(personRow['DisplayName']).toBe('Jan Proef');
    expect(personRow['CompanyName']).toBeUndefined();
  });

  test('a name too long is cut with a warning', async () => {
    const told = await send(order({ customer: { sourceId: 'k-long', company: 'Stichting '.repeat(14), email: 'lang@proef.example' } }));
    expect(told.outcome).toBe('created');
    expect(told.warnings.join(' ')).toMatch(/company name was cut to 100/);
  });

  test('a supplier of the same name does not block it: the city is added', async () => {
    await books.write('Vendor', { DisplayName: 'Kaas en Co' });
    const told = await send(order({ customer: { sourceId: 'k-v', company: 'Kaas en Co', email: 'kaas@proef.example' } }));
    const document = await booked(told);
    expect((await books.rows('Customer')).find((customer) => customer.Id === document['CustomerRef']['value'])!['DisplayName']).toBe('Kaas en Co (Utrecht)');
    expect(told.notes.join(' ')).toMatch(/name is taken/);
  });

  test.each([['email', 'Kaas Twee (kaas2@proef.example)'], ['number', 'Kaas Twee (k-v2)']] as const)('the addition can be the %s', async (nameSuffix, name) => {
    const vendor = (await books.rows('Vendor')).find((row) => row['DisplayName'] === 'Kaas Twee');
    if (!vendor) await books.write('Vendor', { DisplayName: 'Kaas Twee' });
    const what = order({ customer: { sourceId: 'k-v2', company: 'Kaas Twee', email: 'kaas2@proef.example' } });
    const document = await booked(await send(what, { nameSuffix }));
    const customer = (await books.rows('Customer')).find((row) => row.Id === document['CustomerRef']['value'])!;
    expect(customer['DisplayName']).toBe(name);
    await books.write('Customer', { Id: customer.Id, SyncToken: customer['SyncToken'], sparse: true, Active: false });
  });

  test('when city and number are taken as well, something nobody has is added', async () => {
    for (const name of ['Druk', 'Druk (Utrecht)', 'Druk (k-druk)']) await books.write('Vendor', { DisplayName: name });
    const document = await booked(await send(order({ customer: { sourceId: 'k-druk', company: 'Druk', email: 'druk@proef.example' } })));
    expect((await books.rows('Customer')).find((row) => row.Id === document['CustomerRef']['value'])!['DisplayName']).toMatch(/^Druk \([0-9a-f]{8}\)$/);
  });

  test('a customer of the same name with the same tax number and postcode is the same one', async () => {
    const known = await books.write('Customer', { DisplayName: 'Fiscaal BV', PrimaryEmailAddr: { Address: 'oud@fiscaal.example' }, PrimaryTaxIdentifier: 'NL000222444B01', BillAddr: { PostalCode: '3511AA' } });
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
    const willem = await books.write('Customer', { DisplayName: 'Willem Samen', PrimaryEmailAddr: { Address: email } });
    const anna = await books.write('Customer', { DisplayName: 'Anna Samen', PrimaryEmailAddr: { Address: email } });
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
    expect((await booked(fallback))['CustomerRef']['value']).toBe(await books.idOf('Customer', 'Kassaklant'));
    expect(await send(order({ customer: nameOnly }), { defaultDebtor: 'off' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.customer_incomplete', effects: [] });
    expect(await send(order({ customer: { ...nameOnly, email: 'geen adres' } }), { defaultDebtor: 'off' })).toMatchObject({ code: 'quickbooks.customer_incomplete' });
    expect((await send(order({ customer: nameOnly }), { defaultDebtor: 'off', requireEmail: false })).outcome).toBe('created');
    const { billing: __, ...noAddress } = order();
    expect(await send(noAddress, { defaultDebtor: 'off', requireAddress: true })).toMatchObject({ code: 'quickbooks.customer_incomplete' });
  });

  test('the default customer can be forced for all', async () => {
    const told = await send(order(), { defaultDebtor: 'force' });
    expect((await booked(told))['CustomerRef']['value']).toBe(await books.idOf('Customer', 'Kassaklant'));
    expect(told.effects).toEqual(['createSalesReceipt']);
  });

  test('unknown ones are not created when that is switched off', async () => {
    expect(await send(order(), { createCustomers: false, defaultDebtor: 'off' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.customer_unknown', effects: [] });
    expect((await booked(await send(order(), { createCustomers: false })))['CustomerRef']['value']).toBe(await books.idOf('Customer', 'Kassaklant'));
  });

  test('one remembered from an earlier run is used, and looked for again when it is gone', async () => {
    const run = await open();
    const customer = order().customer!;
    await run.apply(order({ customer }));
    const first = run.ledger.get(`customer ${customer.sourceId}`)!;
    const second = await run.apply(order({ customer }));
    expect(second.notes.join(' ')).toContain(`Customer ${first.targetId}, known from an earlier run`);
    const row = (await books.rows('Customer')).find((candidate) => candidate.Id === first.targetId)!;
    await books.write('Customer', { Id: row.Id, SyncToken: row['SyncToken'], sparse: true, Active: false });
    const later = await openSales(books, defaultSalesSettings, { ledger: run.ledger });
    const third = await later.apply(order({ customer }));
    expect(third.notes.join(' ')).toMatch(/is gone from QuickBooks/);
    expect((await booked(third))['CustomerRef']['value']).not.toBe(first.targetId);
  });

  test('a known one is updated only in what is empty, or in what differs, or not at all', async () => {
    const email = 'bij@werken.example';
    const known = await books.write('Customer', { DisplayName: 'Bij Te Werken', GivenName: 'Oud', PrimaryEmailAddr: { Address: email } });
    const what = () => order({ customer: { sourceId: 'k-up', firstName: 'Nieuw', lastName: 'Naam', email, phone: '030-555 0999' } });
    const row = async () => (await books.rows('Customer')).find((candidate) => candidate.Id === known.Id)!;
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
    const known = await books.write('Customer', { DisplayName: 'Tegelijk', PrimaryEmailAddr: { Address: email } });
    const run = await open({ updateCustomers: 'overwrite' });
    const what = order({ customer: { sourceId: 'k-tg', firstName: 'Tess', lastName: 'Gelijk', email } });
    await run.lookAhead([what]);
    await books.write('Customer', { Id: known.Id, SyncToken: '0', sparse: true, CompanyName: 'Ander Werk BV' });
    expect((await run.apply(what)).outcome).toBe('created');
    expect((await books.rows('Customer')).find((row) => row.Id === known.Id)).toMatchObject({ GivenName: 'Tess', CompanyName: 'Ander Werk BV' });
  });

  test('orders of one customer share a lane, others do not', async () => {
    const run = await open();
    const what = order();
    expect(run.lane(what)).toBe(run.lane({ ...order(), customer: { ...what.customer, email: what.customer!.email!.toUpperCase() } }));
    expect(run.lane(what)).not.toBe(run.lane(order()));
    expect(run.lane({ sourceId: 'broken' })).toBe('broken');
  });
});

describe('the articles', () => {
  const missing = { ...knife, sku: '4003', description: 'Truffelolie' };

  test('an article QuickBooks does not know stops the order before anything is written', async () => {
    const customers = (await books.rows('Customer')).length;
    expect(await send(order({ lines: [missing] }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.product_missing', effects: [] });
    expect(await books.rows('Customer')).toHaveLength(customers);
  });

  test('it can be booked on another item, keeping text, number and price', async () => {
    const receipt = await booked(await send(order({ lines: [missing] }), { onMissingProduct: 'replaceWith', replacementItem: 'Omzet NL 21%' }));
    expect(items(receipt)[0]).toMatchObject({ Amount: 74.34, Description: '4003 Truffelolie', SalesItemLineDetail: { ItemRef: { value: await books.idOf('Item', 'Omzet NL 21%') }, TaxInclusiveAmt: 89.95 } });
  });

  test('it can be created, once for all orders of a page, on the chosen account', async () => {
    const run = await open({ onMissingProduct: 'create', newItemAccount: 'Omzet NL 21%', revenue: 'itemAccount' });
    const line = { ...knife, sku: 'NEW-1', description: 'Nieuw: artikel' };
    const [first, second] = await Promise.all([run.apply(order({ lines: [line] })), run.apply(order({ lines: [line] }))]);
    expect([first.outcome, second.outcome]).toEqual(['created', 'created']);
    expect([...first.effects, ...second.effects].filter((effect) => effect === 'createItem')).toHaveLength(1);
    const made = (await books.rows('Item')).filter((item) => item['Sku'] === 'NEW-1');
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ Name: 'Nieuw - artikel', Type: 'NonInventory', IncomeAccountRef: { value: await books.idOf('Account', 'Omzet NL 21%') } });
  });

  test('a created item whose name is taken gets its number behind it', async () => {
    const told = await send(order({ lines: [{ ...knife, sku: 'NEW-2', description: 'Omzet NL 9%' }] }), { onMissingProduct: 'create', newItemAccount: 'Omzet NL 21%' });
    expect(told.outcome).toBe('created');
    expect((await books.rows('Item')).find((item) => item['Sku'] === 'NEW-2')!['Name']).toBe('Omzet NL 9% (NEW-2)');
  });

  test('as a text row it may only stand when it costs nothing', async () => {
    expect(await send(order({ lines: [missing] }), { onMissingProduct: 'textLine' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.text_line_amount' });
    const free = { ...missing, unitPriceIncl: '0.00', totalIncl: '0.00' };
    const receipt = await booked(await send(order({ lines: [knife, free] }), { onMissingProduct: 'textLine' }));
    expect(receipt['Line']).toEqual(expect.arrayContaining([expect.objectContaining({ DetailType: 'DescriptionOnly', Description: '4003 Truffelolie' })]));
  });

  test('two items with one number: the older one is used, with a warning', async () => {
    const account = await books.idOf('Account', 'Omzet NL 21%');
    const older = await books.write('Item', { Name: 'Dubbel A', Sku: 'DUP', Type: 'NonInventory', IncomeAccountRef: { value: account } });
    await books.write('Item', { Name: 'Dubbel B', Sku: 'DUP', Type: 'NonInventory', IncomeAccountRef: { value: account } });
    const told = await send(order({ lines: [{ ...knife, sku: 'dup' }] }));
    expect(items(await booked(told))[0]!['SalesItemLineDetail']['ItemRef']['value']).toBe(older.Id);
    expect(told.warnings.join(' ')).toMatch(/2 items have the number/);
  });

  test('a line without article needs the item for such lines', async () => {
    const { sku: _, ...free } = knife;
    expect(await send(order({ lines: [free] }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.no_article' });
    expect((await send(order({ lines: [free] }), { freeLineItem: 'Omzet NL 21%' })).outcome).toBe('created');
  });

  test('an item made inactive after it was looked up: refused by name, and looked up anew next time', async () => {
    const account = await books.idOf('Account', 'Omzet NL 21%');
    const item = await books.write('Item', { Name: 'Straks weg', Sku: 'GONE', Type: 'NonInventory', IncomeAccountRef: { value: account } });
    const run = await open();
    const what = order({ lines: [{ ...knife, sku: 'GONE' }] });
    await run.lookAhead([what]);
    await books.write('Item', { Id: item.Id, SyncToken: '0', sparse: true, Active: false });
    const told = await run.apply(what);
    expect(told).toMatchObject({ outcome: 'rejected', code: 'quickbooks.reference_gone' });
    expect(told.text).toMatch(/ItemRef/);
    expect(await run.apply(what)).toMatchObject({ outcome: 'invalid', code: 'quickbooks.product_missing' });
  });

  test('an apostrophe, a backslash and a colon in numbers and names do no harm', async () => {
    const account = await books.idOf('Account', 'Omzet NL 21%');
    await books.write('Item', { Name: "L'Oeuf", Sku: "o'e\\u", Type: 'NonInventory', IncomeAccountRef: { value: account } });
    const told = await send(order({ number: "A'1\\2", lines: [{ ...knife, sku: "o'e\\u" }], customer: { sourceId: "k'1", company: "d'Oude \\ Waag", email: "o'brien@proef.example" } }));
    expect(told.outcome).toBe('created');
    expect((await booked(told))['DocNumber']).toBe("MPL-A'1\\2");
  });
});

describe('tax and revenue', () => {
  test('all rates of the country go to their own codes, with the order’s own tax per rate', async () => {
    const lines = [knife, cheese, deposit];
    const receipt = await booked(await send(order({ totalIncl: '111.58', lines, taxes: [{ rate: '21.00', net: '74.34', tax: '15.61' }, { rate: '9', net: '10.67', tax: '0.96' }, { rate: '0', net: '10.00', tax: '0.00' }] })));
    expect(receipt).toMatchObject({ TotalAmt: 111.58, TxnTaxDetail: { TotalTax: 16.57 } });
    expect(items(receipt).map((line) => line['SalesItemLineDetail']['TaxCodeRef']['value'])).toEqual(await Promise.all(['21% btw hoog', '9% btw laag', '0% btw'].map((name) => books.idOf('TaxCode', name))));
    expect(items(receipt)[1]).toMatchObject({ Amount: 10.67, SalesItemLineDetail: { Qty: 0.53, TaxInclusiveAmt: 11.63 } });
    expect(receipt['TxnTaxDetail']['TaxLine'].map((line: Row) => [line['Amount'], line['TaxLineDetail']['NetAmountTaxable'], line['TaxLineDetail']['OverrideDeltaAmount']])).toEqual([[15.61, 74.34, undefined], [0.96, 10.67, undefined], [0, 10, undefined]]);
  });

  test('prices without tax are sent as such', async () => {
    const what = order({ taxMethod: 'exclusive', totalIncl: '108.84', totalExcl: '89.95', lines: [{ ...knife, totalIncl: undefined, totalExcl: '89.95' } as never], taxes: [{ rate: '21', net: '89.95', tax: '18.89' }] });
    const receipt = await booked(await send(what));
    expect(receipt).toMatchObject({ GlobalTaxCalculation: 'TaxExcluded', TotalAmt: 108.84 });
    expect(items(receipt)[0]!['SalesItemLineDetail']['TaxInclusiveAmt']).toBeUndefined();
    const forced = await booked(await send(order(), { prices: 'exclusive' }));
    expect(forced).toMatchObject({ GlobalTaxCalculation: 'TaxExcluded', TotalAmt: 89.95 });
  });

  test('reverse charge to a company in another member state has its own code and revenue account', async () => {
    const what = order({ taxMethod: 'shifted', taxCountry: 'BE', totalIncl: '74.34', totalExcl: '74.34', customer: { ...order().customer!, company: 'Belgo BV', vatNumber: 'BE0999888777' }, lines: [{ ...knife, taxRate: '0', totalIncl: '74.34', totalExcl: '74.34' } as never] });
    const receipt = await booked(await send(what));
    expect(receipt).toMatchObject({ TotalAmt: 74.34, TxnTaxDetail: { TotalTax: 0 } });
    expect(items(receipt)[0]!['SalesItemLineDetail']).toMatchObject({ TaxCodeRef: { value: await books.idOf('TaxCode', 'ICL 0% btw verlegd') }, ItemRef: { value: await books.idOf('Item', 'Omzet België') } });
    const { vatNumber: _, ...noNumber } = what.customer!;
    expect(await send({ ...what, sourceId: 'no-vat', number: 'no-vat', customer: noNumber })).toMatchObject({ outcome: 'parked' });
  });

  test('the country decides the revenue account through the item of its row', async () => {
    const german = await booked(await send(order({ taxCountry: 'DE' })));
    expect(items(german)[0]).toMatchObject({ Description: '4004 Koksmes 20 cm', SalesItemLineDetail: { ItemRef: { value: await books.idOf('Item', 'Omzet Duitsland') } } });
    const french = await booked(await send(order({ taxCountry: 'FR' })));
    expect(items(french)[0]!['SalesItemLineDetail']['ItemRef']['value']).toBe(await books.idOf('Item', 'Omzet EU overig'));
  });

  test('a row with an account but no item gets an item made for it, once', async () => {
    const taxTable = [{ country: 'NL', values: { taxCode: 'rate', account: 'Omzet buiten EU' } }];
    const first = await booked(await send(order(), { taxTable }));
    const second = await booked(await send(order(), { taxTable }));
    const [made] = (await books.rows('Item')).filter((item) => item['Name'] === 'Sales NL 21% 8200');
    expect(made).toMatchObject({ Type: 'Service', IncomeAccountRef: { value: await books.idOf('Account', 'Omzet buiten EU') } });
    expect([items(first)[0]!['SalesItemLineDetail']['ItemRef']['value'], items(second)[0]!['SalesItemLineDetail']['ItemRef']['value']]).toEqual([made!.Id, made!.Id]);
  });

  test('the article’s own account stays when wanted, with a warning where the table says another', async () => {
    const told = await send(order({ taxCountry: 'BE' }), { revenue: 'itemAccount' });
    expect(items(await booked(told))[0]!['SalesItemLineDetail']['ItemRef']['value']).not.toBe(await books.idOf('Item', 'Omzet België'));
    expect(told.warnings.join(' ')).toMatch(/Omzet NL 21%.*Omzet België/);
  });

  test('a country without a row waits, named', async () => {
    const told = await send(order({ taxCountry: 'US' }));
    expect(told).toMatchObject({ outcome: 'parked', effects: [] });
    expect(told.error?.data.parkedOn).toEqual({ setting: 'taxTable', value: 'US · 21 · no' });
  });

  test('a rate no code has, and one several codes have, wait', async () => {
    expect((await send(order({ lines: [{ ...knife, taxRate: '19' }] }))).text).toMatch(/No tax code.*19 %/);
    expect((await send(order({ lines: [{ ...knife, taxRate: '0' }] }), { taxTable: [{ country: 'NL', values: { taxCode: 'rate' } }] })).text).toMatch(/Several tax codes.*“0% btw”/);
  });

  test('a row that gives a code of another percentage waits instead of booking wrong tax', async () => {
    expect(await send(order(), { taxTable: [{ country: 'NL', values: { taxCode: '9% btw laag' } }] })).toMatchObject({ outcome: 'parked', code: 'quickbooks.tax_differs' });
  });

  test('the deciding country follows the setting, and an address without one the next setting', async () => {
    const what = () => order({ taxCountry: 'DE', shipping: { line1: 'a', city: 'b', country: 'BE' } });
    const itemOf = async (told: Told) => items(await booked(told))[0]!['SalesItemLineDetail']['ItemRef']['value'];
    expect(await itemOf(await send(what(), { taxCountry: 'shipping' }))).toBe(await books.idOf('Item', 'Omzet België'));
    expect(await itemOf(await send(what(), { taxCountry: 'billing' }))).not.toBe(await books.idOf('Item', 'Omzet Duitsland'));
    const { taxCountry: _, ...nowhere } = order({ billing: { line1: 'Kade 7', city: 'Havenstad' } });
    expect(await send(nowhere, { emptyCountry: 'park' })).toMatchObject({ outcome: 'parked', code: 'quickbooks.no_country' });
    expect((await send(nowhere, { emptyCountry: 'home' })).outcome).toBe('created');
    const { taxCountry: __, billing: ___, ...counter } = order();
    expect((await send(counter, { emptyCountry: 'park' })).outcome).toBe('created');
  });

  test('an order without any tax is sent without, and one that only says so is refused', async () => {
    const what = order({ taxMethod: 'none', lines: [{ ...knife, taxRate: '0' }] });
    expect(await booked(await send(what))).toMatchObject({ GlobalTaxCalculation: 'NotApplicable', TotalAmt: 89.95 });
    expect(await send(order({ taxMethod: 'none', taxes: [{ rate: '21', net: '74.34', tax: '15.61' }] }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.untaxed_with_tax' });
  });

  test('a line without a rate takes that of its code in the summary, else is named', async () => {
    const { taxRate: _, ...bare } = knife;
    const taxes = [{ rate: '21', code: '1', net: '74.34', tax: '15.61' }, { rate: '9', code: '2', net: '0', tax: '0' }];
    expect((await send(order({ lines: [{ ...bare, taxCode: '1' }], taxes }))).outcome).toBe('created');
    expect(await send(order({ lines: [bare], taxes }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.no_tax_rate' });
  });
});

describe('payment, terms, shipping and discount', () => {
  test('an unmapped payment method waits before anything is written', async () => {
    const told = await send(order({ paymentMethod: 'TIKKIE' }));
    expect(told).toMatchObject({ outcome: 'parked', effects: [] });
    expect(told.error?.data.parkedOn).toEqual({ setting: 'paymentMethod', value: 'TIKKIE' });
  });

  test('every policy for what is in no table', async () => {
    const pay = (more: object) => ({ paymentMethod: { ...park, table: [], ...more } });
    expect(await send(order({ paymentMethod: 'X' }), pay({ unmapped: 'fail' }))).toMatchObject({ outcome: 'invalid', code: 'mapping.unmapped' });
    const byDefault = await booked(await send(order(), pay({ unmapped: 'useDefault', default: 'Contant' })));
    expect(byDefault['PaymentMethodRef']['value']).toBe(await books.idOf('PaymentMethod', 'Contant'));
    expect((await booked(await send(order(), pay({ unmapped: 'leaveEmpty' }))))['PaymentMethodRef']).toBeUndefined();
    expect((await booked(await send(order(), pay({ unmapped: 'keepSource' }))))['PaymentMethodRef']['value']).toBe(await books.idOf('PaymentMethod', 'PIN'));
    expect(await send(order({ paymentMethod: 'Onbekend' }), { ...pay({ unmapped: 'keepSource' }), depositAccount: { ...park, enabled: false } })).toMatchObject({ outcome: 'parked', code: 'quickbooks.not_in_list' });
    expect((await booked(await send(order(), pay({ force: true, default: 'iDEAL' }))))['PaymentMethodRef']['value']).toBe(await books.idOf('PaymentMethod', 'iDEAL'));
  });

  test('switched off, the method’s own word is used where QuickBooks has it, else left out with a warning', async () => {
    const told = await send(order({ paymentMethod: 'Ruilhandel' }), { paymentMethod: { ...park, enabled: false }, depositAccount: { ...park, enabled: false } });
    expect((await booked(told))['PaymentMethodRef']).toBeUndefined();
    expect(told.warnings.join(' ')).toMatch(/Ruilhandel/);
  });

  test('a term can be told by its days, and the order’s own due date wins', async () => {
    const invoice = await booked(await send(order({ fullyPaid: false, paymentTerm: 'netto', dueDate: '2026-06-20' }), { term: { ...park, table: [{ from: 'netto', to: 'days:14' }] } }));
    expect(invoice).toMatchObject({ SalesTermRef: { value: await books.idOf('Term', '14 dagen') }, DueDate: '2026-06-20' });
  });

  test('shipping costs go to the document’s shipping field, with the method', async () => {
    const receipt = await booked(await send(order({ totalIncl: '96.90', shippingMethod: 'POST', lines: [knife, shipping] })));
    expect(receipt).toMatchObject({ TotalAmt: 96.9, ShipMethodRef: { value: 'PostNL' } });
    expect(items(receipt).map((line) => line['SalesItemLineDetail']['ItemRef']['value'])).toContain('SHIPPING_ITEM_ID');
  });

  test('or to their own item, or to another; free shipping is left out unless wanted', async () => {
    const what = () => order({ totalIncl: '96.90', lines: [knife, shipping] });
    const own = items(await booked(await send(what(), { shippingAs: 'product' })));
    expect(own[1]!['SalesItemLineDetail']['ItemRef']['name']).toMatch(/Verzendkosten/);
    const other = items(await booked(await send(what(), { shippingAs: 'item', shippingItem: 'Omzet NL 21%' })));
    expect(other[1]!['SalesItemLineDetail']['ItemRef']['value']).toBe(await books.idOf('Item', 'Omzet NL 21%'));
    const free = () => order({ lines: [knife, { ...shipping, totalIncl: '0.00' }] });
    expect(items(await booked(await send(free())))).toHaveLength(1);
    expect(items(await booked(await send(free(), { sendZeroShipping: true })))).toHaveLength(2);
  });

  test('a discount is a negative line on its own item, or on the chosen one, or the document’s discount', async () => {
    const what = () => order({ totalIncl: '84.95', lines: [knife, discount] });
    const line = await booked(await send(what()));
    expect(line['TotalAmt']).toBe(84.95);
    expect(items(line)[1]).toMatchObject({ Amount: -4.13, SalesItemLineDetail: { ItemRef: { name: expect.stringMatching(/Korting/) as string }, TaxInclusiveAmt: -5 } });
    const chosen = await booked(await send(what(), { discountItem: 'Omzet NL 21%' }));
    expect(items(chosen)[1]!['SalesItemLineDetail']['ItemRef']['value']).toBe(await books.idOf('Item', 'Omzet NL 21%'));
    const field = await booked(await send(what(), { discountAs: 'discount', discountAccount: 'Verleende kortingen' }));
    expect(field).toMatchObject({ TotalAmt: 84.95, TxnTaxDetail: { TotalTax: 14.74 } });
    expect(field['Line']).toEqual(expect.arrayContaining([expect.objectContaining({ DetailType: 'DiscountLineDetail', Amount: 4.13 })]));
  });

  test('two discounts do not fit the one discount field and become lines', async () => {
    const told = await send(order({ totalIncl: '79.95', lines: [knife, discount, discount] }), { discountAs: 'discount' });
    expect(items(await booked(told))).toHaveLength(3);
    expect(told.warnings.join(' ')).toMatch(/booked as lines/);
  });

  test('a class goes on the lines where the company tracks it there', async () => {
    const receipt = await booked(await send(order({ employee: '7' }), { classFrom: 'employee', class: { ...park, table: [{ from: '7', to: 'Webshop' }] } }));
    expect(items(receipt)[0]!['SalesItemLineDetail']['ClassRef']['value']).toBe(await books.idOf('Class', 'Webshop'));
  });

  test('note and message are filled from the order', async () => {
    const receipt = await booked(await send(order({ note: 'Graag inpakken' }), { memo: '{note}', privateNote: 'kassa {branch}' }));
    expect(receipt).toMatchObject({ CustomerMemo: { value: 'Graag inpakken' } });
    expect(receipt['PrivateNote']).toMatch(/^fluxo:till:\S+ kassa 1$/);
  });
});

describe('amounts', () => {
  test('an order whose lines do not make its total is not sent', async () => {
    expect(await send(order({ totalIncl: '99.95' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.source_total', effects: [] });
  });

  test('one or two cents go on a rounding line where that is wanted', async () => {
    expect(await send(order({ totalIncl: '89.94' }))).toMatchObject({ outcome: 'invalid' });
    const receipt = await booked(await send(order({ totalIncl: '89.94' }), { rounding: 'item', roundingItem: 'Omzet NL 0%' }));
    expect(receipt['TotalAmt']).toBe(89.94);
    expect(items(receipt)[1]).toMatchObject({ Amount: -0.01, SalesItemLineDetail: { ItemRef: { value: await books.idOf('Item', 'Omzet NL 0%') } } });
  });

  /** An answer as if the service had computed another total. */
  const answerWithTotal = (id: string, what: Order, total: number) => ({ operation: 'POST salesreceipt', fault: { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ SalesReceipt: { Id: id, SyncToken: '0', DocNumber: `MPL-${what.number}`, TotalAmt: total }, time: 'x' }) } }) as const;

  test('a total the service computes otherwise by a cent is a warning, by more a problem that stays until it is set right', async () => {
    const what = order();
    books.sandbox.services.quickbooks.setFaults([answerWithTotal('900001', what, 89.96)]);
    const rounding = await send(what);
    expect(rounding).toMatchObject({ outcome: 'created' });
    expect(rounding.warnings.join(' ')).toMatch(/89\.96.*89\.95/);

    const other = order();
    const run = await open();
    books.sandbox.services.quickbooks.setFaults([answerWithTotal('900002', other, 95)]);
    const told = await run.apply(other);
    expect(told).toMatchObject({ outcome: 'invalid', code: 'quickbooks.total_differs' });
    expect(run.ledger.has(`sales ${other.sourceId}`)).toBe(false);
  });

  test('a document of ours with another total is not called done', async () => {
    const what = order();
    const receipt = await booked(await send(what));
    const line = items(receipt)[0]!;
    await books.write('SalesReceipt', { Id: receipt.Id, SyncToken: receipt['SyncToken'], sparse: true, Line: [{ ...line, Amount: 10, SalesItemLineDetail: { ...line['SalesItemLineDetail'], Qty: 1, UnitPrice: 10 } }] });
    expect(await send(what)).toMatchObject({ outcome: 'invalid', code: 'quickbooks.total_differs' });
  });

  test('with a rounding item the missing cent is added to the document that was made', async () => {
    const what = order();
    const run = await open({ rounding: 'item', roundingItem: 'Omzet NL 0%' });
    const real = await booked(await run.apply(what));
    // The same document once more, as if its answer had told a cent less.
    run.ledger.delete(`sales ${what.sourceId}`);
    const again = { ...what, number: `${what.number}-b`, sourceId: `${what.sourceId}-b` };
    books.sandbox.services.quickbooks.setFaults([answerWithTotal(real.Id, again, 89.94)]);
    const told = await run.apply(again);
    expect(told.effects).toContain('roundSalesReceipt');
    expect(told).toMatchObject({ outcome: 'invalid', code: 'quickbooks.total_differs' });
    expect(items((await books.rows('SalesReceipt')).find((row) => row.Id === real.Id)!).at(-1)).toMatchObject({ Amount: 0.01 });
  });

  test('another currency than the company’s is not booked as if it were the same', async () => {
    expect(await send(order({ currency: 'USD' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.currency' });
  });

  test('an order without lines, and one with too many, are named', async () => {
    expect(await send(order({ lines: [], totalIncl: '0.00' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.no_lines' });
    expect(await send(order({ lines: Array.from({ length: 751 }, () => deposit), totalIncl: '7510.00' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.too_many_lines' });
  });
});

describe('what is no order', () => {
  test('a quantity that is no number, a missing date and an unknown kind name their field', async () => {
    const run = await open();
    expect(await run.apply({ ...order(), lines: [{ ...knife, quantity: '2x' }] })).toMatchObject({ outcome: 'invalid', text: '“2x” is not a number.', error: { data: { where: { field: 'lines[1].quantity' } } } });
    const { date: _, ...undated } = order();
    expect(await run.apply(undated)).toMatchObject({ outcome: 'invalid', code: 'order.missing', error: { data: { where: { field: 'date' } } } });
    expect(await run.apply({ ...order(), kind: 'quote' })).toMatchObject({ outcome: 'invalid', code: 'order.bad_value' });
    expect(await run.apply({ ...order(), date: '2026-13-45' })).toMatchObject({ outcome: 'invalid', error: { data: { where: { field: 'date' } } } });
  });

  test('a yes that came through the mapping as a text is a yes', async () => {
    expect(await send({ ...order(), cancelled: 'true' } as never)).toMatchObject({ outcome: 'skipped' });
    expect((await send({ ...order(), fullyPaid: 'false' } as never)).target?.type).toBe('Invoice');
  });

  test('what is wrong with a customer’s data is not repeated in the message', async () => {
    const told = await send({ ...order(), customer: { email: 7 } } as never);
    expect(told).toMatchObject({ outcome: 'invalid', code: 'order.bad_value' });
    expect(told.text).not.toContain('7');
  });
});

test('a dry run decides everything and writes nothing', async () => {
  const before = [await books.rows('Customer'), await books.rows('SalesReceipt')].map((rows) => rows.length);
  const run = await open();
  const what = order();
  const told = await run.apply(what, { dryRun: true });
  expect(told).toMatchObject({ outcome: 'created', effects: ['createCustomer', 'createSalesReceipt'] });
  expect(run.ledger.size).toBe(0);
  expect([await books.rows('Customer'), await books.rows('SalesReceipt')].map((rows) => rows.length)).toEqual(before);
});

test('a page is looked up in one batch, and each new order then costs its two writes', async () => {
  const run = await open();
  const page = Array.from({ length: 10 }, () => order());
  const before = run.exchanges.length;
  await run.lookAhead(page);
  expect(run.exchanges.length - before).toBe(1);
  for (const what of page) expect((await run.apply(what)).outcome).toBe('created');
  expect(run.exchanges.length - before).toBe(1 + 2 * page.length);
});

test('the same order makes the same request, letter by letter', async () => {
  const bodies: string[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const other = await openBooks();
    const run = await openSales(other, defaultSalesSettings);
    await run.apply({ ...order(), sourceId: 'same', number: 'same', customer: { sourceId: 'same', name: 'Zelfde', email: 'zelfde@proef.example' } });
    bodies.push(run.exchanges.filter((exchange) => exchange.method === 'POST').map((exchange) => exchange.requestBody).join('\n'));
    await other.stop();
  }
  expect(bodies[0]).toBe(bodies[1]);
  expect(bodies[0]).not.toMatch(/"value":\d/);
});
