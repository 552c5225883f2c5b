import { defineConnector } from '#connectors/sdk/connector.ts';
import { connectionFields, tidySettings } from './auth.ts';
import { connectMplus } from './client.ts';
import type { MplusClient } from './client.ts';
import { lists } from './lists/lists.ts';
import { articleGroups } from './streams/articleGroups.ts';
import { articles } from './streams/articles.ts';
import { invoices } from './streams/invoices.ts';
import { orders } from './streams/orders.ts';
import { receipts } from './streams/receipts.ts';
import { relations } from './streams/relations.ts';
import { stock } from './streams/stock.ts';
import { customers } from './targets/customers/customers.ts';
import { products } from './targets/products/products.ts';
import { salesOrders } from './targets/orders/salesOrders.ts';
import { stockLevels } from './targets/stock/stockLevels.ts';
import { testConnection } from './testConnection.ts';

/** MplusKASSA, a Dutch till, over its SOAP service. */
export const mplus = defineConnector<MplusClient>({
  name: 'mplus',
  label: 'MplusKASSA',
  prepare: [
    'Ask Mplus for API access to your till; you get a port, an ident and a secret.',
    'The access sees the whole administration, so keep the secret to yourself.',
  ],
  connectionFields,
  tidySettings,
  connect: connectMplus,
  test: testConnection,
  lists,
  streams: [orders, invoices, receipts, relations, articles, articleGroups, stock],
  targets: [customers, products, stockLevels, salesOrders],
});
