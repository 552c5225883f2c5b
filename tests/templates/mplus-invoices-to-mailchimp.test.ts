import { expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { useHouse } from '../support/useHouse.ts';

interface WrittenOrder {
  readonly id: string;
  readonly store_id: string;
  readonly order_total: number;
}
const house = useHouse({ templates: ['mplus-invoices-to-mailchimp'] });

const ledger = async () => (await house.ledger('mailchimp')) as unknown as { readonly orders: readonly WrittenOrder[]; readonly mails: readonly unknown[]; readonly stores: readonly { readonly id: string; readonly is_syncing: boolean }[] };
const written = async () => (await ledger()).orders.filter((order) => order.store_id === 'koperen-ketel');

test('every invoice that can be sent is an order of the store, to the cent, and a credit takes its amount off', async () => {
  const { shop } = house.host.demo.sandbox!;
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  const orders = await written();
  expect(orders).toHaveLength(run.outcomes.created);
  expect(orders.length).toBeGreaterThan(10);
  for (const order of orders) {
    const billed = shop.invoices.find(({ number }) => order.id.endsWith(`-${number}`))!;
    expect(Math.round(order.order_total * 100), order.id).toBe(billed.vatMethod === 'SHIFTED' ? billed.totalExclCents : billed.totalInclCents);
  }
  expect(orders.find(({ id }) => id.endsWith('-3002'))!.order_total).toBeLessThan(0);
});

test('reading made no invoice final, nobody got mail, and the store is awake again', async () => {
  const { mails, stores } = await ledger();
  expect(mails).toEqual([]);
  expect(stores.find(({ id }) => id === 'koperen-ketel')?.is_syncing).toBe(false);
  const notFinal = house.host.demo.sandbox!.shop.invoices.filter(({ isFinal }) => !isFinal).length;
  expect(notFinal).toBeGreaterThan(0);
  expect((await house.ledger('mplus'))['invoices']!.filter((invoice) => invoice['finalized'] !== true)).toHaveLength(notFinal);
});

test('an invoice without e-mail address is skipped, one with an unknown country waits', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['skipped', 'parked'], limit: 100 });
  expect(rows.find(({ title }) => title.includes('3007'))).toMatchObject({ outcome: 'skipped', reason: { code: 'mailchimp.order_without_email' } });
  expect(rows.find(({ title }) => title.includes('3005'))).toMatchObject({ outcome: 'parked' });
});

test('a second run writes nothing', async () => {
  const before = await written();
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(await written()).toEqual(before);
});
