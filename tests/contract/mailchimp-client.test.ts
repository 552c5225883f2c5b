/**
 * The client MailChimp itself gives out for Node, unchanged and with nothing of ours in between, against our look-alike: what it can do with the
 * service it must be able to do here.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeMailChimpLookAlike } from '#sandbox/mailchimp/index.ts';
import type { MailChimpLookAlike } from '#sandbox/mailchimp/index.ts';
import { readTar } from '#sandbox/mailchimp/testing/readTar.ts';
import { makeClock } from '#sandbox/server/clock.ts';
import { serveLookAlike } from '#sandbox/server/serve.ts';
import type { ServedLookAlike } from '#sandbox/server/serve.ts';
import { makeShop } from '#sandbox/shop/makeShop.ts';

// It is CommonJS, and its types know neither stores nor batches.
// eslint-disable-next-line typescript/no-explicit-any
type Loose = any;
const require = createRequire(import.meta.url);
const ApiClient: Loose = require('@mailchimp/mailchimp_marketing/src/ApiClient');

const clock = makeClock();
let chimp: MailChimpLookAlike;
let served: ServedLookAlike;
let mailchimp: Loose;
let list: string;

/** A client of its own: the package's default export is one for everybody. No `server`, which it would put into every URL that holds the word. */
function clientWith(config: Readonly<Record<string, string>>): Loose {
  const client = new ApiClient();
  client.setConfig(config);
  client.basePath = `${served.url}/3.0`;
  return client;
}

beforeAll(async () => {
  chimp = makeMailChimpLookAlike(makeShop(), clock);
  served = await serveLookAlike(chimp, { port: 0, clock });
  mailchimp = clientWith({ apiKey: chimp.connection.apiKey });
  list = chimp.connection.listId;
});
afterAll(() => served.close());

const hashOf = (email: string) => createHash('md5').update(email.toLowerCase()).digest('hex');
/** What a refused call ends with. */
async function refusal(work: Promise<unknown>): Promise<{ readonly status: number; readonly title: string; readonly detail: string; readonly errors?: Loose }> {
  const error = await work.then(() => { throw new Error('It went well although it must not'); }, (thrown: Loose) => thrown);
  if (error.response === undefined) throw error;
  return { status: error.status, ...error.response.body };
}

describe('who it is', () => {
  test('an API key and a token are let in, and the account tells its name', async () => {
    expect(await mailchimp.ping.get()).toEqual({ health_status: "Everything's Chimpy!" });
    const account = await mailchimp.root.getRoot();
    expect(account).toMatchObject({ account_name: expect.any(String), role: 'owner', _links: expect.any(Array) });
    expect((await clientWith({ accessToken: chimp.connection.accessToken }).root.getRoot()).account_id).toBe(account.account_id);
  });

  test('a wrong key and none are told apart from each other', async () => {
    expect(await refusal(clientWith({ apiKey: `${'f'.repeat(32)}-us19` }).ping.get())).toMatchObject({ status: 401, title: 'API Key Invalid' });
    expect(await refusal(clientWith({}).ping.get())).toMatchObject({ status: 401 });
  });
});

describe('audiences and their contacts', () => {
  const email = 'Anna.deVries@Fluxo-Demo.nl';
  const hash = hashOf(email);

  test('the audiences are listed, one is read, changed and made', async () => {
    const { lists, total_items: total } = await mailchimp.lists.getAllLists({ count: 5 });
    expect([lists.length, total]).toEqual([1, 1]);
    expect(await mailchimp.lists.getList(list)).toMatchObject({ id: list, stats: { member_count: expect.any(Number) } });
    const { name } = await mailchimp.lists.getList(list, { fields: ['name'] });
    expect((await mailchimp.lists.updateList(list, { name: `${name} 2` })).name).toBe(`${name} 2`);
    await mailchimp.lists.updateList(list, { name });
    const made = await mailchimp.lists.createList({ name: 'Tweede', permission_reminder: 'x', email_type_option: false, contact: { company: 'x', address1: 'x', city: 'x', country: 'NL' }, campaign_defaults: { from_name: 'x', from_email: 'x@fluxo-demo.nl', subject: 'x', language: 'nl' } });
    expect(made.id).toMatch(/^[0-9a-f]{10}$/);
    expect(await mailchimp.lists.deleteList(made.id)).toBeNull();
  });

  test('a contact is added, read, put, changed, tagged, archived and erased', async () => {
    expect(await mailchimp.lists.addListMember(list, { email_address: email, status: 'subscribed', merge_fields: { FNAME: 'Anna' } })).toMatchObject({ id: hash, status: 'subscribed' });
    expect(await refusal(mailchimp.lists.addListMember(list, { email_address: email, status: 'subscribed' }))).toMatchObject({ status: 400, title: 'Member Exists' });
    expect(await mailchimp.lists.getListMember(list, hash, { fields: ['id', 'merge_fields'] })).toMatchObject({ id: hash, merge_fields: { FNAME: 'Anna' } });
    expect(await mailchimp.lists.setListMember(list, hash, { email_address: email, status_if_new: 'transactional', merge_fields: { LNAME: 'de Vries' } }, { skipMergeValidation: true })).toMatchObject({ status: 'subscribed', full_name: 'Anna de Vries' });
    expect(await mailchimp.lists.updateListMember(list, hash, { status: 'unsubscribed' })).toMatchObject({ status: 'unsubscribed' });
    expect(await mailchimp.lists.updateListMemberTags(list, hash, { tags: [{ name: 'Kassa', status: 'active' }] })).toBeNull();
    expect((await mailchimp.lists.getListMemberTags(list, hash)).tags).toMatchObject([{ name: 'Kassa' }]);
    expect((await mailchimp.lists.tagSearch(list, { name: 'Kas' })).tags).toMatchObject([{ name: 'Kassa' }]);
    expect(await mailchimp.lists.deleteListMember(list, hash)).toBeNull();
    expect((await mailchimp.lists.getListMember(list, hash)).status).toBe('archived');
    expect(await mailchimp.lists.deleteListMemberPermanent(list, hash)).toBeNull();
    expect(await refusal(mailchimp.lists.setListMember(list, hash, { email_address: email, status_if_new: 'subscribed' }))).toMatchObject({ status: 400, title: 'Forgotten Email Not Subscribed' });
  });

  test('contacts are read page by page, by state and by what changed since', async () => {
    const first = await mailchimp.lists.getListMembersInfo(list, { count: 3, offset: 0, sortField: 'last_changed', sortDir: 'ASC' });
    const second = await mailchimp.lists.getListMembersInfo(list, { count: 3, offset: 3, fields: ['members.id', 'total_items'] });
    expect([first.members.length, second.members.length, second.total_items]).toEqual([3, 3, first.total_items]);
    expect(Object.keys(second.members[0])).toEqual(['id']);
    for (const member of (await mailchimp.lists.getListMembersInfo(list, { status: 'unsubscribed' })).members) expect(member.status).toBe('unsubscribed');
    expect((await mailchimp.lists.getListMembersInfo(list, { sinceLastChanged: new Date(clock.now() + 60_000).toISOString().replace(/\.\d+Z/, '+00:00') })).members).toEqual([]);
    expect((await mailchimp.searchMembers.search('koper')).exact_matches).toMatchObject({ total_items: expect.any(Number) });
  });

  test('many contacts at once: each tells what became of it', async () => {
    const members = [{ email_address: 'bulk1@fluxo-demo.nl', status: 'transactional' }, { email_address: 'geen adres', status: 'transactional' }, { email_address: first(), status: 'subscribed' }];
    expect(await mailchimp.lists.batchListMembers(list, { members, update_existing: false })).toMatchObject({ total_created: 1, total_updated: 0, error_count: 2, errors: [{ error_code: 'ERROR_GENERIC' }, { error_code: 'ERROR_CONTACT_EXISTS' }] });
    expect(await mailchimp.lists.batchListMembers(list, { members: members.slice(0, 1), update_existing: true })).toMatchObject({ total_created: 0, total_updated: 1, error_count: 0 });
    expect(await refusal(mailchimp.lists.batchListMembers(list, { members: Array.from({ length: 501 }, (_, index) => ({ email_address: `m${index}@fluxo-demo.nl`, status: 'transactional' })) }))).toMatchObject({ status: 400 });

    function first(): string {
      return (chimp.entities()['members'] as readonly { readonly email_address: string }[])[0]!.email_address;
    }
  });

  test('merge fields and segments are made, read and removed', async () => {
    const field = await mailchimp.lists.addListMergeField(list, { name: 'Filiaal', type: 'text', tag: 'FILIAAL' });
    expect((await mailchimp.lists.getListMergeFields(list, { count: 50 })).merge_fields.map(({ tag }: Loose) => tag)).toContain('FILIAAL');
    expect((await mailchimp.lists.updateListMergeField(list, field.merge_id, { name: 'Winkel' })).name).toBe('Winkel');
    expect(await mailchimp.lists.deleteListMergeField(list, field.merge_id)).toBeNull();
    const segment = await mailchimp.lists.createSegment(list, { name: 'Kaas', static_segment: ['bulk1@fluxo-demo.nl'] });
    expect((await mailchimp.lists.getSegmentMembersList(list, segment.id)).members).toMatchObject([{ email_address: 'bulk1@fluxo-demo.nl' }]);
  });
});

describe('a store', () => {
  const id = 'my-server-store';
  const product = { id: 'p 1/é#', title: 'Fietsbel', variants: [{ id: 'zw', title: 'Zwart', sku: 'FB-ZW', price: 12.5, inventory_quantity: 34, backorders: '0' }] };
  let ecommerce: Loose;
  beforeAll(() => {
    ({ ecommerce } = mailchimp);
  });

  test('is made, read, changed, and its domain is its own', async () => {
    expect(await ecommerce.addStore({ id, list_id: list, name: 'Kassa', currency_code: 'EUR', domain: 'kassa.fluxo-demo.nl' })).toMatchObject({ id, list_id: list, is_syncing: false });
    expect(await refusal(ecommerce.addStore({ id: 'x', list_id: list, name: 'X', currency_code: 'EUR', domain: 'kassa.fluxo-demo.nl' }))).toMatchObject({ status: 400, detail: expect.stringContaining('already exists in the account') });
    expect(await ecommerce.updateStore(id, { is_syncing: true })).toMatchObject({ is_syncing: true });
    expect((await ecommerce.stores({ count: 50 })).stores.map((store: Loose) => store.id)).toContain(id);
    expect((await ecommerce.getStore(id)).name).toBe('Kassa');
    await ecommerce.updateStore(id, { is_syncing: false });
  });

  test('takes products and variants under any id, and says field by field what is wrong', async () => {
    expect(await ecommerce.addStoreProduct(id, product)).toMatchObject({ id: product.id, currency_code: 'EUR', variants: [{ id: 'zw', price: 12.5 }] });
    expect(await refusal(ecommerce.addStoreProduct(id, { ...product, id: 'p2', variants: [{ id: 'v', title: 'V', backorders: 1 }] }))).toMatchObject({ status: 400, title: 'Invalid Resource', errors: [{ field: 'variants.item:0.backorders', message: 'Schema describes string, integer found instead' }] });
    expect(await ecommerce.updateStoreProduct(id, product.id, { title: 'Bel' })).toMatchObject({ title: 'Bel' });
    expect(await ecommerce.addProductVariants(id, product.id, { id: 'rd', title: 'Rood', sku: 'FB-RD' })).toMatchObject({ id: 'rd' });
    expect(await ecommerce.addProductVariant(id, product.id, 'bl', { id: 'bl', title: 'Blauw' })).toMatchObject({ id: 'bl' });
    expect(await ecommerce.updateProductVariant(id, product.id, 'rd', { inventory_quantity: 9 })).toMatchObject({ inventory_quantity: 9 });
    expect((await ecommerce.getProductVariants(id, product.id, { count: 50 })).variants.map((variant: Loose) => variant.id)).toEqual(['zw', 'rd', 'bl']);
    expect(await ecommerce.deleteProductVariant(id, product.id, 'bl')).toBeNull();
    expect((await ecommerce.getAllStoreProducts(id, {})).total_items).toBe(1);
    expect((await ecommerce.getStoreProduct(id, product.id)).variants).toHaveLength(2);
    // The client has no call of its own for it, but can be told any.
    const { data } = await mailchimp.callApi('/ecommerce/stores/{store_id}/products/{product_id}', 'PUT', { store_id: id, product_id: 'p3' }, {}, {}, {}, { id: 'p3', title: 'Slot', variants: [{ id: 'p3', title: 'Slot' }] }, ['basicAuth'], ['application/json'], ['application/json'], Object);
    expect(data).toMatchObject({ id: 'p3' });
  });

  test('keeps pictures of its products', async () => {
    expect(await ecommerce.addProductImage(id, 'p3', { id: 'voor', url: 'https://fluxo-demo.nl/slot.jpg' })).toMatchObject({ id: 'voor', variant_ids: [] });
    expect(await ecommerce.updateProductImage(id, 'p3', 'voor', { variant_ids: ['p3'] })).toMatchObject({ variant_ids: ['p3'] });
    expect((await ecommerce.getProductImages(id, 'p3', {})).images).toMatchObject([{ id: 'voor' }]);
    expect((await ecommerce.getProductImage(id, 'p3', 'voor')).url).toBe('https://fluxo-demo.nl/slot.jpg');
    expect(await ecommerce.deleteProductImage(id, 'p3', 'voor')).toBeNull();
  });

  test('takes customers, whose address stays what it was', async () => {
    expect(await ecommerce.setStoreCustomer(id, 'c-1', { id: 'c-1', email_address: 'koper@fluxo-demo.nl', opt_in_status: false, first_name: 'Anna' })).toMatchObject({ opt_in_status: false, orders_count: 0 });
    expect(await ecommerce.updateStoreCustomer(id, 'c-1', { company: 'De Vries' })).toMatchObject({ company: 'De Vries' });
    expect(await refusal(ecommerce.setStoreCustomer(id, 'c-1', { id: 'c-1', email_address: 'ander@fluxo-demo.nl', opt_in_status: false }))).toMatchObject({ status: 400, detail: 'An email address may not be changed once a customer is created.' });
    expect((await ecommerce.getAllStoreCustomers(id, { emailAddress: 'koper@fluxo-demo.nl' })).customers).toMatchObject([{ id: 'c-1' }]);
    expect((await mailchimp.lists.getListMember(list, hashOf('koper@fluxo-demo.nl'))).status).toBe('transactional');
  });

  test('takes orders once, with lines, and lets them be changed', async () => {
    const order = { id: 'o-1', customer: { id: 'c-1' }, currency_code: 'EUR', order_total: 30.2, tax_total: '5.24', processed_at_foreign: '2026-03-01 09:12:00', lines: [{ id: '1', product_id: product.id, product_variant_id: 'zw', quantity: 2, price: 12.5 }] };
    expect(await ecommerce.addStoreOrder(id, order)).toMatchObject({ id: 'o-1', processed_at_foreign: '2026-03-01T09:12:00+00:00', customer: { orders_count: 1, total_spent: 30.2 }, lines: [{ product_title: 'Bel', product_variant_title: 'Zwart' }] });
    expect(await refusal(ecommerce.addStoreOrder(id, order))).toMatchObject({ status: 400, detail: 'An order with the provided ID already exists in the account.' });
    expect(await refusal(ecommerce.addStoreOrder(id, { ...order, id: 'o-2', lines: [{ ...order.lines[0], product_id: 'weg' }] }))).toMatchObject({ status: 400, detail: 'A product with the provided ID does not exist in the account for this list.' });
    expect(await refusal(ecommerce.addStoreOrder(id, { ...order, id: 'o-3', currency_code: undefined }))).toMatchObject({ status: 400, errors: [{ message: 'Required fields were not provided: currency_code' }] });
    expect(await ecommerce.updateOrder(id, 'o-1', { financial_status: 'paid' })).toMatchObject({ financial_status: 'paid' });
    expect(await ecommerce.addOrderLineItem(id, 'o-1', { id: '2', product_id: product.id, product_variant_id: 'rd', quantity: 1, price: 5.2 })).toMatchObject({ id: '2' });
    expect(await ecommerce.updateOrderLineItem(id, 'o-1', '2', { quantity: 3 })).toMatchObject({ quantity: 3 });
    expect((await ecommerce.getAllOrderLineItems(id, 'o-1', {})).total_items).toBe(2);
    expect(await ecommerce.deleteOrderLineItem(id, 'o-1', '2')).toBeNull();
    expect((await ecommerce.getStoreOrders(id, { customerId: 'c-1' })).orders).toMatchObject([{ id: 'o-1' }]);
    expect((await ecommerce.orders({ count: 100 })).orders.map((one: Loose) => one.id)).toContain('o-1');
    expect(await ecommerce.deleteOrder(id, 'o-1')).toBeNull();
    expect(await refusal(ecommerce.getOrder(id, 'o-1'))).toMatchObject({ status: 404, title: 'Resource Not Found' });
  });

  test('takes carts, and promotions with their codes', async () => {
    expect(await ecommerce.addStoreCart(id, { id: 'k-1', customer: { id: 'c-1' }, currency_code: 'EUR', order_total: 12.5, lines: [{ id: '1', product_id: product.id, product_variant_id: 'zw', quantity: 1, price: 12.5 }] })).toMatchObject({ id: 'k-1' });
    expect(await ecommerce.deleteStoreCart(id, 'k-1')).toBeNull();
    expect(await ecommerce.addPromoRules(id, { id: 'zomer', description: 'Tien procent', amount: 0.1, type: 'percentage', target: 'total' })).toMatchObject({ id: 'zomer', amount: 0.1 });
    expect(await ecommerce.addPromoCode(id, 'zomer', { id: 'z10', code: 'ZOMER10', redemption_url: 'https://fluxo-demo.nl/zomer' })).toMatchObject({ code: 'ZOMER10', usage_count: 0 });
    expect((await ecommerce.listPromoRules(id, {})).promo_rules).toMatchObject([{ id: 'zomer' }]);
    expect((await ecommerce.getPromoCodes('zomer', id, {})).promo_codes).toMatchObject([{ id: 'z10' }]);
    expect(await refusal(ecommerce.addPromoRules(id, { id: 'fout', description: 'x', amount: 1, type: 'gratis', target: 'total' }))).toMatchObject({ status: 400, errors: [{ field: 'type' }] });
    expect(await ecommerce.deletePromoCode(id, 'zomer', 'z10')).toBeNull();
    expect(await ecommerce.deletePromoRule(id, 'zomer')).toBeNull();
  });

  test('goes with all it holds', async () => {
    await ecommerce.deleteStore(id);
    expect(await refusal(ecommerce.getStore(id))).toMatchObject({ status: 404 });
  });
});

describe('batches', () => {
  test('work is handed in, asked for until it is done, and fetched as an archive', async () => {
    const operations = [
      { method: 'PUT', path: `/lists/${list}/members/${hashOf('batch@fluxo-demo.nl')}`, operation_id: 'goed', body: JSON.stringify({ email_address: 'batch@fluxo-demo.nl', status_if_new: 'transactional' }) },
      { method: 'GET', path: '/lists/weg', operation_id: 'fout' },
    ];
    const { id } = await mailchimp.batches.start({ operations });
    let batch = await mailchimp.batches.status(id);
    while (batch.status !== 'finished') batch = await mailchimp.batches.status(id);
    expect(batch).toMatchObject({ total_operations: 2, finished_operations: 2, errored_operations: 1 });
    const archive = Buffer.from(await (await fetch(batch.response_body_url)).arrayBuffer());
    const rows = [...readTar(archive).values()].filter((content): content is string => content !== undefined && content !== '').flatMap((content) => JSON.parse(content) as Loose[]);
    expect(Object.fromEntries(rows.map((row) => [row.operation_id, [row.status_code, JSON.parse(row.response).status]]))).toEqual({ goed: [200, 'transactional'], fout: [404, 404] });
    expect((await mailchimp.batches.list({ count: 10 })).batches.map((one: Loose) => one.id)).toContain(id);
    expect(await mailchimp.batches.deleteRequest(id)).toBeNull();
  });
});

describe('what goes wrong', () => {
  test('the eleventh call at a time is told to wait', async () => {
    const slow = makeMailChimpLookAlike(makeShop(), clock, { latencyMs: 300 });
    const busy = await serveLookAlike(slow, { port: 0, clock });
    try {
      const client = clientWith({ apiKey: slow.connection.apiKey });
      client.basePath = `${busy.url}/3.0`;
      const all = await Promise.allSettled(Array.from({ length: 12 }, () => client.ping.get()));
      const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as Loose] : []));
      expect(refused).toHaveLength(2);
      for (const error of refused) expect([error.status, error.response.body.title]).toEqual([429, 'Too Many Requests']);
    } finally {
      await busy.close();
    }
  });

  test.each([
    ['a path that does not exist', () => mailchimp.lists.getList('weg'), 404],
    ['a word that is no verb of it', () => mailchimp.callApi('/ping', 'DELETE', {}, {}, {}, {}, null, ['basicAuth'], ['application/json'], ['application/json'], Object), 405],
    ['a field that does not exist', () => mailchimp.lists.getList(list, { fields: ['bestaat_niet'] }), 422],
  ] as const)('%s is refused with the service’s own document', async (_, work, status) => {
    expect(await refusal(work())).toMatchObject({ status, title: expect.any(String), detail: expect.any(String), type: expect.stringContaining('mailchimp.com'), instance: expect.any(String) });
  });
});
