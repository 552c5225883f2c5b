import { expect, test } from 'vitest';
import { askedFields } from '#shared/setup/askedFields.ts';
import { makeCatalog } from './registry.ts';

const things = makeCatalog().connectors.flatMap(({ streams, targets }) => [...streams, ...targets]);

test.each(things)('what the set-up asks of $id are settings it has, a few of them and in the order of the form', (thing) => {
  const keys = thing.settings.map(({ key }) => key);
  expect((thing.asked ?? []).filter((key) => !keys.includes(key))).toEqual([]);
  const asked = askedFields(thing).map(({ key }) => key);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(22);
  for (const { key, required } of thing.settings) if (required) expect(asked).toContain(key);
});

test('the questions of an order into the books are the ones a bookkeeper would ask', () => {
  const sales = things.find(({ id }) => id === 'quickbooks.sales')!;
  const asked = askedFields(sales).map(({ key }) => key);
  expect(asked).toEqual(expect.arrayContaining(['taxTable', 'paymentMethod', 'depositAccount', 'defaultDebtor', 'debtor', 'term']));
  expect(asked).not.toContain('memo');
});
