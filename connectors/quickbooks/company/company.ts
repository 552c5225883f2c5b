import type { CallContext } from '#connectors/sdk/connector.ts';
import { countryCodeOf } from '#shared/mapping/countries.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Account, NamedRow, Preferences, Term } from '../entities.ts';
import { makeRows } from './rows.ts';
import type { Rows } from './rows.ts';
import { makeTaxCodes } from './taxCodes.ts';
import type { TaxCodes } from './taxCodes.ts';

/**
 * How the company's tax works. `vat`: every line names a tax code. `us`: a line is only taxable or not and the
 * document tells the tax. `none`: sales tax is switched off.
 */
export type TaxWorld = 'vat' | 'us' | 'none';

/** What every order needs to know of the company, read once when a run starts. */
export interface Company {
  /** ISO code of two letters; empty when the company does not say. */
  readonly country: string;
  readonly currency: string;
  readonly multiCurrency: boolean;
  readonly taxWorld: TaxWorld;
  /** The tax group of a US company on the older model; named with the document's tax. */
  readonly usTaxCode: string | undefined;
  readonly keepsOurNumbers: boolean;
  readonly allowsShipping: boolean;
  readonly allowsDiscount: boolean;
  readonly hasDepartments: boolean;
  /** Items may have a quantity: the plan has it and it is switched on. */
  readonly hasInventory: boolean;
  /** Items may stand in categories. A company that says nothing about it is believed to have them; the service refuses otherwise. */
  readonly hasCategories: boolean;
  readonly classesOn: 'document' | 'line' | 'nothing';
  /** `YYYY-MM-DD`: nothing may be booked on or before it. */
  readonly bookCloseDate: string | undefined;
  readonly accounts: Rows<Account>;
  readonly taxCodes: TaxCodes;
  readonly terms: Rows<Term>;
  readonly paymentMethods: Rows<NamedRow>;
  readonly departments: Rows<NamedRow>;
  readonly classes: Rows<NamedRow>;
}

/** Inactive rates too: a code may still be made of one, and would pass for a code of 0 % without it. */
export const everyTaxRate = { kind: kinds.taxRate, where: [{ property: 'Active', in: [true, false] }] } as const;

/** Company, preferences and the short lists, in three calls. */
export async function readCompany(client: QuickBooksClient, call: CallContext): Promise<Company> {
  const [info, preferences, lists] = await Promise.all([
    client.companyInfo(call),
    client.preferences(call),
    client.rowsOfMany(
      [{ kind: kinds.account }, { kind: kinds.taxCode }, everyTaxRate, { kind: kinds.term }, { kind: kinds.paymentMethod }, { kind: kinds.department }, { kind: kinds.classList }],
      call,
    ),
  ]);
  const [accounts, taxCodes, taxRates, terms, paymentMethods, departments, classes] = lists;
  const country = countryCodeOf(info.Country ?? '') ?? (info.Country ?? '').trim().toUpperCase();
  return {
    country,
    currency: preferences.CurrencyPrefs?.HomeCurrency?.value ?? '',
    multiCurrency: preferences.CurrencyPrefs?.MultiCurrencyEnabled === true,
    taxWorld: taxWorldOf(country, preferences),
    usTaxCode: preferences.TaxPrefs?.TaxGroupCodeRef?.value,
    keepsOurNumbers: preferences.SalesFormsPrefs?.CustomTxnNumbers === true,
    allowsShipping: preferences.SalesFormsPrefs?.AllowShipping === true,
    allowsDiscount: preferences.SalesFormsPrefs?.AllowDiscount === true,
    hasInventory: preferences.ProductAndServicesPrefs?.QuantityOnHand === true,
    hasCategories: (info.NameValue ?? []).find(({ Name }) => Name === 'ItemCategoriesFeature')?.Value?.toLowerCase() !== 'false',
    hasDepartments: preferences.AccountingInfoPrefs?.TrackDepartments === true,
    classesOn: preferences.AccountingInfoPrefs?.ClassTrackingPerTxn ? 'document' : preferences.AccountingInfoPrefs?.ClassTrackingPerTxnLine ? 'line' : 'nothing',
    bookCloseDate: preferences.AccountingInfoPrefs?.BookCloseDate,
    accounts: makeRows(accounts),
    taxCodes: makeTaxCodes(taxCodes, taxRates),
    terms: makeRows(terms),
    paymentMethods: makeRows(paymentMethods),
    departments: makeRows(departments),
    classes: makeRows(classes),
  };
}

/** `PartnerTaxEnabled` only exists for companies with the automated US sales tax; without it the country decides. */
function taxWorldOf(country: string, preferences: Preferences): TaxWorld {
  if (preferences.TaxPrefs?.UsingSalesTax === false) return 'none';
  return country === 'US' || preferences.TaxPrefs?.PartnerTaxEnabled !== undefined ? 'us' : 'vat';
}
