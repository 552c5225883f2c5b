import { compare, divide, isZero, multiply, round, toJsonNumber } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';

/** The service keeps a unit price with this many places at most. */
const mostPlaces = 7;

/**
 * Quantity and unit price of a line whose amount is fixed. The service computes quantity × price and refuses a line (6070) where that, rounded, is
 * another amount; so the price gets as many places as it takes. Empty when none of them makes it: then only the amount is sent.
 */
export function unitPrice(amount: Decimal, quantity: Decimal): { readonly Qty?: number; readonly UnitPrice?: number } {
  if (isZero(quantity)) return {};
  // Most lines sell one.
  if (quantity === '1') return { Qty: 1, UnitPrice: toJsonNumber(round(amount, 2)) };
  const wanted = round(amount, 2);
  for (let places = 2; places <= mostPlaces; places += 1) {
    const price = divide(amount, quantity, places);
    if (compare(round(multiply(price, quantity), 2), wanted) === 0) return { Qty: toJsonNumber(quantity), UnitPrice: toJsonNumber(price) };
  }
  return {};
}
