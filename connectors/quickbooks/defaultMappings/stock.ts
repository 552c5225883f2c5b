import { path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** What an inventory item has in stock, as Fluxo's stock. QuickBooks counts it for the company as a whole. */
export const stockMapping: Mapping = {
  entity: 'stock',
  fields: [
    path('sourceId', 'Id'),
    path('sku', 'Sku', 'trim'),
    path('name', 'Name', 'trim'),
    path('free', 'free', 'number'),
    path('reserved', 'reserved', 'number'),
    path('incoming', 'incoming', 'number'),
    path('isStocked', 'TrackQtyOnHand'),
  ],
  lists: [],
};
