import { expect, test, vi } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import { openHouse } from '#tests/support/house.ts';

vi.setConfig({ testTimeout: 120_000 });

test.each([
  ['mplus-customers-to-quickbooks', 'quickbooks-customers-to-mplus', 'Customer', 'relations'],
  ['mplus-products-to-quickbooks', 'quickbooks-products-to-mplus', 'Item', 'products'],
])('%s and %s together come to rest: nothing is sent back and nothing is there twice', async (there, back, inBooks, inTill) => {
  const house = await openHouse({ templates: [there, back] });
  try {
    const first = await house.run({ template: there });
    expect(first.outcomes.created).toBeGreaterThan(0);
    const second = await house.run({ template: back });
    expect(countAll(second.outcomes)).toBe(second.read);
    // What the till's flow wrote into the books is recognised there and stays where it is.
    expect(second.outcomes.skipped).toBeGreaterThanOrEqual(first.outcomes.created);
    const [books, till] = [(await house.books())[inBooks]!, (await house.ledger('mplus'))[inTill]!];
    for (let round = 0; round < 2; round += 1) {
      for (const template of [there, back]) expect((await house.run({ template })).outcomes, template).toMatchObject({ created: 0, updated: 0 });
    }
    expect((await house.books())[inBooks]).toEqual(books);
    expect((await house.ledger('mplus'))[inTill]).toEqual(till);
  } finally {
    await house.close();
  }
});
