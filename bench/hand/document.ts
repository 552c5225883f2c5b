import type { Row } from './books.ts';
import { Unfit } from './order.ts';
import type { Customer, Order } from './order.ts';

/** What the documents refer to, read once. */
export interface Company {
  readonly departments: ReadonlyMap<string, string>;
  readonly methods: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, string>;
  readonly terms: ReadonlyMap<string, { readonly id: string; readonly days: number }>;
  /** By percentage, and the two that are meant by name. */
  readonly taxes: ReadonlyMap<number | 'shifted', { readonly code: string; readonly rate: string }>;
  readonly revenueItems: ReadonlyMap<string, string>;
  readonly counterCustomer: string;
}

const methods: Readonly<Record<string, readonly [method: string, account: string]>> = {
  CASH: ['Contant', 'Kas winkel'],
  PIN: ['PIN', 'Kruisposten PIN en iDEAL'],
  IDEAL: ['iDEAL', 'Kruisposten PIN en iDEAL'],
  CREDITCARD: ['Creditcard', 'Kruisposten PIN en iDEAL'],
  GIFTCARD: ['Cadeaubon', 'Kruisposten PIN en iDEAL'],
};
const departments: Readonly<Record<string, string>> = { 1: 'Winkel Utrecht', 2: 'Webshop en magazijn' };
const shippers: Readonly<Record<string, string>> = { POST: 'PostNL', COURIER: 'Koerier', PICKUP: 'Afhalen' };
const terms: Readonly<Record<string, string>> = { 14: '14 dagen', 30: '30 dagen' };
const revenue: Readonly<Record<string, string>> = { BE: 'Omzet België', DE: 'Omzet Duitsland' };
const [discountArticle, shippingArticle] = ['998', '999'];

const ref = (id: string | undefined) => (id === undefined ? undefined : { value: id });
const amount = (cents: number) => cents / 100;

export const termOf = (order: Order, company: Company) => (order.paid ? undefined : company.terms.get(terms[order.customer.days] ?? '14 dagen'));

export function newCustomer(customer: Customer, name: string, termId: string | undefined): object {
  return {
    DisplayName: name,
    CompanyName: customer.company || undefined,
    GivenName: customer.first || undefined,
    FamilyName: customer.last || undefined,
    PrimaryEmailAddr: { Address: customer.email },
    PrimaryPhone: customer.phone ? { FreeFormNumber: customer.phone } : undefined,
    BillAddr: customer.billing,
    ShipAddr: customer.delivery,
    SalesTermRef: ref(termId),
    PrimaryTaxIdentifier: customer.vatNumber || undefined,
    Notes: `hand:${customer.number}`,
  };
}

/** The fields of a known customer that are empty there and that the order knows; null = nothing to change. */
export function missingFields(customer: Customer, known: Row): object | null {
  const fields = {
    ...(customer.company && !known['CompanyName'] && { CompanyName: customer.company }),
    ...(customer.first && !known['GivenName'] && { GivenName: customer.first }),
    ...(customer.last && !known['FamilyName'] && { FamilyName: customer.last }),
    ...(customer.phone && !known['PrimaryPhone'] && { PrimaryPhone: { FreeFormNumber: customer.phone } }),
    ...(customer.billing && !known['BillAddr'] && { BillAddr: customer.billing }),
    ...(customer.delivery && !known['ShipAddr'] && { ShipAddr: customer.delivery }),
    ...(customer.vatNumber && !known['PrimaryTaxIdentifier'] && { PrimaryTaxIdentifier: customer.vatNumber }),
  };
  return Object.keys(fields).length > 0 ? fields : null;
}

/** Throws `Unfit` for an order the tables have no answer to, before anything is written for it. */
export function checkTables(order: Order, items: ReadonlyMap<string, string>): void {
  if (order.paid && !methods[order.method]) throw new Unfit(`payment method ${order.method}`);
  for (const { sku } of order.lines) if (sku !== shippingArticle && !items.has(sku)) throw new Unfit(`article ${sku}`);
}

export function documentOf(order: Order, customerId: string, company: Company, items: ReadonlyMap<string, string>): { readonly kind: string; readonly body: object } {
  const { customer } = order;
  const inclusive = order.vatMethod === 'VAT-METHOD-INCLUSIVE';
  const taxOf = (percent: number) => company.taxes.get(order.vatMethod === 'VAT-METHOD-SHIFTED' ? 'shifted' : percent)!;
  const nets = netAmounts(order, inclusive);
  const [method = '', account = ''] = methods[order.method] ?? [];
  const term = termOf(order, company);
  const lines = order.lines.map((line, index) => {
    const net = nets[index]!;
    const tax = { TaxCodeRef: ref(taxOf(line.percent).code), ...(inclusive && { TaxInclusiveAmt: amount(line.gross) }) };
    if (line.sku === shippingArticle) return { Amount: amount(net), DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: ref('SHIPPING_ITEM_ID'), ...tax } };
    const instead = line.sku === discountArticle ? undefined : company.revenueItems.get(revenue[order.country] ?? '');
    return {
      Amount: amount(net),
      Description: instead ? `${line.sku} ${line.text}` : line.text,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: ref(instead ?? items.get(line.sku)), Qty: line.quantity, UnitPrice: Number((net / 100 / line.quantity).toFixed(7)), ...tax },
    };
  });
  const body = {
    DocNumber: order.docNumber,
    TxnDate: order.date,
    CustomerRef: ref(customerId),
    GlobalTaxCalculation: inclusive ? 'TaxInclusive' : 'TaxExcluded',
    DepartmentRef: ref(company.departments.get(departments[order.branch] ?? '')),
    ...(order.paid
      ? { PaymentMethodRef: ref(company.methods.get(method)), DepositToAccountRef: ref(company.accounts.get(account)) }
      : { SalesTermRef: ref(term?.id), DueDate: term && new Date(Date.parse(order.date) + term.days * 86_400_000).toISOString().slice(0, 10) }),
    ShipMethodRef: ref(shippers[order.shipping]),
    BillAddr: customer.billing,
    ShipAddr: customer.delivery,
    PrivateNote: [`hand:${order.id}`, ...(order.payments.length > 1 ? [order.payments.map((payment) => `${payment.method} ${amount(payment.cents).toFixed(2)}`).join(', ')] : [])].join(' '),
    Line: lines,
    TxnTaxDetail: {
      TotalTax: amount(order.taxes.reduce((sum, group) => sum + group.tax, 0)),
      TaxLine: order.taxes.map((group) => ({ Amount: amount(group.tax), DetailType: 'TaxLineDetail', TaxLineDetail: { TaxRateRef: ref(taxOf(group.percent).rate), PercentBased: true, TaxPercent: order.vatMethod === 'VAT-METHOD-SHIFTED' ? 0 : group.percent, NetAmountTaxable: amount(group.net) } })),
    },
  };
  return { kind: order.paid ? 'SalesReceipt' : 'Invoice', body };
}

/** The lines' net amounts; the last line of a rate takes the cents by which they miss the till's own sum. */
function netAmounts(order: Order, inclusive: boolean): readonly number[] {
  const nets = order.lines.map((line) => line.net);
  if (!inclusive) return nets;
  for (const group of order.taxes) {
    const own = order.lines.flatMap((line, index) => (line.percent === group.percent ? [index] : []));
    const last = own.at(-1);
    if (last !== undefined) nets[last]! += group.net - own.reduce((sum, index) => sum + nets[index]!, 0);
  }
  return nets;
}
