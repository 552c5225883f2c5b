import Big from 'big.js';
import { adjustQuietly } from '../company.ts';
import type { Company } from '../company.ts';
import { faultLine, refuse } from '../faults.ts';
import { numberAt, objectAt, objectsAt, referenceAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { serviceDate } from '../serviceTime.ts';
import type { Row } from '../store.ts';
import { demandOpenPeriod } from './openPeriod.ts';
import type { Rule } from './rule.ts';

/** Differences of quantities, booked on one account. A line that tells a new quantity instead is refused, as in the field. */
export const inventoryAdjustmentRule: Rule = {
  complete(change, company) {
    demandAllowed(company);
    const { previous, sent, fields } = change;
    if (previous && sent['TxnDate'] !== undefined && sent['TxnDate'] !== previous.json['TxnDate']) refuse(faultLine.business('The transaction date of an inventory adjustment cannot be changed.', 'TxnDate'));
    const TxnDate = textAt(fields, 'TxnDate') ?? serviceDate(company.now());
    demandOpenPeriod(company, TxnDate);
    const account = company.store.table('Account').get(referenceAt(fields, 'AdjustAccountRef') ?? '')?.json;
    if ((textAt(account, 'AccountType') ?? '').startsWith('Accounts ')) refuse(faultLine.business('An inventory adjustment cannot be booked on an account of receivables or payables.', 'AdjustAccountRef'));
    const lines = objectsAt(fields, 'Line');
    if (lines.length === 0) refuse(faultLine.missing('Line'));
    for (const line of lines) demandLine(line, TxnDate, company);
    return {
      ...fields,
      TxnDate,
      DocNumber: textAt(fields, 'DocNumber') ?? company.store.nextId('adjustments'),
      // As the service does it, the kind of detail is not said again.
      Line: lines.map(({ DetailType: _type, ...line }, index) => ({ ...line, Id: String(index + 1), LineNum: index + 1 })),
    };
  },

  afterCommit(before, after, company) {
    move(before, -1, company);
    move(after, 1, company);
  },
};

function demandAllowed({ settings }: Company): void {
  const { inventoryAdjustments: who } = settings;
  if (settings.plan !== 'plus' || who === 'never' || (who === 'us' && settings.taxWorld !== 'usAutomated')) refuse(faultLine.notInPlan('Inventory adjustment'));
}

function demandLine(line: JsonObject, date: string, company: Company): void {
  const detail = objectAt(line, 'ItemAdjustmentLineDetail') ?? refuse(faultLine.missing('Line.ItemAdjustmentLineDetail'));
  const item = company.store.table('Item').get(referenceAt(detail, 'ItemRef') ?? '')?.json ?? refuse(faultLine.missing('Line.ItemAdjustmentLineDetail.ItemRef'));
  if (numberAt(detail, 'QtyDiff') === undefined) refuse(faultLine.business('value must not be null : Line.ItemAdjustmentLineDetail.QtyDiff', 'Line.ItemAdjustmentLineDetail.QtyDiff'));
  if (item['TrackQtyOnHand'] !== true) refuse(faultLine.business('Only inventory items can be adjusted.', 'Line.ItemAdjustmentLineDetail.ItemRef'));
  const start = textAt(item, 'InvStartDate');
  if (start !== undefined && date < start) refuse(faultLine.business('Transaction date is prior to start date for inventory item.', 'TxnDate'));
}

/** As with sales, a moved quantity does not mark the item as changed. */
function move(row: Row | undefined, sign: number, company: Company): void {
  for (const line of objectsAt(row?.json, 'Line')) {
    const detail = objectAt(line, 'ItemAdjustmentLineDetail');
    const by = new Big(numberAt(detail, 'QtyDiff') ?? 0).times(sign);
    adjustQuietly(company, 'Item', referenceAt(detail, 'ItemRef') ?? '', (json) => ({ QtyOnHand: Number(by.plus(numberAt(json, 'QtyOnHand') ?? 0)) }));
  }
}
