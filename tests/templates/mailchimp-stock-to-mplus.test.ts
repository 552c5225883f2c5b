import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { Ledger } from '../support/house.ts';
import { thereIn } from '../support/tillStock.ts';
import { useHouse } from '../support/useHouse.ts';

const warehouse = 2;

const house = useHouse({ templates: ['mailchimp-stock-to-mplus'] });
let before: Ledger;
beforeAll(async () => {
  before = await house.ledger('mplus');
});

const thereOf = (ledger: Ledger, sku: string, branch = warehouse) => thereIn(ledger, sku, branch);
const variants = async () => (await house.ledger('mailchimp'))['products']!.flatMap((product) => product['variants'] as { sku: string; inventory_quantity: number }[]);

test('each article the till knows has in the branch what the store says, and the other branch keeps its own', async () => {
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  const after = await house.ledger('mplus');
  const sold = await variants();
  expect(run.read).toBe(sold.length);
  const known = sold.filter(({ sku }) => thereOf(before, sku) !== undefined);
  expect(known.length).toBeGreaterThan(10);
  for (const { sku, inventory_quantity: quantity } of known) {
    expect(thereOf(after, sku), sku).toBe(quantity);
    expect(thereOf(after, sku, 1), sku).toBe(thereOf(before, sku, 1));
  }
  expect(run.outcomes.updated + run.outcomes.unchanged).toBe(known.length);
  // Goods the till does not have, one of them with a number that is none.
  expect(run.outcomes.skipped).toBe(sold.length - known.length);
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['skipped'], limit: 100 });
  expect(new Set(rows.map(({ reason }) => reason?.code))).toEqual(new Set(['mplus.not_in_till']));
  expect(rows.map(({ reason }) => reason?.params?.['sku'])).toContain('KK-BOEK-1');
});

test('a second run writes nothing', async () => {
  const held = await house.ledger('mplus');
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect((await house.ledger('mplus'))['stock']).toEqual(held['stock']);
});
