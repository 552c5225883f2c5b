import type { Shop } from '../../shop/types.ts';
import type { Company } from '../company.ts';
import { textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from '../options.ts';
import type { TaxWorld } from './taxWorlds.ts';

export function companyInfo(shop: Shop, world: TaxWorld, settings: Settings): JsonObject {
  const isDutch = world.country === 'NL';
  const address = isDutch
    ? { Line1: 'Oudegracht 100', City: 'Utrecht', PostalCode: '3511 AW', Country: 'NL' }
    : { Line1: '100 Market Street', City: 'Mountain View', CountrySubDivisionCode: 'CA', PostalCode: '94043', Country: 'US' };
  return {
    CompanyName: shop.company.name,
    LegalName: shop.company.name,
    CompanyAddr: address,
    CustomerCommunicationAddr: address,
    LegalAddr: address,
    Country: world.country,
    Email: { Address: 'administratie@dekoperenketel.example' },
    PrimaryPhone: { FreeFormNumber: '+31 30 555 0100' },
    CompanyStartDate: '2019-01-01',
    FiscalYearStartMonth: 'January',
    SupportedLanguages: isDutch ? 'nl' : 'en',
    NameValue: [
      { Name: 'OfferingSku', Value: settings.plan === 'plus' ? 'QuickBooks Online Plus' : 'QuickBooks Online Essentials' },
      { Name: 'SubscriptionStatus', Value: 'SUBSCRIBED' },
      { Name: 'ItemCategoriesFeature', Value: String(settings.categories) },
      { Name: 'NeoEnabled', Value: 'true' },
    ],
  };
}

export interface DefaultAccounts {
  readonly shipping?: JsonObject;
  readonly discounts?: JsonObject;
}

export function preferences({ settings, store }: Company, world: TaxWorld, accounts: DefaultAccounts): JsonObject {
  const isPlus = settings.plan === 'plus';
  const californian = store.table('TaxCode').find('Name', 'California')[0];
  return {
    AccountingInfoPrefs: {
      FirstMonthOfFiscalYear: 'January',
      UseAccountNumbers: true,
      TaxYearMonth: 'January',
      ClassTrackingPerTxn: false,
      ClassTrackingPerTxnLine: isPlus,
      TrackDepartments: isPlus,
      DepartmentTerminology: 'Location',
      CustomerTerminology: 'Customers',
      ...(settings.bookCloseDate !== undefined && { BookCloseDate: settings.bookCloseDate }),
    },
    ProductAndServicesPrefs: { ForSales: true, ForPurchase: true, QuantityWithPriceAndRate: true, QuantityOnHand: isPlus },
    SalesFormsPrefs: {
      CustomField: [{ CustomField: [{ Name: 'SalesFormsPrefs.UseSalesCustom1', Type: 'BooleanType', BooleanValue: false }] }],
      CustomTxnNumbers: settings.customTxnNumbers,
      AllowDeposit: true,
      AllowDiscount: true,
      ...(accounts.discounts && { DefaultDiscountAccount: textAt(accounts.discounts, 'value') }),
      AllowEstimates: true,
      AllowShipping: true,
      ...(accounts.shipping && { DefaultShippingAccount: textAt(accounts.shipping, 'value') }),
      AllowServiceDate: false,
      AutoApplyCredit: false,
    },
    TaxPrefs: { UsingSalesTax: true, ...(californian && { PartnerTaxEnabled: true, TaxGroupCodeRef: { value: californian.id } }) },
    CurrencyPrefs: { MultiCurrencyEnabled: settings.multiCurrency, HomeCurrency: { value: world.homeCurrency.value, name: world.homeCurrency.name } },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: { NameValue: [{ Name: 'SalesFormsPrefs.AllowGratuity', Value: 'false' }] },
  };
}
