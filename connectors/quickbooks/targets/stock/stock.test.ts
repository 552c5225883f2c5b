import { afterEach, describe, expect, test } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { TargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { SandboxOptions } from '#sandbox/index.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { stockLevels } from '../../streams/stock.ts';
import { openBooks } from '../../testing/bench.ts';
import type { Books, Row } from '../../testing/bench.ts';
import { stock } from './stock.ts';

let books: Books;
afterEach(() => books.stop());

const american = { taxWorld: 'usAutomated' } as const;

async function open(quickbooks: SandboxOptions['quickbooks'] = {}, settings: Settings = {}): Promise<TargetDesk> {
  books = await openBooks({ quickbooks });
  return openTargetDesk(stock, { client: books.client, settings });
}

const items = () => books.rows('Item');
const inventory = async (nth = 0): Promise<Row> => (await items()).filter((row) => row['Type'] === 'Inventory')[nth]!;
const level = async (item: Row): Promise<number> => (await items()).find((row) => row.Id === item.Id)!['QtyOnHand'];
const record = (item: Row, free: string, more = {}) => ({ sourceId: `a-${item.Id}`, sku: item['Sku'], free, ...more });

async function send(desk: TargetDesk, what: object, options = {}) {
  await desk.lookAhead([what]);
  return desk.apply(what, options);
}

describe('how it is written', () => {
  test('outside the United States the item’s own quantity is set, and its first stock date stays', async () => {
    const desk = await open();
    const item = await inventory();
    expect(await send(desk, record(item, '7'))).toMatchObject({ outcome: 'updated', code: 'quickbooks.stock_written', effects: ['setItemStock'], target: { type: 'Item', id: item.Id }, warnings: [] });
    expect(await level(item)).toBe(7);
    expect((await items()).find((row) => row.Id === item.Id)!['InvStartDate']).toBe(item['InvStartDate']);
    expect(await books.rows('InventoryAdjustment')).toEqual([]);
  });

  test('in the United States the difference is adjusted, on the account of the settings', async () => {
    const desk = await open(american, { adjustAccount: 'Voorraadverschillen' });
    const item = await inventory();
    expect(await send(desk, record(item, '7'))).toMatchObject({ outcome: 'updated', effects: ['adjustStock'] });
    expect(await level(item)).toBe(7);
    const [made] = await books.rows('InventoryAdjustment');
    expect(made).toMatchObject({ AdjustAccountRef: { value: await books.idOf('Account', 'Voorraadverschillen') }, Line: [{ ItemAdjustmentLineDetail: { ItemRef: { value: item.Id }, QtyDiff: 7 - item['QtyOnHand'] } }] });
  });

  test('a difference starts from what is there now, also when something was sold since the page was looked up', async () => {
    const desk = await open(american, { adjustAccount: 'Voorraadverschillen' });
    const item = await inventory();
    await desk.lookAhead([record(item, '7')]);
    await books.write('SalesReceipt', { CustomerRef: { value: await books.idOf('Customer', 'Kassaklant') }, Line: [{ Amount: 20, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: item.Id }, Qty: 2, UnitPrice: 10, TaxCodeRef: { value: 'NON' } } }] });
    await desk.apply(record(item, '7'));
    expect(await level(item)).toBe(7);
  });

  test('a company that says it has adjustments and refuses them gets item updates, from the first article on', async () => {
    const desk = await open({ ...american, inventoryAdjustments: 'never' }, { adjustAccount: 'Voorraadverschillen' });
    const [first, second] = [await inventory(0), await inventory(1)];
    expect(await send(desk, record(first, '7'))).toMatchObject({ outcome: 'updated', noteCodes: ['quickbooks.no_adjustments'], effects: ['adjustStock', 'setItemStock'] });
    expect(await send(desk, record(second, '8'))).toMatchObject({ effects: ['setItemStock'] });
    expect([await level(first), await level(second)]).toEqual([7, 8]);
  });

  test('without an account for differences a company in the United States gets item updates too, unless adjustments were demanded', async () => {
    const desk = await open(american);
    expect(await send(desk, record(await inventory(), '7'))).toMatchObject({ effects: ['setItemStock'] });
    expect(await errorOf(openTargetDesk(stock, { client: books.client, settings: { method: 'adjustment' } }))).toMatchObject({ kind: 'setup', code: 'quickbooks.settings_unknown', params: { settings: 'adjustAccount' } });
    expect(await errorOf(openTargetDesk(stock, { client: books.client, settings: { method: 'adjustment', adjustAccount: 'Nergens' } }))).toMatchObject({ params: { settings: 'adjustAccount', values: '“Nergens”' } });
  });

  test('a plan without inventory and stock per location stop the run and say why', async () => {
    expect(await errorOf(open({ plan: 'essentials' }))).toMatchObject({ kind: 'setup', code: 'quickbooks.no_inventory' });
    expect(await errorOf(openTargetDesk(stock, { client: books.client, settings: { checkouts: 'location' } }))).toMatchObject({ kind: 'setup', code: 'quickbooks.one_quantity' });
  });

  test.each([
    ['an adjustment', american, { adjustAccount: 'Voorraadverschillen' }, 'POST inventoryadjustment'],
    ['an item update', {}, {}, 'POST item'],
  ])('a lost answer to %s counts once', async (_what, quickbooks, settings, operation) => {
    const desk = await open(quickbooks, settings);
    const item = await inventory();
    books.sandbox.services.quickbooks.setFaults([{ operation, fault: { kind: 'loseAnswer' } }]);
    expect(await send(desk, record(item, '7'))).toMatchObject({ outcome: 'remote' });
    expect(await send(desk, record(item, '7'))).toMatchObject({ outcome: 'unchanged', code: 'quickbooks.stock_same' });
    expect(await level(item)).toBe(7);
  });

  test('a dry run says what it would do and does nothing', async () => {
    const desk = await open();
    const item = await inventory();
    expect(await send(desk, record(item, '7'), { dryRun: true })).toMatchObject({ outcome: 'updated' });
    expect(await level(item)).toBe(item['QtyOnHand']);
    expect(desk.ledger.size).toBe(0);
  });
});

describe('what is sent', () => {
  test('only what differs; what QuickBooks sold by itself since is left until the source counts anew, unless it is to be set again', async () => {
    const desk = await open();
    const item = await inventory();
    expect(await send(desk, record(item, `${item['QtyOnHand']}.00`))).toMatchObject({ outcome: 'unchanged', code: 'quickbooks.stock_same', effects: [] });
    await send(desk, record(item, '7'));
    await books.write('Item', { Id: item.Id, SyncToken: (await items()).find((row) => row.Id === item.Id)!['SyncToken'], sparse: true, QtyOnHand: 5, InvStartDate: '2026-06-01' });
    expect(await send(desk, record(item, '7'))).toMatchObject({ outcome: 'unchanged', code: 'quickbooks.stock_sent_before' });
    expect(await send(desk, record(item, '8'))).toMatchObject({ outcome: 'updated' });
    await books.write('Item', { Id: item.Id, SyncToken: (await items()).find((row) => row.Id === item.Id)!['SyncToken'], sparse: true, QtyOnHand: 5, InvStartDate: '2026-06-01' });
    const again = await openTargetDesk(stock, { client: books.client, settings: { onMoved: 'overwrite' }, ledger: desk.ledger });
    expect(await send(again, record(item, '8'))).toMatchObject({ outcome: 'updated' });
    expect(await level(item)).toBe(8);
  });

  test('the formula of the settings: what is kept back, what is reserved, never less than nothing, parts of a kilo', async () => {
    const desk = await open({}, { stockFormula: 'physicalIncoming', safetyStock: 1 });
    const item = await inventory();
    await send(desk, record(item, '2.5', { reserved: '1.25', incoming: '3' }));
    expect(await level(item)).toBe(5.75);
    await send(desk, record(item, '-9'));
    expect(await level(item)).toBe(0);
    expect(await send(desk, record(item, 'veel'))).toMatchObject({ outcome: 'invalid', code: 'record.bad_value' });
  });

  test('what the till cannot say of QuickBooks is skipped with its reason', async () => {
    const desk = await open();
    const service = (await items()).find((row) => row['Type'] === 'Service' && row['Sku'] !== undefined)!;
    expect(await send(desk, record(service, '7'))).toMatchObject({ outcome: 'skipped', code: 'quickbooks.not_inventory', target: { id: service.Id } });
    expect(await send(desk, { sourceId: 'x', sku: 'WEG', free: '7' })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.not_in_target' });
    expect(await send(desk, { sourceId: 'x', free: '7' })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.no_sku' });
    expect(await send(desk, record(await inventory(), '7', { isStocked: false }))).toMatchObject({ outcome: 'skipped', code: 'quickbooks.source_counts_none' });
    const strict = await openTargetDesk(stock, { client: books.client, settings: { unknownArticle: 'report' } });
    expect(await send(strict, { sourceId: 'x', sku: 'WEG', free: '7' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.product_missing' });
  });

  test('the item an article was made from is found without its SKU', async () => {
    const desk = await open();
    const item = await inventory();
    expect(await send(desk, { sourceId: 'x', sku: 'ANDERS', free: '7' }, { twin: { key: item.Id, keys: [item.Id] } })).toMatchObject({ outcome: 'updated', target: { id: item.Id } });
  });

  test('what was written is known again when it comes back from QuickBooks', async () => {
    const desk = await open();
    const item = await inventory();
    await send(desk, record(item, '7.50'));
    const read = await stockLevels.readOne!({ client: books.client, settings: {}, cursor: null, signal: new AbortController().signal }, item.Id);
    expect(desk.ledger.get(`stock a-${item.Id}`)).toMatchObject({ targetType: stockLevels.type!(read!), targetId: stockLevels.key(read!), targetVersion: stockLevels.version(read!) });
    // So is what stood there already: nobody has to send it back.
    desk.ledger.clear();
    expect(await send(desk, record(item, '7.50'))).toMatchObject({ outcome: 'unchanged' });
    expect(desk.ledger.get(`stock a-${item.Id}`)).toMatchObject({ targetVersion: stockLevels.version(read!), fingerprint: stockLevels.version(read!) });
  });
});
