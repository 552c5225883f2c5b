import type Big from 'big.js';
import { preferenceGroup } from '../../company.ts';
import type { Company } from '../../company.ts';
import { faultLine, refuse } from '../../faults.ts';
import { numberAt, objectAt, objectsAt, referenceAt, textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { referenceTo } from '../../references.ts';
import { addDays, serviceDate } from '../../serviceTime.ts';
import type { Row } from '../../store.ts';
import { appliedTo, paymentsOf } from '../applied.ts';
import { documentCurrency, numberAddresses } from '../names.ts';
import { demandOpenPeriod } from '../openPeriod.ts';
import type { Change, Rule } from '../rule.ts';
import { documentNumber } from './documentNumber.ts';
import { moveCustomerBalance, moveStock } from './effects.ts';
import type { SalesDocument } from './effects.ts';
import { answerLines, cents, demandClasses, readLines } from './lines.ts';
import type { SalesLine } from './lines.ts';
import { globalTax, usTax } from './tax.ts';

/** Invoices, sales receipts, credit memos and refunds: numbered, priced, taxed and totalled by the service itself. */
export const makeSalesRule = (document: SalesDocument): Rule => ({
  complete(change, company) {
    const { definition, previous, fields } = change;
    const customer = company.store.table('Customer').get(referenceAt(fields, 'CustomerRef') ?? '');
    if (!customer && definition.name !== 'RefundReceipt') refuse(faultLine.missing('CustomerRef'));
    demandFeatures(fields, company);
    const CurrencyRef = documentCurrency(fields, company);
    const TxnDate = textAt(fields, 'TxnDate') ?? serviceDate(company.now());
    demandOpenPeriod(company, TxnDate);
    if (objectsAt(fields, 'Line').length === 0) refuse(faultLine.missing('Line'));
    const lines = readLines(fields, company);
    demandStockStarted(lines, TxnDate, company);
    const isUs = company.settings.taxWorld === 'usAutomated';
    const calculation = textAt(fields, 'GlobalTaxCalculation') ?? 'TaxExcluded';
    const question = { lines, told: toldTaxDetail(change), calculation, applyAfterDiscount: fields['ApplyTaxAfterDiscount'] === true };
    const tax = isUs ? usTax(question, company) : globalTax(question, company);
    const total = lines.reduce((sum, line) => (line.kind === 'discount' ? sum.minus(line.net) : sum.plus(line.net)), tax.total);
    if (total.lt(0)) refuse(faultLine.business('Transaction amount must be 0 or greater.', 'TotalAmt'));
    const { GlobalTaxCalculation: _calculation, ...kept } = fields;
    return {
      ...(isUs ? { ApplyTaxAfterDiscount: false } : { GlobalTaxCalculation: calculation }),
      PrintStatus: 'NeedToPrint',
      EmailStatus: 'NotSet',
      ...customerAddresses(customer, previous),
      ...kept,
      ...numberAddresses(fields, company),
      ...documentNumber(change, company),
      TxnDate,
      CurrencyRef,
      Line: answerLines(lines, previous?.json),
      TxnTaxDetail: tax.detail,
      TotalAmt: cents(total),
      ...ownPart(change, total, TxnDate, company),
    };
  },

  beforeDelete(row, company) {
    const payment = paymentsOf(company, row)[0];
    if (payment !== undefined) refuse(faultLine.hasDependants('Payment', payment));
  },

  afterCommit(before, after, company) {
    moveCustomerBalance(document, before, after, company);
    moveStock(document, before, after, company);
  },
});

function demandFeatures(fields: JsonObject, company: Company): void {
  if (fields['DepartmentRef'] !== undefined && preferenceGroup(company, 'AccountingInfoPrefs')['TrackDepartments'] !== true) refuse(faultLine.notInPlan('Location tracking'));
  if (fields['ClassRef'] !== undefined) demandClasses(company);
  if (textAt(fields, 'EmailStatus') === 'NeedToSend' && textAt(objectAt(fields, 'BillEmail'), 'Address') === undefined) refuse(faultLine.missing('BillEmail'));
}

/** Stock cannot be sold before it was first counted. */
function demandStockStarted(lines: readonly SalesLine[], date: string, company: Company): void {
  for (const line of lines) {
    const start = line.itemId === undefined ? undefined : textAt(company.store.table('Item').get(line.itemId)?.json, 'InvStartDate');
    if (start !== undefined && date < start) refuse(faultLine.business('Transaction date is prior to start date for inventory item.', 'TxnDate'));
  }
}

/** The tax figures to keep: those sent now, else those of before while neither lines nor calculation change. */
function toldTaxDetail({ sent, previous }: Change): JsonObject | undefined {
  const now = objectAt(sent, 'TxnTaxDetail');
  if (now) return now;
  const recompute = sent['Line'] !== undefined || sent['GlobalTaxCalculation'] !== undefined;
  return recompute ? undefined : objectAt(previous?.json, 'TxnTaxDetail');
}

function customerAddresses(customer: Row | undefined, previous: Row | undefined): JsonObject {
  if (!customer || previous) return {};
  const { BillAddr, ShipAddr } = customer.json;
  return { ...(BillAddr !== undefined && { BillAddr }), ...(ShipAddr !== undefined && { ShipAddr }) };
}

/** What only one of the four document types has. */
function ownPart(change: Change, total: Big, date: string, company: Company): JsonObject {
  const { definition, previous, fields } = change;
  const applied = appliedTo(company, definition.name, previous?.id);
  switch (definition.name) {
    case 'Invoice':
      return { DueDate: textAt(fields, 'DueDate') ?? dueDate(fields, date, company), Balance: cents(total.minus(numberAt(fields, 'Deposit') ?? 0).minus(applied)), LinkedTxn: linked(company, previous) };
    case 'CreditMemo':
      return { RemainingCredit: cents(total.minus(applied)), Balance: cents(total.minus(applied)) };
    default:
      return { Balance: 0, DepositToAccountRef: depositAccount(change, company) };
  }
}

function linked(company: Company, row: Row | undefined): JsonObject[] {
  return row ? paymentsOf(company, row).map((TxnId) => ({ TxnId, TxnType: 'Payment' })) : [];
}

function dueDate(fields: JsonObject, date: string, company: Company): string {
  const term = company.store.table('Term').get(referenceAt(fields, 'SalesTermRef') ?? '')?.json;
  return addDays(date, numberAt(term, 'DueDays') ?? 0);
}

function depositAccount({ definition, fields }: Change, company: Company): JsonObject | undefined {
  const told = objectAt(fields, 'DepositToAccountRef');
  const accounts = company.store.table('Account');
  if (!told) {
    const undeposited = [...accounts.rows()].find((row) => row.json['AccountSubType'] === 'UndepositedFunds');
    return undeposited && referenceTo(undeposited);
  }
  const type = textAt(accounts.get(textAt(told, 'value') ?? '')?.json, 'AccountType') ?? '';
  if (!['Bank', 'Other Current Asset'].includes(type)) {
    refuse(faultLine.business(`You need to select a Bank or Other Current Asset account for ${definition.name}.DepositToAccountRef.`, 'DepositToAccountRef'));
  }
  return told;
}
