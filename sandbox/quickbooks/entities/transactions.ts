import { address, anything, commonProperties, customFields, date, email, flag, ignored, list, number, object, oneOf, readOnly, reference, text } from './definition.ts';
import type { EntityDefinition, Properties, Property } from './definition.ts';

const linkedTxn = list(object({ TxnId: text(), TxnType: text(), TxnLineId: text() }));

/** The two ids that stand for the built-in shipping and tip items. */
export const shippingItemId = 'SHIPPING_ITEM_ID';
export const gratuityItemId = 'GRATUITY_ITEM_ID';

const salesItemDetail = object({
  ItemRef: reference('Item', shippingItemId, gratuityItemId),
  ClassRef: reference('Class'),
  UnitPrice: number,
  RatePercent: number,
  PriceLevelRef: reference(),
  Qty: number,
  MarkupInfo: anything,
  ItemAccountRef: readOnly(reference('Account')),
  TaxCodeRef: reference('TaxCode', 'TAX', 'NON'),
  TaxClassificationRef: reference(),
  ServiceDate: date,
  TaxInclusiveAmt: number,
  DiscountRate: number,
  DiscountAmt: number,
  DeferredRevenue: flag,
  ...ignored('UnitCostPrice', 'UOMRef', 'InventorySiteRef', 'SalesItemLineDetailEx'),
});

export const lineProperties: Properties = {
  Id: text(),
  LineNum: number,
  Description: text(4000),
  Amount: number,
  LinkedTxn: linkedTxn,
  CustomField: customFields,
  ProjectRef: reference(),
  ...ignored('Received', 'LineEx', 'CostAmount', 'HomeCostAmount'),
};

const salesLine: Property = object({
  ...lineProperties,
  DetailType: oneOf('SalesItemLineDetail', 'DiscountLineDetail', 'DescriptionOnly', 'GroupLineDetail', 'SubTotalLineDetail'),
  SalesItemLineDetail: salesItemDetail,
  DiscountLineDetail: object({
    PercentBased: flag, DiscountPercent: number, DiscountAccountRef: reference('Account'), DiscountRef: reference(), TaxCodeRef: reference('TaxCode', 'TAX', 'NON'), ClassRef: reference('Class'), ServiceDate: date,
  }),
  DescriptionLineDetail: object({ ServiceDate: date, TaxCodeRef: reference() }),
  GroupLineDetail: anything,
  SubTotalLineDetail: object({ ItemRef: reference() }),
});

const taxDetail = object({
  DefaultTaxCodeRef: reference('TaxCode'),
  TxnTaxCodeRef: reference('TaxCode'),
  TotalTax: number,
  TaxReviewStatus: text(),
  UseAutomatedSalesTax: flag,
  TaxLine: list(object({
    Id: text(),
    LineNum: number,
    Amount: number,
    DetailType: oneOf('TaxLineDetail'),
    TaxLineDetail: object({
      TaxRateRef: reference('TaxRate'), PercentBased: flag, TaxPercent: number, NetAmountTaxable: number, TaxInclusiveAmount: number, OverrideDeltaAmount: number, ServiceDate: date,
    }),
  })),
});

export const transactionProperties: Properties = {
  ...commonProperties,
  DocNumber: text(21),
  TxnDate: date,
  DepartmentRef: reference('Department'),
  CurrencyRef: reference(),
  ExchangeRate: number,
  PrivateNote: text(4000),
  TxnStatus: text(),
  TxnSource: text(),
  TransactionLocationType: text(),
  ProjectRef: reference(),
  CustomField: customFields,
  RecurDataRef: readOnly(anything),
  CustomerRef: reference('Customer'),
  ...ignored('TaxFormType', 'TaxFormNum', 'Tag', 'TxnApprovalInfo', 'RecurringInfo', 'TotalCostAmount', 'HomeTotalCostAmount', 'RemitToRef'),
};

/** Every sales document knows every other's names; what is not its own it ignores. */
const salesProperties: Properties = {
  ...transactionProperties,
  ...ignored(
    'SalesTermRef', 'DueDate', 'SalesRepRef', 'PONumber', 'FOB', 'TemplateRef', 'FinanceCharge', 'PaymentMethodRef', 'PaymentRefNum', 'PaymentType', 'CheckPayment', 'CreditCardPayment',
    'DiscountRate', 'DiscountAmt', 'GovtTxnRefIdentifier', 'ARAccountRef', 'DepositToAccountRef', 'LessCIS',
  ),
  LinkedTxn: linkedTxn,
  Line: list(salesLine),
  TxnTaxDetail: taxDetail,
  AutoDocNumber: flag,
  CustomerMemo: object({ value: text(1000), id: text() }),
  BillAddr: address,
  ShipAddr: address,
  ShipFromAddr: address,
  FreeFormAddress: flag,
  ClassRef: reference('Class'),
  ShipMethodRef: reference(),
  ShipDate: date,
  TrackingNum: text(31),
  GlobalTaxCalculation: oneOf('TaxExcluded', 'TaxInclusive', 'NotApplicable'),
  TotalAmt: readOnly(number),
  HomeTotalAmt: readOnly(number),
  ApplyTaxAfterDiscount: flag,
  ShippingTaxIncludedInTotalTax: readOnly(flag),
  PrintStatus: oneOf('NotSet', 'NeedToPrint', 'PrintComplete'),
  EmailStatus: oneOf('NotSet', 'NeedToSend', 'EmailSent'),
  BillEmail: email,
  BillEmailCc: email,
  BillEmailBcc: email,
  DeliveryInfo: readOnly(anything),
  Balance: readOnly(number),
  HomeBalance: readOnly(number),
  TaxExemptionRef: anything,
};

const paidProperties: Properties = { PaymentMethodRef: reference('PaymentMethod'), DepositToAccountRef: reference('Account'), PaymentType: text(), CheckPayment: anything, CreditCardPayment: anything };

const salesFilters = ['Id', 'DocNumber', 'TxnDate', 'CustomerRef', 'Balance', 'TotalAmt', 'ProjectRef', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'];
const shared = { kind: 'transaction', sequence: 'transactions' } as const;

export const invoice: EntityDefinition = {
  ...shared,
  name: 'Invoice',
  label: 'Invoice',
  operations: ['create', 'update', 'delete', 'void'],
  required: ['CustomerRef', 'Line'],
  filterable: [...salesFilters, 'DueDate', 'SalesTermRef'],
  indexed: ['DocNumber', 'CustomerRef'],
  properties: {
    ...salesProperties,
    SalesTermRef: reference('Term'),
    DueDate: date,
    Deposit: number,
    DepositToAccountRef: reference('Account'),
    ARAccountRef: reference('Account'),
    AllowIPNPayment: flag,
    AllowOnlinePayment: flag,
    AllowOnlineCreditCardPayment: flag,
    AllowOnlineACHPayment: flag,
    InvoiceLink: readOnly(text()),
    EInvoiceStatus: readOnly(text()),
  },
};

export const salesReceipt: EntityDefinition = {
  ...shared,
  name: 'SalesReceipt',
  label: 'Sales Receipt',
  operations: ['create', 'update', 'delete', 'void'],
  required: ['Line'],
  filterable: salesFilters,
  indexed: ['DocNumber', 'CustomerRef'],
  properties: { ...salesProperties, ...paidProperties, PaymentRefNum: text(21) },
};

export const creditMemo: EntityDefinition = {
  ...shared,
  name: 'CreditMemo',
  label: 'Credit Memo',
  operations: ['create', 'update', 'delete'],
  required: ['CustomerRef', 'Line'],
  filterable: [...salesFilters, 'SalesTermRef'],
  indexed: ['DocNumber', 'CustomerRef'],
  properties: { ...salesProperties, SalesTermRef: reference('Term'), ARAccountRef: reference('Account'), PaymentMethodRef: reference('PaymentMethod'), RemainingCredit: readOnly(number), InvoiceRef: reference('Invoice') },
};

export const refundReceipt: EntityDefinition = {
  ...shared,
  name: 'RefundReceipt',
  label: 'Refund',
  operations: ['create', 'update', 'delete'],
  required: ['Line', 'DepositToAccountRef'],
  filterable: salesFilters,
  indexed: ['DocNumber', 'CustomerRef'],
  properties: { ...salesProperties, ...paidProperties, PaymentRefNum: text(100), ...ignored('RemainingCredit') },
};

export const payment: EntityDefinition = {
  ...shared,
  name: 'Payment',
  label: 'Payment',
  operations: ['create', 'update', 'delete', 'void'],
  required: ['CustomerRef', 'TotalAmt'],
  // Its DocNumber is not filterable, unlike everywhere else.
  filterable: ['Id', 'TxnDate', 'CustomerRef', 'TotalAmt', 'UnappliedAmt', 'PaymentMethodRef', 'PaymentRefNum', 'ProjectRef', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'],
  indexed: ['CustomerRef', 'PaymentRefNum'],
  properties: {
    ...transactionProperties,
    ...paidProperties,
    LinkedTxn: linkedTxn,
    PaymentRefNum: text(21),
    ARAccountRef: reference('Account'),
    TotalAmt: number,
    UnappliedAmt: readOnly(number),
    ProcessPayment: flag,
    Line: list(object({ ...lineProperties, DetailType: text() })),
    ...ignored('TxnTaxDetail', 'PaymentEx'),
  },
};
