import { expect, test } from 'vitest';
import { makeClock } from '../server/clock.ts';
import { demoDay, makeShop } from '../shop/makeShop.ts';
import { makeMailChimpLookAlike } from './index.ts';
import { webOrders } from './seedWebShop.ts';
import { openMailChimp } from './testing/openMailChimp.ts';
import type { Loose } from './testing/openMailChimp.ts';

test('the audience has contacts in every state, knows companies by a merge field, and misses some of the customers', async () => {
  const { chimp } = openMailChimp();
  const members = chimp.entities()['members'] as Loose[];
  expect(new Set(members.map((row) => row.status))).toEqual(new Set(['subscribed', 'unsubscribed', 'transactional', 'cleaned', 'pending']));
  expect(members.some((row) => row.merge_fields.COMPANY !== '')).toBe(true);
  expect(members.some((row) => row.tags.some((tag: Loose) => tag.name === 'Zakelijk'))).toBe(true);
  const known = new Set(members.map((row) => row.email_address));
  const shop = makeShop();
  expect(shop.customers.filter(({ email }) => email !== undefined && !known.has(email)).length).toBeGreaterThan(2);
  expect(known.size).toBe(members.length);
});

test('the same shop gives the same account, a reset brings it back, and the seed sent nothing', async () => {
  const { chimp, save, list } = openMailChimp();
  const other = makeMailChimpLookAlike(makeShop(), makeClock(demoDay), { webShop: false });
  const before = JSON.stringify(chimp.entities());
  expect(JSON.stringify(other.entities())).toBe(before);
  expect(chimp.entities()).toMatchObject({ mails: [], products: [], orders: [], customers: [], batches: [] });
  await save('POST', `${list}/members`, { email_address: 'nieuw@fluxo-demo.nl', status: 'pending' });
  expect(JSON.stringify(chimp.entities())).not.toBe(before);
  chimp.reset();
  expect(JSON.stringify(chimp.entities())).toBe(before);
  expect(other.connection.apiKey).not.toBe(chimp.connection.apiKey);
});

test('the web shop sells a product in twelve variants, goods and people the till does not know, and one with a number no till takes', () => {
  const { chimp } = openMailChimp({ webShop: true });
  const { products, customers, orders, mails, members } = chimp.entities() as Record<string, Loose[]>;
  const shop = makeShop();
  expect(mails).toEqual([]);
  expect(products!.map(({ variants }) => variants.length)).toContain(12);
  const skus = products!.flatMap(({ variants }) => variants.map(({ sku }: Loose) => sku as string));
  expect(skus.filter((sku) => !/^\d+$/.test(sku))).toEqual(['KK-BOEK-1']);
  expect(products!.some(({ title }) => [...title].length === 60)).toBe(true);
  const known = new Set(shop.customers.map(({ email }) => email));
  expect(customers!.filter(({ email_address }) => known.has(email_address)).length).toBeGreaterThan(1);
  expect(customers!.filter(({ email_address }) => !known.has(email_address)).length).toBeGreaterThan(2);
  expect(orders!.map(({ id }) => id)).toEqual(Object.keys(webOrders));
  for (const order of orders!) {
    const lines = order.lines.reduce((sum: number, { price, quantity }: Loose) => sum + price * quantity, 0);
    expect(order.order_total, order.id).toBeCloseTo(lines + order.shipping_total - order.discount_total, 6);
  }
  expect(orders!.filter(({ cancelled_at_foreign }) => cancelled_at_foreign !== '').map(({ id }) => id)).toEqual(['W-2004']);
  // Buying subscribes nobody.
  expect(members!.filter(({ email_address }) => !known.has(email_address)).map(({ status }) => status)).toEqual(['transactional', 'transactional', 'transactional', 'transactional']);
});

test('a shop of ten thousand customers is served page by page', async () => {
  const clock = makeClock(demoDay);
  const chimp = makeMailChimpLookAlike(makeShop({ customers: 10_000, orders: 10 }), clock, { latencyMs: 0 });
  const { apiKey, listId } = chimp.connection;
  let rows = 0;
  for (let offset = 0; offset === rows; offset += 1_000) {
    const query = new URLSearchParams({ count: '1000', offset: String(offset), sort_field: 'last_changed' });
    const answer = await chimp.handle({ method: 'GET', path: `/3.0/lists/${listId}/members`, query, headers: { authorization: `Bearer ${apiKey}` }, body: Buffer.alloc(0) });
    rows += (JSON.parse(answer.body.toString()) as Loose).members.length;
  }
  expect(rows).toBeGreaterThan(6_000);
});
