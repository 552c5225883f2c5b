import { beforeEach, describe, expect, test } from 'vitest';
import { openQuickBooks } from './testing/openQuickBooks.ts';
import type { OpenQuickBooks } from './testing/openQuickBooks.ts';
import { itemLine, simpleReceipt } from './testing/receipts.ts';

let books: OpenQuickBooks;
beforeEach(() => {
  books = openQuickBooks();
});

describe('what every record has', () => {
  test('ids and tokens are digits in quotes, and times carry the offset of the service', () => {
    const customer = books.save('Customer', { DisplayName: 'Anke Visser', PrimaryEmailAddr: { Address: 'anke@korenmolen.example' } });
    expect(customer).toMatchObject({ domain: 'QBO', sparse: false, SyncToken: '0', Active: true, FullyQualifiedName: 'Anke Visser', CurrencyRef: { value: 'EUR' } });
    expect(customer.Id).toMatch(/^\d+$/);
    expect(customer.MetaData).toEqual({ CreateTime: '2026-06-15T00:00:00-08:00', LastUpdatedTime: '2026-06-15T00:00:00-08:00' });
    expect(books.ask('GET', `customer/${customer.Id}`).json.Customer).toEqual(customer);
  });

  test('a record that is not there answers 610, and an unknown resource 500', () => {
    expect(books.ask('GET', 'customer/999999')).toMatchObject({ status: 400, json: { Fault: { type: 'ValidationFault', Error: [{ code: '610' }] } } });
    expect(books.ask('GET', 'spaceship/1').json.Fault.Error[0].code).toBe('500');
  });
});

describe('updates', () => {
  test('a sparse update keeps what is not sent, an empty text blanks, a full update clears', () => {
    const first = books.save('Customer', { DisplayName: 'Anke Visser', CompanyName: 'De Korenmolen', Notes: 'vaste klant', PrimaryPhone: { FreeFormNumber: '030 555 01 01' } });
    books.clock.advance(5000);
    const second = books.save('Customer', { Id: first.Id, SyncToken: '0', sparse: true, Notes: '', CompanyName: 'Korenmolen BV' });
    expect(second).toMatchObject({ SyncToken: '1', CompanyName: 'Korenmolen BV', PrimaryPhone: { FreeFormNumber: '030 555 01 01' } });
    expect(second).not.toHaveProperty('Notes');
    expect(second.MetaData.LastUpdatedTime).toBe('2026-06-15T00:00:05-08:00');
    const third = books.save('Customer', { Id: first.Id, SyncToken: '1', DisplayName: 'Anke Visser' });
    expect(third).not.toHaveProperty('CompanyName');
    expect(third).not.toHaveProperty('PrimaryPhone');
    expect(third.MetaData.CreateTime).toBe(first.MetaData.CreateTime);
  });

  test('an update with an old token answers 5010 and changes nothing', () => {
    const first = books.save('Customer', { DisplayName: 'Anke Visser' });
    books.save('Customer', { Id: first.Id, SyncToken: '0', sparse: true, Notes: 'nieuw' });
    expect(books.refusal('Customer', { Id: first.Id, SyncToken: '0', sparse: true, Notes: 'ouder' })).toBe('5010');
    expect(books.ask('GET', `customer/${first.Id}`).json.Customer).toMatchObject({ SyncToken: '1', Notes: 'nieuw' });
    expect(books.refusal('Customer', { Id: first.Id, sparse: true })).toBe('2020');
  });

  test('sent lines replace all lines; one sent with its id keeps it', () => {
    const receipt = books.save('SalesReceipt', simpleReceipt(books));
    const item = books.ref('Item', 'Omzet NL 9%');
    const code = books.ref('TaxCode', '9% btw laag');
    const lines = [itemLine(item, code, 5), { ...receipt.Line[0], Description: 'blijft' }];
    const after = books.save('SalesReceipt', { Id: receipt.Id, SyncToken: '0', sparse: true, Line: lines });
    expect(after.Line.map((line: { Id?: string; LineNum?: number; Amount: number; DetailType: string }) => [line.Id, line.LineNum, line.Amount, line.DetailType])).toEqual([
      ['2', 1, 5, 'SalesItemLineDetail'],
      ['1', 2, 20, 'SalesItemLineDetail'],
      [undefined, undefined, 25, 'SubTotalLineDetail'],
    ]);
    expect(after.TotalAmt).toBe(29.65);
    const untouched = books.save('SalesReceipt', { Id: receipt.Id, SyncToken: '1', sparse: true, PrivateNote: 'x' });
    expect(untouched.Line).toEqual(after.Line);
  });
});

describe('taking away', () => {
  test('a deleted document leaves a stub in the answer and is gone', () => {
    const receipt = books.save('SalesReceipt', simpleReceipt(books, { DocNumber: 'D-1' }));
    const answer = books.ask('POST', 'salesreceipt', { Id: receipt.Id, SyncToken: '0' }, { query: { operation: 'delete' } });
    expect(answer.json.SalesReceipt).toEqual({ domain: 'QBO', status: 'Deleted', Id: receipt.Id });
    expect(books.ask('GET', `salesreceipt/${receipt.Id}`).json.Fault.Error[0].code).toBe('610');
    expect(books.refusal('SalesReceipt', simpleReceipt(books, { DocNumber: 'D-1' })), 'its number is free again').toBe('saved');
  });

  test('list records cannot be deleted, only made inactive, which frees the name', () => {
    const customer = books.save('Customer', { DisplayName: 'Anke Visser' });
    expect(books.ask('POST', 'customer', { Id: customer.Id, SyncToken: '0' }, { query: { operation: 'delete' } }).json.Fault.Error[0].code).toBe('500');
    expect(books.save('Customer', { Id: customer.Id, SyncToken: '0', sparse: true, Active: false })).toMatchObject({ Active: false, DisplayName: 'Anke Visser (deleted)', FullyQualifiedName: 'Anke Visser (deleted)' });
    expect(books.refusal('Customer', { DisplayName: 'Anke Visser' })).toBe('saved');
    expect(books.refusal('Customer', { Id: customer.Id, SyncToken: '1', sparse: true, Active: true }), 'the name is taken now').toBe('6240');
  });

  test('a voided document stays with zeros and a word in its note', () => {
    const receipt = books.save('SalesReceipt', simpleReceipt(books, { PrivateNote: 'fluxo:1' }));
    const answer = books.ask('POST', 'salesreceipt', { Id: receipt.Id, SyncToken: '0', sparse: true }, { query: { operation: 'update', include: 'void' } });
    expect(answer.json.SalesReceipt).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided - fluxo:1', SyncToken: '1', TxnTaxDetail: { TotalTax: 0 } });
    expect(answer.json.SalesReceipt.Line[0]).toMatchObject({ Amount: 0, SalesItemLineDetail: { Qty: 0 } });

    const invoice = books.save('Invoice', simpleReceipt(books));
    expect(books.ask('POST', 'invoice', { Id: invoice.Id, SyncToken: '0' }, { query: { operation: 'void' } }).json.Invoice).toMatchObject({ TotalAmt: 0, Balance: 0, PrivateNote: 'Voided' });
  });
});

describe('the shape of what is sent', () => {
  test.each([
    ['2010', 'an unknown property', { DisplayName: 'A', Colour: 'red' }],
    ['2010', 'an unknown property further in', { DisplayName: 'A', BillAddr: { Street: 'Dorpsstraat' } }],
    ['2010', 'a reference that is no object', { DisplayName: 'A', SalesTermRef: '3' }],
    ['2020', 'a reference without a value', { DisplayName: 'A', SalesTermRef: { name: 'Direct' } }],
    ['2040', 'a colon in a name', { DisplayName: 'A: B' }],
    ['2050', 'a text that is too long', { DisplayName: 'A', Notes: 'x'.repeat(2001) }],
    ['2080', 'a number that is none', { DisplayName: 'A', Balance: 'veel' }],
    ['2170', 'a word that is not in the list', { DisplayName: 'A', PreferredDeliveryMethod: 'Pigeon' }],
    ['2210', 'an e-mail without a point', { DisplayName: 'A', PrimaryEmailAddr: { Address: 'a@b' } }],
    ['2500', 'a reference to nothing', { DisplayName: 'A', SalesTermRef: { value: '999' } }],
    ['6080', 'no name at all', { CompanyName: 'A' }],
    ['6000', 'a foreign currency', { DisplayName: 'A', CurrencyRef: { value: 'USD' } }],
  ])('%s: %s', (code, _what, body) => {
    expect(books.refusal('Customer', body)).toBe(code);
  });

  test('the fault names the field', () => {
    const fault = books.ask('POST', 'customer', { DisplayName: 'A', BillAddr: { Street: 'Dorpsstraat' } }).json.Fault;
    expect(fault.Error[0]).toMatchObject({ Message: 'Request has invalid or unsupported property', element: 'BillAddr.Street' });
    expect(fault.Error[0].Detail).toContain('BillAddr.Street');
    const long = books.ask('POST', 'salesreceipt', simpleReceipt(books, { DocNumber: 'x'.repeat(22) })).json.Fault.Error[0];
    expect(long).toMatchObject({ code: '2050', element: 'DocNumber' });
    expect(long.Detail).toContain('Min:0 Max:21 supported');
  });

  test('what the service answered may be sent back whole: its own fields are ignored', () => {
    const receipt = books.save('SalesReceipt', simpleReceipt(books, { DocNumber: 'S-1' }));
    const again = books.save('SalesReceipt', { ...receipt, sparse: false, TotalAmt: 999, PrivateNote: 'terug' });
    expect(again).toMatchObject({ TotalAmt: receipt.TotalAmt, DocNumber: 'S-1', PrivateNote: 'terug', Line: receipt.Line });
  });

  test('a property another kind of document has is taken without complaint and not kept', () => {
    expect(books.save('SalesReceipt', simpleReceipt(books, { DueDate: '2026-07-01', PONumber: '12' }))).not.toHaveProperty('DueDate');
  });

  test('bytes that are no UTF-8 and JSON that is none are refused', () => {
    expect(books.ask('POST', 'customer', Buffer.from('{"DisplayName":"Caf\xe9"}', 'latin1')).json.Fault.Error[0].code).toBe('500');
    expect(books.ask('POST', 'customer', '{"DisplayName":').json.Fault.Error[0].code).toBe('2010');
  });
});

describe('names', () => {
  test('customers, vendors and employees share one space of names, whatever the case', () => {
    const answer = books.ask('POST', 'customer', { DisplayName: 'KAASMAKERIJ het groene hart' });
    expect(answer.json.Fault.Error[0]).toMatchObject({ code: '6240', Detail: expect.stringContaining('customer, vendor or employee') });
    expect(books.refusal('Customer', { DisplayName: 'Kaasmakerij Het Groene Hart (C)' })).toBe('saved');
    expect(books.refusal('Vendor', { DisplayName: 'Marit Hoekstra' }), 'an employee').toBe('6240');
  });

  test('a name is built from its parts when none is given', () => {
    expect(books.save('Customer', { GivenName: 'Anke', FamilyName: 'de Visser' }).DisplayName).toBe('Anke de Visser');
  });

  test('a customer below another is called after both', () => {
    const parent = books.save('Customer', { DisplayName: 'Hotel Noorderlicht' });
    expect(books.save('Customer', { DisplayName: 'Keuken', ParentRef: { value: parent.Id } })).toMatchObject({ FullyQualifiedName: 'Hotel Noorderlicht:Keuken', Job: true, Level: 1 });
  });

  test('a VAT number comes back masked', () => {
    expect(books.save('Customer', { DisplayName: 'A', PrimaryTaxIdentifier: 'NL000111222B01' }).PrimaryTaxIdentifier).toBe('XXXXXXXXX22B01');
  });

  test('articles are unique by name within their category, their numbers need not be', () => {
    const category = books.save('Item', { Name: 'Servies extra', Type: 'Category' });
    const income = { IncomeAccountRef: books.ref('Account', 'Omzet NL 21%') };
    const item = { Name: 'Espressokop', Sku: '4004', Type: 'Service', ...income };
    expect(books.save('Item', { ...item, SubItem: true, ParentRef: { value: category.Id } }).FullyQualifiedName).toBe('Servies extra:Espressokop');
    expect(books.refusal('Item', item)).toBe('saved');
    expect(books.refusal('Item', item)).toBe('6240');
  });

  test('lists refuse a name that exists, accounts a type that is missing', () => {
    expect(books.refusal('PaymentMethod', { Name: 'pin' })).toBe('6240');
    expect(books.refusal('Term', { Name: '14 Dagen', DueDays: 14 })).toBe('6240');
    expect(books.refusal('Account', { Name: 'Nieuw' })).toBe('6010');
    expect(books.save('Account', { Name: 'Nieuw', AccountType: 'Income' })).toMatchObject({ Classification: 'Revenue', AccountSubType: 'SalesOfProductIncome' });
  });
});

describe('what a plan or a setting does not allow', () => {
  test('stock, locations and classes are refused with 5020 below the Plus plan', () => {
    const small = openQuickBooks({ plan: 'essentials' });
    expect(small.refusal('Item', { Name: 'Pan', Type: 'Inventory' })).toBe('5020');
    const line = { ...simpleReceipt(small), DepartmentRef: { value: '1' } };
    expect(small.refusal('SalesReceipt', line), 'no locations to name').toBe('2500');
  });

  test('a company whose subscription ended can be read, not written', () => {
    const ended = openQuickBooks({ subscription: 'ended' });
    expect(ended.refusal('Customer', { DisplayName: 'A' })).toBe('6190');
    expect(ended.query('select count(*) from Customer').totalCount).toBeGreaterThan(1);
  });

  test('nothing can be booked, changed or deleted in closed books', () => {
    const receipt = books.save('SalesReceipt', simpleReceipt(books, { TxnDate: '2026-03-31' }));
    const { Id, SyncToken } = books.ask('GET', 'preferences').json.Preferences;
    books.save('Preferences', { Id, SyncToken, sparse: true, AccountingInfoPrefs: { BookCloseDate: '2026-03-31' } });
    expect(books.ask('GET', 'preferences').json.Preferences.AccountingInfoPrefs).toMatchObject({ BookCloseDate: '2026-03-31', TrackDepartments: true });
    expect(books.refusal('SalesReceipt', simpleReceipt(books, { TxnDate: '2026-03-31' }))).toBe('6210');
    expect(books.refusal('SalesReceipt', simpleReceipt(books, { TxnDate: '2026-04-01' }))).toBe('saved');
    expect(books.refusal('SalesReceipt', { Id: receipt.Id, SyncToken: '0', sparse: true, TxnDate: '2026-04-01' })).toBe('6210');
    expect(books.ask('POST', 'salesreceipt', { Id: receipt.Id, SyncToken: '0' }, { query: { operation: 'delete' } }).json.Fault.Error[0].code).toBe('6210');
  });

  test('a record made inactive can no longer be referred to', () => {
    const term = books.save('Term', { Name: '60 dagen', DueDays: 60 });
    books.save('Term', { Id: term.Id, SyncToken: '0', sparse: true, Active: false });
    expect(books.refusal('Customer', { DisplayName: 'A', SalesTermRef: { value: term.Id } })).toBe('610');
  });
});
