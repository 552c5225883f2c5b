import { expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { useHouse } from '../support/useHouse.ts';

interface Product {
  readonly id: string;
  readonly store_id: string;
  readonly title: string;
  readonly type: string;
  readonly variants: readonly { readonly id: string; readonly title: string; readonly sku: string; readonly price: number }[];
}
const house = useHouse({ templates: ['mplus-products-to-mailchimp'] });

const inStore = async (store = 'koperen-ketel') => ((await house.ledger('mailchimp'))['products'] as unknown as readonly Product[]).filter((product) => product.store_id === store);

test('every article of the till is one variant of the store, at the till’s price, and the web shop’s store stays as it is', async () => {
  const web = await inStore('web-winkel');
  const run = await house.run();
  expect(run.status).toBe('succeeded');
  expect(countAll(run.outcomes)).toBe(run.read);
  const variants = (await inStore()).flatMap((product) => product.variants);
  const sold = house.host.demo.sandbox!.shop.products;
  expect(run.outcomes.created).toBe(sold.length);
  expect(variants.map(({ sku, price }) => [sku, Math.round(price * 100)]).toSorted()).toEqual(sold.map(({ articleNumber, priceInclCents }) => [String(articleNumber), priceInclCents]).toSorted());
  expect(await inStore('web-winkel')).toEqual(web);
});

test('twelve articles of one product are its variants, named by colour and size', async () => {
  const jacket = (await inStore()).find(({ id }) => id === 'p-90000')!;
  expect(jacket.variants).toHaveLength(12);
  expect(new Set(jacket.variants.map(({ title }) => title)).size).toBe(12);
  for (const { title } of jacket.variants) expect(title).toMatch(/^.+ \/ .+$/);
});

test('a name of sixty characters with an emoji arrives whole, and the type is the last part of the category', async () => {
  const { shop } = house.host.demo.sandbox!;
  const gift = shop.products.find(({ articleNumber }) => articleNumber === 90020)!;
  const product = (await inStore()).find(({ variants }) => variants.some(({ sku }) => sku === '90020'))!;
  expect(product.title).toBe(gift.description);
  expect(product.type).toBe(gift.group);
});

test('a second run makes nothing and changes nothing', async () => {
  const before = await inStore();
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(await inStore()).toEqual(before);
});
