import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTill } from '../../testing/openTill.ts';
import type { OpenTill } from '../../testing/openTill.ts';
import { RelationIndex, relationIndexOf } from './relationIndex.ts';

let till: OpenTill;
beforeAll(async () => {
  till = await openTill({ shop: { customers: 600, orders: 4 }, unsortedPages: true });
});
afterAll(() => till.stop());

function counting() {
  const operations: string[] = [];
  return { operations, call: { signal: new AbortController().signal, noteExchange: ({ operation }: { readonly operation: string }) => void operations.push(operation) } };
}

test('a till of 600 cards is read in pages of 250 once, and after that one call says that nothing changed', async () => {
  const index = new RelationIndex(till.client);
  const { operations, call } = counting();
  await index.open(call);
  expect([index.size, operations.length]).toEqual([600, 4]);
  operations.length = 0;
  await index.refresh(call);
  expect(operations).toEqual(['getRelations']);
  await index.open(call);
  expect(operations).toEqual(['getRelations', 'getCurrentSyncMarkers', 'getRelations']);
});

test('a changed card is found by its new values and no longer by its old ones', async () => {
  const index = new RelationIndex(till.client);
  const { call } = counting();
  await index.open(call);
  const { email, relationNumber } = till.rows('relations').find(({ relationNumber: number }) => number === 2100)!;
  expect(index.find('email', email).map(({ number }) => number)).toEqual(['2100']);
  await till.ask('updateRelation', { relation: { relationNumber: String(relationNumber), email: 'Ander@Adres.example', mobile: '+31 6 8765 4321' } });
  await index.refresh(call);
  expect(index.find('email', email)).toEqual([]);
  expect(index.find('email', 'ander@adres.example')).toMatchObject([{ number: '2100' }]);
  expect(index.find('phone', '06-87654321')).toMatchObject([{ number: '2100' }]);
  expect(index.find('email', '')).toEqual([]);
});

test('a till that was put back to an earlier day is read anew', async () => {
  const index = new RelationIndex(till.client);
  const { call } = counting();
  const made = await till.ask('createRelation', { relation: { name: 'Na de reservekopie', email: 'later@dan.example' } });
  await index.open(call);
  expect(index.get(String(made['relationNumber']))).toBeDefined();
  await fetch(`${till.served.url}/__sandbox/reset`, { method: 'POST' });
  await index.open(call);
  expect(index.get(String(made['relationNumber']))).toBeUndefined();
  expect(index.size).toBe(600);
});

test('everything that works with one connection shares one index', () => {
  expect(relationIndexOf(till.client)).toBe(relationIndexOf(till.client));
  expect(relationIndexOf(till.anotherClient())).not.toBe(relationIndexOf(till.client));
});
