import { beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../audiences/email.ts';
import { openMailChimp } from '../testing/openMailChimp.ts';
import type { Loose, OpenMailChimp } from '../testing/openMailChimp.ts';

let open: OpenMailChimp;
let store: string;
const begin = (options?: Parameters<typeof openMailChimp>[0]) => {
  open = openMailChimp(options);
  store = open.store;
};
beforeEach(() => begin());

const anna = 'anna.devries@fluxo-demo.nl';
const bell = {
  id: 'p-1001',
  title: 'Fietsbel',
  type: 'Accessoires',
  variants: [
    { id: 'p-1001-zw', title: 'Zwart', sku: 'FB-ZW', price: '12.50', inventory_quantity: 34, backorders: '0', visibility: 'visible' },
    { id: 'p-1001-rd', title: 'Rood', price: 12.5, inventory_quantity: 0 },
  ],
};
const order = (more: Record<string, unknown> = {}) => ({
  id: 'pos-1',
  customer: { id: 'c-77', email_address: anna, opt_in_status: false, company: 'De Vries Fietsen' },
  currency_code: 'EUR',
  order_total: '30.20',
  tax_total: 5.24,
  processed_at_foreign: '2026-03-01 09:12:00',
  lines: [{ id: '1', product_id: 'p-1001', product_variant_id: 'p-1001-zw', quantity: 2, price: 12.5 }],
  ...more,
});
const addBell = () => open.save('POST', `${store}/products`, bell);
const memberOf = async (email: string) => (await open.ask('GET', `${open.list}/members/${hashOf(email)}`)).json;
const detail = async (method: string, path: string, body: unknown) => (await open.ask(method, path, body)).json.detail;
const mails = (): Loose[] => open.chimp.entities()['mails'] as Loose[];

describe('a store', () => {
  test('is there, empty, connected to the audience, and stays with it', async () => {
    const { stores } = await open.get('ecommerce/stores');
    expect(stores).toMatchObject([{ id: 'koperen-ketel', list_id: open.chimp.connection.listId, currency_code: 'EUR', is_syncing: false }]);
    for (const plural of ['products', 'customers', 'orders', 'carts']) expect(await open.get(`${store}/${plural}`)).toMatchObject({ store_id: 'koperen-ketel', [plural]: [], total_items: 0 });
    expect(await open.outcome('PATCH', store, { list_id: 'another' })).toBe('400 Bad Request');
    expect((await open.save('PATCH', store, { is_syncing: true })).is_syncing).toBe(true);
  });

  test('needs an audience, a currency, and a domain and id nobody has', async () => {
    const add = (more: Record<string, unknown>) => detail('POST', 'ecommerce/stores', { id: 's2', list_id: open.chimp.connection.listId, name: 'Twee', currency_code: 'EUR', ...more });
    expect(await add({ domain: 'koperenketel.example' })).toBe('A store with the domain koperenketel.example already exists in the account.');
    expect(await add({ id: 'koperen-ketel' })).toBe('A store with the provided ID already exists in the account.');
    expect(await add({ list_id: 'nothing' })).toContain('A list with the provided ID does not exist');
    expect(await open.errors('POST', 'ecommerce/stores', { id: 's2', list_id: open.chimp.connection.listId, name: 'Twee' })).toEqual({ '': 'Required fields were not provided: currency_code' });
    expect(await add({ currency_code: 'EURO' })).toContain("'errors' array");
    expect(await add({})).toBeUndefined();
  });

  test('takes all it holds with it when it goes', async () => {
    await addBell();
    await open.save('POST', `${store}/orders`, order());
    expect((await open.ask('DELETE', store)).status).toBe(204);
    expect(await open.outcome('GET', `${store}/orders`)).toBe('404 Resource Not Found');
    expect((await open.get('ecommerce/orders')).total_items).toBe(0);
  });
});

describe('a customer', () => {
  const put = (id: string, body: Record<string, unknown>) => open.save('PUT', `${store}/customers/${id}`, { id, ...body });

  test('becomes a contact of the audience: subscribed when opted in, else transactional', async () => {
    await put('c-1', { email_address: anna, opt_in_status: false, first_name: 'Anna', last_name: 'de Vries' });
    expect(await memberOf(anna)).toMatchObject({ status: 'transactional', full_name: 'Anna de Vries', source: 'De Koperen Ketel' });
    await put('c-2', { email_address: 'bea@fluxo-demo.nl', opt_in_status: true });
    expect((await memberOf('bea@fluxo-demo.nl')).status).toBe('subscribed');
  });

  test('changes a contact that was there only from no to yes, and only one that came through the store', async () => {
    await put('c-1', { email_address: anna, opt_in_status: false });
    expect((await put('c-1', { opt_in_status: true })).opt_in_status).toBe(true);
    expect((await memberOf(anna)).status).toBe('subscribed');
    await put('c-1', { opt_in_status: false });
    expect((await memberOf(anna)).status).toBe('subscribed');
    await put('c-1', { opt_in_status: true });
    await open.save('PATCH', `${open.list}/members/${hashOf(anna)}`, { status: 'transactional' });
    await put('c-1', { opt_in_status: true });
    expect((await memberOf(anna)).status, 'a yes that was there before changes nothing').toBe('transactional');
    await open.save('POST', `${open.list}/members`, { email_address: 'bea@fluxo-demo.nl', status: 'transactional' });
    await put('c-2', { email_address: 'bea@fluxo-demo.nl', opt_in_status: false });
    await put('c-2', { opt_in_status: true });
    expect((await memberOf('bea@fluxo-demo.nl')).status).toBe('transactional');
    const left = (await open.get(`${open.list}/members?status=unsubscribed&count=1`)).members[0];
    await put('c-3', { email_address: left.email_address, opt_in_status: true });
    expect((await memberOf(left.email_address)).status).toBe('unsubscribed');
  });

  test('keeps its address, and cannot have a fake one', async () => {
    await put('c-1', { email_address: anna, opt_in_status: false });
    const fixed = 'An email address may not be changed once a customer is created.';
    expect(await detail('PUT', `${store}/customers/c-1`, { id: 'c-1', email_address: 'x@fluxo-demo.nl' })).toBe(fixed);
    expect(await detail('PATCH', `${store}/customers/c-1`, { email_address: 'x@fluxo-demo.nl' })).toBe(fixed);
    const answer = await open.ask('POST', `${store}/customers`, { id: 'c-2', email_address: 'test@example.com', opt_in_status: false });
    expect(answer.json).toMatchObject({ title: 'Customer Was Not Saved', detail: 'test@example.com is an invalid email address and cannot be imported.' });
    expect((await open.get(`${store}/customers?email_address=${anna.toUpperCase()}`)).customers).toMatchObject([{ id: 'c-1' }]);
    expect(await open.outcome('POST', `${store}/customers`, { id: 'c-1', email_address: anna, opt_in_status: false })).toBe('400 Bad Request');
  });

  test('has an id of one to fifty characters, slashes and hashes included when they are encoded', async () => {
    const body = { email_address: anna, opt_in_status: false };
    expect(await open.outcome('PUT', `${store}/customers/${'x'.repeat(51)}`, { id: 'x'.repeat(51), ...body })).toBe('404 Resource Not Found');
    expect(Object.keys(await open.errors('POST', `${store}/customers`, { id: 'x'.repeat(51), ...body }))).toEqual(['id']);
    expect(Object.keys(await open.errors('POST', `${store}/customers`, { id: 77, ...body }))).toEqual(['id']);
    await open.save('POST', `${store}/customers`, { id: 'a/b c#d?é', ...body });
    expect((await open.get(`${store}/customers/${encodeURIComponent('a/b c#d?é')}`)).id).toBe('a/b c#d?é');
  });
});

describe('a product', () => {
  test('is made with its variants and shows its money as a number', async () => {
    const made = await addBell();
    expect(made).toMatchObject({ id: 'p-1001', currency_code: 'EUR', type: 'Accessoires', vendor: '', variants: [{ price: 12.5, backorders: '0', created_at: '2026-06-15T08:00:00+00:00' }, { sku: '' }] });
    expect(await detail('POST', `${store}/products`, bell)).toBe('A product with the provided ID already exists in the account.');
  });

  test('can be put again with nothing but its id; a new one or a new variant needs what a new one needs', async () => {
    const path = `${store}/products/p-1001`;
    expect(await open.errors('PUT', path, { id: 'p-1001' })).toEqual({ '': 'Required fields were not provided: title, variants' });
    await open.save('PUT', path, bell);
    expect((await open.save('PUT', path, { id: 'p-1001', vendor: 'Klank' })).title).toBe('Fietsbel');
    expect(await open.errors('PUT', path, { id: 'p-1001', variants: [{ id: 'p-1001-bl' }] })).toEqual({ 'variants.item:0': 'Required fields were not provided: title' });
    expect((await open.save('PUT', path, { id: 'p-1001', variants: [{ id: 'p-1001-zw', price: 13 }] })).variants).toMatchObject([{ title: 'Zwart', price: 13, inventory_quantity: 34 }, { id: 'p-1001-rd' }]);
    begin({ omittedVariants: 'removed' });
    await addBell();
    expect((await open.save('PUT', path, { id: 'p-1001', variants: [{ id: 'p-1001-zw', title: 'Zwart' }] })).variants).toHaveLength(1);
  });

  test('shows fifty variants; all of them stand on their own route', async () => {
    const variants = Array.from({ length: 60 }, (_, index) => ({ id: `v-${index}`, title: `Maat ${index}` }));
    expect((await open.save('POST', `${store}/products`, { id: 'p', title: 'Schoen', variants })).variants).toHaveLength(50);
    expect(await open.get(`${store}/products/p/variants?count=1000`)).toMatchObject({ total_items: 60, product_id: 'p', store_id: 'koperen-ketel' });
  });

  test('has its stock changed by one small call', async () => {
    await addBell();
    open.clock.advance(60_000);
    const path = `${store}/products/p-1001/variants/p-1001-rd`;
    expect(await open.save('PATCH', path, { inventory_quantity: 9 })).toMatchObject({ inventory_quantity: 9, title: 'Rood', created_at: '2026-06-15T08:00:00+00:00', updated_at: '2026-06-15T08:01:00+00:00' });
    expect(await open.errors('PATCH', path, { inventory_quantity: '9' })).toEqual({ inventory_quantity: 'Schema describes integer, string found instead' });
    expect(await open.outcome('PATCH', `${path}x`, { inventory_quantity: 9 })).toBe('404 Resource Not Found');
    expect(await open.outcome('PUT', `${path}x`, { id: 'p-1001-rdx', title: 'Nieuw' })).toBe('200');
    expect((await open.ask('DELETE', `${path}x`)).status).toBe(204);
    expect((await open.get(`${store}/products/p-1001`)).variants).toHaveLength(2);
  });
});

describe('an order', () => {
  test('is answered with its customer, the titles of what was sold, and moments as the service shows them', async () => {
    await addBell();
    const made = await open.save('POST', `${store}/orders`, order());
    expect(made).toMatchObject({
      id: 'pos-1',
      store_id: 'koperen-ketel',
      order_total: 30.2,
      discount_total: 0,
      processed_at_foreign: '2026-03-01T09:12:00+00:00',
      customer: { id: 'c-77', email_address: anna, company: 'De Vries Fietsen', orders_count: 1, total_spent: 30.2 },
      lines: [{ id: '1', quantity: 2, price: 12.5, discount: 0, product_title: 'Fietsbel', product_variant_title: 'Zwart' }],
    });
    expect(made).not.toHaveProperty('created_at');
    expect((await memberOf(anna)).stats.ecommerce_data).toEqual({ total_revenue: 30.2, number_of_orders: 1, currency_code: 'EUR' });
    expect((await memberOf(anna)).status).toBe('transactional');
    expect((await open.get('ecommerce/orders?customer_id=c-77')).total_items).toBe(1);
    expect((await open.get(`${store}/orders?customer_id=c-78`)).total_items).toBe(0);
  });

  test('needs products, variants and campaigns that exist, whole quantities, and at least one line', async () => {
    const add = (more: Record<string, unknown>) => detail('POST', `${store}/orders`, order(more));
    expect(await add({})).toBe('A product with the provided ID does not exist in the account for this list.');
    await addBell();
    const line = order().lines[0]!;
    expect(await add({ lines: [{ ...line, product_variant_id: 'nothing' }] })).toBe('A product variant with the provided ID does not exist in the account for this list.');
    expect(await add({ campaign_id: 'abc' })).toBe('A campaign with the provided ID does not exist in the account for this list.');
    expect(await add({ customer: { id: 'c-78' } })).toBe('A customer with the provided ID does not exist in the account for this list.');
    expect(await open.errors('POST', `${store}/orders`, order({ lines: [{ ...line, quantity: 0.5 }] }))).toEqual({ 'lines.item:0.quantity': 'Schema describes integer, double found instead' });
    expect(Object.keys(await open.errors('POST', `${store}/orders`, order({ lines: [] })))).toEqual(['lines']);
    expect(await open.errors('POST', `${store}/orders`, { ...order(), currency_code: undefined })).toEqual({ '': 'Required fields were not provided: currency_code' });
    expect(Object.keys(await open.errors('POST', `${store}/orders`, order({ processed_at_foreign: 'gisteren' })))).toEqual(['processed_at_foreign']);
    expect(open.chimp.entities()).toMatchObject({ orders: [], customers: [] });
  });

  test('may bring a product along, which goes again when the order is refused', async () => {
    const lines = [{ id: '1', product_id: 'p-2', product_variant_id: 'p-2', quantity: 1, price: 1, product: { id: 'p-2', title: 'Pomp', variants: [{ id: 'p-2', title: 'Pomp' }] } }];
    expect(await open.outcome('POST', `${store}/orders`, order({ lines, customer: { id: 'c', email_address: 'test@example.com', opt_in_status: false } }))).toBe('400 Customer Was Not Saved');
    expect(open.chimp.entities()['products']).toEqual([]);
    expect((await open.save('POST', `${store}/orders`, order({ lines }))).lines).toMatchObject([{ product_title: 'Pomp' }]);
  });

  test('is made once and changed by PATCH, line by line; PUT is not there unless the tester wants it', async () => {
    await addBell();
    await open.save('POST', `${store}/orders`, order());
    expect(await detail('POST', `${store}/orders`, order())).toBe('An order with the provided ID already exists in the account.');
    const refused = await open.ask('PUT', `${store}/orders/pos-1`, order());
    expect([refused.status, refused.headers['allow']]).toEqual([405, 'GET, PATCH, DELETE']);
    const added = { id: '2', product_id: 'p-1001', product_variant_id: 'p-1001-rd', quantity: 1, price: 3 };
    const changed = await open.save('PATCH', `${store}/orders/pos-1`, { order_total: 40, lines: [{ id: '1', quantity: 3 }, added] });
    expect(changed.lines).toMatchObject([{ id: '1', quantity: 3, price: 12.5 }, { id: '2' }]);
    expect((await open.ask('DELETE', `${store}/orders/pos-1/lines/1`)).status).toBe(204);
    expect((await open.get(`${store}/orders/pos-1/lines`)).lines.map((row: Loose) => row.id)).toEqual(['2']);
    expect((await open.save('PATCH', `${store}/orders/pos-1`, { processed_at_foreign: '', customer: { company: 'Anders' } }))).toMatchObject({ processed_at_foreign: '', customer: { company: 'Anders' } });
    begin({ putOrder: true });
    await addBell();
    expect(await open.outcome('PUT', `${store}/orders/pos-1`, order())).toBe('200');
    expect((await open.save('PUT', `${store}/orders/pos-1`, order({ order_total: 1 }))).order_total).toBe(1);
  });

  test('stays readable and changeable after its product is gone', async () => {
    await addBell();
    await open.save('POST', `${store}/orders`, order());
    await open.ask('DELETE', `${store}/products/p-1001`);
    expect((await open.save('PATCH', `${store}/orders/pos-1`, { lines: [{ id: '1', quantity: 1 }] })).lines).toMatchObject([{ quantity: 1, product_title: 'Fietsbel' }]);
  });

  test('that is cancelled or deleted does not count for its customer', async () => {
    await addBell();
    await open.save('POST', `${store}/orders`, order());
    await open.save('POST', `${store}/orders`, order({ id: 'pos-2', customer: { id: 'c-77' }, order_total: 10.1 }));
    const customer = () => open.get(`${store}/customers/c-77`);
    expect(await customer()).toMatchObject({ orders_count: 2, total_spent: 40.3 });
    await open.save('PATCH', `${store}/orders/pos-1`, { cancelled_at_foreign: '2026-03-02T10:00:00+00:00' });
    expect(await customer()).toMatchObject({ orders_count: 1, total_spent: 10.1 });
    await open.ask('DELETE', `${store}/orders/pos-2`);
    expect(await customer()).toMatchObject({ orders_count: 0, total_spent: 0 });
  });
});

describe('mail to the customer', () => {
  const add = (id: string, financial_status: string, fulfillment_status = '') => open.save('POST', `${store}/orders`, order({ id, financial_status, fulfillment_status }));
  beforeEach(addBell);

  test('goes out for five order states and no other', async () => {
    for (const [index, state] of ['pending', 'paid', 'refunded', 'cancelled', 'partially_refunded', 'on-hold'].entries()) await add(`o-${index}`, state);
    await add('o-9', '', 'shipped');
    await add('o-10', '', 'fulfilled');
    expect(mails().map((row) => [row.order_id, row.mail, row.because])).toEqual([
      ['o-0', 'order confirmation', 'financial_status: pending'],
      ['o-1', 'invoice', 'financial_status: paid'],
      ['o-2', 'refund confirmation', 'financial_status: refunded'],
      ['o-3', 'cancellation', 'financial_status: cancelled'],
      ['o-9', 'shipping confirmation', 'fulfillment_status: shipped'],
    ]);
    expect(mails()[0]).toEqual({ at: '2026-06-15T08:00:00+00:00', mail: 'order confirmation', email_address: anna, sent: true, because: 'financial_status: pending', store_id: 'koperen-ketel', order_id: 'o-0' });
  });

  test('goes out on a change of state, once, and not for a repeated write', async () => {
    await add('o-1', 'pending');
    const patch = (financial_status: string) => open.save('PATCH', `${store}/orders/o-1`, { financial_status });
    for (const state of ['pending', 'paid', 'paid', 'pending', 'paid']) await patch(state);
    expect(mails().map((row) => row.mail)).toEqual(['order confirmation', 'invoice']);
  });

  test('is held back for good while the store is syncing', async () => {
    await open.save('PATCH', store, { is_syncing: true });
    await add('o-1', 'paid', 'shipped');
    await open.save('PATCH', store, { is_syncing: false });
    await open.save('PATCH', `${store}/orders/o-1`, { financial_status: 'paid', fulfillment_status: 'shipped' });
    expect(mails().map((row) => [row.mail, row.sent])).toEqual([['invoice', false], ['shipping confirmation', false]]);
    await open.save('PATCH', `${store}/orders/o-1`, { financial_status: 'refunded' });
    expect(mails().at(-1)).toMatchObject({ mail: 'refund confirmation', sent: true });
  });
});

test('a cart is kept until it is deleted, and has its own times', async () => {
  await addBell();
  const { processed_at_foreign: _never, ...cart } = order();
  expect(await open.save('POST', `${store}/carts`, { ...cart, checkout_url: 'https://koperenketel.example/c/1' })).toMatchObject({ checkout_url: 'https://koperenketel.example/c/1', created_at: '2026-06-15T08:00:00+00:00' });
  expect((await open.save('PATCH', `${store}/carts/pos-1`, { order_total: 5 })).order_total).toBe(5);
  expect((await open.get(`${store}/customers/c-77`)).orders_count).toBe(0);
  expect((await open.ask('DELETE', `${store}/carts/pos-1`)).status).toBe(204);
  expect((await open.get(`${store}/carts`)).total_items).toBe(0);
});
