import { isDecimal, sum } from '#shared/money/decimal.ts';

/**
 * What changes when the stock of an item does: its quantities, and nothing else of the item. Stream and target both write it, so that what a flow sent here
 * is known again; the word in front tells it from an item's own version, since both are of the type `Item`.
 */
export function stockVersion(onHand: string, promised = '', ordered = ''): string {
  const plain = (quantity: string) => (isDecimal(quantity) ? sum([quantity]) : '0');
  const further = [promised, ordered].map(plain);
  return ['stock', plain(onHand), ...(further.every((quantity) => quantity === '0') ? [] : further)].join(' ');
}
