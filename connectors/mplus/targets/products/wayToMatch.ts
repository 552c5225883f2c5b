import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import type { MatchBy } from '../articleFinder.ts';
import type { ProductSettings } from './settings.ts';

/** By what the article of a product is known, and the value it has there. */
export interface Way {
  readonly by: MatchBy;
  readonly value: string;
}

/** Digits without a nought in front: `0042` and `42` would become one article. */
const isNumber = (sku: string) => /^[1-9]\d{0,17}$/.test(sku);

/**
 * How the article of a product is recognised; null when the product is to be left out. Throws `data` for a product without what it is recognised by, and
 * for an SKU that is no number where these are to be reported: the list of these problems is the list of numbers to put right.
 */
export function wayToMatch(product: Product, externalId: string, { matchBy, nonNumeric, withoutKey }: ProductSettings): Way | null {
  const value = (matchBy === 'barcode' ? product.barcode : matchBy === 'externalId' ? externalId : product.sku)?.trim() ?? '';
  if (value === '' && withoutKey === 'skip') return null;
  if (value === '') {
    const missing = matchBy === 'barcode' ? 'barcode' : matchBy === 'externalId' ? 'external id' : 'SKU';
    throw new FluxoError({ code: 'mplus.product_without_key', kind: 'data', what: `The product has no ${missing}, by which its article would be found.`, where: { field: matchBy === 'barcode' ? 'barcode' : 'sku' }, params: { missing }, fix: 'Add it in the source, or let articles be found by something else.' });
  }
  if (matchBy !== 'number' || isNumber(value)) return { by: matchBy, value };
  if (nonNumeric === 'plu' || nonNumeric === 'barcode') return { by: nonNumeric, value };
  if (nonNumeric === 'skip') return null;
  throw new FluxoError({ code: 'mplus.sku_no_number', kind: 'data', what: `The SKU “${value}” cannot be an article number: those of the till consist of digits, the first one not a nought.`, where: { field: 'sku' }, params: { sku: value }, fix: 'Give the product a number as SKU in the source, or let the target use such SKUs as PLU or barcode.' });
}
