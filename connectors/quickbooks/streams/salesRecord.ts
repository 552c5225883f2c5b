import { absolute, compare, isDecimal, isZero, negate, subtract } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { decimalOf } from '../entities.ts';
import type { SalesDocumentName } from '../entities.ts';
import { nested, refName, refOf, textOf } from '../values.ts';
import type { Facts } from './facts.ts';
import { placeOf } from './place.ts';
import type { Related } from './related.ts';
import { salesLines } from './salesLines.ts';

const kindOf: Readonly<Record<SalesDocumentName, string>> = { Invoice: 'invoice', SalesReceipt: 'receipt', CreditMemo: 'credit', RefundReceipt: 'credit' };
const methods: Readonly<Record<string, string>> = { TaxInclusive: 'inclusive', TaxExcluded: 'exclusive', NotApplicable: 'none' };
const amountOf = (value: unknown): Decimal => (isDecimal(value) ? value : '0');

/** A document as the stream gives it: all that the service sent, and what a mapping cannot work out field by field. */
export function salesRecord(document: SourceRecord, name: SalesDocumentName, facts: Facts, related: Related, settings: Settings): SourceRecord {
  const isCredit = kindOf[name] === 'credit';
  const turned = (amount: Decimal) => (isCredit ? negate(amount) : amount);
  const { sold, taxes, texts } = salesLines(document, isCredit, facts, related, settings);
  const total = amountOf(document['TotalAmt']);
  const tax = amountOf(nested(document['TxnTaxDetail'])['TotalTax']);
  const payments = paymentsOf(document, name, facts, related).map((payment) => ({ ...payment, amount: turned(payment.amount) }));
  const largest = payments.reduce<(typeof payments)[number] | undefined>((most, payment) => (most && compare(absolute(payment.amount), absolute(most.amount)) <= 0 ? most : payment), undefined);
  const buyer = buyerOf(document, facts, related);
  const billTo = placeOf(document['BillAddr']);
  const shipTo = placeOf(document['ShipAddr']);
  // A void keeps the document, with a word in front of its note and nothing to pay.
  const isVoided = isZero(total) && /^voided\b/i.test(textOf(document['PrivateNote']));
  return {
    ...document,
    document: name,
    kind: kindOf[name],
    number: textOf(document['DocNumber']) || textOf(document['Id']),
    isCancelled: isVoided,
    isPaid: isPaid(document, name),
    taxMethod: methods[textOf(document['GlobalTaxCalculation'])] ?? 'exclusive',
    currency: refOf(document['CurrencyRef']) || facts.currency,
    totalIncl: turned(total),
    totalExcl: turned(subtract(total, tax)),
    sold,
    taxes: taxes.map((one) => ({ ...one })),
    ...(texts.length > 0 && { textLines: texts }),
    payments,
    ...(largest && { largestPayment: largest }),
    buyer,
    ...(billTo && { billTo }),
    ...(shipTo && { shipTo }),
    ...(facts.paymentDays(refOf(document['SalesTermRef'])) !== '' && { paymentDays: facts.paymentDays(refOf(document['SalesTermRef'])) }),
  };
}

function isPaid(document: SourceRecord, name: SalesDocumentName): boolean {
  if (name === 'SalesReceipt' || name === 'RefundReceipt') return true;
  return isZero(amountOf(document[name === 'Invoice' ? 'Balance' : 'RemainingCredit']));
}

/** What was paid, and how: a receipt as a whole, an invoice by the payments put on it. */
function paymentsOf(document: SourceRecord, name: SalesDocumentName, facts: Facts, related: Related): readonly { readonly method: string; readonly amount: Decimal; readonly reference?: string }[] {
  const methodOf = (id: string, told: string) => facts.methodName(id) || told;
  if (name === 'SalesReceipt' || name === 'RefundReceipt') {
    const reference = textOf(document['PaymentRefNum']);
    return [{ method: methodOf(refOf(document['PaymentMethodRef']), refName(document['PaymentMethodRef'])), amount: amountOf(document['TotalAmt']), ...(reference !== '' && { reference }) }];
  }
  if (name === 'CreditMemo') return [];
  return related.payments(document).flatMap((payment) => {
    const own = (payment.Line ?? []).filter((line) => line.LinkedTxn?.some((link) => link.TxnType === 'Invoice' && link.TxnId === textOf(document['Id'])));
    return own.map((line) => ({ method: methodOf(payment.PaymentMethodRef?.value ?? '', payment.PaymentMethodRef?.name ?? ''), amount: decimalOf(line.Amount), ...(payment.PaymentRefNum !== undefined && { reference: payment.PaymentRefNum }) }));
  });
}

/** Who bought, from the customer's card; the document itself has only the name, and the address it was mailed to. */
function buyerOf(document: SourceRecord, facts: Facts, related: Related): SourceRecord {
  const id = refOf(document['CustomerRef']);
  const customer = related.customer(id);
  const email = textOf(nested(document['BillEmail'])['Address']) || (customer?.PrimaryEmailAddr?.Address ?? '').trim();
  const told = {
    id,
    name: customer?.DisplayName || refName(document['CustomerRef']),
    company: customer?.CompanyName,
    firstName: customer?.GivenName,
    lastName: customer?.FamilyName,
    email: email.toLowerCase(),
    phone: customer?.PrimaryPhone?.FreeFormNumber,
  };
  return Object.fromEntries(Object.entries(told).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''));
}
