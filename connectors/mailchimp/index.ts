import { defineConnector } from '#connectors/sdk/connector.ts';
import { connectionFields, prepare, tidySettings } from './auth.ts';
import { authorisation } from './authorisation.ts';
import { connectMailchimp } from './client.ts';
import type { MailchimpClient } from './client.ts';
import { lists } from './lists.ts';
import { customers } from './streams/customers.ts';
import { members } from './streams/members.ts';
import { orders } from './streams/orders.ts';
import { products } from './streams/products.ts';
import { stock } from './streams/stock.ts';
import { members as memberTarget } from './targets/members/members.ts';
import { orders as orderTarget } from './targets/orders/orders.ts';
import { products as productTarget } from './targets/products/products.ts';
import { stock as stockTarget } from './targets/stock/stock.ts';
import { testConnection } from './testConnection.ts';

/** MailChimp, over its Marketing API 3.0. */
export const mailchimp = defineConnector<MailchimpClient>({
  name: 'mailchimp',
  label: 'MailChimp',
  prepare,
  connectionFields,
  tidySettings,
  authorisation,
  connect: connectMailchimp,
  test: testConnection,
  lists,
  streams: [members, orders, products, stock, customers],
  targets: [memberTarget, productTarget, stockTarget, orderTarget],
});
