import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Exchange } from '#shared/records/story.ts';
import { hostsOf, tidySettings } from './auth.ts';
import { kinds, salesKinds } from './entities.ts';
import { makeReader } from './reading.ts';
import { makeRawReader } from './rawReading.ts';
import { requestIdOf } from './requestId.ts';
import { contextFor, openBooks } from './testing/bench.ts';
import type { Books } from './testing/bench.ts';
import { quickbooks } from './index.ts';

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.stop());
beforeEach(() => books.sandbox.services.quickbooks.setFaults([]));

const exchanges: Exchange[] = [];
const call: CallContext = { signal: new AbortController().signal, noteExchange: (exchange) => void exchanges.push(exchange) };
const codeOf = async (work: Promise<unknown>) => work.then(() => 'nothing', (thrown: unknown) => (thrown instanceof FluxoError ? thrown.code : String(thrown)));

describe('reading', () => {
  test('every call asks for JSON and the minor version', async () => {
    exchanges.length = 0;
    await books.client.companyInfo(call);
    expect(exchanges[0]!.url).toMatch(/\/v3\/company\/\d+\/companyinfo\/\d+\?minorversion=75$/);
  });

  test('several questions go in one batch and come back in their order', async () => {
    exchanges.length = 0;
    const [terms, methods] = await books.client.rowsOfMany([{ kind: kinds.term }, { kind: kinds.paymentMethod }], call);
    expect(exchanges).toHaveLength(1);
    expect(terms.map((term) => term.Name)).toContain('30 dagen');
    expect(methods.map((method) => method.Name)).toContain('iDEAL');
  });

  test('a fault inside a batch is a fault, although the batch itself went well', async () => {
    expect(await codeOf(books.client.rowsOfMany([{ kind: kinds.term }, { kind: kinds.term, where: [{ property: 'Nonsense', is: 'x' }] }], call))).toBe('quickbooks.bad_request');
  });

  test('what is not there is null, not an error', async () => {
    expect(await books.client.read(kinds.customer, '999999', call)).toBeNull();
    expect(await books.client.read(salesKinds.Invoice, '999999', call)).toBeNull();
  });

  test('more rows than a page holds are all read, each once', async () => {
    await books.client.companyInfo(call);
    for (let from = 0; from < 1010; from += 30) {
      const items = Array.from({ length: Math.min(30, 1010 - from) }, (_, index) => ({ bId: String(index), operation: 'create', Department: { Name: `Vestiging ${from + index}` } }));
      await fetch(`${books.sandbox.quickbooks.baseUrl}/v3/company/${books.sandbox.quickbooks.realmId}/batch?minorversion=75`, { method: 'POST', headers: { authorization: `Bearer ${books.secret.value['accessToken']}`, accept: 'application/json', 'content-type': 'application/json' }, body: JSON.stringify({ BatchItemRequest: items }) });
    }
    const departments = await books.client.rows({ kind: kinds.department }, call);
    expect(new Set(departments.map((row) => row.Id)).size).toBe(departments.length);
    expect(departments.length).toBe((await books.rows('Department')).length);
    // In a batch a kind gets a share of the answer; the rest is read on.
    const [again] = await books.client.rowsOfMany([{ kind: kinds.department }, { kind: kinds.term }], call);
    expect(new Set(again.map((row) => row.Id))).toEqual(new Set(departments.map((row) => row.Id)));
  });

  test('a list that moves while it is read is read without a gap', async () => {
    let rows = Array.from({ length: 2500 }, (_, index) => ({ Id: String(index + 1), Name: `n${index}` }));
    let asked = 0;
    const reader = makeReader(
      '1',
      async ({ query }) => {
        const [, start, max] = /STARTPOSITION (\d+) MAXRESULTS (\d+)/.exec(query!['query']!)!;
        asked += 1;
        // Three early rows are made inactive between the first and the second page.
        if (asked === 2) rows = rows.slice(3);
        return { QueryResponse: { Department: rows.slice(Number(start) - 1, Number(start) - 1 + Number(max)) } };
      },
      () => new FluxoError({ code: 'x', kind: 'bug', what: 'x' }),
    );
    const read = await reader.rows({ kind: kinds.department }, call);
    expect(new Set(read.map((row) => row.Id)).size).toBe(2500);
  });
});

describe('what a service in trouble answers', () => {
  /** A reader of a service that answers this to everything. */
  const readerOf = (said: unknown) => makeReader('1', async () => said, () => new FluxoError({ code: 'batch', kind: 'remote', what: 'x' }));
  const rawOf = (said: unknown) => makeRawReader(async () => said);

  test('an answer without what was asked for is not one that there is nothing: what is there would be made again, or missed', async () => {
    for (const said of [{}, { ok: true }, { QueryResponse: null }, { QueryResponse: [] }, { QueryResponse: { Customer: {} } }, { QueryResponse: { Customer: null } }]) {
      expect(await codeOf(readerOf(said).rows({ kind: kinds.customer }, call)), JSON.stringify(said)).toBe('quickbooks.not_json');
      expect(await codeOf(rawOf({ ...said, time: '2026-06-01T10:00:00Z' }).pageOf({ from: 'Customer' }, { start: 1, max: 10 }, call)), JSON.stringify(said)).toBe('quickbooks.not_json');
    }
    for (const said of [{}, { CDCResponse: {} }, { CDCResponse: [{}] }, { CDCResponse: [{ QueryResponse: {} }] }, { CDCResponse: [{ QueryResponse: [null] }] }]) expect(await codeOf(rawOf({ ...said, time: '2026-06-01T10:00:00Z' }).changedSince(['Customer'], '2026-06-01T09:00:00Z', call)), JSON.stringify(said)).toBe('quickbooks.not_json');
    for (const said of [{}, { Customer: null }, { Customer: [] }, { Customer: 'Anna' }]) {
      expect(await codeOf(readerOf(said).read(kinds.customer, '1', call))).toBe('quickbooks.not_json');
      expect(await codeOf(rawOf(said).readWhole('Customer', '1', call))).toBe('quickbooks.not_json');
    }
    expect(await readerOf({ QueryResponse: {} }).rows({ kind: kinds.customer }, call)).toEqual([]);
    expect((await rawOf({ CDCResponse: [{ QueryResponse: [{}] }], time: '2026-06-01T10:00:00Z' }).changedSince(['Customer'], '2026-06-01T09:00:00Z', call)).rows.get('Customer')).toEqual([]);
  });

  test('after a 429 every call of the connection waits, as long as the service says, else a minute', async () => {
    const waits: number[] = [];
    let now = Date.now();
    const clock = { now: () => now, sleep: async (ms: number) => { waits.push(ms); now += ms; } };
    const { baseUrl, authBaseUrl, realmId } = books.sandbox.quickbooks;
    const client = quickbooks.connect(contextFor({ environment: 'demo', baseUrl, authBaseUrl, realmId }, books.secret, clock));
    await client.companyInfo(call);
    books.sandbox.services.quickbooks.setFaults([{ operation: 'GET companyinfo', fault: { kind: 'throttle', retryAfter: 7 } }]);
    expect(await codeOf(client.companyInfo(call))).toBe('quickbooks.throttled');
    await client.preferences(call);
    expect(waits).toEqual([7000]);
    books.sandbox.services.quickbooks.setFaults([{ operation: 'GET companyinfo', fault: { kind: 'throttle' } }]);
    await client.companyInfo(call).catch(() => undefined);
    await client.preferences(call);
    expect(waits).toEqual([7000, 60_000]);
    // The clock is put right by a day in the middle of it: the pause stays as long as it was.
    books.sandbox.services.quickbooks.setFaults([{ operation: 'GET companyinfo', fault: { kind: 'throttle', retryAfter: 9 } }]);
    await client.companyInfo(call).catch(() => undefined);
    now -= 24 * 3_600_000;
    await client.preferences(call);
    expect(waits).toEqual([7000, 60_000, 9000]);
  });

  test('a page of something in between is no answer of the service', async () => {
    books.sandbox.services.quickbooks.setFaults([{ fault: { kind: 'htmlPage' } }]);
    expect(await codeOf(books.client.preferences(call))).toBe('quickbooks.not_json');
    books.sandbox.services.quickbooks.setFaults([{ fault: { kind: 'htmlPage' } }]);
    expect(await codeOf(books.client.reach(call))).toBe('nothing');
    books.sandbox.services.quickbooks.setFaults([{ fault: { kind: 'htmlPage', status: 403 } }]);
    expect(await codeOf(books.client.reach(call))).toBe('quickbooks.not_quickbooks');
    // Nor one that bars the way, with a status of somebody whom the service does not know: no owner could put that right by signing in again.
    for (const status of [401, 403, 407]) {
      books.sandbox.services.quickbooks.setFaults([{ operation: 'GET preferences', times: 2, fault: { kind: 'htmlPage', status } }]);
      const barred: unknown = await books.client.preferences(call).catch((thrown: unknown) => thrown);
      expect((barred as FluxoError).data).toMatchObject({ code: 'quickbooks.not_json', kind: 'remote', answer: { status } });
      books.sandbox.services.quickbooks.setFaults([]);
    }
  });

  test('a write whose answer was lost is answered again under its request id, not done again', async () => {
    const body = { DisplayName: 'Eén keer' };
    books.sandbox.services.quickbooks.setFaults([{ operation: 'POST customer', fault: { kind: 'loseAnswer' } }]);
    const lost: unknown = await books.client.write(kinds.customer, body, 'rq-1', call).catch((thrown: unknown) => thrown);
    expect(lost).toBeInstanceOf(FluxoError);
    expect((lost as FluxoError).data).toMatchObject({ kind: 'remote', maybeDone: true });
    const answered = await books.client.write(kinds.customer, body, 'rq-1', call);
    expect((await books.rows('Customer')).filter((row) => row['DisplayName'] === 'Eén keer').map((row) => row.Id)).toEqual([answered.Id]);
  });
});

describe('a connection', () => {
  test('goes to Intuit’s hosts whatever address stands in its settings, unless it is the demo', () => {
    const evil = { realmId: '123', baseUrl: 'https://evil.example', authBaseUrl: 'https://evil.example' };
    expect(hostsOf({ ...evil, environment: 'production' })).toEqual({ environment: 'production', api: 'https://quickbooks.api.intuit.com', auth: 'https://oauth.platform.intuit.com', consent: 'https://appcenter.intuit.com' });
    expect(hostsOf({ ...evil, environment: 'sandbox' }).api).toBe('https://sandbox-quickbooks.api.intuit.com');
    expect(hostsOf({ realmId: '123', baseUrl: '127.0.0.1:18082/' })).toEqual({ environment: 'demo', api: 'http://127.0.0.1:18082', auth: 'http://127.0.0.1:18082', consent: 'http://127.0.0.1:18082' });
  });

  test('refuses a company id that is a name, and an environment that is none', () => {
    expect(() => tidySettings({ realmId: 'De Koperen Ketel' })).toThrow(/is a number/);
    expect(() => tidySettings({ realmId: '123', environment: 'staging' })).toThrow(/staging/);
    expect(tidySettings({ realmId: ' 9130 3500-00 ' })).toEqual({ environment: 'production', realmId: '9130350000' });
  });
});

test('a request id has at most 50 characters and differs when its key does', () => {
  expect(requestIdOf('fx-abc')).toBe('fx-abc');
  const long = 'x'.repeat(80);
  expect(requestIdOf(`${long}1`)).toHaveLength(50);
  expect(requestIdOf(`${long}1`)).not.toBe(requestIdOf(`${long}2`));
});
