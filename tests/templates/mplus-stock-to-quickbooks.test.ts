import { expect, test } from 'vitest';
import { fromScaled, sum } from '#shared/money/decimal.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { freeThousandths } from '../support/tillStock.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['mplus-stock-to-quickbooks'] });

interface Item {
  readonly Type: string;
  readonly Sku?: string;
  readonly QtyOnHand?: number;
}
const inBooks = async () => new Map(((await house.books())['Item'] as unknown as readonly Item[]).filter(({ Type, Sku }) => Type === 'Inventory' && Sku !== undefined).map(({ Sku, QtyOnHand }) => [Sku!, String(QtyOnHand)]));
/** What can be sold of an article over all branches, never less than none. */
const inTill = async () => new Map([...freeThousandths(await house.ledger('mplus'))].map(([sku, thousandths]) => [sku, sum([fromScaled(Math.max(0, thousandths), 3)])]));

test('the books have what the till can sell, parts of a kilo too, and what the till does not know stays as it was', async () => {
  const before = await inBooks();
  const run = await house.run();
  expect(run.status).toBe('succeeded');
  expect(countAll(run.outcomes)).toBe(run.read);
  const [after, till] = [await inBooks(), await inTill()];
  expect([...after.keys()].some((sku) => !till.has(sku))).toBe(true);
  for (const [sku, quantity] of after) expect(quantity, sku).toBe(till.get(sku) ?? before.get(sku));
  expect([...after.values()].some((quantity) => quantity.includes('.'))).toBe(true);
  const both = [...after.keys()].filter((sku) => till.has(sku)).length;
  expect(both).toBeGreaterThan(10);
  expect(run.outcomes.updated + run.outcomes.unchanged).toBe(both);
  expect(run.outcomes).toMatchObject({ created: 0, rejected: 0, invalid: 0, parked: 0, unsure: 0 });
});

test('articles the books do not have, or keep no stock of, and articles without stock are skipped, each with its reason', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['skipped'], limit: 200 });
  expect(new Set(rows.map(({ reason }) => reason?.code))).toEqual(new Set(['quickbooks.not_in_target', 'quickbooks.not_inventory', 'quickbooks.source_counts_none']));
});

test('a second run sets nothing', async () => {
  const before = await inBooks();
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(await inBooks()).toEqual(before);
});

test('a change at the till is the only thing the next run sets', async () => {
  const { shop, mplus } = house.host.demo.sandbox!;
  const article = shop.products.find(({ kind, inBooks: known, unit, vatRate }) => kind === 'goods' && known && unit === 'piece' && vatRate !== 0)!.articleNumber;
  const envelope = `<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns="urn:mplusqapi"><SOAP-ENV:Body><ns:updateStock><ns:request><ns:branchNumber>1</ns:branchNumber><ns:articleNumber>${article}</ns:articleNumber><ns:amountChanged>4</ns:amountChanged></ns:request></ns:updateStock></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
  const answer = await fetch(`${mplus.baseUrl}?ident=${mplus.ident}&secret=${mplus.secret}`, { method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: 'updateStock' }, body: envelope });
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('result>')]);
  expect((await house.run()).outcomes).toMatchObject({ updated: 1 });
  expect((await inBooks()).get(String(article))).toBe((await inTill()).get(String(article)));
});
