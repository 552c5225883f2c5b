import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordKinds } from '#connectors/sdk/anyRecord/stream.ts';
import type { Cursor } from '#connectors/sdk/connector.ts';
import { connectTo, errorOf, readStream } from '#connectors/sdk/testing/bench.ts';
import type { ServiceBench } from '#connectors/sdk/testing/bench.ts';
import { describeConnector } from '#connectors/sdk/testing/conformance.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { bodyOf, namesOf } from './body.ts';
import { tidySettings } from './connection.ts';
import { http } from './index.ts';
import { openService } from './testing/openService.ts';
import type { OpenService } from './testing/openService.ts';

const moment = (index: number) => `2026-06-${String(1 + index).padStart(2, '0')}T10:00:00Z`;
const rows = (name: string) =>
  Array.from({ length: 11 }, (_, index) => ({
    id: `${name}-${index}`,
    updated_at: moment(index),
    ...(name === 'orders' && { number: `W-${index}`, date: moment(index), total: 30.1, email: `koper${index}@postvak.example`, items: [{ sku: '4001', qty: 1, price: 10.05, line_total: 10.05 }, { sku: '4002', qty: 2, price: 10.025, line_total: 20.05 }] }),
    ...(name === 'customers' && { name: `Klant ${index}`, email: `k${index}@postvak.example`, billing: { city: 'Utrecht' } }),
    ...(name === 'products' && { sku: String(4001 + index), name: `Pan ${index}`, price: 19.9 }),
    ...(name === 'stock' && { sku: String(4001 + index), available: index }),
  }));
const shop = () => Object.fromEntries(recordKinds.map(({ name }) => [name, rows(name)]));
const benchOf = (service: OpenService): ServiceBench => ({
  settings: { baseUrl: `${service.served.url}/v1`, auth: 'bearer', testPath: '/me' },
  secret: { token: 'open-sesame' },
  wrongSecret: { token: 'wrong-sesame' },
  secretTexts: ['open-sesame', 'wrong-sesame'],
  setFaults: (rules) => service.served.setFaults(rules),
  stop: () => service.served.close(),
  streams: {},
});
const paged = { listPath: 'data.items', paging: 'page', sizeParameter: 'limit', pageSize: 4, changedParameter: 'since', changedField: 'updated_at' };

const benchSale = { sourceId: 'p-1', number: 'P-1', date: '2026-06-10', totalIncl: '12.10', totalExcl: '10.00', fullyPaid: true, paymentMethod: 'PIN', note: 'Zo', taxes: [{ rate: '21', net: '10.00', tax: '2.10' }], lines: [{ sku: '4001', quantity: '1', totalIncl: '12.10' }] };
const changing = (name: string, updateMethod: string) => ({ path: `/${name}`, repeat: 'key', updatePath: `/${name}/{id}`, updateMethod });

describeConnector(http, async () => {
  const service = await openService(shop());
  const payload = (name: string) => ({ path: `/${name}`, method: 'POST', idPath: 'id', sourceId: 's-1', body: '{"name":"Nieuw","external_id":"s-1","updated_at":"2026-06-12T10:00:00Z"}' });
  const count = (name: string) => () => service.lists[name]!.length;
  return {
    ...benchOf(service),
    streams: Object.fromEntries(recordKinds.map(({ name }) => [name, { settings: paged, repeats: true, futureCursor: { since: null, highest: '2999-01-01T00:00:00Z', next: null }, keys: service.lists[name]!.map((row) => String(row['id'])) }])),
    plans: {
      orderService: { settings: changing('orders', 'PATCH'), record: benchSale, changed: { record: { ...benchSale, note: 'Anders' }, path: 'note', from: 'Zo', to: 'Anders' } },
      customerService: { settings: { ...changing('customers', 'PUT'), wrap: 'customer' }, record: { sourceId: 'p-1', name: 'Anna' }, changed: { record: { sourceId: 'p-1', name: 'Bea' }, path: 'customer.name', from: 'Anna', to: 'Bea' } },
      productService: { settings: { ...changing('products', 'PUT'), lookUpPath: '/products?external_id={sourceId}', names: 'sourceId=external_id, name=title, priceIncl=price' }, record: { sourceId: 'p-1', name: 'Pan', priceIncl: '12.50' }, changed: { record: { sourceId: 'p-1', name: 'Pan', priceIncl: '13.00' }, path: 'price', from: '12.5', to: 13 } },
      stockService: { settings: { path: '/stock/{sourceId}', method: 'PUT' }, record: { sourceId: 'p-1', sku: '4001', free: '7' } },
    },
    effects: Object.fromEntries(
      recordKinds.map(({ entity, name }) => [
        `${entity}Service`,
        {
          createWithKey: { payload: { ...payload(name), keyHeader: 'Idempotency-Key' }, refused: { ...payload(name), keyHeader: 'Idempotency-Key', body: '{"name":"refuse me"}' }, operation: `POST ${name}`, count: count(name) },
          create: { payload: { ...payload(name), body: '{"name":"Nieuw","external_id":"s-2"}', sourceId: 's-2', lookUpPath: `/${name}?external_id=s-2` }, operation: `POST ${name}`, count: count(name) },
          put: { payload: { ...payload(name), method: 'PUT', path: `/${name}/own-1`, id: 'own-1' }, operation: `PUT ${name}`, count: count(name) },
        },
      ]),
    ),
  };
});

interface Said {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}
/** A service that says the same to everybody. */
async function serviceThatSays({ status = 200, type, body }: Said): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => void response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((done) => (server.close(() => done()), server.closeAllConnections())),
  };
}
const clientOf = (url: string) => connectTo(http, { ...benchOf(service), settings: { ...benchOf(service).settings, baseUrl: url } });

let service: OpenService;
beforeAll(async () => {
  service = await openService(shop());
});
beforeEach(() => {
  Object.assign(service.lists, shop());
  service.asked.length = 0;
});
afterAll(() => service.served.close());
const client = (settings: Record<string, string> = {}) => connectTo(http, benchOf(service), { settings });
const read = (name: string, settings: Settings, cursor: Cursor | null = null) => readStream(http, client(), name, { settings, keys: [] }, { cursor });
const keysOf = (name: string) => service.lists[name]!.map((row) => String(row['id']));

describe('reading a list', () => {
  test.each([
    ['in one answer', { path: '/products?all=1' }],
    ['by number of the page', { listPath: 'data.items', paging: 'page', sizeParameter: 'limit', pageSize: 4 }],
    ['by number of the page, of the service’s own size', { listPath: 'data.items', paging: 'page' }],
    ['by records to skip', { listPath: 'data.items', paging: 'offset', sizeParameter: 'limit', pageSize: 3 }],
    ['by a mark in the answer', { listPath: 'data.items', paging: 'cursor', nextPath: 'data.next', sizeParameter: 'limit', pageSize: 5 }],
    ['by the header Link', { listPath: 'data.items', paging: 'link', sizeParameter: 'limit', pageSize: 5 }],
  ])('%s gives all of it, once', async (_how, settings) => {
    const { records, error } = await read('products', settings);
    expect(error).toBeUndefined();
    expect(records.map((record) => record['key'])).toEqual(keysOf('products'));
  });

  test('only what changed is asked for the next time, and only that is new', async () => {
    const first = await read('customers', paged);
    service.lists['customers']![3] = { ...service.lists['customers']![3]!, name: 'Anders', updated_at: '2026-06-20T08:00:00Z' };
    service.asked.length = 0;
    const again = await read('customers', paged, first.pages.at(-1)!.cursor);
    expect(service.asked[0]!.query.get('since')).toBe(moment(10));
    expect(again.records.map((record) => record['key'])).toEqual(['customers-3', 'customers-10']);
    expect(again.records[0]!['version']).toBe('2026-06-20T08:00:00Z');
    expect(again.records[1]!['version']).toBe(first.records.find((record) => record['key'] === 'customers-10')!['version']);
  });

  test('what changes on a page that is read already, while others change further on, comes the next time', async () => {
    const stream = http.streams.find(({ name }) => name === 'customers')!;
    const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    let cursor: Cursor | null = null;
    for (let round = 1; round <= 2; round += 1) {
      let pages = 0;
      const keys: unknown[] = [];
      for await (const page of stream.read({ client: client(), settings: paged, cursor, signal: new AbortController().signal })) {
        cursor = page.cursor;
        keys.push(...page.records.map((record) => record['key']));
        if ((pages += 1) > 1 || round === 2) continue;
        service.lists['customers']![1] = { ...service.lists['customers']![1]!, updated_at: later(1) };
        service.lists['customers']![9] = { ...service.lists['customers']![9]!, updated_at: later(2) };
      }
      if (round === 2) expect(keys).toEqual(expect.arrayContaining(['customers-1', 'customers-9']));
      else expect(keys).toHaveLength(11);
    }
    expect(cursor).toMatchObject({ highest: moment(10), next: null });
    expect(cursor).not.toHaveProperty('began');
  });

  test('amounts arrive digit by digit and nested fields by their names', async () => {
    const { records } = await read('orders', { path: '/orders?all=1' });
    expect(compileMapping(http.streams[0]!.defaultMapping)(records[0]!).value).toMatchObject({ sourceId: 'orders-0', number: 'W-0', date: '2026-06-01', totalIncl: '30.1', customer: { email: 'koper0@postvak.example' }, lines: [{ sku: '4001', unitPriceIncl: '10.05' }, { sku: '4002', quantity: '2', unitPriceIncl: '10.025', totalIncl: '20.05' }] });
  });

  test('a service that does not know the page parameter is told from one with many pages', async () => {
    expect((await read('products', { path: '/products?all=1', paging: 'page', pageParameter: 'seite' })).error).toMatchObject({ data: { code: 'http.same_page', kind: 'setup' } });
  });

  test('what is wrong with the settings is said as such', async () => {
    const codeOf = async (settings: Settings) => ((await read('products', settings)).error as { data?: { code: string } } | undefined)?.data?.code;
    expect(await codeOf({ path: '/nothing' })).toBe('http.nothing_there');
    expect(await codeOf({ path: '/products', listPath: 'rows' })).toBe('http.no_list');
    expect(await codeOf({ path: '/moved' })).toBe('http.redirected');
    for (const path of ['//evil.example/x', '/a/../../b', '/a b', '/a#b']) expect(await codeOf({ path }), path).toBe('http.bad_path_typed');
  });

  test.each([
    ['nothing, called JSON', { type: 'application/json', body: '' }, 'http.not_json'],
    ['nothing, called nothing', { body: '' }, 'http.not_json'],
    ['null', { type: 'application/json', body: 'null' }, 'http.not_a_list'],
    ['an empty text', { type: 'application/json', body: '""' }, 'http.not_a_list'],
    ['a number', { type: 'application/json', body: '7' }, 'http.not_a_list'],
    ['no content', { status: 204, body: '' }, 'http.not_a_list'],
  ] as const)('%s where a list was expected is neither a page nor the end of them, and is tried again', async (_what, said, code) => {
    for (const settings of [{}, { listPath: 'data.items' }, { listPath: 'data.items', paging: 'page' }]) {
      const other = await serviceThatSays(said);
      const { records, pages, error } = await readStream(http, clientOf(other.url), 'products', { settings, keys: [] });
      expect({ records, pages }).toEqual({ records: [], pages: [] });
      expect(error).toMatchObject({ data: { code, kind: 'remote' } });
      await other.close();
    }
  });

  test('one record is read by its own path or out of the list', async () => {
    const stream = http.streams.find(({ name }) => name === 'products')!;
    const context = (settings: Settings) => ({ client: client(), settings, cursor: null, signal: new AbortController().signal });
    for (const settings of [{ onePath: '/products/{key}' }, { path: '/products?all=1' }]) expect((await stream.readOne!(context(settings), 'products-7'))?.['sku']).toBe('4008');
    expect(await stream.readOne!(context({ onePath: '/products/{key}' }), 'no/such')).toBeNull();
    expect((await stream.readOne!(context({ onePath: '/products?all=1&id={key}' }), 'products-7'))?.['sku']).toBe('4008');
    expect(await stream.readOne!(context({ onePath: '/products?external_id={key}' }), 'products-7')).toBeNull();
    // A path that names no record, and an answer in which the record stands further inside.
    for (const onePath of ['/products/products-3?id={key}', '/products?id={key}']) await expect(stream.readOne!(context({ onePath }), 'products-7')).rejects.toMatchObject({ data: { code: 'http.other_record', kind: 'setup' } });
  });
});

describe('signing in', () => {
  test.each([{ auth: 'bearer' }, { auth: 'basic', userName: 'anna' }, { auth: 'header', keyName: 'X-Key' }, { auth: 'query', keyName: 'key' }])('as $auth opens the door and leaves nothing in the log', async (settings) => {
    const exchanges: unknown[] = [];
    const bench = benchOf(service);
    const one = connectTo(http, { ...bench, settings: { ...bench.settings, ...settings } as Record<string, string> });
    await one.get('/products?all=1', { signal: new AbortController().signal, noteExchange: (exchange) => exchanges.push(exchange) });
    expect(exchanges).toHaveLength(1);
    expect(JSON.stringify(exchanges)).not.toMatch(/sesame|c2VzYW1l/);
  });

  test('plain http goes nowhere but to this machine, and a key may not stand in for another header', () => {
    for (const settings of [{ baseUrl: 'http://shop.example' }, { baseUrl: 'https://a:b@shop.example' }, { baseUrl: 'ftp://shop.example' }, { baseUrl: 'https://shop.example', auth: 'header', keyName: 'Host' }, { baseUrl: 'https://shop.example', auth: 'query' }]) expect(() => tidySettings(settings as unknown as Record<string, string>), JSON.stringify(settings)).toThrow();
    expect(tidySettings({ baseUrl: 'shop.example/v1/', auth: 'none' })).toEqual({ baseUrl: 'https://shop.example/v1', auth: 'none', testPath: '/' });
  });

  test('a next page on another host is not followed: the credential would go along', async () => {
    const { linkedPath } = await import('./pages.ts');
    const one = client();
    for (const link of ['<https://evil.example/v1/products>; rel="next"', `<${service.served.url}/other>; rel="next"`, '<//evil.example/v1/x>; rel="next"']) expect(() => linkedPath(one, link, '/products'), link).toThrow(/another host/);
    expect(linkedPath(one, `<${service.served.url}/v1/products?page=2>; rel="next"`, '/products')).toBe('/products?page=2');
    expect(linkedPath(one, `<${service.served.url}/v1/products?page=9>; rel="last"`, '/products')).toBeNull();
  });
});

describe('writing', () => {
  const target = http.targets.find(({ entity }) => entity === 'customer')!;
  const customer = (id: string, more: Record<string, unknown> = {}) => ({ sourceId: id, name: `Klant ${id}`, email: `x${id}@postvak.example`, ...more });
  const names = 'sourceId=external_id, name, email=mail.address';

  test('a record is made once, left or changed after that, and found again when the ledger was lost', async () => {
    const settings = { names, repeat: 'lookUp', lookUpPath: '/customers?external_id={sourceId}', updatePath: '/customers/{id}' };
    const desk = await openTargetDesk(target, { client: client(), settings });
    const made = await desk.apply(customer('1'));
    expect(made).toMatchObject({ outcome: 'created', target: { type: 'Customer', id: 'n-12' } });
    expect(service.lists['customers']!.at(-1)).toEqual({ id: 'n-12', external_id: '1', name: 'Klant 1', mail: { address: 'x1@postvak.example' } });
    expect((await desk.apply(customer('1'))).outcome).toBe('unchanged');
    expect((await desk.apply(customer('1', { name: 'Anders' }))).outcome).toBe('updated');
    const lost = await openTargetDesk(target, { client: client(), settings });
    expect(await lost.apply(customer('1', { name: 'Weer anders' }))).toMatchObject({ outcome: 'updated', target: { id: 'n-12' } });
    expect(service.lists['customers']!.filter((row) => row['external_id'] === '1')).toEqual([expect.objectContaining({ name: 'Weer anders' })]);
  });

  test('without a way to ask, a lost answer is nobody’s guess', async () => {
    const create = target.effects.find(({ name }) => name === 'create')!;
    const payload = { path: '/customers', method: 'POST', body: '{}', idPath: 'id', sourceId: '1', lookUpPath: '' };
    expect(await errorOf(create.lookUp!(client(), payload, 'k', { signal: new AbortController().signal }))).toMatchObject({ code: 'http.cannot_look', kind: 'data' });
  });

  test('a look-up that answers neither a record nor a list does not say that there is none', async () => {
    const create = target.effects.find(({ name }) => name === 'create')!;
    const payload = { path: '/customers', method: 'POST', body: '{}', idPath: 'id', sourceId: '1', lookUpPath: '/customers?external_id=1' };
    for (const [body, code] of [['', 'http.not_json'], ['""', 'http.not_a_list'], ['7', 'http.not_a_list'], ['false', 'http.not_a_list']] as const) {
      const other = await serviceThatSays({ type: 'application/json', body });
      expect(await errorOf(create.lookUp!(clientOf(other.url), payload, 'k', { signal: new AbortController().signal })), body).toMatchObject({ code, kind: 'remote' });
      await other.close();
    }
  });

  test('an answer that announces JSON and has none lost it, so what was written is uncertain; many services have nothing to say to a write', async () => {
    const put = target.effects.find(({ name }) => name === 'put')!;
    const payload = { path: '/customers/1', method: 'PUT', body: '{}', idPath: 'id', id: '1', sourceId: '1' };
    const write = (url: string) => put.send(clientOf(url), payload, 'k', { signal: new AbortController().signal });
    const lost = await serviceThatSays({ type: 'application/json; charset=utf-8', body: '' });
    expect(await errorOf(write(lost.url))).toMatchObject({ code: 'http.not_json', kind: 'remote', maybeDone: true });
    await lost.close();
    for (const said of [{ body: '' }, { type: 'text/plain', body: '' }, { status: 204, type: 'application/json', body: '' }]) {
      const silent = await serviceThatSays(said);
      expect(await write(silent.url)).toMatchObject({ id: '1' });
      await silent.close();
    }
  });

  test('several that fit are too many', async () => {
    service.lists['customers']!.push({ id: 'a', external_id: '9' }, { id: 'b', external_id: '9' });
    const desk = await openTargetDesk(target, { client: client(), settings: { repeat: 'lookUp', lookUpPath: '/customers?external_id={sourceId}' } });
    expect(await desk.apply(customer('9'))).toMatchObject({ outcome: 'invalid', code: 'http.several' });
  });

  test('what the service refuses is said in its words', async () => {
    const desk = await openTargetDesk(target, { client: client() });
    expect(await desk.apply(customer('5', { name: 'refuse me' }))).toMatchObject({ outcome: 'rejected', text: expect.stringContaining('The name is not liked') });
  });

  test('amounts go out digit by digit, as numbers or as text', () => {
    const plan = { entity: 'product', names: namesOf('product', 'sku, priceIncl=price.amount'), wrap: 'product' };
    const product = { sourceId: '1', sku: '007', name: 'Pan', priceIncl: '12345678901234567.90' };
    expect(bodyOf(product, { ...plan, amountsAsNumbers: true })).toBe('{"product":{"sku":"007","price":{"amount":12345678901234567.90}}}');
    expect(bodyOf(product, { ...plan, amountsAsNumbers: false })).toBe('{"product":{"sku":"007","price":{"amount":"12345678901234567.90"}}}');
    expect(() => namesOf('product', 'nonsense=x')).toThrow(/no field/);
  });

  test('a field that stands in the path and is empty makes no other path', async () => {
    const desk = await openTargetDesk(target, { client: client(), settings: { path: '/customers/{note}', method: 'PUT' } });
    expect(await desk.apply(customer('1'))).toMatchObject({ outcome: 'invalid', code: 'http.empty_in_path' });
    expect((await desk.apply(customer('2', { note: 'a/b' }))).outcome).toBe('created');
    expect(service.lists['customers']!.at(-1)!['id']).toBe('a/b');
  });
});

describe('writing many at once', () => {
  const target = http.targets.find(({ entity }) => entity === 'customer')!;
  const settings: Settings = { batchSize: 3, batchPath: '/customers/batch', resultsPath: 'results', errorPath: 'error', repeat: 'key', names: 'sourceId=external_id, name' };
  const call = { signal: new AbortController().signal };
  const open = (changes: Settings = {}) => target.open({ ...call, client: client(), settings: withDefaults(target.settings, { ...settings, ...changes }), sourceConnection: 'till' });
  const part = (id: string, name = `Klant ${id}`) => ({ text: JSON.stringify({ external_id: id, name }), name: id });
  const send = async (parts: readonly { readonly text: string; readonly name: string }[], key = 'k-1', changes: Settings = {}) => target.batch!.send(client(), parts, (await open(changes)).batch!.how, key, call);

  test('a list goes in one call, and each record gets the id the service gave it', async () => {
    expect(await send([part('1'), part('2')])).toEqual([{ done: { type: 'Customer', id: 'n-12' } }, { done: { type: 'Customer', id: 'n-13' } }]);
    expect(service.asked).toHaveLength(1);
    expect(service.lists['customers']!.slice(-2)).toEqual([{ id: 'n-12', external_id: '1', name: 'Klant 1' }, { id: 'n-13', external_id: '2', name: 'Klant 2' }]);
  });

  test('the same list with the same key is there once', async () => {
    const first = await send([part('1'), part('2')], 'k-2');
    expect(await send([part('1'), part('2')], 'k-2')).toEqual(first);
    expect(service.lists['customers']).toHaveLength(13);
  });

  test('a record refused in the answer says so in the service’s words; the others are there', async () => {
    const results = await send([part('1'), part('2', 'refuse me alone'), part('3')], 'k-3');
    expect(results).toMatchObject([{ done: { id: 'n-12' } }, { refused: { code: 'http.part_refused', what: expect.stringContaining('The name is not liked'), refusedByService: true } }, { done: { id: 'n-13' } }]);
  });

  test('a list refused as a whole is something about the records', async () => {
    expect(await errorOf(send([part('1'), part('2', 'refuse me')], 'k-4'))).toMatchObject({ kind: 'data', refusedByService: true });
    expect(service.lists['customers']).toHaveLength(11);
  });

  test('an answer that does not tell which records were taken leaves all of them open', async () => {
    expect(await errorOf(send([part('1')], 'k-5', { resultsPath: 'nowhere' }))).toMatchObject({ code: 'http.no_results', maybeDone: true });
    service.served.setFaults([{ times: 1, fault: { kind: 'loseAnswer' } }]);
    expect(await errorOf(send([part('1')], 'k-6'))).toMatchObject({ kind: 'remote', maybeDone: true });
    service.served.setFaults([]);
  });

  test('without a place for results the status counts for all, and a record keeps its own name', async () => {
    expect(await send([part('1'), part('2')], 'k-7', { resultsPath: '' })).toEqual([{ done: { type: 'Customer', id: '1' } }, { done: { type: 'Customer', id: '2' } }]);
  });

  test('what is unchanged, there already, or has to be looked up first does not go in a list', async () => {
    const record = { sourceId: '1', name: 'Klant 1' };
    const context = (fingerprint?: string) => ({ entry: fingerprint === undefined ? null : { targetType: 'Customer', targetId: 'n-9', fingerprint }, json: () => JSON.stringify(record), fingerprint: (text: string) => text });
    const batch = (await open()).batch!;
    expect(batch.part(record, context())).toMatchObject({ send: { text: '{"external_id":"1","name":"Klant 1"}', name: '1' }, done: { outcome: 'created' } });
    expect(batch.part(record, context('{"external_id":"1","name":"Klant 1"}'))).toMatchObject({ ended: { outcome: 'unchanged' } });
    expect(batch.part(record, context('other'))).toMatchObject({ ended: { outcome: 'skipped' } });
    expect((await open({ updatePath: '/customers/{id}' })).batch!.part(record, context('other'))).toBe('alone');
    expect((await open({ repeat: 'lookUp', lookUpPath: '/customers?external_id={sourceId}' })).batch!.part(record, context())).toBe('alone');
    expect((await open({ batchSize: 1 })).batch).toBeUndefined();
    expect(await errorOf(open({ batchPath: '/customers/{sourceId}' }))).toMatchObject({ code: 'http.batch_path', kind: 'setup' });
  });
});
