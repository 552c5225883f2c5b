import { withVat, withoutVat } from '#sandbox/shop/amounts.ts';
import { wireDateTime } from '../dateTime.ts';
import { findArticle } from '../till/makeTill.ts';
import type { Till } from '../till/makeTill.ts';
import type { Article, Product } from '../till/types.ts';
import { rateOfCode, vatPercentage } from '../till/vat.ts';
import type { WireObject } from '../wire/write.ts';
import { handler } from './handler.ts';

type SentArticle = WireObject & { readonly articleNumber?: number; readonly vatCode?: number; readonly priceIncl?: number; readonly priceExcl?: number };
type SentProduct = WireObject & { readonly productNumber?: number; readonly articleList?: { readonly article: readonly SentArticle[] }; readonly groupNumbers?: readonly number[] };

/** Why the till does not take a product, by the ending of its `result`. */
class Refusal extends Error {
  readonly result: string;

  constructor(result: string, message: string) {
    super(message);
    this.result = result;
  }
}

export const productHandlers = {
  /** Numbers that are left out are given out; those of articles come back in the order they were sent. */
  createProduct: handler<{ product: SentProduct }>((till, { product: sent }) =>
    answering('CREATE-PRODUCT-RESULT-', { productNumber: 0 }, () => {
      const articles = sent.articleList?.article ?? [];
      if (articles.length === 0) throw new Refusal('FAILED', 'A product needs an article');
      if (sent.productNumber && till.products.get(sent.productNumber)) throw new Refusal('FAILED-PRODUCT-NUMBER-ALREADY-TAKEN', `Product number ${sent.productNumber} is taken`);
      demandGroups(till, sent);
      const made = addArticles(till, [], articles, String(sent['description'] ?? ''));
      // A product that is one article goes by its number where that is free.
      const own = made.length === 1 && !till.products.get(made[0]!.articleNumber) ? made[0]!.articleNumber : 0;
      const productNumber = sent.productNumber || own || nextNumber(till, made);
      const stored = put(till, { ...sent, productNumber, description: String(sent['description'] ?? made[0]!.description), articleList: { article: made }, groupNumbers: sent.groupNumbers ?? [] });
      return { productNumber, articleNumbers: made.map(({ articleNumber }) => articleNumber), ...stored };
    }),
  ),

  /** Partial: what is left out stays, articles too; those without a number the product knows are added to it. */
  updateProduct: handler<{ product: SentProduct }>((till, { product: sent }) =>
    answering('UPDATE-PRODUCT-RESULT-', {}, () => {
      const known = till.products.get(sent.productNumber ?? 0);
      if (!known) throw new Refusal('NOT-FOUND', `There is no product ${sent.productNumber ?? ''}`.trim());
      demandGroups(till, sent);
      const own = new Map(known.articleList.article.map((article) => [article.articleNumber, article]));
      const articles = sent.articleList?.article ?? [];
      const [changed, added] = [articles.filter(({ articleNumber }) => own.has(articleNumber ?? 0)), articles.filter(({ articleNumber }) => !own.has(articleNumber ?? 0))];
      for (const article of changed) own.set(article.articleNumber!, save(till, own.get(article.articleNumber!), article, ''));
      const article = addArticles(till, [...own.values()], added, known.description);
      const groupNumbers = sent.groupNumbers?.length ? sent.groupNumbers : known.groupNumbers;
      const stored = put(till, { ...known, ...sent, productNumber: known.productNumber, description: String(sent['description'] ?? known.description), articleList: { article }, groupNumbers });
      return { existingArticleNumbers: changed.map(({ articleNumber }) => articleNumber), newArticleNumbers: article.slice(own.size).map(({ articleNumber }) => articleNumber), ...stored };
    }),
  ),
};

function answering(prefix: string, nothing: WireObject, act: () => WireObject): WireObject {
  try {
    return { result: `${prefix}OK`, ...act(), errorMessage: '' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { result: `${prefix}${error.result}`, ...nothing, errorMessage: error.message };
  }
}

function demandGroups(till: Till, { groupNumbers = [] }: SentProduct): void {
  const missing = groupNumbers.find((number) => !till.articleGroups.get(number));
  if (missing !== undefined) throw new Refusal('FAILED', `There is no article group ${missing}`);
}

/** The articles of a product with new ones behind them, each under a number nobody has. */
function addArticles(till: Till, before: readonly Article[], added: readonly SentArticle[], description: string): readonly Article[] {
  const all = [...before];
  for (const article of added) {
    const wanted = article.articleNumber ?? 0;
    if (wanted !== 0 && (findArticle(till, wanted) || all.some(({ articleNumber }) => articleNumber === wanted))) throw new Refusal('FAILED-ARTICLE-NUMBER-ALREADY-TAKEN', `Article number ${wanted} is taken`);
    all.push(save(till, undefined, { ...article, articleNumber: wanted || nextNumber(till, all) }, description));
  }
  return all;
}

/** One article as it is kept. Of the two prices one is given and the other follows from the VAT code. */
function save(till: Till, before: Article | undefined, sent: SentArticle, description: string): Article {
  const vatCode = sent.vatCode ?? before?.vatCode ?? 1;
  const rate = rateOfCode(vatCode);
  if (rate === undefined) throw new Refusal('FAILED', `There is no VAT code ${vatCode}`);
  const priceIncl = sent.priceIncl ?? (sent.priceExcl === undefined ? (before?.priceIncl ?? 0) : withVat(sent.priceExcl, rate));
  const priceExcl = sent.priceIncl === undefined && sent.priceExcl !== undefined ? sent.priceExcl : withoutVat(priceIncl, rate);
  const group = sent['turnoverGroup'];
  if (typeof group === 'number' && group !== 0 && !till.articleGroups.get(group)) throw new Refusal('FAILED', `There is no turnover group ${group}`);
  const changeTimestamp = wireDateTime(till.clock.now());
  return {
    active: true,
    description,
    pluNumber: '',
    turnoverGroup: 0,
    siUnit: '',
    webshop: false,
    stockArticle: false,
    discontinued: false,
    ...(before ?? { createTimestamp: changeTimestamp }),
    ...sent,
    articleNumber: before?.articleNumber ?? sent.articleNumber!,
    vatCode,
    vatPercentage: vatPercentage(rate, till.vatScale),
    priceIncl,
    priceExcl,
    changeTimestamp,
  };
}

/** Keeps the product and puts it into the groups it names, which thereby change as well. */
function put(till: Till, product: Product): WireObject {
  const { syncMarker } = till.products.put(product.productNumber, product);
  for (const number of product.groupNumbers) addToGroup(till, number, [product.productNumber]);
  return { changeTimestamp: wireDateTime(till.clock.now()), syncMarker };
}

/** Puts products behind those a group has; nothing changes when it has them all. */
export function addToGroup(till: Till, groupNumber: number, products: readonly number[]): void {
  const group = till.articleGroups.get(groupNumber);
  if (!group) return;
  const added = products.filter((number) => !group.productNumbers.number.includes(number));
  if (added.length > 0) till.articleGroups.put(groupNumber, { ...group, productNumbers: { number: [...group.productNumbers.number, ...added] } });
}

/** One above every number of a product or an article, so that a product of one article can have the same. */
function nextNumber(till: Till, own: readonly Article[]): number {
  const numbers = own.map(({ articleNumber }) => articleNumber);
  for (const product of till.products.all()) numbers.push(product.productNumber, ...product.articleList.article.map(({ articleNumber }) => articleNumber));
  return numbers.reduce((most, number) => Math.max(most, number), 0) + 1;
}
