import { homeCurrency } from '../company.ts';
import type { Company } from '../company.ts';
import { faultLine, refuse } from '../faults.ts';
import { numberAt, objectAt, referenceAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { demandUnique, markIfInactive, placeInTree } from './hierarchy.ts';
import type { Change, Rule } from './rule.ts';

/** Customers, vendors and employees: one space of display names for all three, none without a name. */
export const nameRule: Rule = {
  complete(change, company) {
    const { definition, previous, fields } = change;
    const active = fields['Active'] !== false;
    const given = textAt(fields, 'DisplayName')?.trim() || nameFromParts(fields) || refuse(faultLine.noName());
    const DisplayName = markIfInactive(given, active);
    if (active) demandUnique(company, ['Customer', 'Vendor', 'Employee'], 'DisplayName', DisplayName, previous, definition.name, 'customer, vendor or employee');
    const isCustomer = definition.name === 'Customer';
    const isEmployee = definition.name === 'Employee';
    return {
      ...(isCustomer && { Taxable: false, Job: false, BillWithParent: false, PreferredDeliveryMethod: 'Print' }),
      ...fields,
      ...(fields['ParentRef'] !== undefined && isCustomer && { Job: true }),
      DisplayName,
      ...(!isEmployee && placeInTree(company, definition.name, fields, DisplayName, previous?.id)),
      PrintOnCheckName: textAt(fields, 'PrintOnCheckName') ?? textAt(fields, 'CompanyName') ?? given,
      Active: active,
      ...(!isEmployee && money(change, company)),
      ...numberAddresses(fields, company),
      ...(isCustomer && defaultTax(fields, company)),
      ...maskedTaxId(change),
    };
  },
};

/** Only a taxable customer has a default tax code, and under the automated tax of the United States the service sets it itself. */
function defaultTax(fields: JsonObject, company: Company): JsonObject {
  return fields['Taxable'] !== true || company.settings.taxWorld === 'usAutomated' ? { DefaultTaxCodeRef: undefined } : {};
}

const nameParts = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'];

function nameFromParts(fields: JsonObject): string {
  return nameParts.flatMap((part) => textAt(fields, part)?.trim() ?? []).join(' ');
}

/** The currency is chosen once, and only the home currency exists as long as the company has one currency. */
function money({ previous, fields, sent, definition }: Change, company: Company): JsonObject {
  const home = homeCurrency(company);
  if (!company.settings.multiCurrency) demandHomeCurrency(fields, company);
  const wanted = referenceAt(sent, 'CurrencyRef');
  const kept = referenceAt(previous?.json, 'CurrencyRef');
  if (kept !== undefined && wanted !== undefined && wanted !== kept) refuse(faultLine.business('The currency of a customer or vendor cannot be changed.', 'CurrencyRef'));
  const currency = kept ?? wanted ?? textAt(home, 'value');
  const CurrencyRef = currency === textAt(home, 'value') ? home : { value: currency };
  const balance = previous ? (numberAt(previous.json, 'Balance') ?? 0) : definition.name === 'Customer' ? (numberAt(fields, 'Balance') ?? 0) : 0;
  return { CurrencyRef, Balance: balance, ...(definition.name === 'Customer' && { BalanceWithJobs: balance }) };
}

/**
 * The currency of a document: the customer's, and to be named where the company has several. Answers 2020 when it is not told, 6000 when it is another.
 */
export function documentCurrency(fields: JsonObject, company: Company): JsonObject {
  if (!company.settings.multiCurrency) {
    demandHomeCurrency(fields, company);
    return homeCurrency(company);
  }
  const customer = company.store.table('Customer').get(referenceAt(fields, 'CustomerRef') ?? '')?.json;
  const currency = objectAt(customer, 'CurrencyRef') ?? homeCurrency(company);
  const told = referenceAt(fields, 'CurrencyRef') ?? refuse(faultLine.missing('CurrencyRef'));
  if (told !== textAt(currency, 'value')) refuse(faultLine.business('The currency of the transaction must be that of its customer.', 'CurrencyRef'));
  return currency;
}

/** Answers 6000 for a currency other than the company's own. */
function demandHomeCurrency(fields: JsonObject, company: Company): void {
  const wanted = referenceAt(fields, 'CurrencyRef');
  if (wanted !== undefined && wanted !== textAt(homeCurrency(company), 'value')) {
    refuse(faultLine.business('Multi Currency should be enabled to perform this operation.', 'CurrencyRef'));
  }
}

/** The addresses that have no id yet, with one. */
export function numberAddresses(fields: JsonObject, company: Company): JsonObject {
  const numbered: Record<string, JsonObject> = {};
  for (const property of ['BillAddr', 'ShipAddr', 'PrimaryAddr']) {
    const address = objectAt(fields, property);
    if (address && textAt(address, 'Id') === undefined) numbered[property] = { Id: company.store.nextId('addresses'), ...address };
  }
  return numbered;
}

/** A VAT number shows its last five characters only, so nobody can compare by it. */
function maskedTaxId({ sent, previous }: Change): JsonObject {
  const id = textAt(sent, 'PrimaryTaxIdentifier');
  if (id === undefined || id === textAt(previous?.json, 'PrimaryTaxIdentifier')) return {};
  return { PrimaryTaxIdentifier: `${'X'.repeat(Math.max(0, id.length - 5))}${id.slice(-5)}` };
}
