import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { fromCents, round, sum } from '#shared/money/decimal.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { runAgainFromStart } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['mplus-orders-to-file'] });

const file = () => readFile(path.join(house.dir, 'demo-files', 'orders.csv'), 'utf8');
const rows = async () => parse(await file(), { columns: true, bom: true, delimiter: ';' }) as Record<string, string>[];

test('every order stands there with its lines, to the cent and to the last digit of a weight', async () => {
  const run = await house.run();
  const { shop } = house.host.demo.sandbox!;
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(run.read).toBe(shop.orders.length);
  const written = await rows();
  for (const order of shop.orders.filter(({ trouble }) => trouble !== 'nonNumericQuantity' && trouble !== 'unknownCountry')) {
    const own = written.filter((row) => row['number'] === `${order.year}-${order.number}`);
    expect(own, String(order.number)).toHaveLength(order.lines.length);
    expect(round(own[0]!['totalIncl']!, 2)).toBe(fromCents(order.totalInclCents));
    expect(round(sum(own.map((row) => row['line.totalIncl']!)), 2)).toBe(fromCents(order.totalInclCents));
  }
  expect(written.find((row) => row['number']!.endsWith('-1003') && row['line.sku'] === '4001')!['line.quantity']).toBe('0.530');
  expect(written.filter((row) => row['cancelled'] === 'true').map((row) => row['number']!.slice(-4)).filter((number, index, all) => all.indexOf(number) === index)).toEqual(['1010', '1019']);
});

test('what cannot be an order is no row and says why', async () => {
  const { rows: problems } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['invalid', 'parked'], limit: 50 });
  expect(problems.map(({ title }) => title.slice(-4)).toSorted()).toEqual(['1012', '1016']);
});

test('a second run adds nothing, nor does one that reads everything anew', async () => {
  const held = await file();
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  const anew = await runAgainFromStart(house, 'mplus-orders-to-file');
  expect(anew.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(anew.outcomes.unchanged).toBeGreaterThan(30);
  expect(await file()).toBe(held);
});
