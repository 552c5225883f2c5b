import type { Order, OrderLine } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { absolute, add, compare, divide, isZero, multiply, negate, round, subtract, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { OrderSettings } from './settings.ts';

/** What VAT does to the prices of an order, in the till's words. */
export type VatMethod = 'VAT-METHOD-INCLUSIVE' | 'VAT-METHOD-EXCLUSIVE' | 'VAT-METHOD-SHIFTED' | 'VAT-METHOD-NONE';

/** So many at so much: a line as the till computes it, price times quantity, rounded once. */
export interface Piece {
  readonly quantity: Decimal;
  /** With two places. */
  readonly price: Decimal;
}

/** Throws `data`, parked, for an order without tax while the settings do not say what that means. */
export function vatMethodOf(order: Order, { prices, noTax }: OrderSettings): VatMethod {
  if (order.taxMethod === 'shifted') return 'VAT-METHOD-SHIFTED';
  if (order.taxMethod === 'none') {
    if (noTax === 'none') return 'VAT-METHOD-NONE';
    if (noTax === 'inclusive') return 'VAT-METHOD-INCLUSIVE';
    throw new FluxoError({ code: 'mplus.order_without_tax', kind: 'data', what: 'The order has no tax.', where: { field: 'taxMethod' }, parkedOn: { setting: 'noTax', value: 'none' }, fix: 'Choose in the MplusKASSA node what such orders are: without VAT, or with prices that hold it.' });
  }
  const told = prices === 'order' ? (order.taxMethod ?? 'inclusive') : prices;
  return told === 'exclusive' ? 'VAT-METHOD-EXCLUSIVE' : 'VAT-METHOD-INCLUSIVE';
}

/** What a line comes to in the prices the method counts in; `rate` is its VAT in percent, for a line that only tells the other price. */
export function lineTotal(line: OrderLine, method: VatMethod, rate: Decimal, number: number): Decimal {
  const times = (price: Decimal | undefined) => (price === undefined ? undefined : round(multiply(price, line.quantity), 2));
  const gross = line.totalIncl ?? times(line.unitPriceIncl);
  const net = line.totalExcl ?? times(line.unitPriceExcl);
  if (gross === undefined && net === undefined) {
    throw new FluxoError({ code: 'mplus.no_price', kind: 'data', what: `Line ${number} has neither a price nor a total.`, where: { field: `lines[${number}]` }, params: { line: String(number) }, fix: 'Map the line’s price or its total.' });
  }
  if (method === 'VAT-METHOD-INCLUSIVE') return round(gross ?? divide(multiply(net!, add('100', rate)), '100', 8), 2);
  if (method === 'VAT-METHOD-NONE') return round(gross ?? net!, 2);
  return round(net ?? divide(multiply(gross!, '100'), add('100', rate), 8), 2);
}

/**
 * A line's total as prices in cents. Its own price when that gives the total; else whole pieces are shared out over two prices a cent apart, so that three for
 * ten euros stay ten euros; for weighed goods the nearest price, which may miss the total by a cent or two.
 */
export function piecesOf(quantity: Decimal, total: Decimal, unitPrice: Decimal | undefined): readonly Piece[] {
  if (isZero(quantity)) return [];
  if (unitPrice !== undefined && compare(unitPrice, round(unitPrice, 2)) === 0 && compare(round(multiply(unitPrice, quantity), 2), total) === 0) return [{ quantity, price: round(unitPrice, 2) }];
  if (compare(quantity, '0') < 0) return piecesOf(negate(quantity), negate(total), undefined).map((piece) => ({ ...piece, quantity: negate(piece.quantity) }));
  if (compare(quantity, round(quantity, 0)) !== 0) return [{ quantity, price: divide(total, quantity, 2) }];
  const [cents, count] = [BigInt(round(multiply(total, '100'), 0)), BigInt(round(quantity, 0))];
  const base = cents / count;
  const rest = cents - base * count;
  const dearer = rest < 0n ? -rest : rest;
  const price = (value: bigint) => divide(String(value), '100', 2);
  return [
    { quantity: String(count - dearer), price: price(base) },
    { quantity: String(dearer), price: price(rest < 0n ? base - 1n : base + 1n) },
  ].filter((piece) => !isZero(piece.quantity));
}

/** What the till will make of pieces. */
export const worthOf = (pieces: readonly Piece[]): Decimal => sum(pieces.map(({ quantity, price }) => round(multiply(price, quantity), 2)));

/** What the order says it comes to, in the prices its method counts in; undefined when it does not tell. */
export function totalOf(order: Order, method: VatMethod): Decimal | undefined {
  const told = { 'VAT-METHOD-INCLUSIVE': order.totalIncl, 'VAT-METHOD-EXCLUSIVE': order.totalExcl, 'VAT-METHOD-SHIFTED': order.totalExcl ?? order.totalIncl, 'VAT-METHOD-NONE': order.totalIncl ?? order.totalExcl }[method];
  return told === undefined ? undefined : round(told, 2);
}

/** What is to be paid; undefined when the order does not tell. */
export function owedOf(order: Order, method: VatMethod): Decimal | undefined {
  return method === 'VAT-METHOD-EXCLUSIVE' ? (order.totalIncl === undefined ? undefined : round(order.totalIncl, 2)) : totalOf(order, method);
}

/** One or two cents: what roundings may come to. */
export const isRounding = (difference: Decimal): boolean => !isZero(difference) && compare(absolute(difference), '0.02') <= 0;

export interface Sums {
  /** What the order's lines come to by its own figures. */
  readonly lines: Decimal;
  /** What the till will compute of them. */
  readonly till: Decimal;
}

/**
 * What has to be booked on the rounding article so that the till comes to the order's total; zero when nothing has to. Throws `data` for an order whose own lines
 * do not make its total, but for the cents the settings allow to be corrected.
 */
export function roundingOf(order: Order, method: VatMethod, sums: Sums, mayRound: boolean): { readonly amount: Decimal; readonly left: Decimal } {
  const told = totalOf(order, method) ?? sums.lines;
  const own = subtract(told, sums.lines);
  if (!isZero(own) && !(mayRound && isRounding(own))) {
    throw new FluxoError({ code: 'mplus.order_source_total', kind: 'data', what: `The order’s total is ${told}, but its lines come to ${round(sums.lines, 2)}.`, where: { field: 'totalIncl' }, params: { total: told, lines: round(sums.lines, 2), difference: round(own, 2) }, fix: 'Correct the order in the source, or map all of its lines and prices. One or two cents can be booked on a rounding article.' });
  }
  const difference = subtract(told, sums.till);
  if (isZero(difference)) return { amount: '0', left: '0' };
  if (mayRound && isRounding(difference)) return { amount: round(difference, 2), left: '0' };
  return { amount: '0', left: round(difference, 2) };
}
