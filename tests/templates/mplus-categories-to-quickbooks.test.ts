import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { runAgainFromStart } from '../support/house.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const template = 'mplus-categories-to-quickbooks';

const house = useHouse({ templates: [template] });
let before: Ledger;
let after: Ledger;
beforeAll(async () => {
  before = await house.books();
});

const categories = (ledger: Ledger) => ledger['Item']!.filter((item) => item['Type'] === 'Category');

test('every article group of the till is a category in its place, also one that is still empty', async () => {
  await house.fault('quickbooks', [{ operation: 'POST item', times: 1, fault: { kind: 'loseAnswer' } }]);
  const run = await house.run();
  expect(countAll(run.outcomes)).toBe(run.read);
  const { groups } = house.host.demo.sandbox!.shop;
  expect(run).toMatchObject({ status: 'succeeded', read: groups.length });
  after = await house.books();
  const paths = categories(after).map((item) => item['FullyQualifiedName']);
  for (const { name, parent } of groups) expect(paths.filter((path) => path === (parent === undefined ? name : `${parent}:${name}`)), name).toHaveLength(1);
  expect(run.outcomes.created).toBe(categories(after).length - categories(before).length);
  expect(run.outcomes.created).toBeGreaterThan(0);
  expect(run.outcomes.created + run.outcomes.unchanged).toBe(groups.length);
});

test('what was in the books before is as it was', () => {
  for (const item of before['Item']!) expect(after['Item']!.find(({ Id }) => Id === item['Id'])).toEqual(item);
});

test('a second run, and one that reads everything again, change nothing', async () => {
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  const all = await runAgainFromStart(house, template);
  expect(all.outcomes).toMatchObject({ created: 0, updated: 0, unchanged: all.read });
  expect((await house.books())['Item']).toEqual(after['Item']);
});
