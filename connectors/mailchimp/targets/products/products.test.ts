import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { products as productStream } from '../../streams/products.ts';
import { noSignal } from '../../testing/account.ts';
import { openAccount } from '../../testing/openAccount.ts';
import type { OpenAccount, Row } from '../../testing/openAccount.ts';
import { products } from './products.ts';

let account: OpenAccount;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.stop());

const desk = (settings: Settings = {}, ledger: Map<string, LedgerEntry> = new Map()) => openTargetDesk(products, { client: account.client, settings: { store: 'De Koperen Ketel', ...settings }, ledger });
const productOf = (id: string): Row | undefined => account.rows('products').find((product) => product['id'] === id);
const variantsOf = (id: string): readonly Row[] => (productOf(id)?.['variants'] ?? []) as readonly Row[];
let made = 0;
const number = () => String(70_000 + (made += 1));

test('a product of the till arrives with its type, brand, price and SKU', async () => {
  const sku = number();
  const told = await (await desk()).apply({ sourceId: sku, sku, name: 'Koperen steelpan 16 cm', description: 'Van koper', priceIncl: '39.950', priceExcl: '33.02', brand: 'Klank', category: 'Koken > Pannen', active: true, quantity: '7.9' });
  expect(told).toMatchObject({ outcome: 'created', effects: ['createProduct'], target: { type: 'Product', id: `${sku}/${sku}` } });
  expect(productOf(sku)).toMatchObject({ title: 'Koperen steelpan 16 cm', description: 'Van koper', type: 'Pannen', vendor: 'Klank', variants: [{ id: sku, title: 'Koperen steelpan 16 cm', sku, price: 39.95, inventory_quantity: 7, visibility: 'visible' }] });
});

test('twelve colours of one parent become one product with twelve variants, and a name with an emoji stays whole', async () => {
  const parent = number();
  const name = 'Handgesmede koperen roerbakpan met houten steel, extra groot 🍳';
  expect(name.length).toBeGreaterThanOrEqual(60);
  const run = await desk();
  const told = [];
  for (let index = 1; index <= 12; index += 1) told.push(await run.apply({ sourceId: `${parent}${index}`, sku: `${parent}${index}`, name: `${name} ${index}`, parentId: parent, parentName: name, color: `Kleur ${index}`, size: 'XL', priceIncl: '10' }));
  expect(told.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 12 }, () => 'created'));
  expect(told.map(({ effects }) => effects)).toEqual([['createProduct'], ...Array.from({ length: 11 }, () => ['createVariant'])]);
  expect(productOf(`p-${parent}`)?.['title']).toBe(name);
  expect(variantsOf(`p-${parent}`).map((variant) => variant['title'])).toEqual(Array.from({ length: 12 }, (_, index) => `Kleur ${index + 1} / XL`));
});

test('what was written has the version the stream of products gives it, so that it is known when it comes back', async () => {
  const parent = number();
  const run = await desk();
  const variant = (place: string, price = '10') => ({ sourceId: parent + place, sku: parent + place, name: `Pan ${place}`, parentId: parent, parentName: 'Pan', size: place, priceIncl: price });
  for (const place of ['A', 'B']) await run.apply(variant(place));
  await run.apply(variant('B', '12'));
  await run.apply({ ...variant('A'), parentName: 'Andere pan' });
  for await (const page of productStream.read({ client: account.client, settings: { store: account.store, pageSize: 250 }, cursor: null, ...noSignal() })) {
    const own = page.records.filter((record) => String(record['id']).startsWith(parent));
    expect(own).toHaveLength(2);
    for (const record of own) {
      const entry = [...run.ledger.values()].find(({ targetType, targetId }) => targetType === 'Product' && targetId === productStream.key(record))!;
      // Its sibling has renamed their product since.
      if (record['id'] === `${parent}A`) expect(entry.targetVersion).toBe(productStream.version(record));
      else expect(entry.targetVersion).not.toBe(productStream.version(record));
    }
  }
});

test('a product that did not change costs no call and says so; a changed price is all that is sent', async () => {
  const sku = number();
  const ledger = new Map<string, LedgerEntry>();
  const product = { sourceId: sku, sku, name: 'Garde', priceIncl: '4.50' };
  await (await desk({}, ledger)).apply(product);
  const again = await desk({}, ledger);
  expect(await again.apply(product)).toMatchObject({ outcome: 'unchanged', effects: [] });
  expect(await again.apply({ ...product, priceIncl: '4.95' })).toMatchObject({ outcome: 'updated', effects: ['updateVariant'] });
  expect(again.exchanges.filter(({ operation }) => operation.startsWith('PATCH')).map(({ requestBody }) => JSON.parse(requestBody ?? '{}'))).toEqual([{ price: 4.95 }]);
  expect(variantsOf(sku)[0]).toMatchObject({ price: 4.95, title: 'Garde' });
});

test('a product of a web shop with the same SKU is taken over, and its new colours join it there', async () => {
  const [parent, sku] = [number(), number()];
  await account.ask('PUT', `ecommerce/stores/${account.store}/products/shop-9`, { id: 'shop-9', title: 'Mok', variants: [{ id: 'v1', title: 'Wit', sku, price: 8 }] });
  const run = await desk({ updateInformation: false });
  expect(await run.apply({ sourceId: sku, sku, name: 'MOK WIT', parentId: parent, parentName: 'MOK', color: 'WIT', priceIncl: '8.50' })).toMatchObject({ outcome: 'updated', effects: ['updateVariant'] });
  expect(await run.apply({ sourceId: `${sku}2`, sku: `${sku}2`, name: 'MOK ROOD', parentId: parent, parentName: 'MOK', color: 'Rood', priceIncl: '8.50' })).toMatchObject({ outcome: 'created', effects: ['createVariant'] });
  expect(productOf('shop-9')?.['title']).toBe('Mok');
  expect(variantsOf('shop-9').map((variant) => [variant['title'], variant['price']])).toEqual([['Wit', 8.5], ['Rood', 8.5]]);
});

test.each([
  ['both', 'Nieuw', 'Nieuw'],
  ['create', 'Nieuw', 'Oud'],
  ['ifEmpty', 'Nieuw', 'Oud'],
] as const)('a description that is written %s ends as %s over %s', async (mode, description, ending) => {
  const sku = number();
  await account.ask('PUT', `ecommerce/stores/${account.store}/products/${sku}`, { id: sku, title: 'Vergiet', description: 'Oud', variants: [{ id: sku, title: 'Vergiet', sku }] });
  await (await desk()).apply({ sourceId: sku, sku, name: 'Vergiet', description }, { modes: { description: mode } });
  expect(productOf(sku)?.['description']).toBe(ending);
});

test('“fill what is empty” fills what is empty', async () => {
  const sku = number();
  await account.ask('PUT', `ecommerce/stores/${account.store}/products/${sku}`, { id: sku, title: 'Zeef', variants: [{ id: sku, title: 'Zeef', sku }] });
  await (await desk()).apply({ sourceId: sku, sku, name: 'Grote zeef', description: 'Fijn' }, { modes: { description: 'ifEmpty', name: 'ifEmpty' } });
  expect(productOf(sku)).toMatchObject({ title: 'Zeef', description: 'Fijn' });
});

test('the EAN can be the SKU, and then recognises what is there', async () => {
  const [sku, ean] = [number(), `871${number()}00017`];
  await account.ask('PUT', `ecommerce/stores/${account.store}/products/ean-1`, { id: 'ean-1', title: 'Rasp', variants: [{ id: 'e1', title: 'Rasp', sku: ean }] });
  const run = await desk({ articleNumber: 'barcode' });
  expect(await run.apply({ sourceId: sku, sku, name: 'Rasp', barcode: ean, priceIncl: '9' })).toMatchObject({ outcome: 'updated', target: { id: 'ean-1/e1' } });
  expect(variantsOf('ean-1')[0]).toMatchObject({ sku: ean, price: 9 });
});

test('an SKU that several variants have is a person’s matter', async () => {
  const sku = number();
  for (const id of ['dubbel-1', 'dubbel-2']) await account.ask('PUT', `ecommerce/stores/${account.store}/products/${id}`, { id, title: id, variants: [{ id, title: id, sku }] });
  expect(await (await desk()).apply({ sourceId: sku, sku, name: 'Dubbel' })).toMatchObject({ outcome: 'invalid', code: 'mailchimp.several_variants', effects: [] });
});

test('an inactive product is hidden where it is and not added where it is not', async () => {
  const [there, not] = [number(), number()];
  const run = await desk();
  await run.apply({ sourceId: there, sku: there, name: 'Uitgelopen', active: true });
  expect(await run.apply({ sourceId: there, sku: there, name: 'Uitgelopen', active: false })).toMatchObject({ outcome: 'updated' });
  expect(variantsOf(there)[0]?.['visibility']).toBe('hidden');
  expect(await run.apply({ sourceId: not, sku: not, name: 'Weg', active: false })).toMatchObject({ outcome: 'skipped', code: 'mailchimp.inactive_not_there', effects: [] });
  expect(await (await desk({ createNew: false })).apply({ sourceId: not, sku: not, name: 'Nieuw' })).toMatchObject({ outcome: 'skipped', code: 'mailchimp.not_in_store' });
});

test('a number with a slash and letters of its own becomes an id that every program can put into a path', async () => {
  const sku = `ÉT/${number()} #1`;
  const run = await desk();
  const told = await run.apply({ sourceId: sku, sku, name: 'Etui' });
  const [product = '', variant = ''] = told.target!.id.split('/');
  expect(product).toMatch(/^[A-Za-z0-9_-]{1,50}$/);
  expect(productOf(product)?.['variants']).toMatchObject([{ id: variant, sku }]);
});

test('a product that was deleted there is made anew', async () => {
  const sku = number();
  const ledger = new Map<string, LedgerEntry>();
  await (await desk({}, ledger)).apply({ sourceId: sku, sku, name: 'Spatel' });
  await account.ask('DELETE', `ecommerce/stores/${account.store}/products/${sku}`);
  expect(await (await desk({}, ledger)).apply({ sourceId: sku, sku, name: 'Spatel', priceIncl: '3' })).toMatchObject({ outcome: 'created', effects: ['createProduct'] });
});

test('a product that came from the store is changed there and never doubled', async () => {
  await account.ask('PUT', `ecommerce/stores/${account.store}/products/kom`, { id: 'kom', title: 'Kom', variants: [{ id: 'k1', title: 'Kom', sku: 'OUD' }] });
  const sku = number();
  expect(await (await desk()).apply({ sourceId: sku, sku, name: 'Kom', priceIncl: '5' }, { twin: { key: 'kom/k1', keys: ['iets anders', 'kom/k1'] } })).toMatchObject({ outcome: 'updated', target: { id: 'kom/k1' } });
});

test('a store that is not there is made when that is wanted, once, and else the run says so', async () => {
  expect(await errorOf(desk({ store: 'Kassa Noord' }))).toMatchObject({ code: 'mailchimp.store_gone', kind: 'setup' });
  const run = await desk({ store: 'Kassa Noord', createStore: true, storeAudience: 'Klanten' });
  const both = await Promise.all(['a', 'b'].map((sku) => run.apply({ sourceId: sku, sku, name: sku })));
  expect(both.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
  expect(account.rows('stores').filter((store) => store['name'] === 'Kassa Noord')).toMatchObject([{ currency_code: 'EUR', list_id: account.audience, is_syncing: false }]);
  expect(await errorOf(desk({ store: 'Kassa Zuid', createStore: true, storeAudience: 'Klanten', storeCurrency: 'geld' }))).toMatchObject({ code: 'mailchimp.bad_currency', kind: 'setup' });
});

test('a dry run says what would happen and writes nothing', async () => {
  const before = JSON.stringify(account.rows('products'));
  const run = await desk();
  const parent = number();
  for (const place of ['A', 'B']) expect(await run.apply({ sourceId: parent + place, name: `Pan ${place}`, parentId: parent, parentName: 'Pan' }, { dryRun: true })).toMatchObject({ outcome: 'created' });
  expect(JSON.stringify(account.rows('products'))).toBe(before);
});

test('many products are looked up with a few calls', async () => {
  const run = await desk();
  const many = Array.from({ length: 40 }, () => number()).map((sku) => ({ sourceId: sku, sku, name: `Artikel ${sku}` }));
  await run.lookAhead(many);
  for (const product of many) await run.apply(product);
  expect(run.exchanges.filter(({ operation }) => operation.startsWith('GET')).length).toBeLessThan(4);
});
