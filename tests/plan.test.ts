import { afterEach, describe, expect, test, vi } from 'vitest';
import { fromCents, round, sum } from '#shared/money/decimal.ts';
import { checkSums, totalsBy } from '#shared/records/totals.ts';
import { openHouse, type House, type Ledger } from './support/house.ts';

vi.setConfig({ testTimeout: 120_000 });

const houses: House[] = [];
const begin = async (orders: number): Promise<House> => {
  const house = await openHouse({ orders });
  houses.push(house);
  return house;
};
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

const kinds = ['SalesReceipt', 'Invoice', 'CreditMemo', 'RefundReceipt'] as const;
const own = (document: { readonly [key: string]: unknown }) => !String(document['DocNumber']).startsWith('KK-');
/** Sum of a kind of document that the flow made, to the cent. */
const booked = (books: Ledger, kind: (typeof kinds)[number]) => sum((books[kind] ?? []).filter(own).map((document) => fromCents(Math.round(Number(document['TotalAmt']) * 100))));

describe('the plan of the till’s orders for the books', () => {
  test('comes to what the real run then writes, by kind of document, tax code and day, and to what the till sold', async () => {
    const house = await begin(120);
    const { store } = house.host.workspace;
    const dry = await house.run({ dryRun: true });
    const planned = await store.totals(dry.runId);
    expect(totalsBy(planned, 'document').length).toBeGreaterThan(1);
    expect(checkSums(planned)).toMatchObject({ currency: 'EUR' });
    // The same sum, told by kind, tax code and day.
    const sums = (['document', 'taxCode', 'day', 'dayTaxCode', 'paymentMethod'] as const).map((by) => round(sum(totalsBy(planned, by).map(({ total }) => total!)), 2));
    expect(new Set(sums).size, sums.join(', ')).toBe(1);
    expect(round(sum(totalsBy(planned, 'account').map(({ net }) => net!)), 2)).toBe(round(sum(totalsBy(planned, 'document').map(({ net }) => net!)), 2));
    expect(totalsBy(planned, 'account').map(({ key }) => key)).not.toContain('');

    const real = await house.run({ carryOut: dry.runId });
    expect(real.outcomes).toEqual(dry.outcomes);
    const books = await house.books();
    for (const kind of kinds) expect(round(booked(books, kind), 2), kind).toBe(round(sum(totalsBy(planned, 'document').filter(({ key }) => key === kind).map(({ total }) => total!)), 2));
    expect((await store.totals(real.runId)).toSorted(byName)).toEqual(planned.toSorted(byName));
    // Nothing is left for the next run, and the plan cannot be carried out twice.
    expect((await house.run()).outcomes.created).toBe(0);
    await expect(house.run({ carryOut: dry.runId })).rejects.toMatchObject({ code: 'plan.done' });
  });

  test('sets aside exactly the order that was booked by itself meanwhile', async () => {
    const house = await begin(30);
    const { store } = house.host.workspace;
    const dry = await house.run({ dryRun: true });
    const { rows } = await store.records({ runId: dry.runId, outcomes: ['created'], limit: 500 });
    const stories = await Promise.all(rows.map((row) => store.story(dry.runId, row.seq)));
    // An order that needs nothing but its document, so that no other one depends on what is made for it.
    const chosen = stories.find((story) => story!.steps.some((step) => step.kind === 'plan' && step.decision.writes.length === 1))!.row;
    await house.run({ onlyKey: chosen.key });
    const real = await house.run({ carryOut: dry.runId });
    const parked = (await store.records({ runId: real.runId, outcomes: ['parked'], limit: 100 })).rows.filter(({ reason }) => reason?.code === 'plan.differs');
    expect(parked.map(({ key }) => key)).toEqual([chosen.key]);
    expect(real.outcomes.created).toBe(dry.outcomes.created - 1);
    expect((await house.books())['SalesReceipt']!.filter((document) => String(document['DocNumber']).endsWith(chosen.title.replace(/^\D+/, '')))).toHaveLength(1);
  });
});

const byName = (a: { readonly by: string; readonly key: string; readonly within?: string }, b: typeof a) => (JSON.stringify([a.by, a.key, a.within ?? '']) < JSON.stringify([b.by, b.key, b.within ?? '']) ? -1 : 1);
