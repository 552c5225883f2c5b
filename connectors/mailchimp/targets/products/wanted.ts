import type { Product } from '#shared/entities/product.ts';
import { compare, isDecimal, round } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { safeId } from '../../ids.ts';
import { textOf } from '../../pages.ts';
import type { ProductSettings } from './settings.ts';

/** One field of the service with what should stand in it. */
export interface WantedField {
  /** As the service names it. */
  readonly name: string;
  /** Decimal text for amounts. */
  readonly value: string;
  readonly kind: 'text' | 'amount' | 'count';
  /** The entity's field it comes from, whose write mode counts. */
  readonly from: string;
  /** A text people may have made better in MailChimp. */
  readonly describes?: true;
}

/** Ids of our own making: what a product's parent and the product itself are called in the service when they are new. */
export const productIdOf = (product: Product): string => safeId(product.parentId ? `p-${product.parentId}` : product.sourceId);
export const variantIdOf = (product: Product): string => safeId(product.sourceId);

/** The article number it is known by in the service. */
export const skuOf = (product: Product, settings: ProductSettings): string => (settings.articleNumber === 'barcode' && product.barcode ? product.barcode : (product.sku ?? ''));

/** What the product as a whole should say. The variants of one product share it. */
export function productFieldsOf(product: Product, settings: ProductSettings): readonly WantedField[] {
  const parts = (product.category ?? '').split('>').map((part) => part.trim()).filter((part) => part !== '');
  const type = settings.type === 'none' ? '' : settings.type === 'leaf' ? (parts.at(-1) ?? '') : parts.join(' > ');
  return present([
    { name: 'title', value: product.parentName || product.name, kind: 'text', from: product.parentName ? 'parentName' : 'name', describes: true },
    product.description ? { name: 'description', value: product.description, kind: 'text', from: 'description', describes: true } : { name: 'description', value: product.shortDescription ?? '', kind: 'text', from: 'shortDescription', describes: true },
    { name: 'type', value: type, kind: 'text', from: 'category', describes: true },
    { name: 'vendor', value: settings.vendor ? (product.brand ?? '') : '', kind: 'text', from: 'brand', describes: true },
  ]);
}

/** What the variant itself should say. */
export function variantFieldsOf(product: Product, settings: ProductSettings): readonly WantedField[] {
  const price = settings.price === 'inclusive' ? product.priceIncl : product.priceExcl;
  return present([
    { name: 'title', value: variantTitle(product), kind: 'text', from: 'name', describes: true },
    { name: 'sku', value: skuOf(product, settings), kind: 'text', from: settings.articleNumber === 'barcode' && product.barcode ? 'barcode' : 'sku' },
    // Two decimals at most: more of them have been refused before.
    { name: 'price', value: price === undefined ? '' : round(price, 2), kind: 'amount', from: settings.price === 'inclusive' ? 'priceIncl' : 'priceExcl' },
    { name: 'inventory_quantity', value: product.quantity === undefined ? '' : wholeNumber(product.quantity), kind: 'count', from: 'quantity' },
    // Nobody hides by hand what the source does not say anything about.
    { name: 'visibility', value: product.active === undefined || settings.inactive !== 'hide' ? '' : product.active ? 'visible' : 'hidden', kind: 'text', from: 'active' },
  ]);
}

const present = (fields: readonly WantedField[]): readonly WantedField[] => fields.filter((field) => field.value !== '');

/** What tells a variant from its siblings: its options, or else its own name. */
function variantTitle(product: Product): string {
  if (!product.parentName) return product.name;
  const named = (product.attributes ?? []).map((attribute) => attribute.value).filter((value) => value !== '');
  const options = named.length > 0 ? named : [product.color ?? '', product.size ?? ''].filter((value) => value !== '');
  return options.join(' / ') || product.name;
}

/** The service counts in whole numbers and does not say what it makes of less than nothing. */
export function wholeNumber(quantity: string): string {
  const [whole = '0'] = quantity.split('.');
  return whole.startsWith('-') ? '0' : String(BigInt(whole));
}

/** Whether the service says the same already. */
export function saysTheSame(field: WantedField, current: SourceRecord): boolean {
  const there = textOf(current[field.name]);
  return field.kind === 'text' ? there === field.value : isDecimal(there) && compare(there, field.value) === 0;
}

/** The field as the service wants it: amounts and counts as numbers. */
export const sent = (field: WantedField): string | number => (field.kind === 'text' ? field.value : Number(field.value));
