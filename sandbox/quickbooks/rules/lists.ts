import type { Company } from '../company.ts';
import { faultLine, refuse } from '../faults.ts';
import { numberAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { demandUnique, markIfInactive, placeInTree } from './hierarchy.ts';
import type { Change, Rule } from './rule.ts';

export interface Named {
  readonly Name: string;
  readonly Active: boolean;
  readonly [property: string]: JsonObject[string];
}

/** Name, place in the tree and uniqueness, which all lists with a `Name` share. */
export function named({ definition, previous, fields }: Change, company: Company, others: string): Named {
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
