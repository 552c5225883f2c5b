import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { Order } from '#shared/entities/order.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { orders as orderStream } from '../../streams/orders.ts';
import { noSignal } from '../../testing/account.ts';
import { openAccount } from '../../testing/openAccount.ts';
import type { OpenAccount, Row } from '../../testing/openAccount.ts';
import { hashOf } from '../members/contact.ts';
import { products } from '../products/products.ts';
import { orders } from './orders.ts';

let account: OpenAccount;
beforeAll(async () => {
  account = await openAccount();
  for (const [sku, price] of [['101', 12.5], ['102', 8]] as const) await account.ask('PUT', `ecommerce/stores/${account.store}/products/x${sku}`, { id: `x${sku}`, title: `Artikel ${sku}`, variants: [{ id: `v${sku}`, title: sku, sku, price }] });
});
afterAll(() => account.stop());

type Ledger = Map<string, LedgerEntry>;
const desk = (settings: Settings = {}, ledger: Ledger = new Map()) => openTargetDesk(orders, { client: account.client, settings: { store: account.store, shippingArticles: '999', discountArticles: '998', ...settings }, ledger });
const finish = (settings: Settings = {}) => orders.finish!({ client: account.client, settings: { store: account.store, ...settings }, ...noSignal() });
const orderOf = (id: string): Row | undefined => account.rows('orders').find((order) => order['id'] === id);
const store = (): Row => account.rows('stores').find((row) => row['id'] === account.store)!;
const mails = () => account.rows('mails');
const today = new Date().toISOString().slice(0, 10);
let made = 0;

/** Two articles, shipping and a discount: 25 + 8 + 5.95 − 3 = 35.95. */
function sale(changes: Partial<Order> & { readonly [field: string]: unknown } = {}): Partial<Order> & { readonly sourceId: string; readonly number: string } {
  const id = String((made += 1));
  return {
    sourceId: `s-${id}`,
    number: `2026-${id}`,
    date: today,
    currency: 'EUR',
    taxMethod: 'inclusive',
    totalIncl: '35.95',
    totalExcl: '29.71',
    fullyPaid: true,
    customer: { email: `Koper${id}@Koperenketel.example`, firstName: 'Anna', lastName: 'de Vries', company: 'De Vries Fietsen', name: 'De Vries Fietsen' },
    billing: { line1: 'Kade 12', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' },
    lines: [
      { sku: '101', description: 'Bel', quantity: '2', unitPriceIncl: '12.50', totalIncl: '25.00' },
      { sku: '102', description: 'Licht', quantity: '1', totalIncl: '8.00' },
      { sku: '999', description: 'Verzending', quantity: '1', totalIncl: '5.95' },
      { sku: '998', description: 'Korting', quantity: '1', totalIncl: '-3.00' },
    ],
    ...changes,
  };
}

test('a sale of the till becomes an order, to the cent, and its buyer is known but subscribed to nothing', async () => {
  const order = sale();
  expect(await (await desk()).apply(order)).toMatchObject({ outcome: 'created', effects: ['createOrder'], target: { type: 'Order', id: order.number } });
  const email = `koper${made}@koperenketel.example`;
  expect(orderOf(order.number)).toMatchObject({
    currency_code: 'EUR',
    order_total: 35.95,
    tax_total: 6.24,
    shipping_total: 5.95,
    discount_total: 3,
    financial_status: '',
    fulfillment_status: '',
    processed_at_foreign: `${today}T12:00:00+00:00`,
    customer: { id: hashOf(email), email_address: email, opt_in_status: false, first_name: 'Anna', company: 'De Vries Fietsen', address: { address1: 'Kade 12', country_code: 'NL' } },
    billing_address: { address1: 'Kade 12', postal_code: '3511 AB', company: 'De Vries Fietsen' },
    lines: [
      { id: '1', product_id: 'x101', product_variant_id: 'v101', quantity: 2, price: 12.5 },
      { id: '2', product_id: 'x102', product_variant_id: 'v102', quantity: 1, price: 8 },
    ],
  });
  expect(account.rows('members').find((member) => member['id'] === hashOf(email))?.['status']).toBe('transactional');
  expect(mails()).toEqual([]);
});

test('an unsubscribed contact who buys stays unsubscribed', async () => {
  const email = 'weg@koperenketel.example';
  await account.ask('PUT', `lists/${account.audience}/members/${hashOf(email)}`, { email_address: email, status_if_new: 'unsubscribed' });
  await (await desk()).apply(sale({ customer: { email } }));
  expect(account.rows('members').find((member) => member['id'] === hashOf(email))?.['status']).toBe('unsubscribed');
});

test('two orders of one buyer are of one customer, and so is that of a buyer the shop knew by another id', async () => {
  await account.ask('PUT', `ecommerce/stores/${account.store}/customers/shop-7`, { id: 'shop-7', email_address: 'bekend@koperenketel.example', opt_in_status: false, first_name: 'Oud' });
  const run = await desk();
  const numbers = [];
  for (const email of ['twee@koperenketel.example', 'Twee@koperenketel.example', 'Bekend@koperenketel.example']) {
    const order = sale({ customer: { email, firstName: 'Nieuw' } });
    await run.apply(order);
    numbers.push(order.number);
  }
  const customers = numbers.map((number) => (orderOf(number)!['customer'] as Row)['id']);
  expect(customers).toEqual([hashOf('twee@koperenketel.example'), hashOf('twee@koperenketel.example'), 'shop-7']);
  expect(account.rows('customers').find((customer) => customer['id'] === 'shop-7')?.['first_name']).toBe('Oud');
});

test('the same order twice is one order; a change of it is written only when that is wanted', async () => {
  const ledger: Ledger = new Map();
  const order = sale();
  await (await desk({}, ledger)).apply(order);
  const run = await desk({}, ledger);
  expect(await run.apply(order)).toMatchObject({ outcome: 'unchanged', effects: [] });
  const changed = { ...order, totalIncl: '25.00', totalExcl: '20.66', lines: order.lines!.slice(0, 1) };
  expect(await run.apply(changed)).toMatchObject({ outcome: 'skipped', code: 'mailchimp.order_there', effects: [] });
  expect(await (await desk({ onExisting: 'update' }, ledger)).apply(changed)).toMatchObject({ outcome: 'updated', effects: ['updateOrder'] });
  expect(orderOf(order.number)).toMatchObject({ order_total: 25, tax_total: 4.34, shipping_total: 0, discount_total: 0, lines: [{ id: '1', product_id: 'x101' }] });
  expect(orderOf(order.number)!['lines']).toHaveLength(1);
});

test('what was written has the version the stream of orders gives it', async () => {
  const ledger: Ledger = new Map();
  const order = sale();
  await (await desk({ onExisting: 'update' }, ledger)).apply(order);
  const versionNow = async () => orderStream.version((await orderStream.readOne!({ client: account.client, settings: { store: account.store }, cursor: null, ...noSignal() }, order.number))!);
  const entry = () => ledger.get(`order ${account.store} ${order.sourceId}`)!;
  expect(entry()).toMatchObject({ targetType: 'Order', targetId: order.number, targetVersion: await versionNow() });
  await (await desk({ onExisting: 'update' }, ledger)).apply({ ...order, totalIncl: '25.00', lines: order.lines!.slice(0, 1) });
  expect(entry().targetVersion).toBe(await versionNow());
});

test('an order somebody else wrote with the same number and total is taken over, one with another total is reported', async () => {
  const [same, other] = [sale(), sale()];
  for (const [number, total] of [[same.number, 35.95], [other.number, 99]] as const) await account.ask('POST', `ecommerce/stores/${account.store}/orders`, { id: number, customer: { id: 'hand', email_address: 'hand@koperenketel.example', opt_in_status: false }, currency_code: 'EUR', order_total: total, lines: [{ id: '1', product_id: 'x101', product_variant_id: 'v101', quantity: 1, price: total }] });
  const run = await desk();
  expect(await run.apply(same)).toMatchObject({ outcome: 'skipped', code: 'mailchimp.order_adopted' });
  expect(await run.apply(other)).toMatchObject({ outcome: 'invalid', code: 'mailchimp.order_id_taken' });
});

test('what is weighed becomes one piece at the price of the line, and a price that does not divide is made up for to the cent', async () => {
  const order = sale({
    totalIncl: '24.35',
    totalExcl: '22.34',
    lines: [
      { sku: '101', description: 'Kaas', quantity: '0.734', unitPriceIncl: '19.55', totalIncl: '14.35' },
      { sku: '102', description: 'Drie voor tien', quantity: '3', unitPriceIncl: '3.3333', totalIncl: '10.00' },
    ],
  });
  const told = await (await desk()).apply(order);
  expect(told).toMatchObject({ outcome: 'created' });
  expect(told.noteCodes).toContain('mailchimp.weighed');
  expect(orderOf(order.number)!['lines']).toMatchObject([{ quantity: 1, price: 14.35 }, { quantity: 3, price: 3.34, discount: 0.02 }]);
});

test('without tax the order costs what the buyer owes', async () => {
  const order = sale({ taxMethod: 'shifted', totalIncl: '121.00', totalExcl: '100.00', lines: [{ sku: '101', quantity: '4', totalIncl: '121.00', totalExcl: '100.00' }] });
  await (await desk()).apply(order);
  expect(orderOf(order.number)).toMatchObject({ order_total: 100, tax_total: 0, lines: [{ quantity: 4, price: 25 }] });
});

test('a product made on the way costs what one of it costs with tax, whichever order comes first', async () => {
  const run = await desk({ onMissingProduct: 'create' });
  await run.apply(sale({ totalIncl: '14.35', lines: [{ sku: '781', description: 'Kaas', quantity: '0.734', unitPriceIncl: '19.55', totalIncl: '14.35' }] }));
  await run.apply(sale({ taxMethod: 'shifted', totalIncl: '24.20', totalExcl: '20.00', lines: [{ sku: '782', description: 'Bel', quantity: '2', unitPriceIncl: '12.10', unitPriceExcl: '10.00', totalIncl: '24.20', totalExcl: '20.00' }] }));
  const priceOf = (sku: string) => account.rows('products').flatMap((product) => product['variants'] as Row[]).find((variant) => variant['sku'] === sku)?.['price'];
  expect([priceOf('781'), priceOf('782')]).toEqual([19.55, 12.1]);
});

test('lines that do not come to the total are a problem, a cent of rounding is not', async () => {
  const run = await desk();
  expect(await run.apply(sale({ totalIncl: '36.95' }))).toMatchObject({ outcome: 'invalid', code: 'mailchimp.total_differs', effects: [] });
  const near = sale({ totalIncl: '35.96' });
  expect(await run.apply(near)).toMatchObject({ outcome: 'created' });
  expect(orderOf(near.number)?.['order_total']).toBe(35.96);
});

test('an article that is not there: reported, made, or another in its place', async () => {
  const order = () => sale({ totalIncl: '9.00', lines: [{ sku: '777', description: 'Onbekende kaas', quantity: '1', totalIncl: '9.00' }] });
  expect(await (await desk()).apply(order())).toMatchObject({ outcome: 'invalid', code: 'mailchimp.article_missing', effects: [] });
  const replaced = order();
  expect(await (await desk({ onMissingProduct: 'replaceWith', replacement: '101' })).apply(replaced)).toMatchObject({ outcome: 'created', effects: ['createOrder'] });
  expect(orderOf(replaced.number)!['lines']).toMatchObject([{ product_id: 'x101', price: 9 }]);
  expect(await errorOf((async () => { throw (await (await desk({ onMissingProduct: 'replaceWith', replacement: 'weg' })).apply(order())).error; })())).toMatchObject({ code: 'mailchimp.no_replacement', kind: 'setup' });
  const ledger: Ledger = new Map();
  const run = await desk({ onMissingProduct: 'create' }, ledger);
  const told = await Promise.all([run.apply(order()), run.apply(order())]);
  expect(told.flatMap(({ effects }) => effects).toSorted()).toEqual(['createOrder', 'createOrder', 'createProduct']);
  // A flow of products that comes later finds it and does not make another.
  const catalogue = await openTargetDesk(products, { client: account.client, settings: { store: account.store } });
  expect(await catalogue.apply({ sourceId: 'art-777', sku: '777', name: 'Belegen kaas' })).toMatchObject({ outcome: 'updated', target: { id: '777/777' } });
});

test('a product somebody deleted since is noticed when the order is refused, and made again', async () => {
  const ledger: Ledger = new Map();
  const order = () => sale({ totalIncl: '9.00', lines: [{ sku: '778', description: 'Vluchtig', quantity: '1', totalIncl: '9.00' }] });
  await (await desk({ onMissingProduct: 'create' }, ledger)).apply(order());
  await account.ask('DELETE', `ecommerce/stores/${account.store}/products/778`);
  expect(await (await desk({ onMissingProduct: 'create' }, ledger)).apply(order())).toMatchObject({ outcome: 'created', effects: ['createOrder', 'createProduct', 'createOrder'] });
});

test('an order without e-mail address is skipped, or goes to the default customer', async () => {
  expect(await (await desk()).apply(sale({ customer: { name: 'Balie' } }))).toMatchObject({ outcome: 'skipped', code: 'mailchimp.order_without_email' });
  const order = sale({ customer: { name: 'Balie' } });
  await (await desk({ defaultCustomer: 'fallback', customerEmail: 'balie@koperenketel.example' })).apply(order);
  expect((orderOf(order.number)!['customer'] as Row)).toMatchObject({ id: hashOf('balie@koperenketel.example'), last_name: '' });
  const forced = sale();
  await (await desk({ defaultCustomer: 'force', customerEmail: 'balie@koperenketel.example' })).apply(forced);
  expect((orderOf(forced.number)!['customer'] as Row)['email_address']).toBe('balie@koperenketel.example');
  expect(await (await desk()).apply(sale({ customer: { email: 'geen adres' } }))).toMatchObject({ outcome: 'invalid', code: 'mailchimp.bad_email' });
});

test('a credit is parked, or takes off what was spent, and is never a positive order', async () => {
  const credit = () => sale({ kind: 'credit', totalIncl: '-25.00', totalExcl: '-20.66', lines: [{ sku: '101', quantity: '-2', unitPriceIncl: '12.50', totalIncl: '-25.00' }] });
  expect(await (await desk()).apply(credit())).toMatchObject({ outcome: 'parked', code: 'mailchimp.credit', effects: [] });
  expect(await (await desk({ credits: 'skip' })).apply(credit())).toMatchObject({ outcome: 'skipped' });
  const order = credit();
  await (await desk({ credits: 'negative' })).apply(order);
  expect(orderOf(order.number)).toMatchObject({ order_total: -25, tax_total: -4.34, financial_status: '', lines: [{ quantity: 2, price: -12.5 }] });
});

test('a cancelled order is not written, and cancelled there when it was written before', async () => {
  const ledger: Ledger = new Map();
  const order = sale();
  expect(await (await desk({}, ledger)).apply({ ...sale(), cancelled: true })).toMatchObject({ outcome: 'skipped', code: 'mailchimp.cancelled_before' });
  await (await desk({}, ledger)).apply(order);
  expect(await (await desk({ cancelled: 'park' }, ledger)).apply({ ...order, cancelled: true })).toMatchObject({ outcome: 'parked', code: 'mailchimp.cancelled_since' });
  expect(await (await desk({}, ledger)).apply({ ...order, cancelled: true })).toMatchObject({ outcome: 'updated', code: 'mailchimp.order_cancelled' });
  expect(orderOf(order.number)?.['cancelled_at_foreign']).toBe(`${today}T12:00:00+00:00`);
  expect(mails()).toEqual([]);
});

test('another currency than the store’s waits for a person', async () => {
  expect(await (await desk()).apply(sale({ currency: 'USD' }))).toMatchObject({ outcome: 'parked', code: 'mailchimp.other_currency' });
});

test('states that mail people are refused until somebody says that this is meant', async () => {
  expect(await errorOf(desk({ states: 'send' }))).toMatchObject({ code: 'mailchimp.states_mail_people', kind: 'setup', where: { field: 'mayMail' } });
  const order = sale();
  await (await desk({ states: 'send', mayMail: true })).apply(order);
  expect(orderOf(order.number)?.['financial_status']).toBe('paid');
  expect(mails().filter((mail) => mail['order_id'] === order.number)).toMatchObject([{ mail: 'invoice', sent: true }]);
});

test('older orders are written while the store is in syncing mode, and the end of the run takes it out', async () => {
  const old = sale({ date: '2026-01-05' });
  const run = await desk({ states: 'send', mayMail: true });
  const told = await run.apply(old);
  expect(told.noteCodes).toContain('mailchimp.store_quiet');
  expect(store()['is_syncing']).toBe(true);
  expect(mails().filter((mail) => mail['order_id'] === old.number)).toMatchObject([{ sent: false }]);
  // One of today in the same run: its mail is held back as well, and that is said.
  expect((await run.apply(sale())).warningCodes).toContain('mailchimp.mail_held_back');
  await finish();
  expect(store()['is_syncing']).toBe(false);
});

test('a store that a broken run left in syncing mode is set right by the next one, without any record', async () => {
  await (await desk()).apply(sale({ date: '2026-01-05' }));
  expect(store()['is_syncing']).toBe(true);
  await finish();
  expect(store()['is_syncing']).toBe(false);
});

test('a store that cannot be taken out of it is told, by name', async () => {
  await account.ask('PATCH', `ecommerce/stores/${account.store}`, { is_syncing: true });
  account.served.setFaults([{ operation: 'PATCH store', times: 1, fault: { kind: 'reset' } }]);
  expect(await errorOf(finish())).toMatchObject({ code: 'mailchimp.still_syncing', kind: 'remote', params: { store: 'De Koperen Ketel' } });
  await finish();
  expect(store()['is_syncing']).toBe(false);
});

test('with “leave the store as it is” nobody touches the mode, and a store that is in it is told', async () => {
  const first = await (await desk({ backfill: 'leave' })).apply(sale({ date: '2026-01-05' }));
  expect(first.warningCodes).toEqual([]);
  await account.ask('PATCH', `ecommerce/stores/${account.store}`, { is_syncing: true });
  const told = await (await desk({ backfill: 'leave' })).apply(sale({ date: '2026-01-05' }));
  expect(told.warningCodes).toContain('mailchimp.store_syncing');
  await finish({ backfill: 'leave' });
  expect(store()['is_syncing']).toBe(true);
  await finish();
});

test('a dry run writes nothing, makes nothing and leaves the store as it is', async () => {
  const before = JSON.stringify([account.rows('orders'), account.rows('products'), account.rows('customers'), store()]);
  const run = await desk({ onMissingProduct: 'create' });
  expect(await run.apply(sale({ date: '2026-01-05', totalIncl: '9.00', lines: [{ sku: '888', quantity: '1', totalIncl: '9.00' }] }), { dryRun: true })).toMatchObject({ outcome: 'created' });
  expect(JSON.stringify([account.rows('orders'), account.rows('products'), account.rows('customers'), store()])).toBe(before);
});
