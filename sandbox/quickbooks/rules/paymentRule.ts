import Big from 'big.js';
import type { Company } from '../company.ts';
import { entities } from '../entities/index.ts';
import { faultLine, refuse } from '../faults.ts';
import { numberAt, objectsAt, referenceAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { serviceDate, timestamp } from '../serviceTime.ts';
import type { Row } from '../store.ts';
import { applicationsOf, appliedTo, paymentsOf, recordApplications } from './applied.ts';
import { documentCurrency } from './names.ts';
import { demandOpenPeriod } from './openPeriod.ts';
import type { Change, Rule } from './rule.ts';
import { changeBalance } from './sales/effects.ts';
import { cents } from './sales/lines.ts';

/** Money received: put on invoices, taken from credit memos, the rest left unapplied. */
export const paymentRule: Rule = {
  complete(change, company) {
    const { fields } = change;
    const CurrencyRef = documentCurrency(fields, company);
    const TxnDate = textAt(fields, 'TxnDate') ?? serviceDate(company.now());
    demandOpenPeriod(company, TxnDate);
    const total = new Big(numberAt(fields, 'TotalAmt') ?? refuse(faultLine.missing('TotalAmt')));
    if (total.lt(0)) refuse(faultLine.business('Transaction amount must be 0 or greater.', 'TotalAmt'));
    const unapplied = checkApplications(change, total, company);
    return { ProcessPayment: false, ...fields, TxnDate, CurrencyRef, TotalAmt: cents(total), UnappliedAmt: cents(unapplied), Line: numberLines(fields) };
  },

  afterCommit(before, after, company) {
    const id = after?.id ?? before?.id ?? '';
    for (const { type, id: documentId } of recordApplications(company, id, before?.json, after?.json)) refreshDocument(company, type, documentId);
    const paid = (row: Row | undefined): Big => new Big(numberAt(row?.json, 'TotalAmt') ?? 0);
    changeBalance(company, referenceAt(before?.json, 'CustomerRef'), paid(before));
    changeBalance(company, referenceAt(after?.json, 'CustomerRef'), paid(after).times(-1));
  },
};

/** Answers what is left of the payment; 2500 for a document that is not there, 6000 for another customer's or for more than is open. */
function checkApplications({ fields, previous }: Change, total: Big, company: Company): Big {
  let left = total;
  const own = new Map(applicationsOf(previous?.json).map((application) => [`${application.type}:${application.id}`, application.amount]));
  for (const { type, id, amount } of applicationsOf(fields)) {
    const row = company.store.table(type).get(id) ?? refuse(faultLine.unknownReference('Line.LinkedTxn.TxnId', type, id));
    if (referenceAt(row.json, 'CustomerRef') !== referenceAt(fields, 'CustomerRef')) refuse(faultLine.business('The linked transaction belongs to another customer.', 'Line.LinkedTxn'));
    const open = new Big(numberAt(row.json, 'Balance') ?? 0).plus(own.get(`${type}:${id}`) ?? 0);
    if (amount.gt(open)) refuse(faultLine.business(`The amount applied (${amount.toFixed(2)}) is more than the open balance (${open.toFixed(2)}).`, 'Line.Amount'));
    left = type === 'Invoice' ? left.minus(amount) : left.plus(amount);
  }
  if (left.lt(0)) refuse(faultLine.business('The amounts applied are more than the payment.', 'TotalAmt'));
  return left;
}

function numberLines(fields: JsonObject): JsonObject[] {
  return objectsAt(fields, 'Line').map((line, index) => ({ ...line, Id: String(index + 1), LineNum: index + 1 }));
}

/** What a payment changes on a document counts as a change of it: new token, new time. */
function refreshDocument(company: Company, type: 'Invoice' | 'CreditMemo', id: string): void {
  const row = company.store.table(type).get(id);
  if (!row) return;
  const open = new Big(numberAt(row.json, 'TotalAmt') ?? 0).minus(numberAt(row.json, 'Deposit') ?? 0).minus(appliedTo(company, entities[type].name, id));
  const changedMs = Math.floor(company.now() / 1000) * 1000;
  company.store.table(type).put({
    ...row,
    changedMs,
    json: {
      ...row.json,
      Balance: cents(open),
      ...(type === 'CreditMemo' && { RemainingCredit: cents(open) }),
      LinkedTxn: paymentsOf(company, row).map((TxnId) => ({ TxnId, TxnType: 'Payment' })),
      SyncToken: String(Number(row.json['SyncToken']) + 1),
      MetaData: { CreateTime: timestamp(row.createdMs), LastUpdatedTime: timestamp(changedMs) },
    },
  });
}
