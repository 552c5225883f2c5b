import { add, compare, isDecimal, isZero, multiply, negate, subtract, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { listOf } from '../pages.ts';

export interface OrderAmounts {
  /** Whether the prices of the lines hold the tax. Undefined when the amounts of the order fit neither. */
  readonly prices: 'inclusive' | 'exclusive' | undefined;
  /** What each line costs, its own discount taken off where it counts. */
  readonly lineTotals: readonly Decimal[];
  /** Taken off the order as a whole, beside the lines' own discounts; `"0"` or more. */
  readonly orderDiscount: Decimal;
}

export const amountOf = (value: unknown): Decimal => (isDecimal(value) ? value : '0');

/** Rounding of whoever wrote the order, at most. */
const tolerance = '0.02';

/**
 * Finds out how an order's amounts belong together. The service adds nothing up and says neither whether prices hold the tax nor whether the order's discount repeats those of its
 * lines, so the readings are tried in turn and the first that comes to the order's total is it.
 */
export function orderAmounts(order: SourceRecord): OrderAmounts {
  const lines = listOf(order['lines']);
  const full = lines.map((line) => multiply(amountOf(line['price']), amountOf(line['quantity'])));
  const reduced = lines.map((line, index) => subtract(full[index]!, amountOf(line['discount'])));
  const [total, tax, shipping, discount] = ['order_total', 'tax_total', 'shipping_total', 'discount_total'].map((name) => amountOf(order[name])) as [Decimal, Decimal, Decimal, Decimal];
  const inLines = subtract(sum(full), sum(reduced));
  const readings: readonly Omit<OrderAmounts, 'prices'>[] = [
    // The order's discount comes on top of the lines' own.
    { lineTotals: reduced, orderDiscount: discount },
    // It sums up the lines' own.
    { lineTotals: reduced, orderDiscount: compare(discount, inLines) > 0 ? subtract(discount, inLines) : '0' },
    { lineTotals: reduced, orderDiscount: '0' },
    // The lines' discounts are only told.
    { lineTotals: full, orderDiscount: discount },
  ];
  for (const prices of ['inclusive', 'exclusive'] as const) {
    for (const reading of readings) {
      const worth = add(sum(reading.lineTotals), subtract(shipping, reading.orderDiscount));
      if (isNear(prices === 'inclusive' ? worth : add(worth, tax), total)) return { ...reading, prices };
    }
  }
  return { ...readings[0]!, prices: isZero(tax) ? 'inclusive' : undefined };
}

function isNear(left: Decimal, right: Decimal): boolean {
  const difference = subtract(left, right);
  return compare(difference, tolerance) <= 0 && compare(difference, negate(tolerance)) >= 0;
}
