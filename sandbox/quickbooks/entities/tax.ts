import { anything, commonProperties, flag, number, readOnly, reference, text } from './definition.ts';
import type { EntityDefinition } from './definition.ts';

const times = ['MetaData.CreateTime', 'MetaData.LastUpdatedTime'];

/** Codes and rates are read and queried here; they are made through `taxservice/taxcode` only. */
export const taxCode: EntityDefinition = {
  name: 'TaxCode',
  kind: 'list',
  label: 'TaxCode',
  sequence: 'taxCodes',
  operations: [],
  required: ['Name'],
  filterable: ['Id', 'Name', 'Active', 'Hidden', ...times],
  indexed: ['Name'],
  properties: { ...commonProperties, Name: text(100), Description: text(), Active: flag, Hidden: flag, Taxable: flag, TaxGroup: flag, SalesTaxRateList: anything, PurchaseTaxRateList: anything, TaxCodeConfigType: text() },
};

export const taxRate: EntityDefinition = {
  name: 'TaxRate',
  kind: 'list',
  label: 'TaxRate',
  sequence: 'taxRates',
  operations: [],
  required: ['Name'],
  filterable: ['Id', 'Name', 'Active', ...times],
  indexed: ['Name'],
  properties: { ...commonProperties, Name: text(100), Description: text(), Active: flag, RateValue: number, AgencyRef: reference('TaxAgency'), EffectiveTaxRate: anything, SpecialTaxType: text(), DisplayType: text() },
};

export const taxAgency: EntityDefinition = {
  name: 'TaxAgency',
  kind: 'list',
  label: 'TaxAgency',
  sequence: 'taxAgencies',
  operations: ['create'],
  required: ['DisplayName'],
  filterable: ['Id', 'DisplayName', ...times],
  indexed: ['DisplayName'],
  properties: { ...commonProperties, DisplayName: text(100), TaxTrackedOnPurchases: readOnly(flag), TaxTrackedOnSales: readOnly(flag), TaxRegistrationNumber: text(100), LastFileDate: readOnly(text()), TaxAgencyConfig: readOnly(text()) },
};
