import { describe, expect, test } from 'vitest';
import { openQuickBooks } from './testing/openQuickBooks.ts';
import { simpleReceipt } from './testing/receipts.ts';

const books = openQuickBooks();

function refusal(statement: string): string {
  const answer = books.ask('GET', 'query', undefined, { query: { query: statement } });
  return answer.status === 200 ? 'answered' : answer.json.Fault.Error[0].code;
}

describe('querying the books', () => {
  test('an article is found by its number, whatever the case of the names', () => {
    const found = books.query("select * from item where sku = '4004'");
    expect(found).toMatchObject({ startPosition: 1, maxResults: 1, Item: [{ Name: 'Koksmes 20 cm', Sku: '4004' }] });
  });

  test('an e-mail two customers share finds both', () => {
    const names = books.query("select * from Customer where PrimaryEmailAddr = 'Familie.VanRossum@postvak.example'").Customer.map((customer: { DisplayName: string }) => customer.DisplayName);
    expect(names).toEqual(['Willem van Rossum', 'Johanna van Rossum']);
  });

  test('a name with an apostrophe is found when the apostrophe is escaped', () => {
    books.save('Customer', { DisplayName: "Café 't Hoekje \\ zn" });
    expect(books.query("select * from Customer where DisplayName = 'Café \\'t Hoekje \\\\ zn'").maxResults).toBe(1);
  });

  test('LIKE knows the percent sign only, and no letter case', () => {
    expect(books.query("select * from Account where Name like 'omzet nl%'").maxResults).toBe(3);
    expect(books.query("select * from Account where Name like 'Omzet_NL%'")).toEqual({});
  });

  test('inactive rows stay away until the query speaks of Active', () => {
    const class1 = books.save('Class', { Name: 'Markt' });
    books.save('Class', { Id: class1.Id, SyncToken: '0', sparse: true, Active: false });
    expect(books.query(`select * from Class where Id = '${class1.Id}'`)).toEqual({});
    expect(books.query(`select * from Class where Id = '${class1.Id}' and Active in (true, false)`).maxResults).toBe(1);
    expect(books.query('select * from Class where Active = false').Class.map((row: { Id: string }) => row.Id)).toEqual([class1.Id]);
  });

  test('pages tell how many rows they really hold, and an empty page holds nothing', () => {
    const total = books.query('select count(*) from Item').totalCount;
    expect(books.query(`select * from Item startposition ${total - 1} maxresults 10`)).toMatchObject({ startPosition: total - 1, maxResults: 2 });
    expect(books.query(`select * from Item startposition ${total + 1}`)).toEqual({});
  });

  test('rows come in the asked order, ids by number and not by text', () => {
    const ids = books.query('select * from Account orderby Id desc maxresults 1000').Account.map((row: { Id: string }) => Number(row.Id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    const names = books.query("select * from Account where AccountType = 'Income' order by Name").Account.map((row: { Name: string }) => row.Name.toLowerCase());
    expect(names).toEqual([...names].sort());
  });

  test('times are compared with their offset, dates and amounts by value', () => {
    books.save('SalesReceipt', simpleReceipt(books, { DocNumber: 'T-1', TxnDate: '2026-06-01' }));
    // The clock stands at 08:00 UTC, which the service writes as 00:00-08:00.
    expect(books.query("select * from SalesReceipt where MetaData.LastUpdatedTime >= '2026-06-15T10:00:00+02:00'").maxResults).toBe(1);
    expect(books.query("select * from SalesReceipt where MetaData.LastUpdatedTime > '2026-06-15T00:00:00-08:00'")).toEqual({});
    expect(books.query("select * from SalesReceipt where MetaData.CreateTime = '2026-06-15T00:00:00'").maxResults).toBe(1);
    expect(books.query("select * from SalesReceipt where TxnDate <= '2026-06-01' and TotalAmt > '9'").maxResults).toBe(1);
  });

  test('a document is found by customer id, and one without a number by a blank', () => {
    const { CustomerRef } = simpleReceipt(books);
    books.save('SalesReceipt', simpleReceipt(books));
    expect(books.query(`select * from SalesReceipt where CustomerRef = '${CustomerRef.value}' and DocNumber = ' '`).maxResults).toBe(1);
  });

  test('what the service cannot filter on answers 4001', () => {
    for (const property of ['PrivateNote', 'CustomField', 'Line.Amount', 'DepartmentRef', 'BillAddr.City', 'Nonsense']) {
      expect(refusal(`select * from SalesReceipt where ${property} = 'x'`), property).toBe('4001');
    }
    expect(refusal("select * from Payment where DocNumber = 'x'")).toBe('4001');
    expect(refusal("select * from Invoice where Id > '3'")).toBe('4001');
    expect(refusal("select * from Invoice where TotalAmt = 'many'")).toBe('4001');
    expect(refusal('select * from Spaceship')).toBe('4001');
  });

  test('a statement may come as the body of a POST', () => {
    const answer = books.ask('POST', 'query', "select * from Term where Name = '14 dagen'", { headers: { 'content-type': 'application/text' } });
    expect(answer.json.QueryResponse.Term[0]).toMatchObject({ DueDays: 14, Type: 'STANDARD' });
  });
});
