import { XMLParser } from 'fast-xml-parser';
import { beforeEach, describe, expect, test } from 'vitest';
import { serveLookAlike } from '../server/serve.ts';
import { openQuickBooks } from './testing/openQuickBooks.ts';
import type { Loose, OpenQuickBooks } from './testing/openQuickBooks.ts';
import { simpleReceipt } from './testing/receipts.ts';

let books: OpenQuickBooks;
beforeEach(() => {
  books = openQuickBooks();
});
const countOf = (entity: string): number => books.query(`select count(*) from ${entity}`).totalCount;

describe('a repeated request', () => {
  test('with the same id and content gets the first answer again and writes nothing', () => {
    const body = simpleReceipt(books, { DocNumber: 'R-1' });
    const first = books.ask('POST', 'salesreceipt', body, { query: { requestid: 'fx-sr-1' } });
    books.clock.advance(60_000);
    const again = books.ask('POST', 'salesreceipt', body, { query: { requestid: 'fx-sr-1' } });
    expect(again.text).toBe(first.text);
    expect(countOf('SalesReceipt')).toBe(1);
  });

  test('with the same id and other content answers 600, and an id may have 50 characters', () => {
    const ask = (DisplayName: string, requestid: string) => books.refusal('Customer', { DisplayName }, { requestid });
    expect(ask('A', 'x'.repeat(50))).toBe('saved');
    expect(ask('B', 'x'.repeat(50))).toBe('600');
    expect(ask('C', 'x'.repeat(51))).toBe('2050');
  });

  test('of a refused request is tried anew, since nothing was written', () => {
    const body = { DisplayName: 'Anke', SalesTermRef: { value: '6' } };
    expect(books.refusal('Customer', body, { requestid: 'r' })).toBe('2500');
    books.save('Term', { Name: 'Maand', DueDays: 31 });
    expect(books.refusal('Customer', body, { requestid: 'r' })).toBe('saved');
  });
});

describe('a batch', () => {
  const batch = (items: unknown[], query: Record<string, string> = {}) => books.ask('POST', 'batch', { BatchItemRequest: items }, { query });

  test('answers every item on its own with HTTP 200, faults inside', () => {
    const customer = books.save('Customer', { DisplayName: 'Anke' });
    const answer = batch([
      { bId: 'a', operation: 'create', Customer: { DisplayName: 'Bram' } },
      { bId: 'b', operation: 'update', Customer: { Id: customer.Id, SyncToken: '7', sparse: true, Notes: 'x' } },
      { bId: 'c', Query: "select * from Customer where DisplayName in ('Anke', 'Bram')" },
      { bId: 'd', operation: 'create', Spaceship: {} },
    ]);
    expect(answer.status).toBe(200);
    const [a, b, c, d] = answer.json.BatchItemResponse;
    expect(a).toMatchObject({ bId: 'a', Customer: { DisplayName: 'Bram', SyncToken: '0' } });
    expect(b).toMatchObject({ bId: 'b', Fault: { type: 'ValidationFault', Error: [{ code: '5010' }] } });
    expect(c.QueryResponse.Customer.map((row: Loose) => row.DisplayName), 'items do not see each other').toEqual(['Anke']);
    expect(d.Fault.Error[0].code).toBe('2010');
  });

  test('takes thirty items and no more', () => {
    const items = (count: number) => Array.from({ length: count }, (_, index) => ({ bId: String(index), operation: 'create', Customer: { DisplayName: `Klant ${index}` } }));
    expect(batch(items(31))).toMatchObject({ status: 400, json: { Fault: { Error: [{ code: '1040' }] } } });
    expect(batch(items(30)).json.BatchItemResponse).toHaveLength(30);
  });

  test('repeated with its request id writes nothing twice, item by item', () => {
    const item = (bId: string) => ({ bId, operation: 'create', SalesReceipt: simpleReceipt(books, { DocNumber: `B-${bId}` }) });
    const first = batch([item('1'), item('2')], { requestid: 'lot-1' });
    const again = batch([item('1'), item('2'), item('3')], { requestid: 'lot-1' });
    expect(again.json.BatchItemResponse.slice(0, 2)).toEqual(first.json.BatchItemResponse);
    expect(countOf('SalesReceipt')).toBe(3);
    expect(batch([item('4')], { requestid: 'x'.repeat(37) }).status).toBe(400);
  });

  test('allows a duplicate number by its options, deletes and voids', () => {
    const invoice = books.save('Invoice', simpleReceipt(books, { DocNumber: 'I-1' }));
    const answer = batch([
      { bId: '1', operation: 'create', optionsData: 'allowduplicatedocnum', Invoice: simpleReceipt(books, { DocNumber: 'I-1' }) },
      { bId: '2', operation: 'void', Invoice: { Id: invoice.Id, SyncToken: '0' } },
    ]);
    expect(answer.json.BatchItemResponse[0].Invoice.DocNumber).toBe('I-1');
    expect(answer.json.BatchItemResponse[1].Invoice.TotalAmt).toBe(0);
  });
});

describe('changes since a moment', () => {
  test('come per entity, with stubs of what was deleted, and without the seed', () => {
    const since = new Date(books.clock.now()).toISOString();
    const kept = books.save('SalesReceipt', simpleReceipt(books));
    const gone = books.save('SalesReceipt', simpleReceipt(books));
    books.ask('POST', 'salesreceipt', { Id: gone.Id, SyncToken: '0' }, { query: { operation: 'delete' } });
    const [receipts, customers] = books.ask('GET', 'cdc', undefined, { query: { entities: 'SalesReceipt,Customer', changedSince: since } }).json.CDCResponse[0].QueryResponse;
    expect(receipts.SalesReceipt.map((row: Loose) => [row.Id, row.status])).toEqual([[kept.Id, undefined], [gone.Id, 'Deleted']]);
    expect(customers).toEqual({});
  });

  test('reach thirty days back', () => {
    const ask = (changedSince: string) => books.ask('GET', 'cdc', undefined, { query: { entities: 'Customer', changedSince } }).status;
    expect(ask('2026-05-20T00:00:00Z')).toBe(200);
    expect(ask('2026-05-10T00:00:00Z')).toBe(400);
  });
});

describe('the form of an answer', () => {
  const readXml = (text: string): Loose => new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false }).parse(text);

  test('is XML for a client that does not ask for JSON', () => {
    const headers = { accept: '*/*' };
    const fault = books.ask('GET', 'customer/0', undefined, { headers });
    expect(fault.headers['content-type']).toContain('xml');
    expect(readXml(fault.text).IntuitResponse).toMatchObject({ '@time': expect.stringMatching(/-08:00$/), Fault: { '@type': 'ValidationFault', Error: { '@code': '610', Message: 'Object Not Found' } } });
    const { value } = books.ref('Customer', 'Restaurant Aan de Werf & Zn');
    expect(readXml(books.ask('GET', `customer/${value}`, undefined, { headers }).text).IntuitResponse.Customer).toMatchObject({ '@domain': 'QBO', DisplayName: 'Restaurant Aan de Werf & Zn', SalesTermRef: { '@name': '30 dagen', '#text': '5' } });
    expect(books.ask('GET', `customer/${value}`, undefined, { headers, query: { format: 'json' } }).json.Customer.Id).toBe(value);
  });

  test('has the reference for support and the time of the service', () => {
    const answer = books.ask('GET', 'companyinfo/1');
    expect(answer.headers['intuit_tid']).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(answer.json.time).toBe('2026-06-15T00:00:00.000-08:00');
  });

  test('an old or missing minor version changes nothing', () => {
    expect(books.ask('GET', 'companyinfo/1', undefined, { query: { minorversion: '3' } }).status).toBe(200);
  });
});

describe('limits and planned faults', () => {
  test('more than ten calls in a second answer 429 when the limit is switched on, and never otherwise', () => {
    const limited = openQuickBooks({ throttle: true });
    const answers = Array.from({ length: 12 }, () => limited.ask('GET', 'companyinfo/1'));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.json.fault.error[0]).toMatchObject({ code: '3001', message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429' });
    expect(Array.from({ length: 600 }, () => books.ask('GET', 'companyinfo/1').status).every((status) => status === 200)).toBe(true);
  });

  test('over HTTP: an expired credential, a throttle, a Fault with status 200 and a lost answer can be ordered', async () => {
    const served = await serveLookAlike(books.books, { port: 0, clock: books.clock });
    const { realmId, accessToken } = books.books.connection;
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json', 'content-type': 'application/json' };
    const post = (body: unknown, query = '') => fetch(`${served.url}/v3/company/${realmId}/salesreceipt?minorversion=75${query}`, { method: 'POST', headers, body: JSON.stringify(body) });
    try {
      served.setFaults([
        { operation: 'POST salesreceipt', fault: { kind: 'expiredCredential' } },
        { operation: 'POST salesreceipt', fault: { kind: 'throttle', retryAfter: 7 } },
        { operation: 'POST salesreceipt', fault: { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: '{"Fault":{"Error":[{"code":"6000"}],"type":"ValidationFault"}}' } },
        { operation: 'POST salesreceipt', fault: { kind: 'loseAnswer' } },
      ]);
      const body = simpleReceipt(books, { DocNumber: 'LOST-1' });
      const expired = await post(body);
      expect([expired.status, ((await expired.json()) as Loose).fault.error[0].code]).toEqual([401, '3200']);
      const throttled = await post(body);
      expect([throttled.status, throttled.headers.get('retry-after'), ((await throttled.json()) as Loose).fault.error[0].code]).toEqual([429, '7', '3001']);
      const soft = await post(body);
      expect([soft.status, ((await soft.json()) as Loose).Fault.Error[0].code]).toEqual([200, '6000']);
      await expect(post(body, '&requestid=lost-1')).rejects.toThrow();
      const repeated = await post(body, '&requestid=lost-1');
      expect(((await repeated.json()) as Loose).SalesReceipt.DocNumber).toBe('LOST-1');
      const ledger = (await (await fetch(`${served.url}/__sandbox/ledger`)).json()) as Loose;
      expect(ledger.entities.SalesReceipt).toHaveLength(1);
    } finally {
      await served.close();
    }
  });
});

describe('tax codes of the company', () => {
  test('are made through the tax service, with their rates, and can be used at once', () => {
    const agency = books.ref('TaxAgency', 'Belastingdienst').value;
    const body = { TaxCode: 'OSS BE 21%', TaxRateDetails: [{ TaxRateName: 'BE21', RateValue: '21', TaxAgencyId: agency, TaxApplicableOn: 'Sales' }] };
    const made = books.ask('POST', 'taxservice/taxcode', body).json;
    expect(made).toMatchObject({ TaxCode: 'OSS BE 21%', TaxRateDetails: [{ TaxRateName: 'BE21', TaxRateId: expect.stringMatching(/^\d+$/) }] });
    const base = simpleReceipt(books);
    const receipt = books.save('SalesReceipt', { ...base, Line: [{ ...base.Line[0], SalesItemLineDetail: { ...base.Line[0].SalesItemLineDetail, TaxCodeRef: { value: made.TaxCodeId } } }] });
    expect(receipt.TotalAmt).toBe(24.2);
    expect(books.ask('POST', 'taxservice/taxcode', body).json.Fault.Error[0].code).toBe('6240');
    expect(books.refusal('TaxCode', { Name: 'x' })).toBe('500');
  });
});
