import * as z from 'zod';
import { FluxoError } from '#shared/errors.ts';
import { round } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';

/**
 * The parts of the service's objects this connector reads. Ids and SyncTokens are texts of digits and stay texts;
 * amounts are JSON numbers and become decimals through `decimalOf`. Whatever else an object holds is left out.
 */
export interface EntityKind<T> {
  /** As it stands in an answer: `SalesReceipt`. In paths it is written in lower case. */
  readonly name: string;
  /** Reads one object. Throws a `bug` error when the service's answer is not what its documentation says. */
  parse(raw: unknown): T;
}

const id = z.string().min(1);
const ref = z.object({ value: id, name: z.string().optional() });
const row = { Id: id, SyncToken: z.string().optional(), Active: z.boolean().optional() };
const meta = z.object({ CreateTime: z.string().optional(), LastUpdatedTime: z.string().optional() }).optional();

const address = z.object({
  Line1: z.string().optional(),
  City: z.string().optional(),
  PostalCode: z.string().optional(),
  Country: z.string().optional(),
});

const phone = z.object({ FreeFormNumber: z.string().optional() });

const CustomerSchema = z.object({
  ...row,
  DisplayName: z.string().default(''),
  CompanyName: z.string().optional(),
  GivenName: z.string().optional(),
  FamilyName: z.string().optional(),
  PrimaryEmailAddr: z.object({ Address: z.string().optional() }).optional(),
  PrimaryPhone: phone.optional(),
  BillAddr: address.optional(),
  ShipAddr: address.optional(),
  WebAddr: z.object({ URI: z.string().optional() }).optional(),
  CurrencyRef: ref.optional(),
  SalesTermRef: ref.optional(),
  PaymentMethodRef: ref.optional(),
  PreferredDeliveryMethod: z.string().optional(),
  Title: z.string().optional(),
  MiddleName: z.string().optional(),
  Suffix: z.string().optional(),
  PrintOnCheckName: z.string().optional(),
  ResaleNum: z.string().optional(),
  BusinessNumber: z.string().optional(),
  Mobile: phone.optional(),
  AlternatePhone: phone.optional(),
  Fax: phone.optional(),
  Taxable: z.boolean().optional(),
  DefaultTaxCodeRef: ref.optional(),
  PrimaryTaxIdentifier: z.string().optional(),
  Notes: z.string().optional(),
  MetaData: meta,
});

const ItemSchema = z.object({
  ...row,
  Name: z.string(),
  FullyQualifiedName: z.string().optional(),
  Sku: z.string().optional(),
  Type: z.string().optional(),
  Description: z.string().optional(),
  UnitPrice: z.number().optional(),
  PurchaseCost: z.number().optional(),
  PurchaseDesc: z.string().optional(),
  SubItem: z.boolean().optional(),
  ParentRef: ref.optional(),
  Taxable: z.boolean().optional(),
  SalesTaxIncluded: z.boolean().optional(),
  SalesTaxCodeRef: ref.optional(),
  IncomeAccountRef: ref.optional(),
  ExpenseAccountRef: ref.optional(),
  AssetAccountRef: ref.optional(),
  ReorderPoint: z.number().optional(),
  PurchaseTaxIncluded: z.boolean().optional(),
  PurchaseTaxCodeRef: ref.optional(),
  ClassRef: ref.optional(),
  QtyOnHand: z.number().optional(),
});

const AccountSchema = z.object({
  ...row,
  Name: z.string(),
  FullyQualifiedName: z.string().optional(),
  AccountType: z.string().optional(),
  AccountSubType: z.string().optional(),
  AcctNum: z.string().optional(),
});

const TaxCodeSchema = z.object({
  ...row,
  Name: z.string(),
  Description: z.string().optional(),
  TaxGroup: z.boolean().optional(),
  SalesTaxRateList: z.object({ TaxRateDetail: z.array(z.object({ TaxRateRef: ref })).optional() }).optional(),
});

const TaxRateSchema = z.object({ ...row, Name: z.string(), RateValue: z.number().optional() });
const TermSchema = z.object({ ...row, Name: z.string(), DueDays: z.number().optional() });
const NamedSchema = z.object({ ...row, Name: z.string(), FullyQualifiedName: z.string().optional() });

const SalesDocumentSchema = z.object({
  Id: id,
  SyncToken: z.string().optional(),
  DocNumber: z.string().optional(),
  TxnDate: z.string().optional(),
  CustomerRef: ref.optional(),
  PrivateNote: z.string().optional(),
  TotalAmt: z.number().optional(),
  Balance: z.number().optional(),
  TxnTaxDetail: z.object({ TotalTax: z.number().optional() }).optional(),
  Line: z.array(z.unknown()).optional(),
});

const PaymentSchema = z.object({
  Id: id,
  SyncToken: z.string().optional(),
  TxnDate: z.string().optional(),
  CustomerRef: ref.optional(),
  PaymentMethodRef: ref.optional(),
  PaymentRefNum: z.string().optional(),
  PrivateNote: z.string().optional(),
  TotalAmt: z.number().optional(),
  Line: z.array(z.object({ Amount: z.number().optional(), LinkedTxn: z.array(z.object({ TxnId: z.string().optional(), TxnType: z.string().optional() })).optional() })).optional(),
});

const CompanyInfoSchema = z.object({
  Id: id.optional(),
  CompanyName: z.string().optional(),
  Country: z.string().optional(),
  NameValue: z.array(z.object({ Name: z.string().optional(), Value: z.string().optional() })).optional(),
});

const InventoryAdjustmentSchema = z.object({ Id: id, SyncToken: z.string().optional(), DocNumber: z.string().optional() });

const PreferencesSchema = z.object({
  SalesFormsPrefs: z.object({ CustomTxnNumbers: z.boolean().optional(), AllowShipping: z.boolean().optional(), AllowDiscount: z.boolean().optional() }).optional(),
  AccountingInfoPrefs: z
    .object({ TrackDepartments: z.boolean().optional(), ClassTrackingPerTxn: z.boolean().optional(), ClassTrackingPerTxnLine: z.boolean().optional(), BookCloseDate: z.string().optional() })
    .optional(),
  TaxPrefs: z.object({ UsingSalesTax: z.boolean().optional(), PartnerTaxEnabled: z.boolean().optional(), TaxGroupCodeRef: ref.optional() }).optional(),
  ProductAndServicesPrefs: z.object({ QuantityOnHand: z.boolean().optional() }).optional(),
  CurrencyPrefs: z.object({ HomeCurrency: ref.optional(), MultiCurrencyEnabled: z.boolean().optional() }).optional(),
});

export type Customer = z.infer<typeof CustomerSchema>;
export type Item = z.infer<typeof ItemSchema>;
export type Account = z.infer<typeof AccountSchema>;
export type TaxCode = z.infer<typeof TaxCodeSchema>;
export type TaxRate = z.infer<typeof TaxRateSchema>;
export type Term = z.infer<typeof TermSchema>;
export type NamedRow = z.infer<typeof NamedSchema>;
export type SalesDocument = z.infer<typeof SalesDocumentSchema>;
export type Payment = z.infer<typeof PaymentSchema>;
export type CompanyInfo = z.infer<typeof CompanyInfoSchema>;
export type Preferences = z.infer<typeof PreferencesSchema>;
export type PostalAddress = z.infer<typeof address>;

/** The four documents a sale can become. */
export type SalesDocumentName = 'SalesReceipt' | 'Invoice' | 'CreditMemo' | 'RefundReceipt';

const kind = <T>(name: string, schema: z.ZodType<T>): EntityKind<T> => ({
  name,
  parse(raw) {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new FluxoError({ code: 'quickbooks.unexpected_answer', kind: 'bug', what: `QuickBooks answered a ${name} whose ${field || 'shape'} is not as documented.`, where: { field: `${name}.${field}` }, fix: 'Please report it with the log of this run.', params: { type: name, field: field || 'shape' } });
  },
});

export const kinds = {
  customer: kind('Customer', CustomerSchema),
  vendor: kind('Vendor', z.object({ ...row })),
  employee: kind('Employee', z.object({ ...row })),
  item: kind('Item', ItemSchema),
  account: kind('Account', AccountSchema),
  taxCode: kind('TaxCode', TaxCodeSchema),
  taxRate: kind('TaxRate', TaxRateSchema),
  term: kind('Term', TermSchema),
  paymentMethod: kind('PaymentMethod', NamedSchema),
  department: kind('Department', NamedSchema),
  classList: kind('Class', NamedSchema),
  payment: kind('Payment', PaymentSchema),
  inventoryAdjustment: kind('InventoryAdjustment', InventoryAdjustmentSchema),
  companyInfo: kind('CompanyInfo', CompanyInfoSchema),
  preferences: kind('Preferences', PreferencesSchema),
} as const;

export const salesKinds: Readonly<Record<SalesDocumentName, EntityKind<SalesDocument>>> = {
  SalesReceipt: kind('SalesReceipt', SalesDocumentSchema),
  Invoice: kind('Invoice', SalesDocumentSchema),
  CreditMemo: kind('CreditMemo', SalesDocumentSchema),
  RefundReceipt: kind('RefundReceipt', SalesDocumentSchema),
};

/** An amount of an answer as a decimal with two places. The service's numbers have few digits, so their shortest text is exact. */
export function decimalOf(amount: number | undefined): Decimal {
  return round(String(amount ?? 0), 2);
}
