import { preferenceGroup } from '../company.ts';
import type { Company } from '../company.ts';
import { faultLine, refuse } from '../faults.ts';
import { numberAt, referenceAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { demandUnique, markIfInactive, placeInTree } from './hierarchy.ts';
import type { Change, Rule } from './rule.ts';

interface Named {
  readonly Name: string;
  readonly Active: boolean;
  readonly [property: string]: JsonObject[string];
}

/** Name, place in the tree and uniqueness, which all lists with a `Name` share. */
function named({ definition, previous, fields }: Change, company: Company, others: string): Named {
  const active = fields['Active'] !== false;
  const Name = markIfInactive(textAt(fields, 'Name')?.trim() || refuse(faultLine.missing('Name')), active);
  const place = definition.properties['FullyQualifiedName'] ? placeInTree(company, definition.name, fields, Name, previous?.id) : {};
  const key = textAt(place, 'FullyQualifiedName');
  if (active) demandUnique(company, [definition.name], key === undefined ? 'Name' : 'FullyQualifiedName', key ?? Name, previous, definition.name, others);
  return { ...fields, ...place, Name, Active: active };
}

/** `SubClass`, `SubDepartment`, `SubAccount`: true exactly when there is a parent. */
function simpleListRule(others: string, childFlag?: string, extra: (fields: Named) => JsonObject = () => ({})): Rule {
  return {
    complete(change, company) {
      const fields = named(change, company, others);
      const { Level: _level, ...kept } = fields;
      return { ...kept, ...(childFlag !== undefined && { [childFlag]: fields['ParentRef'] !== undefined }), ...extra(fields) };
    },
  };
}

export const classRule = simpleListRule('class', 'SubClass');
export const departmentRule = simpleListRule('location', 'SubDepartment');
export const paymentMethodRule = simpleListRule('payment method', undefined, (fields) => ({ Type: fields['Type'] ?? 'NON_CREDIT_CARD' }));
export const termRule = simpleListRule('term', undefined, (fields) => ({ Type: fields['DayOfMonthDue'] === undefined ? 'STANDARD' : 'DATE_DRIVEN' }));

const classifications: Readonly<Record<string, string>> = {
  Bank: 'Asset', 'Accounts Receivable': 'Asset', 'Other Current Asset': 'Asset', 'Fixed Asset': 'Asset', 'Other Asset': 'Asset',
  'Accounts Payable': 'Liability', 'Credit Card': 'Liability', 'Other Current Liability': 'Liability', 'Long Term Liability': 'Liability',
  Equity: 'Equity', Income: 'Revenue', 'Other Income': 'Revenue', 'Cost of Goods Sold': 'Expense', Expense: 'Expense', 'Other Expense': 'Expense',
};

const subTypes: Readonly<Record<string, string>> = {
  Bank: 'Checking', 'Accounts Receivable': 'AccountsReceivable', 'Other Current Asset': 'OtherCurrentAssets', 'Fixed Asset': 'FurnitureAndFixtures', 'Accounts Payable': 'AccountsPayable',
  'Credit Card': 'CreditCard', 'Other Current Liability': 'OtherCurrentLiabilities', 'Long Term Liability': 'OtherLongTermLiabilities', Equity: 'OpeningBalanceEquity',
  Income: 'SalesOfProductIncome', 'Cost of Goods Sold': 'SuppliesMaterialsCogs', Expense: 'OtherMiscellaneousServiceCost', 'Other Income': 'OtherMiscellaneousIncome',
};

/** A subtype alone also tells the type. */
function typeOfSubType(subType: string | undefined): string | undefined {
  return Object.keys(subTypes).find((type) => subTypes[type] === subType);
}

export const accountRule: Rule = {
  complete(change, company) {
    const AccountType = textAt(change.fields, 'AccountType') ?? typeOfSubType(textAt(change.fields, 'AccountSubType')) ?? refuse(faultLine.noAccountType());
    const fields = named(change, company, 'account');
    const { Level: _level, ...kept } = fields;
    return {
      ...kept,
      SubAccount: fields['ParentRef'] !== undefined,
      AccountType,
      AccountSubType: textAt(fields, 'AccountSubType') ?? subTypes[AccountType],
      Classification: classifications[AccountType],
      CurrentBalance: numberAt(change.previous?.json, 'CurrentBalance') ?? 0,
      CurrentBalanceWithSubAccounts: numberAt(change.previous?.json, 'CurrentBalanceWithSubAccounts') ?? 0,
    };
  },
};

export const itemRule: Rule = {
  complete(change, company) {
    const { previous, fields: wanted } = change;
    const type = textAt(wanted, 'Type') ?? refuse(faultLine.missing('Type'));
    const wasType = textAt(previous?.json, 'Type');
    if (type === 'Group') refuse(faultLine.business('Bundles cannot be created or changed through this service.', 'Type'));
    if (wasType === 'Inventory' && type !== 'Inventory') refuse(faultLine.business('An inventory item cannot be changed to another type.', 'Type'));
    if (type === 'Category' && wanted['Active'] === false) refuse(faultLine.business('A category cannot be made inactive.', 'Active'));
    if (type === 'Inventory') demandInventory(wanted, company);
    if ((type === 'Service' || type === 'NonInventory') && !wanted['IncomeAccountRef'] && !wanted['ExpenseAccountRef']) {
      refuse(faultLine.business('When you create an item, you must have an income account for what you sell or an expense account for what you buy.', 'IncomeAccountRef'));
    }
    const fields = named(change, company, 'product or service');
    return {
      ...(type !== 'Category' && { Taxable: false, UnitPrice: 0, PurchaseCost: 0 }),
      ...(type !== 'Category' && { TrackQtyOnHand: type === 'Inventory' }),
      ...fields,
      ...(fields['ParentRef'] !== undefined && { SubItem: true }),
      // The first stock date stays on show, whatever date a later count was booked with.
      ...(previous && wasType === 'Inventory' && { InvStartDate: previous.json['InvStartDate'] }),
    };
  },
};

function demandInventory(fields: JsonObject, company: Company): void {
  if (company.settings.plan !== 'plus' || preferenceGroup(company, 'ProductAndServicesPrefs')['QuantityOnHand'] !== true) refuse(faultLine.notInPlan('Inventory'));
  if (fields['TrackQtyOnHand'] !== true) refuse(faultLine.missing('TrackQtyOnHand'));
  for (const property of ['QtyOnHand', 'InvStartDate', 'IncomeAccountRef', 'ExpenseAccountRef', 'AssetAccountRef']) if (fields[property] === undefined) refuse(faultLine.missing(property));
  const demanded = { IncomeAccountRef: 'Income', ExpenseAccountRef: 'Cost of Goods Sold', AssetAccountRef: 'Other Current Asset' };
  for (const [property, accountType] of Object.entries(demanded)) {
    const account = company.store.table('Account').get(referenceAt(fields, property) ?? '')?.json;
    if (textAt(account, 'AccountType') !== accountType) refuse(faultLine.business(`The account of ${property} of an inventory item must be of type ${accountType}.`, property));
  }
}
