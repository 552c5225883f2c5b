import { defineStream } from '#connectors/sdk/connector.ts';
import type { ReadContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { articleMapping } from '../defaultMappings/articles.ts';
import { operations } from '../fieldTable/operations.ts';
import { list, textOf } from '../wire/values.ts';
import { fieldsOf, itemShape } from './fieldsOf.ts';
import { markerPages, markerSettings } from './markerPages.ts';
import type { MarkerPage } from './markerPages.ts';

/** The articles of a product, each with the product it belongs to: what is sold is the article, the product only groups colours and sizes. */
function articleRecords(product: SourceRecord): readonly SourceRecord[] {
  const { articleList, ...grouping } = product;
  return list(articleList).map((article) => ({ ...article, product: grouping }));
}

/**
 * The marker a product is read by: the lowest of its own and its articles' markers that the bound lets through. Products come whole, so a
 * higher one may belong to an article far ahead; going on from there would pass over everything in between.
 */
function lowestMarker(product: SourceRecord, from: bigint): string | undefined {
  const markers = [product, ...list(product['articleList'])].map((item) => textOf(item['syncMarker'])).filter((marker) => /^\d{1,18}$/.test(marker)).map(BigInt);
  const reached = markers.filter((marker) => marker >= from);
  const candidates = reached.length > 0 ? reached : markers;
  return candidates.length === 0 ? undefined : String(candidates.reduce((least, marker) => (marker < least ? marker : least)));
}

/** All products from where the context's cursor stands, each whole, with the articles it groups. */
export function productPages(context: ReadContext<MplusClient>): AsyncGenerator<MarkerPage> {
  return markerPages(context, {
    counter: 'articleSyncMarker',
    markerOf: lowestMarker,
    ask: async (syncMarker, syncMarkerLimit) => list((await context.client.call('getProducts', { request: { syncMarker, syncMarkerLimit } }, context))['productList']),
  });
}

export const articles = defineStream<MplusClient>({
  name: 'articles',
  label: 'Articles',
  help: 'What the till sells, one record per article, so per colour and size. Nothing is ever deleted there; articles become inactive or discontinued.',
  entity: 'product',
  settings: markerSettings,
  fields: [
    ...fieldsOf(itemShape(operations.getProducts.answer)).flatMap((field) => (field.path.startsWith('articleList[].') ? [{ ...field, path: field.path.slice('articleList[].'.length) }] : [])),
    { path: 'product', label: 'Product', type: 'object', help: 'The grouping the article belongs to.' },
    ...fieldsOf(itemShape(operations.getProducts.answer), 'product.').filter((field) => !field.path.startsWith('product.articleList')),
  ],
  defaultMapping: articleMapping,
  key: (article) => String(article['articleNumber'] ?? ''),
  // A text of the product is part of the article's record, so its change counts too.
  version: (article) => `${String(article['syncMarker'] ?? '')}/${String((article['product'] as SourceRecord | undefined)?.['syncMarker'] ?? '')}`,
  describe(article) {
    const name = textOf(article['description']) || textOf((article['product'] as SourceRecord | undefined)?.['description']);
    const price = article['priceIncl'];
    return { title: name || String(article['articleNumber'] ?? ''), subtitle: String(article['articleNumber'] ?? ''), ...(typeof price === 'string' && { amount: `${price} EUR` }) };
  },

  async *read(context) {
    for await (const page of productPages(context)) yield { records: page.items.flatMap(articleRecords), cursor: page.cursor };
  },

  async readOne(context, key) {
    if (!/^\d{1,18}$/.test(key)) return null;
    const answer = await context.client.call('getProducts', { request: { articleNumbers: [key] } }, context);
    return list(answer['productList']).flatMap(articleRecords).find((article) => article['articleNumber'] === key) ?? null;
  },
});
