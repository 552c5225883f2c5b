import { expect, test } from 'vitest';
import { makeClock } from '../server/clock.ts';
import { demoDay, makeShop } from '../shop/makeShop.ts';
import { makeMailChimpLookAlike } from './index.ts';
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
  const other = makeMailChimpLookAlike(makeShop(), makeClock(demoDay));
  const before = JSON.stringify(chimp.entities());
  expect(JSON.stringify(other.entities())).toBe(before);
  expect(chimp.entities()).toMatchObject({ mails: [], products: [], orders: [], customers: [], batches: [] });
  await save('POST', `${list}/members`, { email_address: 'nieuw@fluxo-demo.nl', status: 'pending' });
  expect(JSON.stringify(chimp.entities())).not.toBe(before);
  chimp.reset();
  expect(JSON.stringify(chimp.entities())).toBe(before);
  expect(other.connection.apiKey).not.toBe(chimp.connection.apiKey);
});

test('a shop of ten thousand customers is served page by page in a moment', async () => {
  const clock = makeClock(demoDay);
  const chimp = makeMailChimpLookAlike(makeShop({ customers: 10_000, orders: 10 }), clock, { latencyMs: 0 });
  const { apiKey, listId } = chimp.connection;
  const started = performance.now();
  let rows = 0;
  for (let offset = 0; offset === rows; offset += 1_000) {
    const query = new URLSearchParams({ count: '1000', offset: String(offset), sort_field: 'last_changed' });
    const answer = await chimp.handle({ method: 'GET', path: `/3.0/lists/${listId}/members`, query, headers: { authorization: `Bearer ${apiKey}` }, body: Buffer.alloc(0) });
    rows += (JSON.parse(answer.body.toString()) as Loose).members.length;
  }
  expect(rows).toBeGreaterThan(6_000);
  expect(performance.now() - started).toBeLessThan(10_000);
});
