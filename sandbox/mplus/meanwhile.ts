import type { Collection } from './till/collection.ts';
import type { Till } from './till/makeTill.ts';
import type { WireObject } from './wire/write.ts';

/** The answer with the first item of its list twice, as when a page overlaps the one before. */
export function doubleFirst(response: WireObject): WireObject {
  const entries = Object.entries(response).map(([name, value]): [string, unknown] => {
    if (Array.isArray(value)) return [name, value.length > 0 ? [value[0], ...value] : value];
    return [name, typeof value === 'object' && value !== null ? doubleFirst(value as WireObject) : value];
  });
  return Object.fromEntries(entries);
}

/** Somebody at the till touches what is being read: the item with the lowest marker of that kind gets the next one. */
export function changeFirst(till: Till, operation: string): void {
  const touch = <K, T extends object>(collection: Collection<K, T>, keyOf: (item: T) => K) => {
    const [first] = collection.all();
    if (first) collection.put(keyOf(first), first);
  };
  switch (operation) {
    case 'getOrders':
      return touch(till.orders, (order) => order.orderId);
    case 'getInvoices':
      return touch(till.invoices, (invoice) => invoice.invoiceId);
    case 'getReceipts':
      return touch(till.receipts, (receipt) => receipt.receiptId);
    case 'getRelations':
      return touch(till.relations, (relation) => relation.relationNumber);
    case 'getProducts':
      return touch(till.products, (product) => product.productNumber);
    case 'getArticleGroups':
    case 'getArticleGroupChanges':
      return touch(till.articleGroups, (group) => group.groupNumber);
    case 'getStock':
    case 'getStockHistoryV2': {
      const [level] = till.stock.levels();
      if (level) till.stock.change(level.branchNumber, level.articleNumber, { free: -1000 }, { type: 'STOCK-HISTORY-TYPE-SALES' });
      return;
    }
  }
}
