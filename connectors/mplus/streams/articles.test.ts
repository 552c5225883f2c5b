import { expect, test } from 'vitest';
import type { Page } from '#connectors/sdk/connector.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { envelope, tillThatAnswers } from '../fixtures/tillThatAnswers.ts';
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
  `<ns:product><ns:productNumber>${number}</ns:productNumber><ns:description>Product ${number}</ns:description><ns:articleList>${list.map(([article, marker]) => `<ns:article><ns:articleNumber>${article}</ns:articleNumber><ns:syncMarker>${marker}</ns:syncMarker><ns:active>true</ns:active><ns:description></ns:description><ns:size>M</ns:size><ns:barcode>871</ns:barcode><ns:vatCode>1</ns:vatCode><ns:vatPercentage>2100</ns:vatPercentage><ns:priceIncl>1995</ns:priceIncl><ns:priceExcl>1649</ns:priceExcl><ns:stockArticle>true</ns:stockArticle></ns:article>`).join('')}</ns:articleList></ns:product>`;

/** Products whole, those first whose lowest changed article comes first, as many as fit the limit of articles (always one). */
const till = () =>
  tillThatAnswers(({ operation, body }) => {
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
    sourceId: '102', sku: '102', name: 'Product 1', barcode: '871', priceIncl: '19.95', priceExcl: '16.49', currency: 'EUR', taxRate: '21', taxCode: '1', active: true, isStocked: true, parentId: '1', size: 'M',
  });
});
