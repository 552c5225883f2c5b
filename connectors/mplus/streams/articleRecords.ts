import type { CallContext, ReadContext } from '#connectors/sdk/connector.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { operations } from '../fieldTable/operations.ts';
import { list, textOf } from '../wire/values.ts';
import { fieldsOf, itemShape } from './fieldsOf.ts';
import { markerPages } from './markerPages.ts';
import type { MarkerPage } from './markerPages.ts';

/** The articles of a product, each with the product it belongs to: what is sold is the article, the product only groups colours and sizes. */
export function articleRecords(product: SourceRecord): readonly SourceRecord[] {
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

export interface ArticleFilter {
  /** Further parts of the request, for what the till is to leave out itself. */
  readonly request?: SourceRecord;
  readonly keep?: (article: SourceRecord) => boolean;
}

/** All products from where the context's cursor stands, each whole, with the articles it groups. */
export function productPages(context: ReadContext<MplusClient>, { request = {}, keep }: ArticleFilter = {}): AsyncGenerator<MarkerPage> {
  return markerPages(context, {
    counter: 'articleSyncMarker',
    markerOf: lowestMarker,
    keep: keep && ((product) => articleRecords(product).some(keep)),
    ask: async (syncMarker, syncMarkerLimit) => list((await context.client.call('getProducts', { request: { ...request, syncMarker, syncMarkerLimit } }, context))['productList']),
  });
}

/** Articles by sync marker, those of one product together. A limit counts products of which something is kept. */
export async function* articlePages(context: ReadContext<MplusClient>, filter: ArticleFilter = {}): AsyncGenerator<MarkerPage> {
  const { keep = () => true } = filter;
  for await (const page of productPages(context, filter)) yield { items: page.items.flatMap(articleRecords).filter(keep), cursor: page.cursor };
}

/** Articles by their number, in one call; one the till does not have is absent. */
export async function articlesByNumber(client: MplusClient, articleNumbers: readonly string[], call: CallContext): Promise<ReadonlyMap<string, SourceRecord>> {
  if (articleNumbers.length === 0) return new Map();
  const answer = await client.call('getProducts', { request: { articleNumbers } }, call);
  return new Map(list(answer['productList']).flatMap(articleRecords).map((article) => [textOf(article['articleNumber']), article]));
}

/** The fields of an article with its product, for the mapper's tree. */
export function articleFields(prefix = ''): readonly FieldInfo[] {
  const shape = itemShape(operations.getProducts.answer);
  return [
    ...fieldsOf(shape).flatMap((field) => (field.path.startsWith('articleList[].') ? [{ ...field, path: prefix + field.path.slice('articleList[].'.length) }] : [])),
    { path: `${prefix}product`, label: 'Product', type: 'object', help: 'The grouping the article belongs to.' },
    ...fieldsOf(shape, `${prefix}product.`).filter((field) => !field.path.startsWith(`${prefix}product.articleList`)),
  ];
}
