import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { divide, multiply, negate, round, subtract, sum, toJsonNumber } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Value } from '#shared/records/story.ts';
import { addressOf } from '../../customers/candidate.ts';
import { compact } from '../../compact.ts';
import type { Debtor } from './customer.ts';
import type { DocumentKind } from './documentKind.ts';
import { shippingFieldId } from './documentLines.ts';
import type { DocumentLine } from './documentLines.ts';
import type { TaxGroup } from './amounts.ts';
import type { Company, TaxWorld } from '../../company/company.ts';
import type { Calculation } from './tax.ts';
import type { SalesTax } from '../../company/taxCodes.ts';
import { unitPrice } from './unitPrice.ts';

/** Everything a document is made of, found and computed. */
export interface DocumentParts {
  readonly kind: DocumentKind;
  readonly docNumber: string;
  readonly date: string;
  readonly marker: string;
  readonly note: string;
  readonly memo: string;
  readonly customer: Debtor;
  readonly calculation: Calculation;
  readonly lines: readonly DocumentLine[];
  readonly groups: readonly TaxGroup[];
  readonly codes: ReadonlyMap<string, SalesTax>;
  readonly terms: DocumentTerms;
}

/** What the settings made of the order's words, as ids. */
export interface DocumentTerms {
  readonly paymentMethod: string | undefined;
  readonly paymentReference: string | undefined;
  readonly depositAccount: string | undefined;
  readonly term: string | undefined;
  readonly dueDate: string | undefined;
  readonly shippingMethod: string | undefined;
  readonly department: string | undefined;
  readonly class: string | undefined;
  readonly discountAccount: string | undefined;
}

type Json = { readonly [key: string]: Value };
const ref = (id: string | null | undefined): Json | undefined => (id ? { value: id } : undefined);

/** The request that makes the document. The same parts always give the same text, key by key. */
export function buildDocument(order: Order, parts: DocumentParts, company: Company): Json {
  const { kind, terms } = parts;
  return compact({
    DocNumber: parts.docNumber || undefined,
    TxnDate: parts.date,
    CustomerRef: ref(parts.customer.id),
    CurrencyRef: ref(currencyOf(order, parts.customer, company)),
    GlobalTaxCalculation: company.taxWorld === 'vat' ? parts.calculation : undefined,
    DepartmentRef: ref(terms.department),
    ClassRef: company.classesOn === 'document' ? ref(terms.class) : undefined,
    PaymentMethodRef: kind.isPaid ? ref(terms.paymentMethod) : undefined,
    PaymentRefNum: kind.isPaid ? terms.paymentReference?.slice(0, 21) || undefined : undefined,
    DepositToAccountRef: kind.isPaid ? ref(terms.depositAccount) : undefined,
    SalesTermRef: kind.isPaid ? undefined : ref(terms.term),
    DueDate: kind.name === 'Invoice' ? terms.dueDate : undefined,
    ShipMethodRef: ref(terms.shippingMethod),
    BillAddr: addressOf(order.billing),
    ShipAddr: addressOf(order.shipping),
    CustomerMemo: parts.memo ? { value: [...parts.memo].slice(0, 1000).join('') } : undefined,
    PrivateNote: [...[parts.marker, parts.note].filter(Boolean).join(' ')].slice(0, 4000).join(''),
    Line: parts.lines.map((line) => writeLine(line, terms, company)),
    TxnTaxDetail: taxDetail(parts, company.taxWorld, company.usTaxCode),
  });
}

/** One line the service's way: `Amount` and `UnitPrice` are net in every world, the amount with tax stands beside them. */
function writeLine(line: DocumentLine, terms: Pick<DocumentTerms, 'class' | 'discountAccount'>, company: Pick<Company, 'classesOn'>): Json {
  const text = (description: string) => [...description].slice(0, 4000).join('') || undefined;
  const ClassRef = company.classesOn === 'line' ? ref(terms.class) : undefined;
  switch (line.kind) {
    case 'text':
      return compact({ Description: text(line.description), DetailType: 'DescriptionOnly', DescriptionLineDetail: {} });
    case 'discount':
      return compact({ Amount: toJsonNumber(line.amount), Description: text(line.description), DetailType: 'DiscountLineDetail', DiscountLineDetail: compact({ PercentBased: false, DiscountAccountRef: ref(terms.discountAccount), TaxCodeRef: ref(line.taxCode), ClassRef }) });
    case 'shipping':
      return compact({
        Amount: toJsonNumber(line.net),
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: compact({ ItemRef: ref(shippingFieldId), TaxCodeRef: ref(line.taxCode), TaxInclusiveAmt: line.gross === null ? undefined : toJsonNumber(line.gross) }),
      });
    case 'item': {
      const price = unitPrice(line.net, line.quantity);
      // Without quantity and price the amount stands alone; then the text says how many there were.
      const description = price.Qty === undefined && line.quantity !== '1' && line.quantity !== '0' ? `${line.quantity} × ${line.description}` : line.description;
      return compact({
        Amount: toJsonNumber(line.net),
        Description: text(description),
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: compact({ ItemRef: ref(line.itemId), ClassRef, Qty: price.Qty, UnitPrice: price.UnitPrice, TaxCodeRef: ref(line.taxCode), TaxInclusiveAmt: line.gross === null ? undefined : toJsonNumber(line.gross) }),
      });
    }
  }
}

/** The order's own tax, told per tax rate, so that the service does not compute it anew: its rounding may differ by a cent. */
function taxDetail({ groups, codes, kind, calculation }: DocumentParts, world: TaxWorld, usTaxCode: string | undefined): Json | undefined {
  if (world === 'none') return undefined;
  if (world === 'vat' && calculation === 'NotApplicable') return undefined;
  const signed = (amount: Decimal) => toJsonNumber(kind.isCredit ? negate(amount) : amount);
  const TotalTax = signed(sum(groups.map((group) => group.tax)));
  if (world === 'us') return compact({ TxnTaxCodeRef: ref(usTaxCode), TotalTax });
  const byRate = new Map<string, { percent: Decimal; net: Decimal; tax: Decimal }>();
  for (const group of groups) {
    for (const share of splitTax(group, codes.get(group.key)?.rates ?? [])) {
      const before = byRate.get(share.id);
      byRate.set(share.id, { percent: share.percent, net: sum([before?.net ?? '0', group.net]), tax: sum([before?.tax ?? '0', share.tax]) });
    }
  }
  return {
    TotalTax,
    TaxLine: [...byRate].map(([id, share]) => ({
      Amount: signed(share.tax),
      DetailType: 'TaxLineDetail',
      TaxLineDetail: { TaxRateRef: { value: id }, PercentBased: true, TaxPercent: toJsonNumber(share.percent), NetAmountTaxable: signed(share.net) },
    })),
  };
}

/** A code of several rates (Canada) has its tax told rate by rate; the last one carries what rounding leaves. */
function splitTax(group: TaxGroup, rates: SalesTax['rates']): readonly { readonly id: string; readonly percent: Decimal; readonly tax: Decimal }[] {
  const shares = rates.slice(0, -1).map((rate) => ({ ...rate, tax: round(divide(multiply(group.net, rate.percent), '100', 6), 2) }));
  const last = rates.at(-1);
  return last ? [...shares, { ...last, tax: round(subtract(group.tax, sum(shares.map((share) => share.tax))), 2) }] : [];
}

/** The currency of the document, where the company has several; it has to be the customer's. */
function currencyOf(order: Order, customer: Debtor, company: Company): string | undefined {
  const told = order.currency ?? '';
  const currency = told || company.currency;
  const theirs = company.multiCurrency ? (customer.currency ?? company.currency) : company.currency;
  if (told !== '' && theirs !== '' && currency !== theirs) {
    throw new FluxoError({ code: 'quickbooks.currency', kind: 'data', what: `The order is in ${currency}, ${company.multiCurrency ? 'its customer in QuickBooks' : 'the QuickBooks company'} in ${theirs}.`, where: { field: 'currency' }, params: { currency, theirs }, fix: 'Book it by hand, or map the currency if the source tells it wrongly.' });
  }
  return company.multiCurrency ? currency : undefined;
}
