import type { Decimal } from '../money/decimal.ts';
import { addressFields, type Address, type CountryCode } from './address.ts';
import type { EntityInfo } from './fields.ts';

/** `YYYY-MM-DD`. */
export type IsoDate = string;

export interface OrderLine {
  readonly sku?: string;
  readonly description?: string;
  readonly quantity: Decimal;
  readonly unitPriceIncl?: Decimal;
  readonly unitPriceExcl?: Decimal;
  readonly totalIncl?: Decimal;
  readonly totalExcl?: Decimal;
  /** Percent, such as `"21"`. */
  readonly taxRate?: Decimal;
  readonly taxCode?: string;
}

export interface OrderTax {
  readonly rate: Decimal;
  readonly code?: string;
  readonly net: Decimal;
  readonly tax: Decimal;
}

export interface OrderPayment {
  /** Empty when the source does not say. */
  readonly method: string;
  readonly amount: Decimal;
  readonly reference?: string;
}

export interface OrderCustomer {
  readonly sourceId?: string;
  readonly company?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly vatNumber?: string;
  readonly paymentDays?: string;
}

/**
 * Fluxo's own shape of a sale, in which every source and every target of sales meets.
 * A credit has negative quantities and amounts.
 */
export interface Order {
  readonly sourceId: string;
  /** The number a person knows it by. */
  readonly number?: string;
  readonly reference?: string;
  readonly kind?: 'order' | 'invoice' | 'receipt' | 'credit';
  /** Ids of the other documents of the same sale at the source: the order an invoice was made from, the invoice an order became. */
  readonly sameSale?: readonly string[];
  readonly date: IsoDate;
  readonly dueDate?: IsoDate;
  readonly cancelled?: boolean;
  readonly fullyPaid?: boolean;
  /** ISO 4217. */
  readonly currency?: string;
  readonly taxMethod?: 'inclusive' | 'exclusive' | 'shifted' | 'none';
  readonly totalIncl?: Decimal;
  readonly totalExcl?: Decimal;
  /** Country whose VAT applies, when the source knows it. */
  readonly taxCountry?: CountryCode;
  readonly customer?: OrderCustomer;
  readonly billing?: Address;
  readonly shipping?: Address;
  /** Method of the largest payment. */
  readonly paymentMethod?: string;
  readonly paymentTerm?: string;
  readonly shippingMethod?: string;
  readonly branch?: string;
  readonly employee?: string;
  readonly note?: string;
  readonly taxes?: readonly OrderTax[];
  readonly payments?: readonly OrderPayment[];
  readonly lines: readonly OrderLine[];
}

export const orderEntity: EntityInfo = {
  name: 'order',
  label: 'Order',
  fields: [
    { path: 'sourceId', label: 'Source id', type: 'text', required: true },
    { path: 'number', label: 'Order number', type: 'text' },
    { path: 'reference', label: 'Reference', type: 'text' },
    { path: 'kind', label: 'Kind of document', type: 'text' },
    { path: 'sameSale', label: 'Other documents of this sale', type: 'list', help: 'Ids at the source. A sale that was sent as one of them is not sent again.' },
    { path: 'date', label: 'Date', type: 'date', required: true },
    { path: 'dueDate', label: 'Due date', type: 'date' },
    { path: 'cancelled', label: 'Cancelled', type: 'boolean' },
    { path: 'fullyPaid', label: 'Fully paid', type: 'boolean' },
    { path: 'currency', label: 'Currency', type: 'text' },
    { path: 'taxMethod', label: 'Tax method', type: 'text' },
    { path: 'totalIncl', label: 'Total including tax', type: 'decimal' },
    { path: 'totalExcl', label: 'Total excluding tax', type: 'decimal' },
    { path: 'taxCountry', label: 'Tax country', type: 'text' },
    { path: 'customer.sourceId', label: 'Customer id', type: 'text' },
    { path: 'customer.company', label: 'Company', type: 'text', personal: true },
    { path: 'customer.firstName', label: 'First name', type: 'text', personal: true },
    { path: 'customer.lastName', label: 'Last name', type: 'text', personal: true },
    { path: 'customer.name', label: 'Customer name', type: 'text', personal: true },
    { path: 'customer.email', label: 'E-mail', type: 'text', personal: true },
    { path: 'customer.phone', label: 'Phone', type: 'text', personal: true },
    { path: 'customer.vatNumber', label: 'VAT number', type: 'text', personal: true },
    { path: 'customer.paymentDays', label: 'Payment days', type: 'text' },
    ...addressFields('billing', 'Billing'),
    ...addressFields('shipping', 'Shipping'),
    { path: 'paymentMethod', label: 'Payment method', type: 'text' },
    { path: 'paymentTerm', label: 'Payment term', type: 'text' },
    { path: 'shippingMethod', label: 'Shipping method', type: 'text' },
    { path: 'branch', label: 'Branch', type: 'text' },
    { path: 'employee', label: 'Employee', type: 'text' },
    { path: 'note', label: 'Note', type: 'text' },
    { path: 'taxes', label: 'Tax totals', type: 'list' },
    { path: 'taxes[].rate', label: 'Rate', type: 'decimal', required: true },
    { path: 'taxes[].code', label: 'Tax code', type: 'text' },
    { path: 'taxes[].net', label: 'Net amount', type: 'decimal', required: true },
    { path: 'taxes[].tax', label: 'Tax amount', type: 'decimal', required: true },
    { path: 'payments', label: 'Payments', type: 'list' },
    { path: 'payments[].method', label: 'Method', type: 'text', help: 'Empty: the source does not say how it was paid.' },
    { path: 'payments[].amount', label: 'Amount', type: 'decimal', required: true },
    { path: 'payments[].reference', label: 'Payment reference', type: 'text' },
    { path: 'lines', label: 'Lines', type: 'list', required: true },
    { path: 'lines[].sku', label: 'SKU', type: 'text' },
    { path: 'lines[].description', label: 'Description', type: 'text' },
    { path: 'lines[].quantity', label: 'Quantity', type: 'decimal', required: true },
    { path: 'lines[].unitPriceIncl', label: 'Unit price incl. tax', type: 'decimal' },
    { path: 'lines[].unitPriceExcl', label: 'Unit price excl. tax', type: 'decimal' },
    { path: 'lines[].totalIncl', label: 'Line total incl. tax', type: 'decimal' },
    { path: 'lines[].totalExcl', label: 'Line total excl. tax', type: 'decimal' },
    { path: 'lines[].taxRate', label: 'Tax rate', type: 'decimal' },
    { path: 'lines[].taxCode', label: 'Tax code', type: 'text' },
  ],
};
