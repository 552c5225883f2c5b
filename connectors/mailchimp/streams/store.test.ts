import { onTestFinished, expect, test } from 'vitest';
import type { Cursor, StreamDefinition } from '#connectors/sdk/connector.ts';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { MailchimpClient } from '../client.ts';
import { noSignal } from '../testing/account.ts';
import { fillStore, openAccount } from '../testing/openAccount.ts';
import type { OpenAccount } from '../testing/openAccount.ts';
import { customers } from './customers.ts';
import { orderRecord } from './orderRecord.ts';
import { orders } from './orders.ts';
import { placeOf } from './place.ts';
import { products } from './products.ts';

async function account(): Promise<OpenAccount> {
  const opened = await openAccount();
  onTestFinished(() => opened.stop());
  return opened;
}

async function read(opened: OpenAccount, stream: StreamDefinition<MailchimpClient>, cursor: Cursor | null = null, settings: Settings = {}) {
  const records: SourceRecord[] = [];
  let last = cursor;
  for await (const page of stream.read({ client: opened.client, settings: { store: opened.store, pageSize: 4, ...settings }, cursor, ...noSignal() })) {
    records.push(...page.records);
    last = JSON.parse(JSON.stringify(page.cursor)) as Cursor;
  }
  return { records, cursor: last };
}

test('a product with more variants than fit its answer gives all of them', async () => {
  const opened = await account();
  const variants = Array.from({ length: 64 }, (_, index) => ({ id: `v${index}`, title: `Maat ${index}`, sku: `S${index}`, price: 1 }));
  await opened.ask('PUT', `ecommerce/stores/${opened.store}/products/p`, { id: 'p', title: 'Hemd', variants });
  expect((await read(opened, products)).records.map((record) => record['sku']).toSorted()).toEqual(variants.map((variant) => variant.sku).toSorted());
});

test('a variant is a product of Fluxo, named after product and variant', async () => {
  const opened = await account();
  await fillStore(opened, { products: 3, customers: 1, orders: 0 });
  const { records } = await read(opened, products);
  const mapped = records.map((record) => compileMapping(products.defaultMapping)(record).value);
  expect(mapped[0]).toEqual({ sourceId: 'p-1/v0', sku: 'PAN-1-0', name: 'Pan 1', description: 'Van koper', priceIncl: '11.1', currency: 'EUR', brand: 'Klank', category: 'Pannen', parentId: 'p-1', parentName: 'Pan 1', quantity: '1' });
  expect(mapped.slice(2).map((product) => product['name'])).toEqual(['Pan 3', 'Pan 3 maat 1', 'Pan 3 maat 2']);
});

test('only what changed has another version; a further order of a customer changes neither its other orders nor itself', async () => {
  const opened = await account();
  await fillStore(opened, { products: 2, customers: 1, orders: 2 });
  const versions = async (stream: StreamDefinition<MailchimpClient>) => Object.fromEntries((await read(opened, stream)).records.map((record) => [stream.key(record), stream.version(record)]));
  const before = [await versions(orders), await versions(customers), await versions(products)] as const;
  const below = `ecommerce/stores/${opened.store}`;
  await opened.ask('POST', `${below}/orders`, { id: 'o-9', customer: { id: 'c-1' }, currency_code: 'EUR', order_total: 11.1, lines: [{ id: '1', product_id: 'p-1', product_variant_id: 'v0', quantity: 1, price: 11.1 }] });
  await opened.ask('PATCH', `${below}/orders/o-2`, { financial_status: 'refunded' });
  await opened.ask('PATCH', `${below}/products/p-2/variants/v0`, { price: 99 });
  const after = [await versions(orders), await versions(customers), await versions(products)] as const;
  expect(after[0]['o-1']).toBe(before[0]['o-1']);
  expect(after[0]['o-2']).not.toBe(before[0]['o-2']);
  expect(after[1]).toEqual(before[1]);
  expect(after[2]['p-1/v0']).toBe(before[2]['p-1/v0']);
  expect(after[2]['p-2/v0']).not.toBe(before[2]['p-2/v0']);
});

test('every run reads the whole store anew, and a store chosen instead from its beginning', async () => {
  const opened = await account();
  await fillStore(opened, { products: 9, customers: 1, orders: 0 });
  const first = await read(opened, products);
  expect((await read(opened, products, first.cursor)).records).toEqual(first.records);
  await opened.ask('POST', 'ecommerce/stores', { id: 'tweede', list_id: opened.audience, name: 'Tweede', currency_code: 'EUR' });
  // Named alike, so that only the store tells them apart.
  for (let index = 1; index <= 9; index += 1) await opened.ask('PUT', `ecommerce/stores/tweede/products/p-${index}`, { id: `p-${index}`, title: 'X', variants: [{ id: 'x', title: 'X', price: 1 }] });
  const halfway = { store: opened.store, position: 8, tail: ['p-4', 'p-5', 'p-6', 'p-7', 'p-8'] };
  expect((await read(opened, products, halfway)).records.map((record) => (record['product'] as SourceRecord)['id'])).not.toContain('p-1');
  expect((await read(opened, products, halfway, { store: 'tweede' })).records.length).toBe(9);
  expect(await errorOf(read(opened, orders, null, { store: '' }))).toMatchObject({ code: 'mailchimp.no_store', kind: 'setup' });
  expect(await errorOf(read(opened, orders, null, { store: 'weg' }))).toMatchObject({ code: 'mailchimp.store_gone', kind: 'setup' });
});

test('lines are numbered by SKU, by variant or by product, as chosen; a deleted product leaves its variant’s id', () => {
  const order = { id: '1', order_total: '10', lines: [{ product_id: 'p', product_variant_id: 'v', quantity: '1', price: '10' }] };
  const skuOf = (articleNumber: string, skus: ReadonlyMap<string, string>) => (orderRecord(order, skus, { articleNumber })['sold'] as readonly { readonly sku: string }[])[0]?.sku;
  expect([skuOf('sku', new Map([['p/v', 'S1']])), skuOf('sku', new Map()), skuOf('variant', new Map([['p/v', 'S1']])), skuOf('product', new Map())]).toEqual(['S1', 'v', 'v', 'p']);
});

test('an order whose amounts fit nothing says no tax method instead of guessing', () => {
  const order = { id: '1', order_total: '99', tax_total: '9', lines: [{ product_id: 'p', product_variant_id: 'v', quantity: '1', price: '10' }] };
  const record = orderRecord(order, new Map(), {});
  expect(record['taxMethod']).toBeUndefined();
  expect(record['sold']).toMatchObject([{ unitPrice: '10', total: '10' }]);
});

test.each([
  [{}, undefined],
  [{ country: 'US', addr1: ' ' }, undefined],
  [{ addr1: 'Kade 12', addr2: 'bis', city: 'Utrecht', state: 'UT', zip: '3511 AB', country: 'NL' }, { line1: 'Kade 12 bis', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' }],
  [{ name: 'Anna', company: 'X BV', address1: 'Kade 12', postal_code: '3511', country: 'Netherlands', country_code: 'NL' }, { name: 'X BV', line1: 'Kade 12', postalCode: '3511', country: 'NL' }],
])('the address %j is %j', (address, place) => {
  expect(placeOf(address)).toEqual(place);
});
