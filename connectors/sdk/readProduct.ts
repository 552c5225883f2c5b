import * as z from 'zod';
import type { Product } from '#shared/entities/product.ts';
import { entityDecimal, entityFlag, entityId, entityReader, entityText } from './readEntity.ts';

const text = entityText.optional();
const decimal = entityDecimal.transform((value) => (value === '' ? undefined : value)).optional();
const traits = z.array(z.object({ name: entityText, value: entityText.default('') })).optional();

const ProductSchema = z.object({
  sourceId: entityId,
  name: entityId,
  sku: text, description: text, shortDescription: text, barcode: text, currency: text, taxCode: text, unit: text, brand: text, category: text, parentId: text, parentName: text, color: text, size: text,
  priceIncl: decimal, priceExcl: decimal, purchasePrice: decimal, taxRate: decimal, quantity: decimal,
  active: entityFlag.optional(),
  isStocked: entityFlag.optional(),
  attributes: traits,
  features: traits,
});

/** A mapped record as a product. Throws `data` for one that is none. */
export const readProduct = entityReader<Product>('product', ProductSchema as unknown as z.ZodType<Product>);
