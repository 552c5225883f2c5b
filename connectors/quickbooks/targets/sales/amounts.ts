import type { Order, OrderLine } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { absolute, add, compare, divide, isZero, multiply, round, subtract, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { shareOut } from './shareOut.ts';
import type { Calculation, OrderTaxes } from './tax.ts';
import { plainRate } from '../../company/taxCodes.ts';

/** What a line comes to, with two places. In every world the service's own `Amount` is the net one. */
export interface LineAmounts {
  readonly net: Decimal;
  /** Only where prices include tax. */
  readonly gross: Decimal | null;
}

/** Lines of one tax code (or, where there are no codes, of one percentage). */
export interface TaxGroup {
  readonly key: string;
  readonly percent: Decimal;
  readonly net: Decimal;
  readonly tax: Decimal;
}

export interface OrderAmounts {
  /** One per line of the order, in its order. */
  readonly lines: readonly LineAmounts[];
  readonly groups: readonly TaxGroup[];
  readonly tax: Decimal;
  /** Including tax: what the document has to come to. */
  readonly total: Decimal;
  /** What the source says is missing from its own lines; zero for a sound order. */
  readonly difference: Decimal;
  readonly warnings: readonly Reason[];
}

interface Told {
  readonly net: Decimal;
  readonly tax: Decimal;
}

const groupKey = (tax: OrderTaxes['lines'][number]): string => tax.code?.id ?? tax.percent;

/**
 * Net, tax and total of an order, to the cent. What the source says counts: the lines' own totals, and its tax per rate where it fits them. Only what
 * is missing is computed. Where prices include tax, the net amount of a rate is shared out over its lines so that they add up exactly.
 */
export function computeAmounts(order: Order, taxes: OrderTaxes): OrderAmounts {
  const { calculation } = taxes;
  const warnings: Reason[] = [];
  const lines: LineAmounts[] = order.lines.map(() => ({ net: '0.00', gross: null }));
  const byGroup = new Map<string, number[]>();
  taxes.lines.forEach((tax, index) => byGroup.set(groupKey(tax), [...(byGroup.get(groupKey(tax)) ?? []), index]));
  const told = toldByGroup(order, taxes);

  const groups = [...byGroup].map(([key, indexes]): TaxGroup => {
    const percent = taxes.lines[indexes[0]!]!.percent;
    const own = indexes.map((index) => lineAmounts(order.lines[index]!, percent, calculation, index));
    const group = calculation === 'TaxInclusive' ? inclusiveGroup(own, percent, told.get(key)) : exclusiveGroup(own, percent, told.get(key));
    if (!group.asTold) warnings.push({ code: 'quickbooks.tax_recomputed', text: `The order’s own tax of ${percent} % does not fit its lines; it was computed anew.`, params: { percent } });
    indexes.forEach((index, place) => (lines[index] = { net: group.nets[place]!, gross: calculation === 'TaxInclusive' ? own[place]!.gross : null }));
    return { key, percent, net: group.net, tax: group.tax };
  });

  const tax = round(sum(groups.map((group) => group.tax)), 2);
  const total = round(add(sum(groups.map((group) => group.net)), tax), 2);
  return { lines, groups, tax, total, difference: sourceDifference(order, total, tax), warnings };
}

interface Group {
  readonly nets: readonly Decimal[];
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly asTold: boolean;
}

function inclusiveGroup(own: readonly { readonly net: Decimal; readonly gross: Decimal; readonly netTold: boolean }[], percent: Decimal, told: Told | undefined): Group {
  const gross = sum(own.map((line) => line.gross));
  const exact = netOf(gross, percent);
  const fits = told !== undefined && compare(add(told.net, told.tax), gross) === 0 && isNear(told.net, exact, own.length);
  const net = fits ? round(told.net, 2) : round(exact, 2);
  const areToldNets = own.every((line) => line.netTold) && compare(sum(own.map((line) => line.net)), net) === 0;
  const nets = areToldNets ? own.map((line) => line.net) : shareOut(net, own.map((line) => netOf(line.gross, percent)));
  return { nets, net, tax: round(subtract(gross, net), 2), asTold: told === undefined || fits };
}

function exclusiveGroup(own: readonly { readonly net: Decimal }[], percent: Decimal, told: Told | undefined): Group {
  const nets = own.map((line) => line.net);
  const net = round(sum(nets), 2);
  const tax = divide(multiply(net, percent), '100', 6);
  const fits = told !== undefined && compare(told.net, net) === 0 && isNear(told.tax, tax, own.length);
  return { nets, net, tax: fits ? round(told.tax, 2) : round(tax, 2), asTold: told === undefined || fits };
}

/** As far from the exact amount as rounding every line by itself can lead, and no further. */
const isNear = (told: Decimal, exact: Decimal, lines: number): boolean => compare(absolute(subtract(told, exact)), multiply('0.01', String(lines + 1))) <= 0;

/** Amount without the tax it holds, with more places than cents. */
const netOf = (gross: Decimal, percent: Decimal): Decimal => divide(multiply(gross, '100'), add('100', percent), 8);

/** A line's own totals, else price times quantity, rounded once. */
function lineAmounts(line: OrderLine, percent: Decimal, calculation: Calculation, index: number): { readonly net: Decimal; readonly gross: Decimal; readonly netTold: boolean } {
  const times = (price: Decimal | undefined) => (price === undefined ? undefined : round(multiply(price, line.quantity), 2));
  const gross = line.totalIncl ?? times(line.unitPriceIncl);
  const net = line.totalExcl ?? times(line.unitPriceExcl);
  if (gross === undefined && net === undefined) {
    const number = String(index + 1);
    throw new FluxoError({ code: 'quickbooks.no_price', kind: 'data', what: `Line ${number} has neither a price nor a total.`, where: { field: `lines[${number}]` }, params: { line: number }, fix: 'Map the line’s price or its total.' });
  }
  if (calculation === 'NotApplicable') return { net: round(gross ?? net!, 2), gross: round(gross ?? net!, 2), netTold: true };
  const withTax = (amount: Decimal) => round(divide(multiply(amount, add('100', percent)), '100', 8), 2);
  return {
    gross: round(gross ?? withTax(net!), 2),
    net: round(net ?? netOf(gross!, percent), 2),
    netTold: line.totalExcl !== undefined,
  };
}

/** The source's tax summary, gathered by the groups its lines fall into. */
function toldByGroup(order: Order, taxes: OrderTaxes): ReadonlyMap<string, Told> {
  const groupOfRate = new Map(taxes.lines.map((tax) => [tax.percent, groupKey(tax)]));
  const told = new Map<string, Told>();
  for (const tax of order.taxes ?? []) {
    // Reverse charge has one group whatever rate the source lists it under.
    const key = order.taxMethod === 'shifted' ? groupOfRate.get('0') : groupOfRate.get(plainRate(tax.rate));
    if (key === undefined) continue;
    const before = told.get(key);
    told.set(key, { net: add(before?.net ?? '0', tax.net), tax: add(before?.tax ?? '0', tax.tax) });
  }
  return told;
}

/** The order's own total less what its lines come to. */
function sourceDifference(order: Order, total: Decimal, tax: Decimal): Decimal {
  if (order.totalIncl !== undefined) return round(subtract(order.totalIncl, total), 2);
  if (order.totalExcl !== undefined) return round(subtract(order.totalExcl, subtract(total, tax)), 2);
  const taxes = order.taxes ?? [];
  return taxes.length === 0 ? '0.00' : round(subtract(sum(taxes.flatMap((each) => [each.net, each.tax])), total), 2);
}

/** One or two cents: what a rounding line may set right. */
export const isRounding = (difference: Decimal): boolean => !isZero(difference) && compare(absolute(difference), '0.02') <= 0;

/** Throws a `data` error when the order's lines do not make its total and no rounding line may set it right. */
export function demandSoundTotal(order: Order, amounts: OrderAmounts, mayRound: boolean): void {
  const { difference, total } = amounts;
  if (isZero(difference) || (mayRound && isRounding(difference))) return;
  const says = order.totalIncl ?? round(add(total, difference), 2);
  throw new FluxoError({ code: 'quickbooks.source_total', kind: 'data', what: `The order’s total is ${round(says, 2)}, but its lines come to ${total}.`, where: { field: 'totalIncl' }, params: { total: round(says, 2), lines: total, difference }, fix: 'Correct the order in the source, or map all of its lines and prices. One or two cents can be booked on a rounding item.' });
}
