import type { CallContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { list, textOf } from '../../wire/values.ts';
import { makeArticleFinder } from '../articleFinder.ts';
import type { Way } from './wayToMatch.ts';

/** An article with the product it belongs to; the product without its articles. */
export interface Shelved {
  readonly article: SourceRecord;
  readonly product: SourceRecord;
  /** The product has other articles besides. */
  readonly hasSiblings: boolean;
}

/** The till's articles as a run sees them: what it read for the page at hand, with what it has written since. */
export interface Shelf {
  /** Reads the articles of a page in few calls. Forgets those of the page before. */
  ahead(ways: readonly Way[], call: CallContext): Promise<void>;
  /** Every article that fits, active ones first. */
  find(way: Way, call: CallContext): Promise<readonly Shelved[]>;
  byNumber(articleNumber: string, call: CallContext): Promise<Shelved | null>;
  product(productNumber: string, call: CallContext): Promise<SourceRecord | null>;
  /** Notes what was written: a product, and an article of it. */
  put(product: SourceRecord, article?: SourceRecord): void;
}

const perCall = 100;

const keyOf = ({ by, value }: Way): string => `${by} ${by === 'number' ? String(BigInt(value)) : value}`;

export function makeShelf(client: MplusClient): Shelf {
  // For what the till cannot be asked for, all articles are read once a run.
  const finder = makeArticleFinder(client);
  const articles = new Map<string, SourceRecord>();
  const productOf = new Map<string, string>();
  const products = new Map<string, SourceRecord>();
  const counts = new Map<string, Set<string>>();
  /** Numbers of the articles by what they were looked for; an empty list means there is none. */
  const found = new Map<string, readonly string[]>();

  function keep(product: SourceRecord): void {
    const { articleList, ...rest } = product;
    const productNumber = textOf(product['productNumber']);
    products.set(productNumber, { ...products.get(productNumber), ...rest });
    const numbers = counts.get(productNumber) ?? new Set();
    counts.set(productNumber, numbers);
    for (const article of list(articleList)) {
      const number = textOf(article['articleNumber']);
      numbers.add(number);
      articles.set(number, { ...articles.get(number), ...article });
      productOf.set(number, productNumber);
    }
  }

  async function read(request: SourceRecord, call: CallContext): Promise<readonly SourceRecord[]> {
    const answer = list((await client.call('getProducts', { request: { ...request, includeAllArticlesOfSelectedProducts: true } }, call))['productList']);
    for (const product of answer) keep(product);
    return answer.flatMap((product) => list(product['articleList']));
  }

  async function readNumbers(numbers: readonly string[], call: CallContext): Promise<void> {
    const missing = [...new Set(numbers)].filter((number) => !articles.has(number));
    for (let at = 0; at < missing.length; at += perCall) await read({ articleNumbers: missing.slice(at, at + perCall) }, call);
  }

  async function look(ways: readonly Way[], call: CallContext): Promise<void> {
    const wanted = ways.filter((way) => !found.has(keyOf(way)));
    const of = (by: Way['by']) => [...new Set(wanted.filter((way) => way.by === by).map(({ value }) => value))];
    const numbers = of('number').map((value) => String(BigInt(value)));
    await readNumbers(numbers, call);
    for (const number of numbers) found.set(`number ${number}`, articles.has(number) ? [number] : []);
    const plus = of('plu');
    for (let at = 0; at < plus.length; at += perCall) {
      const some = plus.slice(at, at + perCall);
      const answered = await read({ pluNumbers: some.map((text) => ({ text })) }, call);
      for (const plu of some) found.set(`plu ${plu}`, answered.filter((article) => textOf(article['pluNumber']) === plu).map((article) => textOf(article['articleNumber'])));
    }
    for (const by of ['barcode', 'externalId'] as const) {
      const values = of(by);
      await finder.ahead(values, by, call);
      for (const value of values) found.set(`${by} ${value}`, (await finder.find(value, by, call)).map(({ articleNumber }) => articleNumber));
    }
  }

  const shelved = (number: string): Shelved | null => {
    const article = articles.get(number);
    const productNumber = productOf.get(number) ?? '';
    return article ? { article, product: products.get(productNumber) ?? {}, hasSiblings: (counts.get(productNumber)?.size ?? 0) > 1 } : null;
  };
  const isActive = ({ article }: Shelved) => article['active'] !== false && article['discontinued'] !== true;

  return {
    async ahead(ways, call) {
      for (const map of [articles, productOf, products, counts, found]) map.clear();
      await look(ways, call);
      await readNumbers([...found.values()].flat(), call);
    },
    async find(way, call) {
      await look([way], call);
      const numbers = found.get(keyOf(way)) ?? [];
      await readNumbers(numbers, call);
      const all = numbers.flatMap((number) => shelved(number) ?? []);
      // Of several with one code those that are still sold count.
      return all.some(isActive) ? all.filter(isActive) : all;
    },
    async byNumber(articleNumber, call) {
      if (!/^\d{1,18}$/.test(articleNumber)) return null;
      await readNumbers([articleNumber], call);
      return shelved(articleNumber);
    },
    async product(productNumber, call) {
      if (!products.has(productNumber)) await read({ productNumbers: [productNumber] }, call);
      return products.get(productNumber) ?? null;
    },
    put(product, article) {
      keep({ ...product, articleList: article ? [article] : [] });
      if (!article) return;
      const number = textOf(article['articleNumber']);
      for (const [by, value] of [['number', number], ['plu', textOf(article['pluNumber'])], ['barcode', textOf(article['barcode'])], ['externalId', textOf(article['extArticleId'])]] as const) {
        const key = `${by} ${value}`;
        if (value !== '') found.set(key, [...new Set([...(found.get(key) ?? []), number])]);
      }
    },
  };
}
