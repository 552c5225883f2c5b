import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** An article of the till as Fluxo's product. */
export const articleMapping: Mapping = {
  entity: 'product',
  fields: [
    path('sourceId', 'articleNumber'),
    path('sku', 'articleNumber'),
    firstOf('name', ['description', 'product.description'], 'trim'),
    firstOf('description', ['extraText', 'product.extraText'], 'trim'),
    firstOf('shortDescription', ['invoiceText', 'receiptText'], 'trim'),
    path('barcode', 'barcode', 'trim'),
    path('priceIncl', 'priceIncl', 'number'),
    path('priceExcl', 'priceExcl', 'number'),
    path('purchasePrice', 'purchasePrice', 'number'),
    { target: 'currency', from: { kind: 'constant', value: 'EUR' } },
    path('taxRate', 'vatPercentage', 'number'),
    path('taxCode', 'vatCode'),
    firstOf('unit', ['unit', 'siUnit'], 'trim'),
    path('brand', 'brandName', 'trim'),
    path('active', 'active'),
    path('isStocked', 'stockArticle'),
    path('category', 'groupPath'),
    path('parentId', 'product.productNumber'),
    path('parentName', 'product.description', 'trim'),
    path('color', 'colour', 'trim'),
    path('size', 'size', 'trim'),
  ],
  lists: [{ target: 'features', source: 'features', fields: [path('name', 'name'), path('value', 'value')] }],
};
