import * as z from 'zod';
import type { Stock } from '#shared/entities/stock.ts';
import { entityDecimal, entityFlag, entityId, entityReader, entityText } from './readEntity.ts';

const quantity = entityDecimal.refine((text) => text !== '', 'a number');
const more = entityDecimal.transform((value) => (value === '' ? undefined : value)).optional();

const StockSchema = z.object({
  sourceId: entityId,
  sku: entityText.optional(),
  barcode: entityText.optional(),
  free: quantity,
  reserved: more,
  incoming: more,
  isStocked: entityFlag.optional(),
});

/** A mapped record as what there is of an article. Throws `data` for one that is none. */
export const readStock = entityReader<Stock>('stock', StockSchema as unknown as z.ZodType<Stock>);
