import type { Loose, OpenQuickBooks } from './openQuickBooks.ts';

export const itemLine = (item: { value: string }, code: { value: string }, amount: number, more: Record<string, unknown> = {}): Loose => ({
  Amount: amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: item, TaxCodeRef: code, ...more },
});

/** A receipt over one line of the walk-in customer, to be varied. */
export function simpleReceipt(books: OpenQuickBooks, more: Record<string, unknown> = {}): Loose {
  return {
    CustomerRef: books.ref('Customer', 'Kassaklant'),
    Line: [itemLine(books.ref('Item', 'Omzet NL 21%'), books.ref('TaxCode', '21% btw hoog'), 20, { Qty: 2, UnitPrice: 10 })],
    ...more,
  };
}
