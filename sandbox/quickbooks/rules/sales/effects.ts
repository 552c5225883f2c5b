import Big from 'big.js';
import { adjustQuietly } from '../../company.ts';
import type { Company } from '../../company.ts';
import { numberAt, objectAt, objectsAt, referenceAt } from '../../json.ts';
import type { Row } from '../../store.ts';
import { cents } from './lines.ts';

export type SalesDocument = 'Invoice' | 'SalesReceipt' | 'CreditMemo' | 'RefundReceipt';

/** What a document adds to the customer's debt: only unpaid ones touch it. */
const debt: Readonly<Record<SalesDocument, number>> = { Invoice: 1, CreditMemo: -1, SalesReceipt: 0, RefundReceipt: 0 };
/** What a sold piece does to the stock. */
const stock: Readonly<Record<SalesDocument, number>> = { Invoice: -1, SalesReceipt: -1, CreditMemo: 1, RefundReceipt: 1 };

export function moveCustomerBalance(document: SalesDocument, before: Row | undefined, after: Row | undefined, company: Company): void {
  for (const [row, sign] of [[before, -1], [after, 1]] as const) {
    const total = new Big(numberAt(row?.json, 'TotalAmt') ?? 0);
    changeBalance(company, referenceAt(row?.json, 'CustomerRef'), total.times(sign * debt[document]));
  }
}

/** The customer's own `SyncToken` and change time stay: a balance is no edit. */
export function changeBalance(company: Company, customerId: string | undefined, by: Big): void {
  if (customerId === undefined || by.eq(0)) return;
  adjustQuietly(company, 'Customer', customerId, (json) => {
    const Balance = cents(by.plus(numberAt(json, 'Balance') ?? 0));
    return { Balance, BalanceWithJobs: Balance };
  });
}

/** Sales take inventory items out of stock, returns put them back; the item's change time stays, so only a full query shows it. */
export function moveStock(document: SalesDocument, before: Row | undefined, after: Row | undefined, company: Company): void {
  for (const [row, sign] of [[before, -1], [after, 1]] as const) {
    for (const line of objectsAt(row?.json, 'Line')) {
      const detail = objectAt(line, 'SalesItemLineDetail');
      const id = referenceAt(detail, 'ItemRef');
      if (id === undefined || company.store.table('Item').get(id)?.json['TrackQtyOnHand'] !== true) continue;
      const moved = new Big(numberAt(detail, 'Qty') ?? 1).times(sign * stock[document]);
      adjustQuietly(company, 'Item', id, (json) => ({ QtyOnHand: Number(moved.plus(numberAt(json, 'QtyOnHand') ?? 0)) }));
    }
  }
}
