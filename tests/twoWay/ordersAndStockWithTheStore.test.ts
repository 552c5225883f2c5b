import { expect, test } from 'vitest';
import { openHouse } from '#tests/support/house.ts';

/** Flows that run both ways between a store and the till at once. */
test('orders and stock that a flow brought to the till do not come back to the store they are from', async () => {
  const house = await openHouse({ templates: ['mailchimp-orders-to-mplus', 'mplus-orders-to-mailchimp', 'mailchimp-stock-to-mplus', 'mplus-stock-to-mailchimp'] });
  try {
    const store = async () => {
      const { orders, products } = await house.ledger('mailchimp');
      const quantities = products!.flatMap((product) => (product['variants'] as { sku: string; inventory_quantity: number }[]).map(({ sku, inventory_quantity: quantity }) => `${sku} ${quantity}`));
      return { orders: orders!.map(({ id }) => id as string), quantities };
    };
    const before = await store();
    const toTill = await house.run({ template: 'mailchimp-orders-to-mplus' });
    const back = await house.run({ template: 'mplus-orders-to-mailchimp' });
    const echoes = async (runId: string) => (await house.host.workspace.store.records({ runId, limit: 500 })).rows.filter(({ reason }) => reason?.code === 'delivery.echo').length;
    expect(toTill.outcomes.created).toBeGreaterThan(3);
    expect(await echoes(back.runId)).toBe(toTill.outcomes.created);
    expect((await store()).orders).toHaveLength(before.orders.length + back.outcomes.created);

    const { quantities } = await store();
    const stock = await house.run({ template: 'mailchimp-stock-to-mplus' });
    const stockBack = await house.run({ template: 'mplus-stock-to-mailchimp' });
    expect(stock.outcomes.updated).toBeGreaterThan(10);
    expect(await echoes(stockBack.runId)).toBe(stock.outcomes.updated);
    expect(stockBack.outcomes.updated).toBe(0);
    expect((await store()).quantities).toEqual(quantities);

    for (const template of ['mailchimp-orders-to-mplus', 'mplus-orders-to-mailchimp', 'mailchimp-stock-to-mplus', 'mplus-stock-to-mailchimp']) {
      expect((await house.run({ template })).outcomes, template).toMatchObject({ created: 0, updated: 0 });
    }
  } finally {
    await house.close();
  }
});
