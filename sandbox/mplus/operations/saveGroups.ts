import type { Till } from '../till/makeTill.ts';
import { handler } from './handler.ts';
import { addToGroup } from './saveProducts.ts';

interface GroupRequest {
  readonly groupNumber?: number;
  readonly parentGroupNumber?: number;
  readonly name?: string;
  readonly text?: string;
  readonly sortOrder?: number;
}

export const groupHandlers = {
  /** Names may occur twice, also beside each other. */
  newArticleGroup: handler<{ request: GroupRequest }>((till, { request: { parentGroupNumber = 0, name = '', text = '', sortOrder } }) => {
    if (parentGroupNumber !== 0 && !till.articleGroups.get(parentGroupNumber)) return { result: 'NEW-ARTICLE-GROUP-RESULT-PARENT-NOTFOUND', groupNumber: 0 };
    if (name.trim() === '') return { result: 'NEW-ARTICLE-GROUP-RESULT-FAILED', groupNumber: 0 };
    const groupNumber = highestGroup(till) + 1;
    till.articleGroups.put(groupNumber, { groupNumber, name, text, sortOrder: sortOrder ?? groupNumber, productNumbers: { number: [] }, ...(parentGroupNumber !== 0 && { parentGroupNumber }) });
    return { result: 'NEW-ARTICLE-GROUP-RESULT-OK', groupNumber };
  }),

  /** Answers with the result of another operation, as the service's description has it. */
  updateArticleGroup: handler<{ request: GroupRequest }>((till, { request: { groupNumber = 0, parentGroupNumber, ...changes } }) => {
    const known = till.articleGroups.get(groupNumber);
    if (!known) return { result: 'SAVE-ARTICLE-GROUP-RESULT-NOT-FOUND' };
    const { parentGroupNumber: before, ...rest } = known;
    const parent = parentGroupNumber ?? before ?? 0;
    if (parent !== 0 && (parent === groupNumber || !till.articleGroups.get(parent))) return { result: 'SAVE-ARTICLE-GROUP-RESULT-FAILED' };
    till.articleGroups.put(groupNumber, { ...rest, ...changes, groupNumber, ...(parent !== 0 && { parentGroupNumber: parent }) });
    return { result: 'SAVE-ARTICLE-GROUP-RESULT-OK' };
  }),

  addProductsToArticleGroup: handler<{ request: { groupNumber?: number; productNumbers: { readonly number: readonly number[] } } }>((till, { request: { groupNumber = 0, productNumbers } }) => {
    const products = productNumbers.number.map((number) => till.products.get(number));
    if (!till.articleGroups.get(groupNumber) || products.includes(undefined)) return { result: 'ADD-PRODUCTS-TO-ARTICLE-GROUP-RESULT-NOT-FOUND' };
    addToGroup(till, groupNumber, productNumbers.number);
    // The product tells its groups as well, so it changes too.
    for (const product of products) if (product && !product.groupNumbers.includes(groupNumber)) till.products.put(product.productNumber, { ...product, groupNumbers: [...product.groupNumbers, groupNumber] });
    return { result: 'ADD-PRODUCTS-TO-ARTICLE-GROUP-RESULT-OK' };
  }),
};

function highestGroup(till: Till): number {
  let highest = 0;
  for (const { groupNumber } of till.articleGroups.all()) highest = Math.max(highest, groupNumber);
  return highest;
}
