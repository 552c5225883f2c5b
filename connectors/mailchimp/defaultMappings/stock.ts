import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** What a store says it has of a variant, as Fluxo's stock. */
export const stockMapping: Mapping = {
  entity: 'stock',
  fields: [
    path('sourceId', 'key'),
    firstOf('sku', ['sku', 'id'], 'trim'),
    path('name', 'name', 'trim'),
    // The one quantity there is: nothing is known of reservations or deliveries.
    path('free', 'inventory_quantity', 'number'),
  ],
  lists: [],
};
