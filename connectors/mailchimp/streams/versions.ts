import type { SourceRecord } from '#shared/records/story.ts';
import { versionOf } from '../version.ts';
import { memberFigures } from './memberRecord.ts';
import { orderFigures } from './orderRecord.ts';
import { withoutLinks } from './storeScan.ts';

/**
 * Versions of what the service keeps, worked out from its own fields alone: a stream that reads a record and an effect that has just written it come to the same text, by which
 * a flow knows its own last write when it comes back.
 */
export const memberVersion = (member: SourceRecord): string => {
  const { contact: _contact, place: _place, ...own } = withoutLinks(member);
  return versionOf(own, memberFigures);
};

/** Fields of the order stream that are worked out and not kept by the service. */
const derived: ReadonlySet<string> = new Set(['isCancelled', 'isPaid', 'taxMethod', 'totalExcl', 'sold', 'buyer', 'billTo', 'shipTo']);

export const orderVersion = (order: SourceRecord): string => versionOf(Object.fromEntries(Object.entries(withoutLinks(order)).filter(([name]) => !derived.has(name))), orderFigures);

/** Moves with every write, whether anything changed or not. */
const variantFigures: ReadonlySet<string> = new Set(['created_at', 'updated_at']);

/** A variant with what its product says; the product's other variants do not count. */
export function variantVersion(variant: SourceRecord, product: SourceRecord): string {
  const { key: _key, name: _name, product: _whole, store_id: _store, product_id: _product, ...own } = withoutLinks(variant);
  return versionOf({ own, product: productOnly(product) }, variantFigures);
}

/** What a product says beside its variants and pictures. */
export function productOnly(product: SourceRecord): SourceRecord {
  const { variants: _variants, images: _images, ...rest } = withoutLinks(product);
  return rest;
}

export const customerVersion = (customer: SourceRecord): string => {
  const { name: _name, place: _place, ...own } = withoutLinks(customer);
  return versionOf(own, customerFigures);
};

/** Figures that every order moves. */
const customerFigures: ReadonlySet<string> = new Set(['orders_count', 'total_spent', 'created_at', 'updated_at']);
