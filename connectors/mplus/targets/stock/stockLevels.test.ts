import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MplusClient } from '#connectors/mplus/client.ts';
import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { openTill } from '../../testing/openTill.ts';
import type { OpenTill } from '../../testing/openTill.ts';
import { stockEffects } from './effects.ts';
import { stockLevels } from './stockLevels.ts';

let till: OpenTill;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

const level = (article: number, branch = 1) => {
  const found = till.rows('stock').find((row) => row['articleNumber'] === article && row['branchNumber'] === branch)!;
  return { there: (found['free'] + found['reserved']) / 1000, reserved: found['reserved'] / 1000, stockId: found['stockId'] as number };
};
const open = (settings: Settings = {}, ledger?: Map<string, LedgerEntry>) => openTargetDesk(stockLevels, { client: till.client, settings: { branch: 'Winkel Utrecht', ...settings }, sourceConnection: 'shop', ...(ledger && { ledger }) });
const stock = (sku: string, free: string, more: object = {}) => ({ sourceId: `s-${sku}`, sku, free, ...more });

describe('what is sent', () => {
  test('an amount that differs from the till’s is set in the branch by its name, and only there', async () => {
    const other = level(4004, 2);
    const desk = await open();
    await desk.lookAhead([stock('4004', '37')]);
    const told = await desk.apply(stock('4004', '37'));
    expect(told).toMatchObject({ outcome: 'updated', code: 'mplus.stock_written', effects: ['setStock'], target: { type: 'Stock', id: '4004', label: 'Koksmes 20 cm' } });
    expect(level(4004).there).toBe(37);
    expect(level(4004, 2)).toEqual(other);
    expect(till.rows('stockMovements').at(-1)).toMatchObject({ articleNumber: 4004, branchNumber: 1, type: 'STOCK-HISTORY-TYPE-API' });
  });

  test('what was sent before is not sent again, whatever the till has sold since', async () => {
    const desk = await open();
    await desk.apply(stock('4005', '9'));
    await till.ask('updateStock', { request: { branchNumber: '1', articleNumber: '4005', amountChanged: '-2' } });
    expect(await desk.apply(stock('4005', '9'))).toMatchObject({ outcome: 'unchanged', code: 'mplus.stock_sent_before', effects: [] });
    expect(level(4005).there).toBe(7);
    expect(await desk.apply(stock('4005', '8'))).toMatchObject({ outcome: 'updated', text: 'Stock of article 4005: from 7 to 8.' });
  });

  test('an amount the till has already is only remembered', async () => {
    const desk = await open();
    const { there, stockId } = level(4006);
    expect(await desk.apply(stock('4006', `${there}.0`))).toMatchObject({ outcome: 'unchanged', code: 'mplus.stock_same', effects: [] });
    expect(await desk.apply(stock('4006', String(there)))).toMatchObject({ code: 'mplus.stock_sent_before' });
    expect(level(4006).stockId).toBe(stockId);
  });

  test('parts of a kilo arrive, bounds and what is kept back are counted first', async () => {
    const desk = await open();
    await desk.apply(stock('4001', '1.245'));
    expect(level(4001).there).toBe(1.245);
    const careful = await open({ safetyStock: 3, stockCap: 5 });
    await careful.apply(stock('4007', '20'));
    expect(level(4007).there).toBe(5);
    await careful.apply(stock('4007', '1'));
    expect(level(4007).there).toBe(0);
  });

  test('when the amount is what can be sold, what the till’s orders reserve lies there besides', async () => {
    const reserved = till.rows('stock').find((row) => row['branchNumber'] === 2 && row['reserved'] > 0 && row['reserved'] % 1000 === 0)!;
    const desk = await open({ branch: '2', amountIs: 'free' });
    await desk.apply(stock(String(reserved['articleNumber']), '12'));
    expect(level(reserved['articleNumber'], 2).there).toBe(12 + reserved['reserved'] / 1000);
  });

  test('a dry run says what it would send and sends nothing', async () => {
    const before = level(4010);
    const desk = await open();
    expect(await desk.apply(stock('4010', '99'), { dryRun: true })).toMatchObject({ outcome: 'updated', effects: ['setStock'] });
    expect(level(4010)).toEqual(before);
    expect(desk.ledger.size).toBeLessThanOrEqual(1);
  });
});

describe('which article it is', () => {
  test('an article the till does not have, one without stock and one the source does not count are skipped', async () => {
    const desk = await open();
    expect(await desk.apply(stock('123456', '1'))).toMatchObject({ outcome: 'skipped', code: 'mplus.not_in_till' });
    expect(await desk.apply(stock('', '1'))).toMatchObject({ outcome: 'skipped', code: 'mplus.no_article_named' });
    expect(await desk.apply(stock('999', '1'))).toMatchObject({ outcome: 'skipped', code: 'mplus.no_stock_article' });
    expect(await desk.apply(stock('4004', '1', { isStocked: false }))).toMatchObject({ outcome: 'skipped', code: 'mplus.source_counts_none' });
    expect(await (await open({ unknownArticle: 'report' })).apply(stock('123456', '1'))).toMatchObject({ outcome: 'invalid', code: 'mplus.article_unknown' });
  });

  test('an SKU that is no number is reported, skipped or looked for among the PLUs, as chosen', async () => {
    expect(await (await open()).apply(stock('PAN-28', '1'))).toMatchObject({ outcome: 'invalid', code: 'mplus.sku_not_numeric' });
    expect(await (await open({ nonNumeric: 'skip' })).apply(stock('PAN-28', '1'))).toMatchObject({ outcome: 'skipped', code: 'mplus.not_in_till' });
    const byPlu = await open({ nonNumeric: 'plu' });
    expect(await byPlu.apply(stock('PAN-28', '1'))).toMatchObject({ outcome: 'skipped', code: 'mplus.not_in_till' });
    expect(await (await open({ matchBy: 'plu' })).apply(stock('4008', '55'))).toMatchObject({ outcome: 'updated', target: { id: '4008' } });
  });

  test('stock can be switched on where the till keeps none, and off; a mere amount does neither', async () => {
    const flag = () => till.article(999)!.article['stockArticle'];
    const on = await open({ managed: 'on' });
    expect(await on.apply(stock('999', '6'))).toMatchObject({ outcome: 'updated', effects: ['updateArticle', 'setStock'], noteCodes: ['mplus.stock_switched_on'] });
    expect([flag(), level(999).there]).toEqual([true, 6]);
    const off = await open({ managed: 'off' });
    expect(await off.apply(stock('999', '9'))).toMatchObject({ outcome: 'updated', code: 'mplus.stock_switched_off', effects: ['updateArticle'] });
    expect([flag(), level(999).there]).toEqual([false, 6]);
    expect(await off.apply(stock('999', '9'))).toMatchObject({ outcome: 'unchanged', effects: [] });
  });

  test('a number with noughts before it is the same number', async () => {
    expect(await (await open()).apply(stock('0004009', '41'))).toMatchObject({ outcome: 'updated', target: { id: '4009' } });
  });

  test('a quantity that is none says so', async () => {
    expect(await (await open()).apply(stock('4004', 'a few'))).toMatchObject({ outcome: 'invalid', code: 'record.bad_value' });
    expect(await (await open()).apply({ sourceId: 'x', sku: '4004' })).toMatchObject({ outcome: 'invalid', code: 'record.missing' });
  });
});

test('a branch or an employee the till does not have stops the run and names the setting', async () => {
  expect(await errorOf(open({ branch: 'Winkel Parijs', employee: '77' }))).toMatchObject({ kind: 'setup', code: 'mplus.settings_unknown', params: { settings: 'branch, employee', values: '“Winkel Parijs”, “77”' } });
  await expect(open({ employee: 'Marit Hoekstra' })).resolves.toBeDefined();
});

describe('sent as a difference', () => {
  const change = stockEffects.find(({ name }) => name === 'changeStock')!;
  const call = { signal: new AbortController().signal };
  const payloadOf = (article: number, by: string) => ({ branchNumber: '1', articleNumber: String(article), change: by, since: String(level(article).stockId), employeeNumber: '999999', reference: '' });

  test('what the till sells between reading and writing stays counted', async () => {
    const desk = await open({ mode: 'change' });
    const { there } = level(4011);
    await desk.lookAhead([stock('4011', '50')]);
    await till.ask('updateStock', { request: { branchNumber: '1', articleNumber: '4011', amountChanged: '-1' } });
    expect(await desk.apply(stock('4011', '50'))).toMatchObject({ outcome: 'updated', effects: ['changeStock'], text: `Stock of article 4011: from ${there - 1} to 50.` });
    expect(level(4011).there).toBe(50);
  });

  test('a lost answer is found in the till’s history, also when the till sold some since', async () => {
    const payload = payloadOf(4013, '7');
    till.served.setFaults([{ operation: 'updateStock', fault: { kind: 'loseAnswer' } }]);
    expect(await errorOf(change.send(till.client, payload, 'k', call))).toMatchObject({ kind: 'remote', maybeDone: true });
    till.served.setFaults([]);
    await till.ask('updateStock', { request: { branchNumber: '1', articleNumber: '4013', amountChanged: '-3' } });
    expect(await change.lookUp!(till.client, payload, 'k', call)).toMatchObject({ id: '4013', adopted: true });
  });

  test('what never arrived is surely not there, even if others changed the stock since', async () => {
    const payload = payloadOf(4014, '7');
    expect(await change.lookUp!(till.client, payload, 'k', call)).toBeNull();
    await till.ask('updateStock', { request: { branchNumber: '1', articleNumber: '4014', amountChanged: '2' } });
    expect(await change.lookUp!(till.client, payload, 'k', call)).toBeNull();
  });

  test('with two changes of the same size, or on a till without a history, nobody can tell, so it says so', async () => {
    const payload = payloadOf(4015, '4');
    for (let time = 0; time < 2; time += 1) await till.ask('updateStock', { request: { branchNumber: '1', articleNumber: '4015', amountChanged: '4' } });
    expect(await errorOf(change.lookUp!(till.client, payload, 'k', call))).toMatchObject({ kind: 'data', code: 'mplus.stock_unclear' });
    const old: MplusClient = { ...till.client, call: (operation, request, context) => (operation === 'getStockHistoryV2' ? till.client.call('getDeliveryMethods', {}, context) : till.client.call(operation, request, context)) };
    expect(await errorOf(change.lookUp!(old, payload, 'k', call))).toMatchObject({ code: 'mplus.stock_unclear' });
  });
});
