import { defineConnector } from '#connectors/sdk/connector.ts';
import { connectionFields, prepare, tidySettings } from './auth.ts';
import { authorisation } from './authorisation.ts';
import { connectQuickBooks } from './client.ts';
import type { QuickBooksClient } from './client.ts';
import { lists } from './lists.ts';
import { pages } from './pages.ts';
import { customerList } from './streams/customers.ts';
import { itemList } from './streams/items.ts';
import { salesDocuments } from './streams/sales.ts';
import { stockLevels } from './streams/stock.ts';
import { categories } from './targets/categories/categories.ts';
import { customers } from './targets/customers/customers.ts';
import { items } from './targets/items/items.ts';
import { sales } from './targets/sales/sales.ts';
import { stock } from './targets/stock/stock.ts';
import { testConnection } from './testConnection.ts';

/** QuickBooks Online, over its Accounting API v3 with minor version 75. */
export const quickbooks = defineConnector<QuickBooksClient>({
  name: 'quickbooks',
  label: 'QuickBooks Online',
  prepare,
  connectionFields,
  tidySettings,
  authorisation,
  connect: connectQuickBooks,
  keepAlive: (client) => client.keepSignedIn(),
  test: testConnection,
  lists,
  pages,
  streams: [customerList, itemList, stockLevels, salesDocuments],
  targets: [sales, customers, items, categories, stock],
});
