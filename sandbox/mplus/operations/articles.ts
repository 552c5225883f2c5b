import { handler, wants } from './handler.ts';
import type { WireObject } from '../wire/write.ts';
import { page } from './page.ts';

interface ProductsRequest {
  readonly articleNumbers: readonly number[];
  readonly productNumbers: readonly number[];
  readonly groupNumbers: readonly number[];
  readonly pluNumbers?: { readonly text: readonly { readonly text?: string }[] };
  readonly onlyWebshop?: boolean;
  readonly onlyActive?: boolean;
  readonly includeAllArticlesOfSelectedProducts?: boolean;
  readonly syncMarker?: number;
  readonly syncMarkerLimit?: number;
}

export const articleHandlers = {
  /** The limit counts articles, but a product is never split. */
  getProducts: handler<{ request: ProductsRequest }>((till, { request }) => {
    const plus = (request.pluNumbers?.text ?? []).flatMap(({ text }) => text ?? []);
    const products = till.products.page({
      from: request.syncMarker,
      limit: request.syncMarkerLimit,
      countOf: (product) => product.articleList.article.length,
      keep: (product) =>
        wants(request.productNumbers, product.productNumber) &&
        (request.groupNumbers.length === 0 || product.groupNumbers.some((group) => request.groupNumbers.includes(group))) &&
        product.articleList.article.some(
          (article) =>
            wants(request.articleNumbers, article.articleNumber) && wants(plus, article.pluNumber) && (article.webshop || !request.onlyWebshop) && (article.active || !request.onlyActive),
        ),
    });
    // Whoever asks for certain articles gets these, and the others of their products only when they are asked for as well.
    const asked = request.articleNumbers.length + plus.length > 0 && !request.includeAllArticlesOfSelectedProducts;
    const told = asked ? products.map((product) => ({ ...product, articleList: { article: product.articleList.article.filter((article) => wants(request.articleNumbers, article.articleNumber) && wants(plus, article.pluNumber)) } })) : products;
    return { productList: { product: page(till, told) } };
  }),

  getArticleGroups: handler<{ request?: { groupNumbers: readonly number[]; syncMarker?: number; syncMarkerLimit?: number; retrieveArticleNumbers?: boolean } }>((till, { request }) => {
    const told = new Set(till.articleGroups.page({ from: request?.syncMarker, limit: request?.syncMarkerLimit }));
    const all = [...till.articleGroups.all()];
    // A tree: a group that changed brings the groups it lies in along.
    const tree = (parent: number | undefined): WireObject[] =>
      all
        .filter((group) => group.parentGroupNumber === parent)
        .flatMap(({ parentGroupNumber: _place, ...group }) => {
          const below = tree(group.groupNumber);
          const isTold = below.length > 0 || [...told].some(({ groupNumber }) => groupNumber === group.groupNumber);
          return isTold ? [{ ...group, subGroupList: { articleGroups: below }, ...(request?.retrieveArticleNumbers && { articleNumbers: group.productNumbers }) }] : [];
        });
    const upper = tree(undefined).filter((group) => wants(request?.groupNumbers ?? [], Number(group['groupNumber'])));
    return { articleGroupList: { articleGroups: page(till, upper) } };
  }),

  /** Flat, each group with the one it lies in. */
  getArticleGroupChanges: handler<{ request?: { groupNumbers: readonly number[]; syncMarker?: number; syncMarkerLimit?: number } }>((till, { request }) => {
    const all = [...till.articleGroups.all()];
    const changed = till.articleGroups.page({ from: request?.syncMarker, limit: request?.syncMarkerLimit, keep: (group) => wants(request?.groupNumbers ?? [], group.groupNumber) });
    return {
      changedArticleGroupList: {
        changedArticleGroups: page(till, changed.map((group) => ({ parentGroupNumber: 0, ...group, subGroupNumbers: { number: all.filter((each) => each.parentGroupNumber === group.groupNumber).map((each) => each.groupNumber) } }))),
      },
    };
  }),
};
