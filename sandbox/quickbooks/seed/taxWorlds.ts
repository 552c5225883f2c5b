import type { Company } from '../company.ts';
import { entities } from '../entities/index.ts';
import type { JsonObject } from '../json.ts';
import { insert } from '../write.ts';

/** A tax code with the one rate it has for sales and the one for purchases. */
interface CodeSeed {
  /** Pseudo codes of US companies have words for ids. */
  readonly id?: string;
  readonly name: string;
  readonly description: string;
  readonly salesPercent?: number;
  readonly purchasePercent?: number;
}

export interface TaxWorld {
  readonly country: 'NL' | 'US';
  readonly homeCurrency: { readonly value: string; readonly name: string };
  readonly agency: string;
  readonly codes: readonly CodeSeed[];
}

/** Names of the codes other seeds and tests refer to. */
export const dutchCodes = { high: '21% btw hoog', low: '9% btw laag', zero: '0% btw', shifted: 'ICL 0% btw verlegd', export: 'Export 0%', outside: 'Geen btw' } as const;

export const taxWorlds: Readonly<Record<'globalVat' | 'usAutomated', TaxWorld>> = {
  globalVat: {
    country: 'NL',
    homeCurrency: { value: 'EUR', name: 'Euro' },
    agency: 'Belastingdienst',
    codes: [
      { name: dutchCodes.high, description: 'Leveringen en diensten belast met het hoge tarief', salesPercent: 21, purchasePercent: 21 },
      { name: dutchCodes.low, description: 'Leveringen en diensten belast met het lage tarief', salesPercent: 9, purchasePercent: 9 },
      { name: dutchCodes.zero, description: 'Leveringen belast met het nultarief', salesPercent: 0, purchasePercent: 0 },
      { name: dutchCodes.shifted, description: 'Intracommunautaire levering aan een bedrijf in een ander EU-land, btw verlegd', salesPercent: 0, purchasePercent: 0 },
      { name: dutchCodes.export, description: 'Levering naar een land buiten de EU', salesPercent: 0, purchasePercent: 0 },
      { name: dutchCodes.outside, description: 'Valt buiten de btw', salesPercent: 0, purchasePercent: 0 },
    ],
  },
  usAutomated: {
    country: 'US',
    homeCurrency: { value: 'USD', name: 'United States Dollar' },
    agency: 'California Department of Tax and Fee Administration',
    codes: [
      { id: 'TAX', name: 'TAX', description: 'Taxable' },
      { id: 'NON', name: 'NON', description: 'Non-taxable' },
      { name: 'California', description: 'Sales tax of the company address', salesPercent: 8 },
    ],
  },
};

/** Puts the agency, the rates and the codes of a tax world into the books. */
export function seedTax(company: Company, world: TaxWorld): void {
  const { store } = company;
  const agency = insert(company, entities.TaxAgency, { DisplayName: world.agency, TaxTrackedOnSales: true, TaxTrackedOnPurchases: world.country !== 'US' }, store.nextId('taxAgencies'));
  for (const code of world.codes) {
    const rate = (percent: number | undefined, use: string): JsonObject | undefined => (percent === undefined ? undefined : addRate(company, `${code.name}${use}`, code.description, percent, agency.id));
    addCode(company, { name: code.name, description: code.description, sales: rate(code.salesPercent, ' (verkoop)'), purchase: rate(code.purchasePercent, ' (inkoop)'), ...(code.id !== undefined && { id: code.id }) });
  }
}

/** A new rate; answers the reference to it. */
export function addRate(company: Company, name: string, description: string, percent: number, agencyId: string): JsonObject {
  const id = company.store.nextId('taxRates');
  insert(
    company,
    entities.TaxRate,
    { Name: name, Description: description, Active: true, RateValue: percent, AgencyRef: { value: agencyId }, EffectiveTaxRate: [{ RateValue: percent, EffectiveDate: '2019-01-01T00:00:00-08:00' }], SpecialTaxType: 'NONE', DisplayType: 'ReadOnly' },
    id,
  );
  return { value: id, name };
}

export interface NewCode {
  readonly id?: string;
  readonly name: string;
  readonly description: string;
  readonly sales: JsonObject | undefined;
  readonly purchase: JsonObject | undefined;
}

/** A new code over existing rates; answers its id. Codes without any rate are the pseudo codes of US companies. */
export function addCode(company: Company, { id: wanted, name, description, sales, purchase }: NewCode): string {
  const id = wanted ?? company.store.nextId('taxCodes');
  const rateList = (rate: JsonObject | undefined): JsonObject => ({ TaxRateDetail: rate ? [{ TaxRateRef: rate, TaxTypeApplicable: 'TaxOnAmount', TaxOrder: 0 }] : [] });
  insert(
    company,
    entities.TaxCode,
    { Name: name, Description: description, Active: true, Hidden: false, Taxable: name !== 'NON', TaxGroup: Boolean(sales ?? purchase), SalesTaxRateList: rateList(sales), PurchaseTaxRateList: rateList(purchase) },
    id,
  );
  return id;
}
