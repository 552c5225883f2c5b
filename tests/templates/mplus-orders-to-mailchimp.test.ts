import { expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { openHouse } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

interface WrittenOrder {
  readonly id: string;
  readonly store_id: string;
  readonly order_total: number;
  readonly financial_status: string;
  readonly customer: { readonly email_address: string; readonly opt_in_status: boolean };
  readonly lines: readonly { readonly quantity: number; readonly price: number }[];
}
interface Member {
  readonly id: string;
  readonly status: string;
}
const house = useHouse({ templates: ['mplus-orders-to-mailchimp'], orders: 60 });

const ledger = async () => (await house.ledger('mailchimp')) as unknown as { readonly orders: readonly WrittenOrder[]; readonly members: readonly Member[]; readonly mails: readonly unknown[]; readonly stores: readonly { readonly id: string; readonly is_syncing: boolean }[] };
const written = async () => (await ledger()).orders.filter((order) => order.store_id === 'koperen-ketel');

test('every order of the till that can be sent stands there once, to the cent', async () => {
  const { shop } = house.host.demo.sandbox!;
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(run.read).toBe(shop.orders.length);
  const orders = await written();
  expect(orders).toHaveLength(run.outcomes.created);
  expect(orders.length).toBeGreaterThan(50);
  for (const order of orders) {
    const sold = shop.orders.find(({ year, number }) => order.id === `${year}-${number}`)!;
    // An order without VAT (shifted) is owed without it.
    expect(Math.round(order.order_total * 100), order.id).toBe(sold.vatMethod === 'SHIFTED' ? sold.totalExclCents : sold.totalInclCents);
  }
});

test('weighed cheese is one piece at the price of its line', async () => {
  const { shop } = house.host.demo.sandbox!;
  const sold = shop.orders.find(({ number }) => number === 1003)!;
  const weighed = sold.lines.find(({ quantity }) => !/^\d+(\.0+)?$/.test(quantity))!;
  const order = (await written()).find(({ id }) => id.endsWith('-1003'))!;
  expect(order.lines.map(({ quantity, price }) => [quantity, Math.round(price * 100)])).toContainEqual([1, weighed.totalInclCents]);
  for (const { quantity } of order.lines) expect(Number.isInteger(quantity)).toBe(true);
});

test('what cannot be sent says why: cancelled, without e-mail, an unknown country, a number that is none', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['skipped', 'parked', 'invalid'], limit: 100 });
  const codeOf = (number: number) => rows.filter(({ title }) => title.endsWith(String(number))).map(({ reason, outcome }) => `${outcome} ${reason?.code ?? ''}`.trim())[0];
  expect([1010, 1019].map(codeOf)).toEqual(['skipped mailchimp.cancelled_before', 'skipped mailchimp.cancelled_before']);
  expect(codeOf(1014)).toBe('skipped mailchimp.order_without_email');
  expect(codeOf(1016)).toMatch(/^parked/);
  expect(codeOf(1012)).toMatch(/^invalid/);
});

test('buyers are known afterwards, nobody is subscribed who was not, nobody got mail, and the store is awake again', async () => {
  const { members, mails, stores, orders } = await ledger();
  const fresh = await openHouse({ templates: ['mplus-orders-to-mailchimp'], orders: 60 });
  try {
    const before = new Map(((await fresh.ledger('mailchimp'))['members'] as unknown as readonly Member[]).map(({ id, status }) => [id, status]));
    expect(members.length).toBeGreaterThan(before.size);
    for (const { id, status } of members) expect(status).toBe(before.get(id) ?? 'transactional');
  } finally {
    await fresh.close();
  }
  expect(mails).toEqual([]);
  for (const order of orders.filter(({ store_id: store }) => store === 'koperen-ketel')) expect([order.financial_status, order.customer.opt_in_status]).toEqual(['', false]);
  expect(stores.find(({ id }) => id === 'koperen-ketel')?.is_syncing).toBe(false);
});

test('while old orders were written the store was in syncing mode', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['created'], limit: 200 });
  const stories = await Promise.all(rows.map(({ runId, seq }) => house.host.workspace.store.story(runId, seq)));
  const notes = stories.flatMap((story) => story!.steps.flatMap((step) => (step.kind === 'note' ? [step.text.code] : [])));
  expect(notes.filter((code) => code === 'mailchimp.store_quiet')).toHaveLength(1);
});

test('a second run writes nothing', async () => {
  const before = await ledger();
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect((await ledger()).orders).toEqual(before.orders);
});
