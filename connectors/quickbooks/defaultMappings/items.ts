import { path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** An item of QuickBooks as Fluxo's product. */
export const itemMapping: Mapping = {
  entity: 'product',
  fields: [
    path('sourceId', 'Id'),
    path('sku', 'Sku', 'trim'),
    path('name', 'Name', 'trim'),
    path('description', 'Description', 'trim'),
    path('priceIncl', 'priceIncl', 'number'),
    path('priceExcl', 'priceExcl', 'number'),
    path('purchasePrice', 'PurchaseCost', 'number'),
    path('currency', 'currency'),
    path('taxRate', 'taxPercent', 'number'),
    path('taxCode', 'SalesTaxCodeRef.value'),
    path('active', 'Active'),
    path('isStocked', 'isStocked'),
    path('quantity', 'QtyOnHand', 'number'),
    path('category', 'category'),
  ],
  lists: [],
};
