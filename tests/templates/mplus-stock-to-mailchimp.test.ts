import { expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { freeThousandths } from '../support/tillStock.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['mplus-stock-to-mailchimp'] });

interface Product {
  readonly store_id: string;
  readonly variants: readonly { readonly sku: string; readonly inventory_quantity: number }[];
}
const inStore = async () => new Map(((await house.ledger('mailchimp'))['products'] as unknown as readonly Product[]).filter((product) => product.store_id === 'web-winkel').flatMap((product) => product.variants.map(({ sku, inventory_quantity: quantity }) => [sku, quantity] as const)));
/** What can be sold of an article over all branches, in whole pieces. */
const inTill = async () => new Map([...freeThousandths(await house.ledger('mplus'))].map(([sku, thousandths]) => [sku, Math.max(0, Math.floor(thousandths / 1000))]));

test('the web shop shows what the till can sell, in whole pieces and never less than none', async () => {
  const before = await inStore();
  const run = await house.run();
  expect(run.status).toBe('succeeded');
  expect(countAll(run.outcomes)).toBe(run.read);
  const [after, till] = [await inStore(), await inTill()];
  let both = 0;
  for (const [sku, quantity] of after) {
    expect(quantity, sku).toBe(till.get(sku) ?? before.get(sku));
    if (till.has(sku)) both += 1;
  }
  expect(both).toBeGreaterThan(10);
  expect(run.outcomes.updated + run.outcomes.unchanged).toBe(both);
});

test('articles the web shop does not have and articles without stock are skipped, each with its reason', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['skipped'], limit: 200 });
  expect(new Set(rows.map(({ reason }) => reason?.code))).toEqual(new Set(['mailchimp.sku_unknown', 'mailchimp.not_stocked']));
});

test('a second run sets nothing', async () => {
  const before = await house.ledger('mailchimp');
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect((await house.ledger('mailchimp'))['products']).toEqual(before['products']);
});
