import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHouse, type House } from './support/house.ts';

/** What the ledger keeps of an order, seen through storage, engine and target together. */
let house: House;
beforeEach(async () => {
  house = await openHouse({ orders: 24, customers: 14 });
});
afterEach(() => house.close());

test('orders read once more and not changed since are no alarm, even when changes are to be reported', async () => {
  const { document, revision } = await house.host.workspace.flows.get(house.flowId);
  const nodes = document.nodes.map((node) => (node.kind === 'target' ? { ...node, settings: { ...node.settings, onExisting: 'alertIfChanged' } } : node));
  await house.host.workspace.flows.save({ ...document, nodes }, revision);
  const first = await house.run();
  expect(first.outcomes.created).toBeGreaterThan(10);
  const source = document.nodes.find((node) => node.kind === 'source')!;
  await house.host.workspace.store.setCursor({ flowId: house.flowId, nodeId: source.id, connectionId: source.connection!, stream: String(source.settings['stream']) }, null);
  const again = await house.run();
  expect(again.outcomes.created).toBe(0);
  expect(again.outcomes.skipped).toBeGreaterThanOrEqual(first.outcomes.created);
  const problems = await house.host.workspace.store.problems({ state: 'open', limit: 100 });
  expect(problems.filter((problem) => problem.error.code.startsWith('quickbooks.changed'))).toEqual([]);
});
