import { add, isZero, negate, round, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { TotalPart } from '#shared/records/totals.ts';
import type { Item } from '../../entities.ts';
import type { OrderAmounts } from './amounts.ts';
import type { DocumentParts } from './document.ts';
import type { Session } from './session.ts';
import type { OrderTaxes } from './tax.ts';

/** The revenue account an item books on, by its name; empty when QuickBooks does not say. */
export function accountOf(item: Item, { company }: Session): string {
  const account = item.IncomeAccountRef;
  return account?.name ?? company.accounts.find(account?.value ?? '')?.Name ?? '';
}

/**
 * What a document adds to the totals of a run, in the order's own signs: a credit counts off. By kind, tax code, revenue account, way of payment (none = on account), day, and tax
 * code of the day; the sums of kinds, tax codes, ways of payment and days are the same. Revenue is without tax.
 */
export function documentTotals(parts: DocumentParts, amounts: OrderAmounts, total: Decimal, taxes: OrderTaxes, session: Session): readonly TotalPart[] {
  const { company } = session;
  const sign = (amount: Decimal) => (parts.kind.isCredit ? negate(amount) : amount);
  const codes: Pick<TotalPart, 'net' | 'tax' | 'total' | 'key'>[] = amounts.groups.map(({ key, percent, net, tax }) => ({ key: parts.codes.get(key)?.name ?? `${percent} %`, net, tax, total: round(add(net, tax), 2) }));
  const { difference } = amounts;
  if (!isZero(difference)) codes.push({ key: taxes.untaxed().code?.name ?? '0 %', net: difference, tax: '0.00', total: difference });
  const net = round(sum(codes.map((code) => code.net ?? '0')), 2);
  const whole = { net, tax: amounts.tax, total: round(sign(total), 2) };
  const { paymentMethod } = parts.terms;
  return [
    { by: 'document', key: parts.kind.name, ...whole },
    { by: 'day', key: parts.date, ...whole },
    { by: 'paymentMethod', key: paymentMethod === undefined ? '' : (company.paymentMethods.find(paymentMethod)?.Name ?? paymentMethod), total: whole.total },
    ...codes.flatMap((code): readonly TotalPart[] => [
      { ...code, by: 'taxCode' },
      { ...code, by: 'dayTaxCode', key: parts.date, within: code.key },
    ]),
    ...revenue(parts, session).map(({ account, amount }): TotalPart => ({ by: 'account', key: account, net: sign(amount) })),
  ];
}

function revenue({ lines, terms }: DocumentParts, { company }: Session): readonly { readonly account: string; readonly amount: Decimal }[] {
  return lines.flatMap((line) => {
    switch (line.kind) {
      case 'item':
        return [{ account: line.account, amount: line.net }];
      case 'shipping':
        // The company's own shipping account, which no list tells.
        return [{ account: 'Shipping', amount: line.net }];
      case 'discount':
        return [{ account: (terms.discountAccount && company.accounts.find(terms.discountAccount)?.Name) || '', amount: negate(line.amount) }];
      case 'text':
        return [];
    }
  });
}
