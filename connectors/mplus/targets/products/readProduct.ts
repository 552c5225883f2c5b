import * as z from 'zod';
import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import { isDecimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';

const text = z.string().trim().optional();
const decimal = z.string().trim().refine((value) => value === '' || isDecimal(value)).optional();
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]).optional();
const traits = z.array(z.object({ name: z.string().trim(), value: z.string().trim() })).optional();

const ProductSchema = z.object({
  sourceId: z.string().min(1),
  sku: text,
  name: z.string().trim().min(1),
  description: text,
  shortDescription: text,
  barcode: text,
  priceIncl: decimal,
  priceExcl: decimal,
  purchasePrice: decimal,
  currency: text,
  taxRate: decimal,
  unit: text,
  brand: text,
  active: flag,
  isStocked: flag,
  quantity: decimal,
  category: text,
  parentId: text,
  parentName: text,
  color: text,
  size: text,
  attributes: traits,
  features: traits,
});

/** A record as a product. Throws `data` for one that is none. */
export function readProduct(record: SourceRecord): Product {
  const parsed = ProductSchema.safeParse(record);
  // Absent and undefined are the same to everybody who reads it.
  if (parsed.success) return parsed.data as Product;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new FluxoError({ code: 'mplus.not_a_product', kind: 'data', what: `The field ${field} of the product is missing or is not what it should be.`, where: { field }, params: { field }, fix: 'Correct it in the source, or the mapping of the flow.' });
}
