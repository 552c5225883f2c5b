import { beforeAll, expect, test } from 'vitest';
import { withoutVat } from '#sandbox/shop/amounts.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { openHouse, runAgainFromStart } from '../support/house.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const template = 'mplus-products-to-quickbooks';

const house = useHouse({ templates: [template] });
let before: Ledger;
let after: Ledger;
beforeAll(async () => {
  before = await house.books();
});

const products = () => house.host.demo.sandbox!.shop.products;
const withSku = (ledger: Ledger, articleNumber: number) => ledger['Item']!.filter((item) => item['Sku'] === String(articleNumber));

test('every article of the till is an item once, with price, tax code, account and group', async () => {
  await house.fault('quickbooks', [{ operation: 'POST item', times: 1, fault: { kind: 'loseAnswer' } }]);
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(run).toMatchObject({ status: 'succeeded', read: products().length });
  after = await house.books();
  const fresh = products().filter((product) => !product.inBooks);
  expect(run.outcomes).toMatchObject({ created: fresh.length, updated: 0, unchanged: products().length - fresh.length });
  for (const product of fresh) {
    const [item, ...others] = withSku(after, product.articleNumber);
    expect(others, product.description).toEqual([]);
    expect(item, product.description).toMatchObject({
      Type: 'Inventory', TrackQtyOnHand: true, InvStartDate: '2025-01-01', UnitPrice: withoutVat(product.priceInclCents, product.vatRate) / 100, SalesTaxIncluded: false,
      SalesTaxCodeRef: { name: product.vatRate === 21 ? '21% btw hoog' : '9% btw laag' }, IncomeAccountRef: { name: `Omzet NL ${product.vatRate}%` }, ExpenseAccountRef: { name: 'Kostprijs van de omzet' }, AssetAccountRef: { name: 'Voorraad' },
    });
    const parent = house.host.demo.sandbox!.shop.groups.find(({ name }) => name === product.group)?.parent;
    expect(String(item!['FullyQualifiedName']).split(':').slice(0, 2)).toEqual([parent, product.group]);
  }
});

test('the twelve colours and sizes of the jacket are twelve items in a category of its name', () => {
  const jackets = products().filter((product) => product.variant);
  expect(jackets).toHaveLength(12);
  const names = jackets.map(({ articleNumber }) => withSku(after, articleNumber)[0]!['FullyQualifiedName']);
  expect(names.toSorted()).toEqual(jackets.map(({ description }) => `Keuken:Kookkleding:Koksbuis De Ketel:${description}`).toSorted());
  expect(after['Item']!.filter((item) => item['Type'] === 'Category' && item['Name'] === 'Koksbuis De Ketel')).toHaveLength(1);
});

test('a name with emoji arrives whole', () => {
  const gift = products().find(({ description }) => description.includes('🎁'))!;
  expect(withSku(after, gift.articleNumber)[0]!['Name']).toBe(gift.description);
});

test('what was in the books before is as it was, texts and quantities too', () => {
  for (const item of before['Item']!) expect(after['Item']!.find(({ Id }) => Id === item['Id'])).toEqual(item);
});

test('a second run, and one that reads everything again, change nothing', async () => {
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  const all = await runAgainFromStart(house, template);
  expect(all).toMatchObject({ read: products().length, outcomes: { created: 0, updated: 0, unchanged: products().length } });
  expect((await house.books())['Item']).toEqual(after['Item']);
});

test('books without inventory and categories get goods without stock, and each says so', async () => {
  const small = await openHouse({ templates: [template], quickbooks: { plan: 'essentials' } });
  try {
    const run = await small.run();
    const fresh = small.host.demo.sandbox!.shop.products.filter((product) => !product.inBooks);
    expect(run.outcomes).toMatchObject({ created: fresh.length, updated: 0, rejected: 0, invalid: 0, parked: 0 });
    const items = (await small.books())['Item']!;
    for (const { articleNumber } of fresh) expect(items.find((item) => item['Sku'] === String(articleNumber))).toMatchObject({ Type: 'NonInventory' });
    expect(items.filter((item) => item['Type'] === 'Category' || item['ParentRef'])).toEqual([]);
  } finally {
    await small.close();
  }
});
