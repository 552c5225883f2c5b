import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Cursor, Page } from '#connectors/sdk/connector.ts';
import type { Stock } from '#shared/entities/stock.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { fromScaled, round, sum } from '#shared/money/decimal.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { MplusClient } from '../client.ts';
import { envelope, fault, tillThatAnswers } from '../fixtures/tillThatAnswers.ts';
import { openTill } from '../testing/openTill.ts';
import type { OpenTill, Row } from '../testing/openTill.ts';
import { stock } from './stock.ts';

const map = compileMapping(stock.defaultMapping);

async function read(client: MplusClient, { cursor = null, settings = {}, limit, pages: most = 99 }: { cursor?: Cursor | null; settings?: Record<string, unknown>; limit?: number; pages?: number } = {}): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of stock.read({ client, settings: withDefaults(stock.settings, settings), cursor, signal: new AbortController().signal, ...(limit !== undefined && { limit }) })) {
    pages.push(page);
    if (pages.length === most) break;
  }
  return pages;
}
const recordsOf = (pages: readonly Page[]) => pages.flatMap((page) => page.records);
const entitiesOf = (pages: readonly Page[]) => recordsOf(pages).map((record) => map(record).value as unknown as Stock);
const cursorOf = (pages: readonly Page[]) => pages.at(-1)!.cursor;

describe('a till with two branches', () => {
  let till: OpenTill;
  beforeAll(async () => {
    till = await openTill({ shop: { products: 26 }, unsortedPages: true });
  });
  afterEach(() => till.served.setFaults([]));
  afterAll(() => till.stop());

  const levels = (articleNumber: string) => till.rows('stock').filter((level) => String(level['articleNumber']) === articleNumber);
  const set = (articleNumber: string, branchNumber: string, amount: string) => till.ask('setStock', { request: { articleNumber, branchNumber, amount } });
  /** An article that nobody promised anything of in the branch, so that what is set is what is free. */
  const unreserved = (branch: number) => String(till.rows('stock').find((level) => level['branchNumber'] === branch && level['reserved'] === 0)!['articleNumber']);

  test('all stock is read first: the branches added up, each told by itself, weighed goods to the gram', async () => {
    const stocks = entitiesOf(await read(till.client, { settings: { pageSize: 9 } }));
    const articles = till.rows('products').flatMap((product) => product['articleList'].article as readonly Row[]);
    expect(stocks).toHaveLength(articles.length);
    for (const one of stocks) {
      const held = levels(one.sourceId);
      expect(one.branches?.map(({ branch }) => branch).toSorted()).toEqual(held.map((level) => String(level['branchNumber'])).toSorted());
      for (const part of ['free', 'reserved', 'incoming'] as const) expect(round(one[part]!, 3), `${part} of ${one.sourceId}`).toBe(round(sum(held.map((level) => fromScaled(level[part] as number, 3))), 3));
    }
    expect(stocks.filter(({ free }) => !round(free, 3).endsWith('.000')).length).toBeGreaterThan(0);
    // Nobody counts shipping costs.
    expect(stocks.find(({ sku }) => sku === '999')).toMatchObject({ isStocked: false, free: '0', reserved: '0', incoming: '0', branches: [], name: 'Verzendkosten' });
  });

  test('articles without stock may be left out', async () => {
    const all = entitiesOf(await read(till.client));
    const kept = entitiesOf(await read(till.client, { settings: { notStocked: false } }));
    expect(kept).toHaveLength(all.filter(({ isStocked }) => isStocked).length);
    expect(kept.length).toBeLessThan(all.length);
  });

  test('only the chosen branch counts', async () => {
    const [one] = entitiesOf(await read(till.client, { settings: { branches: ['2'], notStocked: false, pageSize: 4 }, pages: 1 }));
    expect(one!.branches).toHaveLength(1);
    const level = levels(one!.sourceId).find(({ branchNumber }) => branchNumber === 2)!;
    expect(round(one!.free, 3)).toBe(fromScaled(level['free'] as number, 3));
  });

  test('several changes of one article are one record with what holds now, and nothing else comes', async () => {
    const cursor = cursorOf(await read(till.client));
    expect(recordsOf(await read(till.client, { cursor }))).toEqual([]);
    const article = unreserved(1);
    for (const amount of ['5', '9', '4.250']) await set(article, '1', amount);
    const pages = await read(till.client, { cursor });
    expect(entitiesOf(pages).map(({ sourceId }) => sourceId)).toEqual([article]);
    expect(entitiesOf(pages)[0]!.branches).toContainEqual({ branch: '1', free: '4.250', reserved: '0', incoming: expect.any(String) });
    expect(recordsOf(await read(till.client, { cursor: cursorOf(pages) }))).toEqual([]);
  });

  test('what was written last is told by the same number as the answer to the writing', async () => {
    const cursor = cursorOf(await read(till.client));
    const article = unreserved(2);
    const { stockId } = await set(article, '2', '7');
    const [record] = recordsOf(await read(till.client, { cursor }));
    expect([stock.type!(record!), stock.key(record!), stock.version(record!)]).toEqual(['Stock', article, stockId]);
  });

  test('a reservation is noticed, unless only goods that came or went are wanted', async () => {
    const cursor = cursorOf(await read(till.client));
    const article = till.rows('stock').find((level) => level['branchNumber'] === 1 && (level['free'] as number) > 2000)!;
    const order = `<idempotencyKey>reserve</idempotencyKey><order><orderId></orderId><employeeNumber>999999</employeeNumber><relationNumber>2003</relationNumber><financialBranchNumber>1</financialBranchNumber><lineList><line><articleNumber>${article['articleNumber']}</articleNumber><data><quantity>1</quantity></data></line></lineList></order>`;
    expect(await till.post('createOrderV3', `<request>${order}</request>`)).toContain('CREATE-ORDER-RESULT-OK');
    const all = entitiesOf(await read(till.client, { cursor }));
    expect(all.map(({ sourceId }) => sourceId)).toEqual([String(article['articleNumber'])]);
    const movements = await read(till.client, { cursor, settings: { changes: 'movements' } });
    expect(recordsOf(movements)).toEqual([]);
    const moved = unreserved(1);
    await set(moved, '1', '31');
    expect(recordsOf(await read(till.client, { cursor, settings: { changes: 'movements', pageSize: 1 } })).map(stock.key)).toEqual([moved]);
  });

  test('what changes while everything is read comes afterwards, also when the reading was interrupted', async () => {
    const begun = await read(till.client, { settings: { pageSize: 6 }, pages: 1 });
    const first = stock.key(begun[0]!.records.find((record) => record['isStocked'] === true)!);
    await set(first, '1', '77');
    const rest = await read(till.client, { cursor: cursorOf(begun), settings: { pageSize: 6 } });
    const again = rest.flatMap((page) => page.records).filter((record) => stock.key(record) === first);
    expect(again).toHaveLength(1);
    const articles = till.rows('products').flatMap((product) => product['articleList'].article as readonly Row[]);
    expect(new Set([...recordsOf(begun), ...recordsOf(rest)].map(stock.key)).size).toBe(articles.length);
  });

  test('somebody selling between two pages loses nothing', async () => {
    const cursor = cursorOf(await read(till.client));
    for (const level of till.rows('stock').slice(0, 8)) await set(String(level['articleNumber']), String(level['branchNumber']), '13');
    till.served.setFaults([{ operation: 'getStock', fault: { kind: 'changeAfter' } }]);
    const found = new Set(recordsOf(await read(till.client, { cursor, settings: { pageSize: 3 } })).map((record) => `${stock.key(record)} ${stock.version(record)}`));
    for (const level of till.rows('stock').filter((one) => (one['stockId'] as number) >= Number((cursor as { marker: string }).marker))) {
      expect([...found].some((one) => one.startsWith(`${level['articleNumber']} `)), String(level['articleNumber'])).toBe(true);
    }
  });

  test('"from now on" is remembered at once, and a limit is kept to', async () => {
    const pages = await read(till.client, { settings: { startFrom: 'now' } });
    expect(recordsOf(pages)).toEqual([]);
    await set('4001', '1', '3');
    await set('4004', '2', '3');
    const limited = await read(till.client, { cursor: cursorOf(pages), limit: 1 });
    const rest = await read(till.client, { cursor: cursorOf(limited) });
    expect([recordsOf(limited), recordsOf(rest)].map((records) => records.map(stock.key))).toEqual([['4001'], ['4004']]);
  });

  test('an article’s stock can be asked for by its number', async () => {
    const context = { client: till.client, settings: {}, cursor: null, signal: new AbortController().signal };
    expect((await stock.readOne!(context, '4001'))?.['articleStocks']).toHaveLength(2);
    expect(await stock.readOne!(context, '12345678')).toBeNull();
    expect(await stock.readOne!(context, 'kaas')).toBeNull();
  });
});

const level = (branch: number | undefined, article: number, stockId: number, free: string) =>
  `<ns:articleStocks>${branch === undefined ? '' : `<ns:branchNumber>${branch}</ns:branchNumber>`}<ns:articleNumber>${article}</ns:articleNumber><ns:stockId>${stockId}</ns:stockId><ns:amountFree>${free}</ns:amountFree><ns:amountReserved>0</ns:amountReserved><ns:amountIncoming>0</ns:amountIncoming><ns:isDayStockArticle>false</ns:isDayStockArticle></ns:articleStocks>`;
const product = (number: number) => `<ns:product><ns:productNumber>${number}</ns:productNumber><ns:syncMarker>${number}</ns:syncMarker><ns:articleList><ns:article><ns:articleNumber>${number}</ns:articleNumber><ns:stockArticle>true</ns:stockArticle></ns:article></ns:articleList></ns:product>`;
const markers = (stockId: string) => envelope(`<ns:getCurrentSyncMarkersResponse><ns:articleSyncMarker>7</ns:articleSyncMarker>${stockId}</ns:getCurrentSyncMarkersResponse>`);
const branches = envelope('<ns:getBranchesResponse><ns:branches><ns:branch><ns:branchNumber>1</ns:branchNumber><ns:branchName>A</ns:branchName></ns:branch><ns:branch><ns:branchNumber>2</ns:branchNumber><ns:branchName>B</ns:branchName></ns:branch></ns:branches></ns:getBranchesResponse>');
const products = (body: string) => {
  const from = Number(/<ns1:syncMarker>(\d+)</.exec(body)?.[1] ?? 0);
  return envelope(`<ns:GetProductsResponse><ns:productList>${from <= 7 ? product(7) : ''}</ns:productList></ns:GetProductsResponse>`);
};

test('an older till, which answers for one branch at a time, has each branch asked', async () => {
  const { client } = await tillThatAnswers(({ operation, body }) => {
    if (operation === 'getCurrentSyncMarkers') return markers('<ns:stockId>50</ns:stockId>');
    if (operation === 'getBranches') return branches;
    if (operation === 'getProducts') return products(body);
    // It knows neither the list of branches nor the number of one in an answer.
    const branch = /<ns1:branchNumber>(\d)</.exec(body)![1];
    return envelope(`<ns:GetStockResponse>${/<ns1:stockId>/.test(body) ? '' : level(undefined, 7, branch === '1' ? 50 : 40, branch === '1' ? '3' : '4')}</ns:GetStockResponse>`);
  });
  const [one, ...more] = entitiesOf(await read(client));
  expect(more).toEqual([]);
  expect(one).toMatchObject({ sku: '7', free: '7', branches: [{ branch: '1', free: '3' }, { branch: '2', free: '4' }] });
});

test('more changes than one answer can hold make it read everything anew instead of failing for ever', async () => {
  const tooMuch = ' '.repeat(33 * 1024 * 1024);
  const { client } = await tillThatAnswers(({ operation, body }) => {
    if (operation === 'getCurrentSyncMarkers') return markers('<ns:stockId>90100</ns:stockId>');
    if (operation === 'getBranches') return branches;
    if (operation === 'getProducts') return products(body);
    return envelope(`<ns:GetStockResponse>${/<ns1:stockId>/.test(body) ? tooMuch : level(1, 7, 90_050, '5') + level(2, 7, 20, '6')}</ns:GetStockResponse>`);
  });
  const pages = await read(client, { cursor: { marker: '51' } });
  expect(recordsOf(pages).map(stock.key)).toEqual(['7']);
  expect(cursorOf(pages)).toEqual({ marker: '90101' });
});

test('an amount that is no number makes its own record invalid and names the amount', async () => {
  const { client } = await tillThatAnswers(({ operation, body }) => {
    if (operation === 'getCurrentSyncMarkers') return markers('<ns:stockId>50</ns:stockId>');
    if (operation === 'getBranches') return branches;
    if (operation === 'getProducts') return products(body);
    return envelope(`<ns:GetStockResponse>${/<ns1:stockId>/.test(body) ? '' : level(1, 7, 50, 'veel') + level(2, 7, 40, '4')}</ns:GetStockResponse>`);
  });
  const [record] = recordsOf(await read(client));
  expect(() => map(record!)).toThrow(expect.objectContaining({ kind: 'data', data: expect.objectContaining({ where: expect.objectContaining({ field: 'free' }), params: { value: 'veel' } }) }));
});

test('a till that cannot tell its count of stock is read all the same, but not "from now on"', async () => {
  const { client } = await tillThatAnswers(({ operation, body }) => {
    if (operation === 'getCurrentSyncMarkers') return { status: 500, body: fault('Client', "Method 'getCurrentSyncMarkers' not implemented") };
    if (operation === 'getBranches') return branches;
    if (operation === 'getProducts') return products(body);
    const from = Number(/<ns1:stockId>(\d+)</.exec(body)?.[1] ?? 0);
    return envelope(`<ns:GetStockResponse>${from <= 50 ? level(1, 7, 50, '3') + level(2, 7, 40, '4') : ''}</ns:GetStockResponse>`);
  });
  const pages = await read(client);
  // Once by article and once as a change, with the same version, by which the engine knows it.
  expect(new Set(recordsOf(pages).map((record) => `${stock.key(record)} ${stock.version(record)}`))).toEqual(new Set(['7 50']));
  expect(cursorOf(pages)).toEqual({ marker: '51' });
  await expect(read(client, { settings: { startFrom: 'now' } })).rejects.toMatchObject({ code: 'mplus.no_markers', kind: 'setup' });
});
