import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { openHouse } from '../support/house.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['mailchimp-products-to-mplus'] });
let before: Ledger;
beforeAll(async () => {
  before = await house.ledger('mplus');
});

const productWith = (ledger: Ledger, articleNumber: number) => ledger['products']!.find((product) => product['articleList'].article.some((article: Record<string, unknown>) => article['articleNumber'] === articleNumber));
const articleOf = (ledger: Ledger, articleNumber: number) => productWith(ledger, articleNumber)?.['articleList'].article.find((article: Record<string, unknown>) => article['articleNumber'] === articleNumber);

test('goods only the web shop has become articles under their SKU, with the VAT of their category', async () => {
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(run.outcomes).toMatchObject({ created: 6, updated: 0, invalid: 1, parked: 0, rejected: 0, unsure: 0 });
  const after = await house.ledger('mplus');
  for (const { sku, description, priceInclCents, vatRate, variantOf } of house.host.demo.sandbox!.shop.elsewhere.products) {
    const article = articleOf(after, Number(sku));
    if (!/^\d+$/.test(sku)) expect(article).toBeUndefined();
    else expect(article, sku).toMatchObject({ description, priceIncl: priceInclCents, vatCode: vatRate === 21 ? 1 : 2, stockArticle: true });
    if (variantOf) expect(productWith(after, Number(sku))).toMatchObject({ description: variantOf, articleList: { article: { length: 3 } } });
  }
});

test('they stand in the groups of their categories, and no group was made that was there', async () => {
  const after = await house.ledger('mplus');
  const nameOf = (number: number) => after['articleGroups']!.find(({ groupNumber }) => groupNumber === number)?.['name'];
  expect(productWith(after, 8003)!['groupNumbers'].map(nameOf)).toEqual(['Kruiden']);
  expect(after['articleGroups']!.map(({ name }) => name)).toEqual(expect.arrayContaining(before['articleGroups']!.map(({ name }) => name)));
  expect(after['articleGroups']).toHaveLength(before['articleGroups']!.length);
});

test('articles that were there stay as they were, twelve of one product and a name with an emoji among them', async () => {
  const after = await house.ledger('mplus');
  for (const product of before['products']!) {
    const { syncMarker: _now, ...held } = productWith(after, product['articleList'].article[0].articleNumber)!;
    const { syncMarker: _then, ...was } = product;
    expect(held).toEqual(was);
  }
  expect(productWith(after, 90_001)!['articleList'].article).toHaveLength(12);
});

test('an SKU that is no number is in the list of problems, with what can be done about it', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['invalid'], limit: 10 });
  expect(rows).toMatchObject([{ reason: { code: 'mplus.sku_no_number', params: { sku: 'KK-BOEK-1' }, fix: expect.stringContaining('PLU') } }]);
});

test('a second run makes and changes nothing', async () => {
  const held = await house.ledger('mplus');
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(await house.ledger('mplus')).toEqual(held);
});

test('an answer that gets lost makes no second article, no second group and no second link', async () => {
  const unlucky = await openHouse({ templates: ['mailchimp-products-to-mplus'] });
  try {
    await unlucky.fault('mplus', ['createProduct', 'updateProduct', 'newArticleGroup', 'addProductsToArticleGroup'].map((operation) => ({ operation, times: 2, fault: { kind: 'loseAnswer' } })));
    const run = await unlucky.run();
    expect(run.outcomes).toMatchObject({ created: 6, unsure: 0 });
    const after = await unlucky.ledger('mplus');
    expect(after['products']).toHaveLength(before['products']!.length + 4);
    expect(after['articleGroups']).toHaveLength(before['articleGroups']!.length);
    expect(productWith(after, 8011)!['articleList'].article).toHaveLength(3);
  } finally {
    await unlucky.close();
  }
});
