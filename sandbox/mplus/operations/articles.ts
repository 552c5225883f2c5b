import { handler, wants } from './handler.ts';
import { page } from './page.ts';

interface ProductsRequest {
  readonly articleNumbers: readonly number[];
  readonly productNumbers: readonly number[];
  readonly groupNumbers: readonly number[];
  readonly pluNumbers?: { readonly text: readonly { readonly text?: string }[] };
  readonly onlyWebshop?: boolean;
  readonly onlyActive?: boolean;
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
    return { productList: { product: page(till, products) } };
  }),

  getArticleGroups: handler<{ request?: { groupNumbers: readonly number[]; syncMarker?: number; syncMarkerLimit?: number; retrieveArticleNumbers?: boolean } }>((till, { request }) => {
    const groups = till.articleGroups.page({
      from: request?.syncMarker,
      limit: request?.syncMarkerLimit,
      keep: (group) => wants(request?.groupNumbers ?? [], group.groupNumber),
    });
    return {
      articleGroupList: { articleGroups: page(till, groups.map((group) => ({ ...group, ...(request?.retrieveArticleNumbers && { articleNumbers: group.productNumbers }) }))) },
    };
  }),
};
