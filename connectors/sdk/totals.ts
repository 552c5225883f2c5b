import type { Order, OrderPayment } from '#shared/entities/order.ts';
import { add, compare, isDecimal, isZero, round, subtract, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { TotalDimension, TotalPart } from '#shared/records/totals.ts';

/** What a target of sales adds up to at least (`TargetDefinition.addsUp`); the tax codes where the order tells its taxes. */
export const saleDimensions: readonly TotalDimension[] = ['document', 'day', 'paymentMethod', 'taxCode', 'dayTaxCode'];
/** The same for a target of quantities. */
export const stockDimensions: readonly TotalDimension[] = ['stock', 'stockMoved'];

type SaleTold = Pick<Order, 'date'> & Partial<Pick<Order, 'totalIncl' | 'totalExcl' | 'taxes' | 'payments' | 'paymentMethod' | 'fullyPaid'>>;

/**
 * What a document made of an order adds to the totals of a run, in the order's own signs: by kind, day, way of payment (empty = not paid yet, or not said) and tax. `total` is what the document
 * comes to, where that is not simply the order's own. Nothing where nobody says what it comes to.
 */
export function saleTotals(order: SaleTold, kind: string, total: Decimal | undefined = order.totalIncl): readonly TotalPart[] {
  if (total === undefined || !isDecimal(total)) return [];
  const { totalExcl } = order;
  const taxes = Array.isArray(order.taxes) ? order.taxes : [];
  const isTaxTold = isDecimal(totalExcl) && order.totalIncl !== undefined && compare(total, order.totalIncl) === 0;
  const whole = { ...(isTaxTold && { net: round(totalExcl, 2), tax: round(subtract(total, totalExcl), 2) }), total: round(total, 2) };
  return [
    { by: 'document', key: kind, ...whole },
    { by: 'day', key: order.date, ...whole },
    ...paid(order, total).map(({ method, amount }): TotalPart => ({ by: 'paymentMethod', key: method, total: round(amount, 2) })),
    ...taxes.filter(({ net, tax }) => isDecimal(net) && isDecimal(tax)).flatMap(({ rate, net, tax }): readonly TotalPart[] => {
      const code = { net: round(net, 2), tax: round(tax, 2), total: round(add(net, tax), 2) };
      return [{ by: 'taxCode', key: `${rate} %`, ...code }, { by: 'dayTaxCode', key: order.date, within: `${rate} %`, ...code }];
    }),
  ];
}

/** What was paid in which way, and what is left of the total. */
function paid({ payments, paymentMethod = '', fullyPaid }: SaleTold, total: Decimal): readonly Pick<OrderPayment, 'method' | 'amount'>[] {
  const told = Array.isArray(payments) && payments.length > 0 ? payments.filter(({ amount }) => isDecimal(amount)) : fullyPaid ? [{ method: paymentMethod, amount: total }] : [];
  const open = subtract(total, sum(told.map(({ amount }) => amount)));
  return isZero(open) && told.length > 0 ? told : [...told, { method: '', amount: open }];
}

/** What setting a quantity adds to the totals of a run: pieces at a place, and by how many they become more or fewer where it is known how many there were. */
export function stockTotals(place: string, { from, to }: { readonly from?: Decimal | undefined; readonly to: Decimal }): readonly TotalPart[] {
  if (!isDecimal(to)) return [];
  const moved = isDecimal(from) ? subtract(to, from) : undefined;
  return [
    { by: 'stock', key: place, total: to },
    ...(moved === undefined || isZero(moved) ? [] : [{ by: 'stockMoved', key: compare(moved, '0') > 0 ? 'more' : 'fewer', total: moved } as const]),
  ];
}
