import { fromCents } from '#shared/money/decimal.ts';
import type { LookAlikes } from './lookAlikes.ts';

/** Orders with a trouble planted in them are left out: what becomes of those is the flow's own business. */
export const leftOut = { from: 1001, to: 1020 } as const;

export interface BooksKept {
  readonly documents: number;
  /** Sum of `TotalAmt` to the cent. */
  readonly total: string;
  readonly calls: { readonly till: number; readonly books: number };
}

/** What the books hold of the shop's ordinary orders, and how often both look-alikes were called. */
export async function lookAtBooks(lookAlikes: LookAlikes): Promise<BooksKept> {
  const { calls, documents } = await lookAlikes.ledger();
  const own = documents.filter(({ DocNumber = '' }) => {
    const number = /^MPL-\d{4}-(\d+)$/.exec(DocNumber)?.[1];
    return number !== undefined && (Number(number) < leftOut.from || Number(number) > leftOut.to);
  });
  // Whole cents: sums of binary fractions would drift.
  const cents = own.reduce((sum, { TotalAmt = 0 }) => sum + Math.round(TotalAmt * 100), 0);
  return { documents: own.length, total: fromCents(cents), calls };
}

/** Throws when the two did not make the same documents: then no figure means anything. */
export function demandSameBooks(one: string, kept: BooksKept, other: string, reference: BooksKept): void {
  if (kept.documents === reference.documents && kept.total === reference.total) return;
  throw new Error(`The books differ: ${one} made ${kept.documents} documents of ${kept.total} in all, ${other} ${reference.documents} of ${reference.total}.`);
}
