import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { Ledger } from '../support/house.ts';
import { thereIn } from '../support/tillStock.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['quickbooks-stock-to-mplus'] });
let before: Ledger;
beforeAll(async () => {
  before = await house.ledger('mplus');
});

const thereOf = (ledger: Ledger, sku: string, branch = 2) => thereIn(ledger, sku, branch);

test('each article the till knows has in the branch what the books have on hand, and the other branch keeps its own', async () => {
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  const after = await house.ledger('mplus');
  const items = (await house.books())['Item']!.filter((item) => item['Type'] === 'Inventory');
  expect(run.read).toBe(items.length);
  const known = items.filter((item) => thereOf(before, String(item['Sku'])) !== undefined);
  expect(known.length).toBeGreaterThan(10);
  for (const { Sku: sku, QtyOnHand: quantity } of known) {
    expect(thereOf(after, sku), sku).toBe(Number(quantity));
    expect(thereOf(after, sku, 1), sku).toBe(thereOf(before, sku, 1));
  }
  expect(run.outcomes.updated + run.outcomes.unchanged).toBe(known.length);
  expect(run.outcomes.skipped).toBe(items.length - known.length);
});

test('a second run writes nothing', async () => {
  const held = await house.ledger('mplus');
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect((await house.ledger('mplus'))['stock']).toEqual(held['stock']);
});
