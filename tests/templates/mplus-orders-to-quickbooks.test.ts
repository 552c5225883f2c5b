import { beforeAll, describe, expect, test } from 'vitest';
import { fromCents, sum } from '#shared/money/decimal.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { openHouse } from '../support/house.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

/** The documents the flow made; the bookkeeper's own have a prefix of theirs. */
const fromTill = (books: Ledger) => [...(books['SalesReceipt'] ?? []), ...(books['Invoice'] ?? [])].filter((document) => !String(document['DocNumber']).startsWith('KK-'));

describe('MplusKASSA orders to QuickBooks', () => {
  const house = useHouse({ orders: 120 });
  beforeAll(async () => {
    await house.run();
  });

  test('every booked order stands there once, with the till’s total to the cent', async () => {
    const { shop } = house.host.demo.sandbox!;
    const entities = await house.books();
    const documents = fromTill(entities);
    const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['created'], limit: 500 });
    expect(documents).toHaveLength(rows.length);
    for (const row of rows) {
      const order = shop.orders.find((candidate) => row.title.endsWith(String(candidate.number)))!;
      const found = documents.filter((document) => document['Id'] === row.target!.id && String(document['DocNumber']).includes(String(order.number)));
      expect(found, row.title).toHaveLength(1);
      // An order without VAT (shifted) is owed without it.
      const owed = order.vatMethod === 'SHIFTED' ? order.totalExclCents : order.totalInclCents;
      expect(fromCents(Math.round(Number(found[0]!['TotalAmt']) * 100)), row.title).toBe(fromCents(owed));
    }
  });

  test('all of it adds up to what the till sold', async () => {
    const { shop } = house.host.demo.sandbox!;
    const entities = await house.books();
    const booked = sum(fromTill(entities).map((document) => fromCents(Math.round(Number(document['TotalAmt']) * 100))));
    const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['created'], limit: 500 });
    const sold = sum(rows.map((row) => {
      const order = shop.orders.find((candidate) => row.title.endsWith(String(candidate.number)))!;
      return fromCents(order.vatMethod === 'SHIFTED' ? order.totalExclCents : order.totalInclCents);
    }));
    expect(booked).toBe(sold);
  });

  test('the story of a record tells each sub-step with its requests and answers, and holds no secret', async () => {
    const { store } = house.host.workspace;
    const { rows } = await store.records({ flowId: house.flowId, outcomes: ['created'], limit: 5 });
    const story = await store.story(rows[0]!.runId, rows[0]!.seq);
    expect(story?.source).toBeTruthy();
    expect(story?.mapped).toMatchObject({ lines: expect.any(Array) as unknown[] });
    const operations = story!.steps.flatMap((step) => (step.kind === 'exchange' ? [step.exchange.operation] : []));
    expect(operations.some((operation) => /salesreceipt|invoice/.test(operation))).toBe(true);
    expect(operations).toContain('getOrders');
    const text = JSON.stringify(story);
    const { mplus, quickbooks } = house.host.demo.sandbox!;
    for (const secret of [mplus.secret, quickbooks.clientSecret, quickbooks.refreshToken, quickbooks.clientId]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/Bearer [A-Za-z0-9]/);
  });

  test('a dry run of a new workspace writes nothing and says what it would do', async () => {
    const fresh = await openHouse({ orders: 30 });
    try {
      const before = await fresh.books();
      const dry = await fresh.run({ dryRun: true });
      expect(dry.outcomes.created).toBeGreaterThan(15);
      expect(countAll(dry.outcomes)).toBe(dry.read);
      expect(await fresh.books()).toEqual(before);
      const real = await fresh.run();
      expect(real.outcomes).toEqual(dry.outcomes);
    } finally {
      await fresh.close();
    }
  });

  test('one order can be run by its number', async () => {
    const fresh = await openHouse({ orders: 30 });
    try {
      const only = await fresh.run({ onlyKey: '2026-1003' });
      expect(only).toMatchObject({ read: 1, outcomes: { created: 1 } });
    } finally {
      await fresh.close();
    }
  });
});
