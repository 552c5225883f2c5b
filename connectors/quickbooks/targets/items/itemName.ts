import type { Product } from '#shared/entities/product.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { cleanName } from '../../customers/candidate.ts';
import { cutBefore, cutText } from '../../cutText.ts';

/** Items are called by this many characters at most. */
const longest = 100;

/** Colour, size and whatever else tells the products of one parent apart. */
export function optionsOf(product: Product): readonly string[] {
  const values = [product.color, product.size, ...(product.attributes ?? []).map(({ value }) => value)].map((value) => cleanName(value));
  return [...new Set(values.filter((value) => value !== ''))];
}

/** One of several products of a parent, told apart by its options. */
export function isVariant(product: Product): boolean {
  const hasParent = (product.parentName ?? '') !== '' || ((product.parentId ?? '') !== '' && product.parentId !== product.sourceId);
  return hasParent && optionsOf(product).length > 0;
}

/**
 * What the item is called: the product's name; a variant's parent with its options behind it, unless its own name says them already. Too long a
 * name is cut between two signs, and said.
 */
export function itemName(product: Product, warn: (reason: Reason) => void): string {
  const own = cleanName(product.name);
  const options = isVariant(product) ? optionsOf(product) : [];
  const words = own.toLowerCase();
  const saysAll = options.every((option) => words.includes(option.toLowerCase()));
  const name = saysAll && own !== '' ? own : `${cleanName(product.parentName) || own} - ${options.join(' / ')}`;
  const told = name || product.sku || product.sourceId;
  if (told.length <= longest) return told;
  warn({ code: 'quickbooks.cut', text: `The name was cut to ${longest} letters.`, params: { field: 'name', length: String(longest) } });
  return cutText(told, longest);
}

/** The name, then with the number behind it, then with the source's own id: names are unique in QuickBooks. */
export function namesToTry(name: string, product: Product): readonly string[] {
  const behind = [product.sku ?? '', product.sourceId, product.sku ? `${product.sku} ${product.sourceId}` : `#${product.sourceId}`].filter((tail) => tail !== '');
  return [...new Set([name, ...behind.map((tail) => cutBefore(name, ` (${cutText(cleanName(tail), 60)})`, longest))])];
}
