import { expect, test } from 'vitest';
import type { Cursor, Page } from '#connectors/sdk/connector.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { MplusClient } from '../client.ts';
import { envelope, fault, fixture, tillThatAnswers } from '../fixtures/tillThatAnswers.ts';
import type { Answer, Asked } from '../fixtures/tillThatAnswers.ts';
import { orders } from './orders.ts';

const markers = (newest: number) => envelope(`<ns:getCurrentSyncMarkersResponse><ns:articleSyncMarker>1</ns:articleSyncMarker><ns:relationSyncMarker>1</ns:relationSyncMarker><ns:employeeSyncMarker>1</ns:employeeSyncMarker><ns:invoiceSyncMarker>0</ns:invoiceSyncMarker><ns:receiptSyncMarker>0</ns:receiptSyncMarker><ns:orderSyncMarker>${newest}</ns:orderSyncMarker></ns:getCurrentSyncMarkersResponse>`);
const noOrders = envelope('<ns:GetOrdersResponse><ns:orderList></ns:orderList></ns:GetOrdersResponse>');

/** The till of the fixtures: two orders, handed out as one unsorted page. */
function fixtureTill({ operation, body }: Asked): Answer | string {
  if (operation === 'getCurrentSyncMarkers') return markers(512);
  if (operation === 'getRelations') return fixture('getRelations');
  const from = Number(/<ns1:syncMarker>(\d+)</.exec(body)?.[1] ?? 0);
  return from <= 509 ? fixture('getOrders') : noOrders;
}

async function readAll(client: MplusClient, options: { readonly cursor?: Cursor; readonly settings?: Record<string, unknown>; readonly limit?: number } = {}): Promise<readonly Page[]> {
  const pages: Page[] = [];
  const context = { client, settings: withDefaults(orders.settings, options.settings ?? {}), cursor: options.cursor ?? null, signal: new AbortController().signal, ...(options.limit !== undefined && { limit: options.limit }) };
  for await (const page of orders.read(context)) pages.push(page);
  return pages;
}
async function fixtureRecords(): Promise<readonly [SourceRecord, SourceRecord]> {
  const { client } = await tillThatAnswers(fixtureTill);
  const [page] = await readAll(client);
  return [page!.records[1]!, page!.records[0]!];
}

test('an order of a company becomes an order of Fluxo, amounts to the cent, headers and subtotals left out', async () => {
  const [company] = await fixtureRecords();
  expect(compileMapping(orders.defaultMapping)(company).value).toEqual({
    sourceId: '7b0c3f7e-0d1c-4c57-9a51-2f1f4c6e9a01',
    number: '2026-41',
    reference: 'web-41',
    kind: 'order',
    date: '2026-03-14',
    cancelled: false,
    fullyPaid: true,
    currency: 'EUR',
    taxMethod: 'inclusive',
    totalIncl: '53.45',
    totalExcl: '45.30',
    taxCountry: 'NL',
    customer: { sourceId: '88', company: "Fietsenmaker 't Wiel", firstName: 'Bo', lastName: 'de Wit', name: "Fietsenmaker 't Wiel", email: 'bo@twiel.example', phone: '030-5550188', vatNumber: 'NL000011112B33', paymentDays: '14' },
    billing: { name: "Fietsenmaker 't Wiel", line1: 'Oudegracht 200', postalCode: '3511 NR', city: 'Utrecht', country: 'NL' },
    shipping: { name: "'t Wiel Werkplaats", line1: 'Loods 4', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' },
    paymentMethod: 'PIN',
    shippingMethod: 'POST',
    branch: '2',
    lines: [
      { sku: '4105', description: 'Kettingolie & doek', quantity: '2', unitPriceIncl: '20.75', unitPriceExcl: '17.15', totalIncl: '41.50', totalExcl: '34.30', taxRate: '21', taxCode: '1' },
      { sku: '7310', description: 'Wasmiddel los', quantity: '1.250', unitPriceIncl: '9.84', unitPriceExcl: '9.03', totalIncl: '12.30', totalExcl: '11.29', taxRate: '9', taxCode: '2' },
      { sku: '9001', description: 'Korting', quantity: '1', unitPriceIncl: '-0.35', unitPriceExcl: '-0.29', totalIncl: '-0.35', totalExcl: '-0.29', taxRate: '21', taxCode: '1' },
    ],
    taxes: [
      { rate: '21', code: '1', net: '34.01', tax: '7.14' },
      { rate: '9', code: '2', net: '11.29', tax: '1.01' },
    ],
    payments: [{ method: 'CADEAUBON', amount: '10.00' }, { method: 'PIN', amount: '43.45', reference: 'tr_19' }],
  });
});

test('a person has no company, pays as the order says while no money came in, and gets no made-up shipping address', async () => {
  const [, person] = await fixtureRecords();
  const mended = structuredClone(person) as { lineList: { data: Record<string, Value> }[] };
  mended.lineList[0]!.data['quantity'] = '1';
  const { value } = compileMapping(orders.defaultMapping)(mended);
  expect(value).toMatchObject({
    cancelled: true,
    fullyPaid: false,
    reference: 'tafel 4',
    paymentMethod: 'REKENING',
    customer: { sourceId: '91', firstName: 'Sjoukje', lastName: 'van der Meer', name: 'Sjoukje van der Meer', email: 'sjoukje@example.nl', phone: '06-55501234' },
    billing: { line1: 'Kade 3', country: 'NL' },
  });
  expect(value['customer']).not.toHaveProperty('company');
  expect(value).not.toHaveProperty('shipping');
});

test('a quantity that is no number makes its own order invalid, says where, and leaves the page alone', async () => {
  const [company, person] = await fixtureRecords();
  expect(() => compileMapping(orders.defaultMapping)(person)).toThrow(expect.objectContaining({ kind: 'data', data: expect.objectContaining({ where: expect.objectContaining({ field: 'lines[1].quantity' }), params: { value: 'een handvol' } }) }));
  expect(() => compileMapping(orders.defaultMapping)(company)).not.toThrow();
});

test('what a card terminal printed is never kept', async () => {
  const [company] = await fixtureRecords();
  expect(JSON.stringify(company)).not.toContain('6703');
});

test('the log calls an order by its number, its buyer and its total', async () => {
  const [company, person] = await fixtureRecords();
  expect(orders.describe(company)).toEqual({ title: '2026-41', subtitle: "Fietsenmaker 't Wiel", amount: '53.45 EUR' });
  expect(orders.describe(person)).toEqual({ title: '2026-42', subtitle: 'Sjoukje van der Meer', amount: '9.95 EUR' });
  expect([orders.key(company), orders.version(company)]).toEqual(['7b0c3f7e-0d1c-4c57-9a51-2f1f4c6e9a01', '512']);
});

test('the customers of a page are read in one call, and the next page begins after the highest marker', async () => {
  const { client, asked } = await tillThatAnswers(fixtureTill);
  const pages = await readAll(client);
  expect(pages.map((page) => page.cursor)).toEqual([{ marker: '513' }]);
  expect(asked.map(({ operation }) => operation)).toEqual(['getCurrentSyncMarkers', 'getOrders', 'getRelations', 'getOrders']);
  expect(asked[2]?.body).toContain('<ns1:relationNumbers>91</ns1:relationNumbers><ns1:relationNumbers>88</ns1:relationNumbers>');
  expect(asked[3]?.body).toContain('<ns1:syncMarker>513</ns1:syncMarker><ns1:syncMarkerLimit>200</ns1:syncMarkerLimit>');
});

test('orders of other branches are left out, but reading still goes past them', async () => {
  const { client, asked } = await tillThatAnswers(fixtureTill);
  const pages = await readAll(client, { settings: { branches: ['3'], orderTypes: ['ORDER-TYPE-TABLE-ORDER'] } });
  expect(pages).toEqual([{ records: [], cursor: { marker: '513' } }]);
  expect(asked[1]?.body).toContain('<ns1:orderTypeList><ns1:orderType>ORDER-TYPE-TABLE-ORDER</ns1:orderType></ns1:orderTypeList>');
  expect(asked[1]?.body).not.toContain('<ns1:branchNumbers>');
  expect((await readAll(client, { settings: { branches: ['2'] } }))[0]?.records.map((order) => orders.describe(order).title)).toEqual(['2026-41']);
});

test('a wanted number of orders counts those of the chosen branch only', async () => {
  // One order a page, so that the first page holds nothing that is wanted.
  const [first, second] = fixture('getOrders').split(/(?=<ns:order>)/).slice(1).map((order) => order.replace(/<\/ns:orderList>[\s\S]*/, ''));
  const page = (order = '') => envelope(`<ns:GetOrdersResponse><ns:orderList>${order}</ns:orderList></ns:GetOrdersResponse>`);
  const { client } = await tillThatAnswers((asked) => {
    if (asked.operation !== 'getOrders') return fixtureTill(asked);
    const from = Number(/<ns1:syncMarker>(\d+)</.exec(asked.body)?.[1]);
    return page(from <= 509 ? second : from <= 512 ? first : '');
  });
  const pages = await readAll(client, { settings: { branches: ['2'] }, limit: 1 });
  expect(pages.flatMap((one) => one.records.map((order) => orders.describe(order).title))).toEqual(['2026-41']);
});

test('"from now on" is remembered at the first run, even when nothing is new', async () => {
  const { client } = await tillThatAnswers(fixtureTill);
  expect(await readAll(client, { settings: { startFrom: 'now' } })).toEqual([{ records: [], cursor: { marker: '513' } }]);
});

test('a start marker counts for the first run only', async () => {
  const { client, asked } = await tillThatAnswers(fixtureTill);
  await readAll(client, { settings: { startFrom: 'marker', startMarker: 509 } });
  await readAll(client, { settings: { startFrom: 'marker', startMarker: 1 }, cursor: { marker: '513' } });
  expect(asked.filter(({ operation }) => operation === 'getOrders').map(({ body }) => /<ns1:syncMarker>(\d+)</.exec(body)?.[1])).toEqual(['509', '513', '513']);
});

test('a cursor from another till is refused, and a till too old to tell its count is read all the same', async () => {
  const { client } = await tillThatAnswers(fixtureTill);
  await expect(readAll(client, { cursor: { marker: '514' } })).rejects.toMatchObject({ code: 'mplus.cursor_from_future', kind: 'setup' });
  const { client: old } = await tillThatAnswers((asked) => (asked.operation === 'getCurrentSyncMarkers' ? { status: 500, body: fault('Client', "Method 'getCurrentSyncMarkers' not implemented") } : fixtureTill(asked)));
  expect((await readAll(old))[0]?.records.length).toBe(2);
  await expect(readAll(old, { settings: { startFrom: 'now' } })).rejects.toMatchObject({ code: 'mplus.no_markers', kind: 'setup' });
});

test('a till that ignores the marker ends the run instead of going round for ever', async () => {
  const { client } = await tillThatAnswers((asked) => (asked.operation === 'getOrders' ? fixture('getOrders') : fixtureTill(asked)));
  await expect(readAll(client)).rejects.toMatchObject({ code: 'mplus.no_progress', kind: 'remote' });
});

test('an order without marker is not passed over in silence', async () => {
  const { client } = await tillThatAnswers((asked) => (asked.operation === 'getOrders' ? fixture('getOrders').replace('<ns:syncMarker>509</ns:syncMarker>', '') : fixtureTill(asked)));
  await expect(readAll(client)).rejects.toMatchObject({ code: 'mplus.no_marker', kind: 'remote' });
});

test('one order can be asked for by its id or by the number people know', async () => {
  const { client, asked } = await tillThatAnswers((one) => (one.operation === 'getOrder' ? envelope('<ns:GetOrderResponse><ns:result>GET-ORDER-RESULT-NOT-FOUND</ns:result></ns:GetOrderResponse>') : fixtureTill(one)));
  const context = { client, settings: {}, cursor: null, signal: new AbortController().signal };
  expect(orders.describe((await orders.readOne!(context, '2026-42'))!).title).toBe('2026-42');
  expect(asked[0]?.body).toContain('<ns1:orderNumbers><ns1:year>2026</ns1:year><ns1:number>42</ns1:number></ns1:orderNumbers>');
  expect(await orders.readOne!(context, '2026-77')).toBeNull();
  expect(await orders.readOne!(context, 'no-such-id')).toBeNull();
});
