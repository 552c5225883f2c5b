import type { Order, OrderLine } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { absolute, add, compare, divide, multiply, negate, round, subtract, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';

/** A line as the service takes it: a whole number of pieces at a price of whole cents. */
export interface SoldLine {
  readonly line: OrderLine;
  readonly quantity: number;
  readonly price: Decimal;
  /** Off the line as a whole; `"0.00"` mostly. */
  readonly discount: Decimal;
}

export interface OrderMoney {
  readonly lines: readonly SoldLine[];
  readonly total: Decimal;
  readonly tax: Decimal;
  readonly shipping: Decimal;
  readonly discount: Decimal;
  readonly notes: readonly Reason[];
}

interface Articles {
  readonly shipping: ReadonlySet<string>;
  readonly discount: ReadonlySet<string>;
}

/** Cents by which lines and total may differ because each was rounded for itself. */
const tolerance = '0.02';

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mailchimp.${code}`, text, params });

/**
 * The order's amounts as the service takes them, tax included (it keeps one amount of tax and no rates). Goods whose tax the buyer owes himself cost what they cost without it. Throws a `data`
 * error when the lines do not come to the total.
 */
export function orderMoney(order: Order, articles: Articles): OrderMoney {
  const isNet = order.taxMethod === 'shifted';
  const totals = order.lines.map((line) => lineTotal(line, order, isNet));
  const isCredit = compare(sum(totals), '0') < 0;
  const notes: Reason[] = [];
  const sold: SoldLine[] = [];
  const [shipping, discount]: [Decimal[], Decimal[]] = [[], []];
  for (const [index, line] of order.lines.entries()) {
    const total = totals[index]!;
    const sku = line.sku ?? '';
    if (articles.shipping.has(sku)) shipping.push(total);
    else if (articles.discount.has(sku) || (!isCredit && compare(total, '0') < 0)) discount.push(negate(total));
    else sold.push(soldLine(line, total, notes));
  }
  const lines = sum(totals);
  const told = isNet ? (order.totalExcl ?? order.totalIncl) : order.totalIncl;
  const total = round(told ?? lines, 2);
  const difference = subtract(total, lines);
  if (compare(absolute(difference), tolerance) > 0) throw new FluxoError({ code: 'mailchimp.total_differs', kind: 'data', what: `The lines of the order come to ${round(lines, 2)}, the order to ${total}.`, where: { field: 'totalIncl' }, params: { lines: round(lines, 2), total }, fix: 'Correct the order in the source, or the mapping of its amounts.' });
  if (compare(difference, '0') !== 0) notes.push(say('rounding_left', `The lines come to ${round(lines, 2)}; the total of ${total} is written as it is.`, { lines: round(lines, 2), total }));
  return { lines: sold, total, tax: taxOf(order, isNet), shipping: round(sum(shipping), 2), discount: round(sum(discount), 2), notes };
}

function taxOf(order: Order, isNet: boolean): Decimal {
  if (isNet || order.taxMethod === 'none') return '0.00';
  if (order.taxes && order.taxes.length > 0) return round(sum(order.taxes.map((tax) => tax.tax)), 2);
  return order.totalIncl !== undefined && order.totalExcl !== undefined ? round(subtract(order.totalIncl, order.totalExcl), 2) : '0.00';
}

function lineTotal(line: OrderLine, order: Order, isNet: boolean): Decimal {
  const [total, unit] = isNet ? [line.totalExcl, line.unitPriceExcl] : [line.totalIncl, line.unitPriceIncl];
  if (total !== undefined) return round(total, 2);
  if (unit !== undefined) return round(multiply(unit, line.quantity), 2);
  // A net price with its rate says as much.
  const net = line.totalExcl ?? (line.unitPriceExcl === undefined ? undefined : multiply(line.unitPriceExcl, line.quantity));
  if (net !== undefined && order.taxMethod === 'none') return round(net, 2);
  if (net !== undefined && line.taxRate !== undefined) return round(add(net, divide(multiply(net, line.taxRate), '100', 6)), 2);
  throw new FluxoError({ code: 'mailchimp.line_without_amount', kind: 'data', what: `A line of the order (${line.sku ?? line.description ?? ''}) has no amount.`, where: { field: 'lines[].totalIncl' }, params: { sku: line.sku ?? line.description ?? '' }, fix: 'Map the total or the unit price of the lines.' });
}

/** Whole pieces keep their number; what is weighed, or does not divide into cents, becomes one piece that costs what the line costs. */
function soldLine(line: OrderLine, total: Decimal, notes: Reason[]): SoldLine {
  // In a credit, what came back is so many pieces at a negative price.
  const count = /^-?(\d+)(?:\.0+)?$/.exec(line.quantity)?.[1];
  const quantity = count === undefined ? 0 : Number(count);
  if (quantity >= 1 && Number.isSafeInteger(quantity) && line.quantity.startsWith('-') === compare(total, '0') < 0) {
    const price = divide(total, String(quantity), 2);
    const rest = subtract(multiply(price, String(quantity)), total);
    if (compare(rest, '0') === 0) return { line, quantity, price, discount: '0.00' };
    // Dearer by a cent per piece, and what that is too much taken off the line.
    const dearer = compare(rest, '0') > 0 ? price : add(price, '0.01');
    return { line, quantity, price: dearer, discount: round(subtract(multiply(dearer, String(quantity)), total), 2) };
  }
  notes.push(say('weighed', `${line.quantity} of ${line.sku ?? line.description ?? 'an article'} became one piece at ${total}: MailChimp counts in whole numbers.`, { quantity: line.quantity, sku: line.sku ?? line.description ?? '', total }));
  return { line, quantity: 1, price: total, discount: '0.00' };
}
