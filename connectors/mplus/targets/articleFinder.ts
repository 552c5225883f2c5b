import type { CallContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { productPages } from '../streams/articleRecords.ts';
import { list, textOf } from '../wire/values.ts';

/** What an SKU of the source is compared with. */
export type MatchBy = 'number' | 'plu' | 'barcode' | 'externalId';

/** An article as targets need it to write to it, or to sell it. */
export interface FoundArticle {
  readonly articleNumber: string;
  readonly productNumber: string;
  readonly description: string;
  readonly vatCode: string;
  /** Percent. */
  readonly vatRate: string;
  readonly priceIncl: string;
  readonly priceExcl: string;
  readonly isStocked: boolean;
  readonly isActive: boolean;
}

export interface ArticleFinder {
  /** Looks up many SKUs in few calls, so that `find` has them at hand. */
  ahead(skus: readonly string[], matchBy: MatchBy, call: CallContext): Promise<void>;
  /** The articles with this SKU: none, one, or several where the till allows it (PLU, barcode). */
  find(sku: string, matchBy: MatchBy, call: CallContext): Promise<readonly FoundArticle[]>;
  /** Forgets what was found, so that the next look asks the till again. */
  forget(sku: string): void;
}

/** The till's article numbers are whole numbers and nothing else. */
export const isArticleNumber = (sku: string): boolean => /^\d{1,18}$/.test(sku.trim());

const mostAtOnce = 100;

/** Articles of a till by number, PLU, barcode or external id. Numbers and PLUs are asked for; for the others, which the till cannot be asked for, all articles are read once. */
export function makeArticleFinder(client: MplusClient): ArticleFinder {
  const found = new Map<string, readonly FoundArticle[]>();
  let everything: Promise<Readonly<Record<'barcode' | 'externalId', ReadonlyMap<string, readonly FoundArticle[]>>>> | undefined;

  async function look(matchBy: MatchBy, skus: readonly string[], call: CallContext): Promise<void> {
    const wanted = [...new Set(skus.map((sku) => keyOf(matchBy, sku)))].filter((key) => key !== '' && !found.has(`${matchBy} ${key}`));
    if (wanted.length === 0) return;
    if (matchBy === 'barcode' || matchBy === 'externalId') {
      everything ??= readEverything(client, call).catch((thrown: unknown) => {
        everything = undefined;
        throw thrown;
      });
      const known = (await everything)[matchBy];
      for (const key of wanted) found.set(`${matchBy} ${key}`, known.get(key) ?? []);
      return;
    }
    for (let at = 0; at < wanted.length; at += mostAtOnce) {
      const some = wanted.slice(at, at + mostAtOnce);
      const request = matchBy === 'number' ? { articleNumbers: some } : { pluNumbers: some.map((text) => ({ text })) };
      const products = list((await client.call('getProducts', { request }, call))['productList']);
      const byKey = indexed(products, (article) => [keyOf(matchBy, textOf(article[matchBy === 'number' ? 'articleNumber' : 'pluNumber']))]);
      for (const key of some) found.set(`${matchBy} ${key}`, byKey.get(key) ?? []);
    }
  }

  return {
    async ahead(skus, matchBy, call) {
      await look(matchBy, matchBy === 'number' ? skus.filter(isArticleNumber) : skus, call);
    },
    async find(sku, matchBy, call) {
      if (matchBy === 'number' && !isArticleNumber(sku)) return [];
      await look(matchBy, [sku], call);
      return found.get(`${matchBy} ${keyOf(matchBy, sku)}`) ?? [];
    },
    forget(sku) {
      for (const matchBy of ['number', 'plu', 'barcode', 'externalId'] as const) found.delete(`${matchBy} ${keyOf(matchBy, sku)}`);
      everything = undefined;
    },
  };
}

/** How an SKU is compared: numbers without needless noughts, texts as they are. */
function keyOf(matchBy: MatchBy, sku: string): string {
  const text = sku.trim();
  return matchBy === 'number' && isArticleNumber(text) ? String(BigInt(text)) : text;
}

function indexed(products: readonly SourceRecord[], keysOf: (article: SourceRecord) => readonly string[], into = new Map<string, readonly FoundArticle[]>()): Map<string, readonly FoundArticle[]> {
  for (const product of products) {
    for (const article of list(product['articleList'])) {
      const one = articleOf(article, product);
      for (const key of new Set(keysOf(article))) {
        const others = into.get(key) ?? [];
        if (key !== '' && !others.some(({ articleNumber }) => articleNumber === one.articleNumber)) into.set(key, [...others, one]);
      }
    }
  }
  return into;
}

function articleOf(article: SourceRecord, product: SourceRecord): FoundArticle {
  return {
    articleNumber: textOf(article['articleNumber']),
    productNumber: textOf(product['productNumber']),
    description: textOf(article['description']) || textOf(product['description']),
    vatCode: textOf(article['vatCode']),
    vatRate: textOf(article['vatPercentage']),
    priceIncl: textOf(article['priceIncl']),
    priceExcl: textOf(article['priceExcl']),
    isStocked: article['stockArticle'] === true,
    isActive: article['active'] !== false && article['discontinued'] !== true,
  };
}

async function readEverything(client: MplusClient, call: CallContext) {
  const barcode = new Map<string, readonly FoundArticle[]>();
  const externalId = new Map<string, readonly FoundArticle[]>();
  for await (const { items } of productPages({ ...call, client, settings: { pageSize: 250 }, cursor: null })) {
    indexed(items, (article) => [textOf(article['barcode']), ...list(article['barcodeList']).map((each) => textOf(each['barcode']))], barcode);
    indexed(items, (article) => [textOf(article['extArticleId'])], externalId);
  }
  return { barcode, externalId };
}
