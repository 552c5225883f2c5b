import { list, number, object, oneOf, reference, text } from './definition.ts';
import type { EntityDefinition } from './definition.ts';
import { lineProperties, transactionProperties } from './transactions.ts';

/** Moves quantities of inventory items, never their value. Its update has to be sparse. */
export const inventoryAdjustment: EntityDefinition = {
  name: 'InventoryAdjustment',
  kind: 'transaction',
  label: 'Inventory Adjustment',
  sequence: 'transactions',
  operations: ['create', 'update', 'delete'],
  required: ['AdjustAccountRef', 'Line'],
  filterable: ['Id', 'DocNumber', 'TxnDate', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'],
  indexed: ['DocNumber'],
  properties: {
    ...transactionProperties,
    AdjustAccountRef: reference('Account'),
    Line: list(object({ ...lineProperties, DetailType: oneOf('ItemAdjustmentLineDetail'), ItemAdjustmentLineDetail: object({ ItemRef: reference('Item'), QtyDiff: number, NewQty: number, ClassRef: reference('Class'), SalesPrice: number, LotNumber: text() }) })),
  },
};
