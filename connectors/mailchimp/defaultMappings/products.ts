import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** A variant of a store as Fluxo's product. */
export const productMapping: Mapping = {
  entity: 'product',
  fields: [
    path('sourceId', 'key'),
    firstOf('sku', ['sku', 'id'], 'trim'),
    path('name', 'name', 'trim'),
    path('description', 'product.description', 'trim'),
    // The service does not say whether a price holds the tax; shops write there what their customers see.
    path('priceIncl', 'price', 'number'),
    path('currency', 'product.currency_code', 'trim', 'upper'),
    path('brand', 'product.vendor', 'trim'),
    path('quantity', 'inventory_quantity', 'number'),
    path('category', 'product.type', 'trim'),
    path('parentId', 'product.id'),
    path('parentName', 'product.title', 'trim'),
  ],
  lists: [],
};
