import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['quickbooks-products-to-mplus'] });
let before: Ledger;
beforeAll(async () => {
  before = await house.ledger('mplus');
});

const articlesOf = (ledger: Ledger) => ledger['products']!.flatMap((product) => product['articleList'].article as Record<string, any>[]);

test('items only the books have become articles under their SKU, with price and VAT', async () => {
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(run.outcomes).toMatchObject({ created: 6, parked: 0, rejected: 0, unsure: 0 });
  const after = new Map(articlesOf(await house.ledger('mplus')).map((article) => [String(article['articleNumber']), article]));
  for (const { sku, description, priceInclCents, vatRate } of house.host.demo.sandbox!.shop.elsewhere.products.filter((product) => /^\d+$/.test(product.sku))) {
    const article = after.get(sku)!;
    expect(article, sku).toMatchObject({ description, vatCode: vatRate === 21 ? 1 : 2 });
    // The books keep prices without VAT, so a cent may be lost on the way.
    expect(Math.abs(article['priceIncl'] - priceInclCents), sku).toBeLessThanOrEqual(1);
  }
});

test('articles that were there only learn what they cost to buy; price, VAT and stock stay, though the books round and count otherwise', async () => {
  const after = new Map(articlesOf(await house.ledger('mplus')).map((article) => [article['articleNumber'], article]));
  const bought = new Map((await house.books())['Item']!.map((item) => [item['Sku'], Math.round((item['PurchaseCost'] ?? 0) * 100)]));
  for (const article of articlesOf(before)) {
    const { purchasePrice, changeTimestamp: _when, ...rest } = after.get(article['articleNumber'])!;
    expect(rest).toEqual(article);
    expect(purchasePrice).toBe(bought.get(String(article['articleNumber'])) || undefined);
  }
});

test('items without SKU are left out, one whose SKU is no number is reported', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['skipped', 'invalid'], limit: 100 });
  const codes = Map.groupBy(rows, ({ reason }) => reason?.code ?? '');
  expect(codes.get('mplus.sku_no_number')).toMatchObject([{ outcome: 'invalid', reason: { params: { sku: 'KK-BOEK-1' } } }]);
  expect(codes.get('mplus.product_left_out')!.length).toBeGreaterThan(3);
  expect(codes.size).toBe(2);
});

test('a second run makes and changes nothing', async () => {
  const held = await house.ledger('mplus');
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(await house.ledger('mplus')).toEqual(held);
});
