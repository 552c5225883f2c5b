import { afterEach, beforeEach, expect, test } from 'vitest';
import { many, visitTill } from './stranger.ts';
import type { Parsed, Stranger } from './stranger.ts';

let till: Stranger;
beforeEach(async () => {
  till = await visitTill();
});
afterEach(() => till.served.close());

const stockOf = async (article: number, branch = 1): Promise<Parsed> => (await till.ask('getStock', `<request><branchNumber>${branch}</branchNumber><articleNumbers><articleNumbers>${article}</articleNumbers></articleNumbers></request>`)).articleStocks;
const number = (stock: Parsed, name: 'Free' | 'Reserved' | 'Incoming') => Number(stock[`amount${name}`]) / 10 ** Number(stock[`decimalPlaces${name}`]);
const change = (operation: 'setStock' | 'updateStock', article: number, amount: string, more = '', branch = 1) =>
  till.ask(operation, `<request><branchNumber>${branch}</branchNumber><articleNumber>${article}</articleNumber><${operation === 'setStock' ? 'amount' : 'amountChanged'}>${amount}</${operation === 'setStock' ? 'amount' : 'amountChanged'}>${more}</request>`);
const order = (key: string, article: number, quantity: number, rest = '', branch = 1) =>
  till.ask('createOrderV3', `<request><idempotencyKey>${key}</idempotencyKey><order><orderId></orderId><employeeNumber>999999</employeeNumber><relationNumber>2003</relationNumber><financialBranchNumber>${branch}</financialBranchNumber>
    <lineList><line><articleNumber>${article}</articleNumber><data><quantity>${quantity}</quantity><price>1000</price></data></line></lineList></order>${rest}</request>`);

test('every stock article has a level in every branch, weighed goods with parts of a kilo', async () => {
  const all = many((await till.ask('getStock', '<request><branchNumber>1</branchNumber><articleNumbers></articleNumbers></request>')).articleStocks);
  expect(all).toHaveLength(till.shop.products.filter(({ kind }) => kind === 'goods').length);
  expect((await stockOf(4001)).decimalPlacesFree).toBe('3');
  const both = many((await till.ask('getStock', '<request><branchNumber>1</branchNumber><articleNumbers><articleNumbers>4004</articleNumbers></articleNumbers><branchNumbers><branchNumber>1</branchNumber><branchNumber>2</branchNumber></branchNumbers></request>')).articleStocks);
  expect(both.map((stock) => stock.branchNumber).toSorted()).toEqual(['1', '2']);
});

test('setting and changing the stock move its number, and only what moved since a number comes again', async () => {
  const before = await stockOf(4004);
  const set = await change('setStock', 4004, '1250', '<decimalPlaces>2</decimalPlaces><employeeNumber>999999</employeeNumber><reference>telling</reference>');
  expect(set.result).toBe('SET-STOCK-RESULT-OK');
  expect(Number(set.stockId)).toBeGreaterThan(Number(before.stockId));
  const after = await stockOf(4004);
  expect(number(after, 'Free') + number(after, 'Reserved')).toBe(12.5);
  const changed = await change('updateStock', 4004, '-2');
  expect(changed).toEqual({ result: 'UPDATE-STOCK-RESULT-OK', stockId: String(Number(set.stockId) + 1) });
  expect(number(await stockOf(4004), 'Free')).toBe(number(after, 'Free') - 2);
  const since = many((await till.ask('getStock', `<request><branchNumber>1</branchNumber><articleNumbers></articleNumbers><stockId>${set.stockId}</stockId></request>`)).articleStocks);
  expect(since.map((stock) => [stock.articleNumber, stock.stockId])).toEqual([['4004', changed.stockId]]);
  const history = many((await till.ask('getStockHistoryV2', `<request><branchNumbers>1</branchNumbers><sinceStockId>${set.stockId}</sinceStockId></request>`)).articleStockHistory);
  expect(history.map(({ articleNumber, amountChanged, type }) => [articleNumber, amountChanged, type]).at(-1)).toEqual(['4004', '-2', 'STOCK-HISTORY-TYPE-API']);
  expect((await till.ask('getCurrentSyncMarkers')).stockId).toBe(changed.stockId);
});

test('an unknown branch, article, employee and an article without stock are refused', async () => {
  for (const operation of ['setStock', 'updateStock'] as const) {
    const prefix = operation === 'setStock' ? 'SET' : 'UPDATE';
    const results = [await change(operation, 4004, '1', '', 7), await change(operation, 123456, '1'), await change(operation, 999, '1'), await change(operation, 4004, '1', '<employeeNumber>77</employeeNumber>')];
    expect(results.map(({ result }) => result)).toEqual(['BRANCH-NOT-FOUND', 'ARTICLE-NOT-FOUND', 'NO-STOCK-ARTICLE', 'FAILED'].map((end) => `${prefix}-STOCK-RESULT-${end}`));
  }
});

test('an order promises its goods, a cancel gives them back and a delivery takes them from the shelf', async () => {
  const start = await stockOf(4004);
  const made = await order('k1', 4004, 3);
  const promised = await stockOf(4004);
  expect([number(promised, 'Free'), number(promised, 'Reserved')]).toEqual([number(start, 'Free') - 3, number(start, 'Reserved') + 3]);
  expect(Number(promised.stockId)).toBeGreaterThan(Number(start.stockId));
  await order('k1', 4004, 3);
  expect((await stockOf(4004)).stockId).toBe(promised.stockId);
  await till.ask('cancelOrder', `<orderId>${made.info.orderId}</orderId>`);
  expect([number(await stockOf(4004), 'Free'), number(await stockOf(4004), 'Reserved')]).toEqual([number(start, 'Free'), number(start, 'Reserved')]);
  await order('k2', 4004, 2, '<prepay>false</prepay><paymentList><payment><method>PIN</method><amount>2000</amount></payment></paymentList>');
  const sold = await stockOf(4004);
  expect([number(sold, 'Free'), number(sold, 'Reserved')]).toEqual([number(start, 'Free') - 2, number(start, 'Reserved')]);
  const prepaid = await order('k3', 4004, 1, '<prepay>true</prepay><paymentList><payment><method>IDEAL</method><amount>1000</amount></payment></paymentList>');
  expect(number(await stockOf(4004), 'Reserved')).toBe(number(start, 'Reserved') + 1);
  await till.ask('payOrderV2', `<request><idempotencyKey>p1</idempotencyKey><orderId>${prepaid.info.orderId}</orderId><prepay>false</prepay><paymentList></paymentList></request>`);
  expect([number(await stockOf(4004), 'Free'), number(await stockOf(4004), 'Reserved')]).toEqual([number(start, 'Free') - 3, number(start, 'Reserved')]);
});
