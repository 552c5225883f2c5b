import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { otherKeys } from '#shared/records/totals.ts';
import { openDatabase, type Database } from '#storage/sqlite/database.ts';
import { makeTotals } from './totals.ts';

let folder: string;
let db: Database;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-totals-'));
  db = await openDatabase(path.join(folder, 'fluxo.db'));
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

test('totals of a run grow with every batch and stay exact', async () => {
  const totals = makeTotals(db);
  for (let batch = 0; batch < 30; batch += 1) await db.write(() => totals.add(1, [{ by: 'taxCode', key: '21 %', net: '0.10', tax: '0.02', total: '0.12' }, { by: 'dayTaxCode', key: '2026-01-17', within: '21 %', total: '0.12' }]));
  expect(totals.of(1)).toEqual([{ by: 'dayTaxCode', key: '2026-01-17', within: '21 %', count: 30, total: '3.6' }, { by: 'taxCode', key: '21 %', count: 30, net: '3', tax: '0.6', total: '3.6' }]);
  expect(totals.of(2)).toEqual([]);
});

test('however many keys there are, so many are told apart and the rest is added up as one', async () => {
  const totals = makeTotals(db);
  for (let at = 0; at < 500; at += 50) await db.write(() => totals.add(1, Array.from({ length: 50 }, (_, index) => ({ by: 'day' as const, key: `day ${at + index}`, total: '1.01' }))));
  const found = totals.of(1);
  expect(found).toHaveLength(201);
  expect(found.find(({ key }) => key === otherKeys)).toMatchObject({ count: 300, total: '303' });
});
