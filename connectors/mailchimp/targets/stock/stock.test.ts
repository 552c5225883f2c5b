import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { openAccount } from '../../testing/openAccount.ts';
import type { OpenAccount } from '../../testing/openAccount.ts';
import { products } from '../products/products.ts';
import { stock } from './stock.ts';

let account: OpenAccount;
beforeAll(async () => {
  account = await openAccount();
  for (const sku of ['501', '502', '503', '504', '505', '506']) await account.ask('PUT', `ecommerce/stores/${account.store}/products/x${sku}`, { id: `x${sku}`, title: sku, variants: [{ id: `v${sku}`, title: sku, sku, inventory_quantity: 3 }] });
});
afterAll(() => account.stop());

const desk = (settings: Settings = {}, ledger: Map<string, LedgerEntry> = new Map()) => openTargetDesk(stock, { client: account.client, settings: { store: account.store, ...settings }, ledger });
const quantity = (sku: string) => (account.rows('products').find((product) => product['id'] === `x${sku}`)?.['variants'] as readonly { readonly inventory_quantity: number }[] | undefined)?.[0]?.inventory_quantity;

test('what can be sold is set in whole numbers, once', async () => {
  const ledger = new Map<string, LedgerEntry>();
  const run = await desk({}, ledger);
  expect(await run.apply({ sourceId: '501', sku: '501', free: '12.75', reserved: '2' })).toMatchObject({ outcome: 'updated', effects: ['setStock'], target: { type: 'Stock', id: 'x501/v501' } });
  expect(quantity('501')).toBe(12);
  expect(await (await desk({}, ledger)).apply({ sourceId: '501', sku: '501', free: '12.2' })).toMatchObject({ outcome: 'unchanged', effects: [] });
});

test('a quantity that stands there already is not sent', async () => {
  expect(await (await desk()).apply({ sourceId: '502', sku: '502', free: '3' })).toMatchObject({ outcome: 'unchanged', code: 'mailchimp.stock_same', effects: [] });
});

test('less than nothing is nothing, whatever the formula says', async () => {
  await (await desk({ stockFloor: false })).apply({ sourceId: '503', sku: '503', free: '-4' });
  expect(quantity('503')).toBe(0);
});

test.each([
  ['leave', 'skipped', 3],
  ['on', 'updated', 999],
  ['off', 'updated', 1_000_000],
] as const)('an article that is not kept in stock, with stock managed “%s”, is %s', async (managed, outcome, ending) => {
  const told = await (await desk({ managed, ...(managed === 'on' && { alwaysAvailable: 999 }) })).apply({ sourceId: '504', sku: '504', free: '0', isStocked: false });
  expect(told.outcome).toBe(outcome);
  expect(quantity('504')).toBe(ending);
});

test('an article the store does not have is skipped, or a problem if that is wanted', async () => {
  expect(await (await desk()).apply({ sourceId: '599', sku: '599', free: '1' })).toMatchObject({ outcome: 'skipped', code: 'mailchimp.sku_unknown' });
  expect(await (await desk({ onUnknown: 'problem' })).apply({ sourceId: '599', sku: '599', free: '1' })).toMatchObject({ outcome: 'invalid', code: 'mailchimp.sku_unknown' });
});

test('where a flow of products put the article is known without looking through the store', async () => {
  const ledger = new Map<string, LedgerEntry>();
  const catalogue = await openTargetDesk(products, { client: account.client, settings: { store: account.store, articleNumber: 'barcode' }, ledger });
  await catalogue.apply({ sourceId: '701', sku: '701', barcode: '8710000000017', name: 'Met EAN' });
  const run = await desk({}, ledger);
  expect(await run.apply({ sourceId: '701', sku: '701', free: '5' })).toMatchObject({ outcome: 'updated', target: { id: '701/701' } });
  expect(run.exchanges.map(({ operation }) => operation)).not.toContain('GET stores/products');
});

test('a shop with many articles is looked up at once', async () => {
  const run = await desk();
  const many = Array.from({ length: 30 }, (_, index) => ({ sourceId: String(index < 6 ? 501 + index : 900 + index), sku: String(index < 6 ? 501 + index : 900 + index), free: '44' }));
  await run.lookAhead(many);
  const outcomes = [];
  for (const one of many) outcomes.push((await run.apply(one)).outcome);
  expect(outcomes.filter((outcome) => outcome === 'updated')).toHaveLength(6);
  expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(24);
  expect(run.exchanges.filter(({ operation }) => operation.startsWith('GET')).length).toBeLessThan(3);
});
