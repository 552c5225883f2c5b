import type { Decimal } from '../money/decimal.ts';
import type { EntityInfo } from './fields.ts';

/** Something that is sold, one per price: a colour or size of a product is a product of its own with the same `parentId`. */
export interface Product {
  readonly sourceId: string;
  readonly sku?: string;
  readonly name: string;
  readonly description?: string;
  readonly shortDescription?: string;
  /** EAN or another printed code. */
  readonly barcode?: string;
  readonly priceIncl?: Decimal;
  readonly priceExcl?: Decimal;
  readonly purchasePrice?: Decimal;
  /** ISO 4217. */
  readonly currency?: string;
  /** Percent, such as `"21"`. */
  readonly taxRate?: Decimal;
  readonly taxCode?: string;
  readonly unit?: string;
  readonly brand?: string;
  readonly active?: boolean;
  readonly isStocked?: boolean;
  readonly group?: string;
  readonly parentId?: string;
  readonly color?: string;
  readonly size?: string;
}

export const productEntity: EntityInfo = {
  name: 'product',
  label: 'Product',
  fields: [
    { path: 'sourceId', label: 'Source id', type: 'text', required: true },
    { path: 'sku', label: 'SKU', type: 'text' },
    { path: 'name', label: 'Name', type: 'text', required: true },
    { path: 'description', label: 'Description', type: 'text' },
    { path: 'shortDescription', label: 'Short description', type: 'text' },
    { path: 'barcode', label: 'Barcode', type: 'text', help: 'EAN or another printed code.' },
    { path: 'priceIncl', label: 'Price incl. tax', type: 'decimal' },
    { path: 'priceExcl', label: 'Price excl. tax', type: 'decimal' },
    { path: 'purchasePrice', label: 'Purchase price', type: 'decimal' },
    { path: 'currency', label: 'Currency', type: 'text' },
    { path: 'taxRate', label: 'Tax rate', type: 'decimal' },
    { path: 'taxCode', label: 'Tax code', type: 'text' },
    { path: 'unit', label: 'Unit', type: 'text' },
    { path: 'brand', label: 'Brand', type: 'text' },
    { path: 'active', label: 'Active', type: 'boolean' },
    { path: 'isStocked', label: 'Kept in stock', type: 'boolean' },
    { path: 'group', label: 'Group', type: 'text' },
    { path: 'parentId', label: 'Belongs to', type: 'text', help: 'Products of one parent differ in colour or size only.' },
    { path: 'color', label: 'Colour', type: 'text' },
    { path: 'size', label: 'Size', type: 'text' },
  ],
};
