import type { OperationName } from '../table/operations.ts';
import { articleHandlers } from './articles.ts';
import { createOrderV3 } from './createOrder.ts';
import { documentHandlers } from './documents.ts';
import type { Handler } from './handler.ts';
import { orderHandlers } from './orders.ts';
import { payOrderV2 } from './pay.ts';
import { relationHandlers } from './relations.ts';
import { groupHandlers } from './saveGroups.ts';
import { productHandlers } from './saveProducts.ts';
import { settingsHandlers } from './settings.ts';
import { stockHandlers } from './stock.ts';

/** Every operation of the table has its handler, or this does not compile. */
export const handlers: Readonly<Record<OperationName, Handler>> = {
  ...settingsHandlers,
  ...relationHandlers,
  ...articleHandlers,
  ...productHandlers,
  ...groupHandlers,
  ...orderHandlers,
  ...documentHandlers,
  ...stockHandlers,
  createOrderV3,
  payOrderV2,
};
