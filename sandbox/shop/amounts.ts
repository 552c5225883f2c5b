import type { ShopOrder, ShopOrderLine, VatRate } from './types.ts';

type VatMethod = ShopOrder['vatMethod'];

/** The VAT of one rate over a whole order, in cents: the sums of its lines, never recomputed from the total. */
export interface VatSum {
  readonly rate: VatRate;
  readonly exclCents: number;
  readonly vatCents: number;
}

/** `dividend / divisor` of whole numbers, halves away from zero, as tills and invoices round. */
export function divideRounded(dividend: number, divisor: number): number {
  const size = Math.floor((2 * Math.abs(dividend) + divisor) / (2 * divisor));
  return dividend < 0 && size !== 0 ? -size : size;
}

/** A price without the VAT it includes. */
export const withoutVat = (inclCents: number, rate: number): number => divideRounded(inclCents * 100, 100 + rate);

/** A price with the VAT that comes on top. */
export const withVat = (exclCents: number, rate: number): number => divideRounded(exclCents * (100 + rate), 100);

/** `"0.530"` as 530: quantities have at most three decimals. Throws RangeError for text that is no such number. */
export function toThousandths(quantity: string): number {
  const parts = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(quantity);
  if (!parts) throw new RangeError(`"${quantity}" is not a quantity`);
  const size = Number(parts[2]) * 1000 + Number((parts[3] ?? '').padEnd(3, '0'));
  return parts[1] ? -size : size;
}

export type LineAmounts = Pick<ShopOrderLine, 'unitInclCents' | 'unitExclCents' | 'totalInclCents' | 'totalExclCents' | 'vatRate'>;

/**
 * What a line costs. A till rounds each line once: from the price with VAT when the order is `INCLUSIVE`, from the price
 * without when it is `EXCLUSIVE`; a `SHIFTED` order has no VAT at all. The quantity is in thousandths.
 */
export function lineAmounts(method: VatMethod, listedRate: VatRate, listedInclCents: number, thousandths: number): LineAmounts {
  const unitExclCents = withoutVat(listedInclCents, listedRate);
  if (method === 'INCLUSIVE') {
    const totalInclCents = divideRounded(listedInclCents * thousandths, 1000);
    return { unitInclCents: listedInclCents, unitExclCents, totalInclCents, totalExclCents: withoutVat(totalInclCents, listedRate), vatRate: listedRate };
  }
  const vatRate = method === 'SHIFTED' ? 0 : listedRate;
  const totalExclCents = divideRounded(unitExclCents * thousandths, 1000);
  return {
    unitInclCents: method === 'SHIFTED' ? unitExclCents : listedInclCents,
    unitExclCents,
    totalInclCents: withVat(totalExclCents, vatRate),
    totalExclCents,
    vatRate,
  };
}

/** One sum per rate that occurs, the highest rate first. */
export function vatSums(lines: readonly Pick<ShopOrderLine, 'vatRate' | 'totalInclCents' | 'totalExclCents'>[]): VatSum[] {
  const rates: readonly VatRate[] = [21, 9, 0];
  return rates.flatMap((rate) => {
    const own = lines.filter((line) => line.vatRate === rate);
    if (own.length === 0) return [];
    const exclCents = own.reduce((sum, line) => sum + line.totalExclCents, 0);
    const inclCents = own.reduce((sum, line) => sum + line.totalInclCents, 0);
    return [{ rate, exclCents, vatCents: inclCents - exclCents }];
  });
}
