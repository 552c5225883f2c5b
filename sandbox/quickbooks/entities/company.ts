import { address, anything, commonProperties, date, email, flag, list, number, object, oneOf, phone, readOnly, reference, text } from './definition.ts';
import type { EntityDefinition } from './definition.ts';

export const companyInfo: EntityDefinition = {
  name: 'CompanyInfo',
  kind: 'single',
  label: 'CompanyInfo',
  sequence: 'company',
  operations: ['update'],
  required: [],
  filterable: ['Id', 'CompanyName', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'],
  indexed: [],
  properties: {
    ...commonProperties,
    CompanyName: text(1024),
    LegalName: text(1024),
    CompanyAddr: address,
    CustomerCommunicationAddr: address,
    LegalAddr: address,
    CustomerCommunicationEmailAddr: email,
    Email: email,
    PrimaryPhone: phone,
    WebAddr: object({ URI: text(1000) }),
    CompanyStartDate: readOnly(date),
    FiscalYearStartMonth: text(),
    Country: readOnly(text()),
    SupportedLanguages: text(),
    DefaultTimeZone: readOnly(text()),
    EmployerId: text(),
    NameValue: readOnly(list(anything)),
  },
};

/** Only the settings the first flow reads or a tester wants to turn; anything else answers 2010, as the service does for many. */
export const preferences: EntityDefinition = {
  name: 'Preferences',
  kind: 'single',
  label: 'Preferences',
  sequence: 'company',
  operations: ['update'],
  required: [],
  filterable: ['Id', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'],
  indexed: [],
  properties: {
    ...commonProperties,
    AccountingInfoPrefs: object({
      FirstMonthOfFiscalYear: text(), UseAccountNumbers: flag, TaxYearMonth: text(), ClassTrackingPerTxn: flag, ClassTrackingPerTxnLine: flag, TrackDepartments: flag,
      DepartmentTerminology: text(), CustomerTerminology: text(), BookCloseDate: date, TaxForm: text(),
    }),
    ProductAndServicesPrefs: object({ ForSales: flag, ForPurchase: flag, QuantityWithPriceAndRate: flag, QuantityOnHand: flag }),
    SalesFormsPrefs: object({
      CustomTxnNumbers: flag, AllowShipping: flag, AllowDiscount: flag, AllowDeposit: flag, AllowEstimates: flag, AllowServiceDate: flag, DefaultTerms: reference('Term'),
      DefaultShippingAccount: text(), DefaultDiscountAccount: text(), DefaultCustomerMessage: text(1000), AutoApplyCredit: flag, CustomField: anything,
      ETransactionEnabledStatus: text(), ETransactionAttachPDF: flag, ETransactionPaymentEnabled: flag, IPNSupportEnabled: flag, UsingProgressInvoicing: flag, UsingPriceLevels: flag,
    }),
    EmailMessagesPrefs: anything,
    VendorAndPurchasesPrefs: anything,
    TimeTrackingPrefs: anything,
    TaxPrefs: object({ UsingSalesTax: flag, PartnerTaxEnabled: readOnly(flag), TaxGroupCodeRef: reference('TaxCode') }),
    CurrencyPrefs: object({ MultiCurrencyEnabled: readOnly(flag), HomeCurrency: readOnly(reference()) }),
    ReportPrefs: object({ ReportBasis: oneOf('Cash', 'Accrual'), CalcAgingReportFromTxnDate: flag }),
    OtherPrefs: anything,
    Version: readOnly(number),
  },
};
