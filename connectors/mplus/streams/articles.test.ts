import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from '#connectors/sdk/connector.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { envelope, fault, tillThatAnswers } from '../fixtures/tillThatAnswers.ts';
import { mplus } from '../index.ts';
import { openTill } from '../testing/openTill.ts';
import type { OpenTill, Row } from '../testing/openTill.ts';
import { textOf } from '../wire/values.ts';
import { articles } from './articles.ts';

interface Product {
  readonly number: number;
  readonly articles: readonly (readonly [number: number, marker: number])[];
}
/** Two sizes of one shirt changed long after each other; a mug in between. */
const products: readonly Product[] = [
  { number: 1, articles: [[101, 5], [102, 500]] },
  { number: 2, articles: [[201, 40]] },
  { number: 3, articles: [[301, 600]] },
];
const xml = ({ number, articles: list }: Product) =>
  `<ns:product><ns:productNumber>${number}</ns:productNumber><ns:description>Product ${number}</ns:description><ns:articleList>${list.map(([article, marker]) => `<ns:article><ns:articleNumber>${article}</ns:articleNumber><ns:syncMarker>${marker}</ns:syncMarker><ns:active>true</ns:active><ns:description></ns:description><ns:size>M</ns:size><ns:barcode>871</ns:barcode><ns:vatCode>1</ns:vatCode><ns:vatPercentage>2100</ns:vatPercentage><ns:priceIncl>1995</ns:priceIncl><ns:priceExcl>1649</ns:priceExcl><ns:stockArticle>true</ns:stockArticle><ns:customFieldList><ns:customField><ns:fieldName>Herkomst</ns:fieldName><ns:dataType>DATA-TYPE-STRING</ns:dataType><ns:strValue>Portugal</ns:strValue></ns:customField><ns:customField><ns:fieldName>Levertijd</ns:fieldName><ns:intValue>3</ns:intValue></ns:customField><ns:customField><ns:fieldName>Bio</ns:fieldName><ns:boolValue>true</ns:boolValue></ns:customField><ns:customField><ns:fieldName>Leeg</ns:fieldName></ns:customField></ns:customFieldList></ns:article>`).join('')}</ns:articleList><ns:groupNumbers>7</ns:groupNumbers><ns:groupNumbers>404</ns:groupNumbers></ns:product>`;

const groups = envelope('<ns:GetArticleGroupsResponse><ns:articleGroupList><ns:articleGroups><ns:groupNumber>3</ns:groupNumber><ns:name>Kleding</ns:name><ns:text></ns:text><ns:subGroupList><ns:articleGroups><ns:groupNumber>7</ns:groupNumber><ns:name>Hemden</ns:name><ns:text></ns:text><ns:subGroupList></ns:subGroupList><ns:sortOrder>1</ns:sortOrder></ns:articleGroups></ns:subGroupList><ns:sortOrder>1</ns:sortOrder></ns:articleGroups></ns:articleGroupList></ns:GetArticleGroupsResponse>');

/** Products whole, those first whose lowest changed article comes first, as many as fit the limit of articles (always one). */
const till = () =>
  tillThatAnswers(({ operation, body }) => {
    if (operation === 'getArticleGroups') return groups;
    if (operation === 'getCurrentSyncMarkers') return envelope('<ns:getCurrentSyncMarkersResponse><ns:articleSyncMarker>600</ns:articleSyncMarker></ns:getCurrentSyncMarkersResponse>');
    const from = Number(/<ns1:syncMarker>(\d+)</.exec(body)?.[1] ?? 0);
    const limit = Number(/<ns1:syncMarkerLimit>(\d+)</.exec(body)?.[1] ?? 9);
    const lowest = (product: Product) => Math.min(...product.articles.map(([, marker]) => marker).filter((marker) => marker >= from));
    const changed = products.filter((product) => product.articles.some(([, marker]) => marker >= from)).toSorted((a, b) => lowest(a) - lowest(b));
    let room = limit;
    const page = changed.filter((product, index) => (room -= product.articles.length) >= 0 || index === 0);
    return envelope(`<ns:GetProductsResponse><ns:productList>${page.map(xml).join('')}</ns:productList></ns:GetProductsResponse>`);
  });

test('a product whose sizes changed far apart hides nothing that changed in between', async () => {
  const { client } = await till();
  const pages: Page[] = [];
  for await (const page of articles.read({ client, settings: withDefaults(articles.settings, { pageSize: 1 }), cursor: null, signal: new AbortController().signal })) pages.push(page);
  expect(new Set(pages.flatMap((page) => page.records.map(articles.key)))).toEqual(new Set(['101', '102', '201', '301']));
  expect(pages.map((page) => page.cursor)).toEqual([{ marker: '6' }, { marker: '41' }, { marker: '501' }, { marker: '601' }]);
});

test('an article is a product of Fluxo, named by its grouping when it has no name of its own', async () => {
  const { client } = await till();
  const record = await articles.readOne!({ client, settings: {}, cursor: null, signal: new AbortController().signal }, '102');
  expect(compileMapping(articles.defaultMapping)(record).value).toEqual({
    sourceId: '102', sku: '102', name: 'Product 1', barcode: '871', priceIncl: '19.95', priceExcl: '16.49', currency: 'EUR', taxRate: '21', taxCode: '1', active: true, isStocked: true, category: 'Kleding > Hemden', parentId: '1', parentName: 'Product 1', size: 'M',
    features: [{ name: 'Herkomst', value: 'Portugal' }, { name: 'Levertijd', value: '3' }, { name: 'Bio', value: 'true' }],
  });
});

test('a till too old for article groups still gives its articles, without a category', async () => {
  const { client } = await tillThatAnswers(({ operation }) =>
    operation === 'getArticleGroups' ? { status: 500, body: fault('Client', "Method 'getArticleGroups' not implemented") } : envelope(`<ns:GetProductsResponse><ns:productList>${xml(products[1]!)}</ns:productList></ns:GetProductsResponse>`));
  const record = await articles.readOne!({ client, settings: {}, cursor: null, signal: new AbortController().signal }, '201');
  expect(compileMapping(articles.defaultMapping)(record!).value).not.toHaveProperty('category');
});

test('an inactive article is passed over when only active ones are wanted, and reading still goes past it', async () => {
  const { client } = await tillThatAnswers((asked) => {
    if (asked.operation === 'getArticleGroups') return groups;
    if (asked.operation === 'getCurrentSyncMarkers') return envelope('<ns:getCurrentSyncMarkersResponse><ns:articleSyncMarker>600</ns:articleSyncMarker></ns:getCurrentSyncMarkersResponse>');
    const from = Number(/<ns1:syncMarker>(\d+)</.exec(asked.body)?.[1] ?? 0);
    return envelope(`<ns:GetProductsResponse><ns:productList>${from <= 40 ? xml(products[1]!).replace('<ns:active>true', '<ns:active>false') : ''}</ns:productList></ns:GetProductsResponse>`);
  });
  const pages: Page[] = [];
  for await (const page of articles.read({ client, settings: withDefaults(articles.settings, { onlyActive: true }), cursor: null, signal: new AbortController().signal })) pages.push(page);
  expect(pages).toEqual([{ records: [], cursor: { marker: '41' } }]);
});

describe('filters', () => {
  let open: OpenTill;
  beforeAll(async () => {
    open = await openTill({ shop: { products: 24 } });
  });
  afterAll(() => open.stop());

  async function read(settings: Record<string, unknown>) {
    const found: string[] = [];
    for await (const page of articles.read({ client: open.client, settings: withDefaults(articles.settings, { pageSize: 10, ...settings }), cursor: null, signal: new AbortController().signal })) found.push(...page.records.map(articles.key));
    return found.toSorted();
  }
  const goods = (keep: (row: Row) => boolean) => open.rows('products').flatMap((product) => product['articleList'].article as readonly Row[]).filter(keep).map((article) => String(article['articleNumber'])).toSorted();

  test.each(['here', 'till'])('only the wanted articles come, whether Fluxo leaves the others out or the till (%s)', async (filterAt) => {
    expect(await read({ filterAt, onlyWebshop: true })).toEqual(goods((article) => article['webshop'] === true));
    // The upper group holds no product itself, those below it do.
    const list = await mplus.lists['articleGroups']!(open.client, { signal: new AbortController().signal });
    const tableware = list.find(({ label }) => label === 'Tafel')!;
    const below = list.filter(({ label }) => label.startsWith('Tafel > ')).map(({ value }) => Number(value));
    expect(below.length).toBeGreaterThan(0);
    expect(await read({ filterAt, groups: [tableware.value] })).toEqual(goods((article) => below.includes(article['turnoverGroup'] as number)));
  });

  test('the till is asked for less only when the settings say so', async () => {
    const asked = () => open.served.journal().filter(({ operation }) => operation === 'getProducts').at(-1)!.requestBody;
    await read({ onlyWebshop: true, groups: ['1'] });
    expect(asked()).not.toMatch(/onlyWebshop|groupNumbers/);
    await read({ onlyWebshop: true, onlyActive: true, groups: ['1'], changedSince: '2026-01-05', filterAt: 'till' });
    expect(asked()).toMatch(/<ns1:groupNumbers>1<.*<ns1:onlyWebshop>true<.*<ns1:onlyActive>true<.*<ns1:changedSinceTimestamp>/);
  });

  test('twelve articles of one product are twelve products of Fluxo with one parent', async () => {
    const jackets: Record<string, unknown>[] = [];
    for await (const page of articles.read({ client: open.client, settings: withDefaults(articles.settings, {}), cursor: null, signal: new AbortController().signal })) {
      jackets.push(...page.records.filter((record) => textOf(record['description']).startsWith('Koksbuis')).map((record) => compileMapping(articles.defaultMapping)(record).value as Record<string, unknown>));
    }
    expect(jackets).toHaveLength(12);
    expect(new Set(jackets.map((jacket) => jacket['parentId'])).size).toBe(1);
    for (const jacket of jackets) expect(jacket).toMatchObject({ parentName: 'Koksbuis De Ketel', color: expect.stringMatching(/\w/), size: expect.stringMatching(/^[SML]$/), category: 'Keuken > Kookkleding' });
  });
});
