import { afterEach, beforeEach, expect, test } from 'vitest';
import { many, visitTill } from './stranger.ts';
import type { Parsed, Stranger } from './stranger.ts';

let till: Stranger;
beforeEach(async () => {
  till = await visitTill();
});
afterEach(() => till.served.close());

const products = async (inner: string): Promise<Parsed[]> => many((await till.ask('getProducts', `<request>${inner}</request>`)).productList.product);
const marker = async () => Number((await till.ask('getCurrentSyncMarkers')).articleSyncMarker);
const create = (inner: string) => till.ask('createProduct', `<product>${inner}</product>`);
const update = (inner: string) => till.ask('updateProduct', `<product>${inner}</product>`);
const article = (inner: string) => `<articleList><article>${inner}</article></articleList>`;

test('a new product gets its numbers, the other price by its VAT code, and moves the marker', async () => {
  const before = await marker();
  const made = await create(`<description>Koperen ketel</description>${article('<description>Koperen ketel</description><vatCode>1</vatCode><priceIncl>12100</priceIncl>')}<groupNumbers>3</groupNumbers>`);
  expect(made).toMatchObject({ result: 'CREATE-PRODUCT-RESULT-OK', errorMessage: '', syncMarker: String(before + 1) });
  const [product] = await products(`<articleNumbers>${made.articleNumbers}</articleNumbers>`);
  expect(product).toMatchObject({ productNumber: made.productNumber, description: 'Koperen ketel', groupNumbers: '3', syncMarker: String(before + 1) });
  expect(product.articleList.article).toMatchObject({ articleNumber: made.articleNumbers, priceIncl: '12100', priceExcl: '10000', vatPercentage: '2100', active: 'true' });
  expect(many((await products(`<groupNumbers>3</groupNumbers>`))).map(({ productNumber }) => productNumber)).toContain(made.productNumber);
});

test('wanted numbers are kept when they are free, and refused whole when one is taken', async () => {
  expect(await create(article('<articleNumber>8001</articleNumber><vatCode>2</vatCode><priceExcl>1000</priceExcl>'))).toMatchObject({ result: 'CREATE-PRODUCT-RESULT-OK', articleNumbers: '8001' });
  const before = await marker();
  expect(await create(article('<articleNumber>4004</articleNumber>'))).toMatchObject({ result: 'CREATE-PRODUCT-RESULT-FAILED-ARTICLE-NUMBER-ALREADY-TAKEN', productNumber: '0' });
  expect(await create(`<articleList><article><articleNumber>8002</articleNumber></article><article><articleNumber>8002</articleNumber></article></articleList>`)).toMatchObject({ result: 'CREATE-PRODUCT-RESULT-FAILED-ARTICLE-NUMBER-ALREADY-TAKEN' });
  expect(await create(`<productNumber>4004</productNumber>${article('<articleNumber>8003</articleNumber>')}`)).toMatchObject({ result: 'CREATE-PRODUCT-RESULT-FAILED-PRODUCT-NUMBER-ALREADY-TAKEN' });
  for (const wrong of ['<vatCode>7</vatCode>', '<turnoverGroup>77</turnoverGroup>']) expect(await create(article(wrong))).toMatchObject({ result: 'CREATE-PRODUCT-RESULT-FAILED' });
  expect(await create('<description>Zonder artikel</description>')).toMatchObject({ result: 'CREATE-PRODUCT-RESULT-FAILED' });
  expect(await marker()).toBe(before);
});

test('an update changes what it names, adds articles it does not know and leaves the others alone', async () => {
  const changed = await update(`<productNumber>90000</productNumber><articleList><article><articleNumber>90001</articleNumber><priceIncl>9900</priceIncl></article><article><articleNumber>90099</articleNumber><colour>groen</colour><size>S</size></article><article><colour>groen</colour><size>M</size></article></articleList>`);
  expect(changed).toMatchObject({ result: 'UPDATE-PRODUCT-RESULT-OK', existingArticleNumbers: '90001', newArticleNumbers: ['90099', '90100'] });
  const [jacket] = await products('<articleNumbers>90001</articleNumbers><includeAllArticlesOfSelectedProducts>true</includeAllArticlesOfSelectedProducts>');
  const articles = many(jacket.articleList.article);
  expect(articles).toHaveLength(14);
  expect(articles[0]).toMatchObject({ articleNumber: '90001', priceIncl: '9900', priceExcl: '8182', colour: 'wit' });
  expect(await update(`<productNumber>4004</productNumber>${article('<articleNumber>4005</articleNumber>')}`)).toMatchObject({ result: 'UPDATE-PRODUCT-RESULT-FAILED-ARTICLE-NUMBER-ALREADY-TAKEN' });
  expect(await update('<productNumber>5</productNumber>')).toMatchObject({ result: 'UPDATE-PRODUCT-RESULT-NOT-FOUND' });
});

test('whoever asks for one article gets that one, and all of its product only on demand', async () => {
  expect(many((await products('<articleNumbers>90003</articleNumbers>'))[0].articleList.article)).toHaveLength(1);
  expect(many((await products('<articleNumbers>90003</articleNumbers><includeAllArticlesOfSelectedProducts>true</includeAllArticlesOfSelectedProducts>'))[0].articleList.article)).toHaveLength(12);
});

test('groups are made below others, moved, and given products', async () => {
  const made = await till.ask('newArticleGroup', '<request><parentGroupNumber>101</parentGroupNumber><name>Thee</name><text>Thee</text></request>');
  expect(made.result).toBe('NEW-ARTICLE-GROUP-RESULT-OK');
  const tree = async () => many((await till.ask('getArticleGroups', '<request></request>')).articleGroupList.articleGroups);
  const above = async () => (await tree()).flatMap((group) => many(group.subGroupList.articleGroups).map(({ groupNumber }) => [groupNumber, group.groupNumber]));
  expect(await above()).toContainEqual([made.groupNumber, '101']);
  expect((await till.ask('addProductsToArticleGroup', `<request><groupNumber>${made.groupNumber}</groupNumber><productNumbers><number>4004</number></productNumbers></request>`)).result).toBe('ADD-PRODUCTS-TO-ARTICLE-GROUP-RESULT-OK');
  expect((await products(`<groupNumbers>${made.groupNumber}</groupNumbers>`)).map(({ productNumber }) => productNumber)).toEqual(['4004']);
  expect((await till.ask('updateArticleGroup', `<request><groupNumber>${made.groupNumber}</groupNumber><parentGroupNumber>102</parentGroupNumber><name>Losse thee</name></request>`)).result).toBe('SAVE-ARTICLE-GROUP-RESULT-OK');
  expect(await above()).toContainEqual([made.groupNumber, '102']);
  expect((await till.ask('newArticleGroup', '<request><parentGroupNumber>999</parentGroupNumber><name>Thee</name><text></text></request>')).result).toBe('NEW-ARTICLE-GROUP-RESULT-PARENT-NOTFOUND');
  expect((await till.ask('newArticleGroup', '<request><parentGroupNumber>0</parentGroupNumber><name></name><text></text></request>')).result).toBe('NEW-ARTICLE-GROUP-RESULT-FAILED');
  expect((await till.ask('addProductsToArticleGroup', '<request><groupNumber>999</groupNumber><productNumbers></productNumbers></request>')).result).toBe('ADD-PRODUCTS-TO-ARTICLE-GROUP-RESULT-NOT-FOUND');
  expect((await till.ask('updateArticleGroup', '<request><groupNumber>999</groupNumber></request>')).result).toBe('SAVE-ARTICLE-GROUP-RESULT-NOT-FOUND');
});
