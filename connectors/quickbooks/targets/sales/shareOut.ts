import { add, compare, fromCents, multiply, subtract, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';

/**
 * Rounds parts to whole cents so that they add up to `total` exactly. What is left after rounding down goes to the parts that lost most, earlier ones
 * first, so the same input always rounds the same way; while `total` is within a cent per part of the exact sum, no part moves by more than a cent.
 */
export function shareOut(total: Decimal, exact: readonly Decimal[]): readonly Decimal[] {
  const shares = exact.map((part) => {
    const cents = multiply(part, '100');
    const floor = floorOf(cents);
    return { floor, lost: subtract(cents, floor) };
  });
  const parts = shares.map((share) => share.floor);
  const mostLost = shares.map((_, index) => index).sort((a, b) => compare(shares[b]!.lost, shares[a]!.lost) || a - b);
  let left = Number(subtract(multiply(total, '100'), sum(parts)));
  const [order, step] = left >= 0 ? [mostLost, '1'] : [mostLost.toReversed(), '-1'];
  for (let turn = 0; left !== 0; turn += 1, left -= Number(step)) {
    const index = order[turn % order.length]!;
    parts[index] = add(parts[index]!, step);
  }
  return parts.map((cents) => fromCents(cents));
}

/** The whole number at or below a decimal. */
function floorOf(value: Decimal): Decimal {
  const [whole = '0', fraction = ''] = value.split('.');
  const cut = whole === '-0' ? '0' : whole;
  return value.startsWith('-') && /[1-9]/.test(fraction) ? subtract(cut, '1') : cut;
}
