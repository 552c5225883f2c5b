import { lineAmounts, toThousandths } from './amounts.ts';
import type { ShopOrder, ShopOrderLine, ShopProduct } from './types.ts';

/** One line of an order, an invoice or a ticket, at the listed price unless told another; the quantity is a decimal string. */
export function saleLine(method: ShopOrder['vatMethod'], product: ShopProduct, quantity: string, priceCents = product.priceInclCents): ShopOrderLine {
  return { articleNumber: product.articleNumber, text: product.description, quantity, ...lineAmounts(method, product.vatRate, priceCents, toThousandths(quantity)) };
}

/** What its lines add up to, in cents. */
export function totals(lines: readonly ShopOrderLine[]): Pick<ShopOrder, 'totalInclCents' | 'totalExclCents'> {
  return { totalInclCents: lines.reduce((sum, line) => sum + line.totalInclCents, 0), totalExclCents: lines.reduce((sum, line) => sum + line.totalExclCents, 0) };
}
