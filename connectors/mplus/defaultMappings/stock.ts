import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** What the till has of an article as Fluxo's stock. */
export const stockMapping: Mapping = {
  entity: 'stock',
  fields: [
    path('sourceId', 'articleNumber'),
    path('sku', 'articleNumber'),
    firstOf('name', ['article.description', 'article.product.description'], 'trim'),
    path('barcode', 'article.barcode', 'trim'),
    path('free', 'free', 'number'),
    path('reserved', 'reserved', 'number'),
    path('incoming', 'incoming', 'number'),
    path('isStocked', 'isStocked'),
  ],
  lists: [
    {
      target: 'branches',
      source: 'articleStocks',
      fields: [path('branch', 'branchNumber'), path('free', 'amountFree', 'number'), path('reserved', 'amountReserved', 'number'), path('incoming', 'amountIncoming', 'number')],
    },
  ],
};
