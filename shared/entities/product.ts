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
  /** How many there are, for a target that wants to know it when a product is new. */
  readonly quantity?: Decimal;
  /** Path of the category, from the top down, joined by ` > `. */
  readonly category?: string;
  readonly parentId?: string;
  /** What all products of the parent are called together. */
  readonly parentName?: string;
  readonly color?: string;
  readonly size?: string;
  /** What tells the products of one parent apart, beside colour and size. */
  readonly attributes?: readonly ProductTrait[];
  /** Further facts, such as origin or delivery time. */
  readonly features?: readonly ProductTrait[];
}

export interface ProductTrait {
  readonly name: string;
  readonly value: string;
}

export const productEntity: EntityInfo = {
  name: 'product',
  label: 'Product',
  fields: [
    { path: 'sourceId', label: 'Source id', type: 'text', required: true },
    { path: 'sku', label: 'SKU', type: 'text' },
    { path: 'name', label: 'Name', type: 'text', required: true, descriptive: true },
    { path: 'description', label: 'Description', type: 'text', descriptive: true },
    { path: 'shortDescription', label: 'Short description', type: 'text', descriptive: true },
    { path: 'barcode', label: 'Barcode', type: 'text', help: 'EAN or another printed code.' },
    { path: 'priceIncl', label: 'Price incl. tax', type: 'decimal' },
    { path: 'priceExcl', label: 'Price excl. tax', type: 'decimal' },
    { path: 'purchasePrice', label: 'Purchase price', type: 'decimal' },
    { path: 'currency', label: 'Currency', type: 'text' },
    { path: 'taxRate', label: 'Tax rate', type: 'decimal' },
    { path: 'taxCode', label: 'Tax code', type: 'text' },
    { path: 'unit', label: 'Unit', type: 'text' },
    { path: 'brand', label: 'Brand', type: 'text', descriptive: true },
    { path: 'active', label: 'Active', type: 'boolean' },
    { path: 'isStocked', label: 'Kept in stock', type: 'boolean' },
    { path: 'quantity', label: 'Quantity', type: 'decimal', help: 'How many there are when the product is new; the stock flow keeps it up to date.' },
    { path: 'category', label: 'Category', type: 'text', help: 'Names from the top down, joined by “ > ”.' },
    { path: 'parentId', label: 'Belongs to', type: 'text', help: 'Products of one parent differ in colour or size only.' },
    { path: 'parentName', label: 'Name of the parent', type: 'text', descriptive: true },
    { path: 'color', label: 'Colour', type: 'text' },
    { path: 'size', label: 'Size', type: 'text' },
    { path: 'attributes', label: 'Attributes', type: 'list', help: 'What tells the products of one parent apart, beside colour and size.' },
    { path: 'attributes[].name', label: 'Attribute', type: 'text', required: true },
    { path: 'attributes[].value', label: 'Attribute value', type: 'text' },
    { path: 'features', label: 'Features', type: 'list', help: 'Further facts, such as origin or delivery time.' },
    { path: 'features[].name', label: 'Feature', type: 'text', required: true },
    { path: 'features[].value', label: 'Feature value', type: 'text' },
  ],
};
