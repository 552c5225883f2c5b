import { describe, expect, test } from 'vitest';
import { openQuickBooks } from './testing/openQuickBooks.ts';
import type { Loose, OpenQuickBooks } from './testing/openQuickBooks.ts';

const stocked = (books: OpenQuickBooks): Loose => books.query("select * from Item where Type = 'Inventory'").Item[0];
const adjustment = (books: OpenQuickBooks, detail: Loose, more: Loose = {}): Loose => ({
  AdjustAccountRef: books.ref('Account', 'Voorraadverschillen'),
  Line: [{ DetailType: 'ItemAdjustmentLineDetail', ItemAdjustmentLineDetail: detail }],
  ...more,
});

describe('an inventory adjustment', () => {
  const books = openQuickBooks({ taxWorld: 'usAutomated' });
  const level = (id: string): number => books.ask('GET', `item/${id}`).json.Item.QtyOnHand;

  test('moves the quantity by its difference, without marking the item as changed; changed or deleted it moves it back', () => {
    const item = stocked(books);
    const made = books.save('InventoryAdjustment', adjustment(books, { ItemRef: { value: item.Id }, QtyDiff: -2 }));
    expect(made).toMatchObject({ SyncToken: '0', DocNumber: expect.any(String), Line: [{ Id: '1', ItemAdjustmentLineDetail: { QtyDiff: -2 } }] });
    expect(made.Line[0].DetailType).toBeUndefined();
    expect(books.ask('GET', `item/${item.Id}`).json.Item).toMatchObject({ QtyOnHand: item.QtyOnHand - 2, SyncToken: item.SyncToken, MetaData: item.MetaData });
    books.save('InventoryAdjustment', { Id: made.Id, SyncToken: '0', sparse: true, Line: adjustment(books, { ItemRef: { value: item.Id }, QtyDiff: 3 }).Line });
    expect(level(item.Id)).toBe(item.QtyOnHand + 3);
    expect(books.ask('POST', 'inventoryadjustment', { Id: made.Id, SyncToken: '1' }, { query: { operation: 'delete' } }).status).toBe(200);
    expect(level(item.Id)).toBe(item.QtyOnHand);
    expect(books.query('select count(*) from InventoryAdjustment')).toEqual({ totalCount: 0 });
  });

  test('takes differences of inventory items on an account, nothing else', () => {
    const item = stocked(books);
    const service = books.query("select * from Item where Type = 'Service'").Item[0];
    expect(books.refusal('InventoryAdjustment', adjustment(books, { ItemRef: { value: item.Id }, NewQty: 5 }))).toBe('6000');
    expect(books.refusal('InventoryAdjustment', adjustment(books, { ItemRef: { value: service.Id }, QtyDiff: 5 }))).toBe('6000');
    expect(books.refusal('InventoryAdjustment', adjustment(books, { ItemRef: { value: '999999' }, QtyDiff: 5 }))).toBe('2500');
    expect(books.refusal('InventoryAdjustment', adjustment(books, { ItemRef: { value: item.Id }, QtyDiff: 5 }, { AdjustAccountRef: undefined }))).toBe('2020');
    expect(books.refusal('InventoryAdjustment', adjustment(books, { ItemRef: { value: item.Id }, QtyDiff: 5 }, { AdjustAccountRef: books.ref('Account', 'Debiteuren') }))).toBe('6000');
    expect(books.refusal('InventoryAdjustment', adjustment(books, { ItemRef: { value: item.Id }, QtyDiff: 5 }, { TxnDate: '1999-01-01' }))).toBe('6000');
    expect(level(item.Id)).toBe(item.QtyOnHand);
  });

  test('keeps its date', () => {
    const made = books.save('InventoryAdjustment', adjustment(books, { ItemRef: { value: stocked(books).Id }, QtyDiff: 1 }));
    expect(books.refusal('InventoryAdjustment', { Id: made.Id, SyncToken: '0', sparse: true, TxnDate: '2026-01-02' })).toBe('6000');
  });
});

test('companies outside the United States have none, where an item’s quantity can still be set', () => {
  const books = openQuickBooks();
  const item = stocked(books);
  expect(books.refusal('InventoryAdjustment', adjustment(books, { ItemRef: { value: item.Id }, QtyDiff: 1 }))).toBe('5020');
  expect(books.save('Item', { Id: item.Id, SyncToken: item.SyncToken, sparse: true, QtyOnHand: 3, InvStartDate: '2026-06-01' })).toMatchObject({ QtyOnHand: 3, InvStartDate: item.InvStartDate, SyncToken: '1' });
  expect(openQuickBooks({ inventoryAdjustments: 'everywhere' }).refusal('InventoryAdjustment', adjustment(books, { ItemRef: { value: item.Id }, QtyDiff: 1 }))).toBe('saved');
});

test('changed data tells of deleted documents last and as stubs', () => {
  const books = openQuickBooks({ taxWorld: 'usAutomated' });
  const since = new Date(books.clock.now()).toISOString();
  const [first, second] = [1, 2].map((by) => books.save('InventoryAdjustment', adjustment(books, { ItemRef: { value: stocked(books).Id }, QtyDiff: by })));
  books.ask('POST', 'inventoryadjustment', { Id: first.Id, SyncToken: '0' }, { query: { operation: 'delete' } });
  const [block] = books.ask('GET', 'cdc', undefined, { query: { entities: 'InventoryAdjustment', changedSince: since } }).json.CDCResponse[0].QueryResponse;
  expect(block.InventoryAdjustment.map((row: Loose) => [row.Id, row.status])).toEqual([[second.Id, undefined], [first.Id, 'Deleted']]);
});
