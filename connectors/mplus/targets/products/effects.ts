import type { CallContext, EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { articlePages } from '../../streams/articleRecords.ts';
import { readGroupTree } from '../../streams/groupTree.ts';
import { list, nested, textOf } from '../../wire/values.ts';

type Effect = EffectDefinition<MplusClient>;

/** What the ledger calls an article, and what the stream `mplus.articles` calls its records. */
export const articleType = 'Article';

const part = (payload: Value, name: string): SourceRecord => nested(nested(payload)[name]);
const text = (payload: Value, name: string): string => textOf(nested(payload)[name]);

const resultOf = (articleNumber: string, productNumber: string, marker: Value | undefined): EffectResult => ({
  type: articleType,
  id: articleNumber,
  ...(textOf(marker) !== '' && { version: textOf(marker) }),
  facts: { product: productNumber },
});

const firstOf = (value: Value | undefined): string => (Array.isArray(value) ? textOf(value[0]) : '');

/**
 * The article a lost answer told of: by its number where we chose it, else among what changed since (`since`, a sync marker from before the first
 * try) by the external id that every new article carries.
 */
async function findMade(client: MplusClient, payload: Value, call: CallContext): Promise<EffectResult | null> {
  const article = part(payload, 'article');
  const number = textOf(article['articleNumber']);
  const externalId = textOf(article['extArticleId']);
  const result = (found: SourceRecord): EffectResult => resultOf(textOf(found['articleNumber']), textOf(nested(found['product'])['productNumber']), undefined);
  if (number !== '') {
    const product = list((await client.call('getProducts', { request: { articleNumbers: [number] } }, call))['productList'])[0];
    const own = list(product?.['articleList']).find((one) => textOf(one['articleNumber']) === number);
    return own ? result({ ...own, product: product! }) : null;
  }
  for await (const { items } of articlePages({ ...call, client, settings: { startFrom: 'marker', startMarker: Number(text(payload, 'since') || '0'), pageSize: 250 }, cursor: null })) {
    const own = items.find((one) => textOf(one['extArticleId']) === externalId && textOf(one['pluNumber']) === textOf(article['pluNumber']) && textOf(one['barcode']) === textOf(article['barcode']));
    if (own) return result(own);
  }
  return null;
}

/** Makes a product with its first article. No key makes a second try harmless, so it is looked up. Payload: `{ product, article, since }`. */
export const createProduct: Effect = {
  name: 'createProduct',
  label: 'Create article',
  repeat: 'lookup',
  view: (payload) => ({ fields: part(payload, 'article') }),
  async send(client, payload, _key, call) {
    const answer = await client.call('createProduct', { product: { ...part(payload, 'product'), articleList: [part(payload, 'article')] } }, call);
    return resultOf(firstOf(answer['articleNumbers']), textOf(answer['productNumber']), answer['syncMarker']);
  },
  lookUp: (client, payload, _key, call) => findMade(client, payload, call),
};

/** Adds an article to a product that is there. Payload: `{ product, article, since }`; the product with its number. */
const addArticle: Effect = {
  name: 'addArticle',
  label: 'Add article to product',
  repeat: 'lookup',
  // The product may be one that an article before it makes.
  plannedAs: 'createProduct',
  view: (payload) => ({ fields: part(payload, 'article') }),
  async send(client, payload, _key, call) {
    const answer = await client.call('updateProduct', { product: { ...part(payload, 'product'), articleList: [part(payload, 'article')] } }, call);
    return resultOf(firstOf(answer['newArticleNumbers']) || textOf(part(payload, 'article')['articleNumber']), textOf(part(payload, 'product')['productNumber']), answer['syncMarker']);
  },
  lookUp: (client, payload, _key, call) => findMade(client, payload, call),
};

/** Sets fields of an article and of its product to fixed values; the product's other articles stay. Payload: `{ product, article }`, both with their numbers. */
export const updateArticle: Effect = {
  name: 'updateArticle',
  label: 'Update article',
  repeat: 'key',
  view(payload) {
    const { articleNumber = '', ...article } = part(payload, 'article');
    const { productNumber: _product, ...product } = part(payload, 'product');
    return { thing: `${articleType} ${textOf(articleNumber)}`, fields: { ...article, ...(Object.keys(product).length > 0 && { product }) } };
  },
  async send(client, payload, _key, call) {
    const answer = await client.call('updateProduct', { product: { ...part(payload, 'product'), articleList: [part(payload, 'article')] } }, call);
    return resultOf(textOf(part(payload, 'article')['articleNumber']), textOf(part(payload, 'product')['productNumber']), answer['syncMarker']);
  },
};

/** Makes a group below another (`0`: at the top). Payload: `{ parent, name, path }`. */
const createArticleGroup: Effect = {
  name: 'createArticleGroup',
  label: 'Create article group',
  repeat: 'lookup',
  async send(client, payload, _key, call) {
    const answer = await client.call('newArticleGroup', { request: { parentGroupNumber: text(payload, 'parent'), name: text(payload, 'name'), text: text(payload, 'name') } }, call);
    return { type: 'ArticleGroup', id: textOf(answer['groupNumber']), label: text(payload, 'path') };
  },
  async lookUp(client, payload, _key, call) {
    const { groups } = await readGroupTree(client, call);
    const found = groups.find((group) => textOf(group['name']) === text(payload, 'name') && textOf(group['parentGroupNumber']) === text(payload, 'parent') && group['isDeleted'] !== true);
    return found ? { type: 'ArticleGroup', id: textOf(found['groupNumber']), label: text(payload, 'path') } : null;
  },
};

/** Adds a product to a group. Whether adding it twice would show it twice is not known, so it is looked at first. Payload: `{ group, product }`. */
const linkArticleGroup: Effect = {
  name: 'linkArticleGroup',
  label: 'Add product to article group',
  repeat: 'lookup',
  async send(client, payload, _key, call) {
    await client.call('addProductsToArticleGroup', { request: { groupNumber: text(payload, 'group'), productNumbers: [text(payload, 'product')] } }, call);
    return { type: 'GroupLink', id: `${text(payload, 'group')}/${text(payload, 'product')}` };
  },
  async lookUp(client, payload, _key, call) {
    const product = list((await client.call('getProducts', { request: { productNumbers: [text(payload, 'product')] } }, call))['productList'])[0];
    const groups = product?.['groupNumbers'];
    return Array.isArray(groups) && groups.map(textOf).includes(text(payload, 'group')) ? { type: 'GroupLink', id: `${text(payload, 'group')}/${text(payload, 'product')}` } : null;
  },
};

export const productEffects: readonly Effect[] = [createProduct, addArticle, updateArticle, createArticleGroup, linkArticleGroup];
