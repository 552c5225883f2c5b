import { address, commonProperties, flag, noHierarchyMarks, number, oneOf, readOnly, reference, text } from './definition.ts';
import type { EntityDefinition } from './definition.ts';

const times = ['MetaData.CreateTime', 'MetaData.LastUpdatedTime'];

const accountTypes = [
  'Bank', 'Accounts Receivable', 'Other Current Asset', 'Fixed Asset', 'Other Asset', 'Accounts Payable', 'Credit Card', 'Other Current Liability',
  'Long Term Liability', 'Equity', 'Income', 'Cost of Goods Sold', 'Expense', 'Other Income', 'Other Expense',
] as const;

export const account: EntityDefinition = {
  name: 'Account',
  kind: 'list',
  label: 'Accounts',
  sequence: 'accounts',
  operations: ['create', 'update'],
  required: ['Name'],
  filterable: ['Id', 'Name', 'AccountType', 'AccountSubType', 'AcctNum', 'Classification', 'Active', 'CurrentBalance', 'SubAccount', 'FullyQualifiedName', ...times],
  indexed: ['Name', 'FullyQualifiedName'],
  properties: {
    ...commonProperties,
    Name: text(100, /[":\t\n\r]/),
    SubAccount: flag,
    ParentRef: reference('Account'),
    Description: text(100),
    FullyQualifiedName: readOnly(text()),
    Active: flag,
    Classification: oneOf('Asset', 'Equity', 'Expense', 'Liability', 'Revenue'),
    AccountType: oneOf(...accountTypes),
    AccountSubType: text(),
    AcctNum: text(20, /:/),
    OpeningBalance: number,
    CurrentBalance: readOnly(number),
    CurrentBalanceWithSubAccounts: readOnly(number),
    CurrencyRef: reference(),
    TaxCodeRef: reference('TaxCode', 'TAX', 'NON'),
    TxnLocationType: text(),
    AccountAlias: text(),
  },
};

export const classList: EntityDefinition = {
  name: 'Class',
  kind: 'list',
  label: 'Klasses',
  sequence: 'classes',
  operations: ['create', 'update'],
  required: ['Name'],
  filterable: ['Id', 'Name', 'Active', 'FullyQualifiedName', ...times],
  indexed: ['Name', 'FullyQualifiedName'],
  properties: { ...commonProperties, Name: text(100, noHierarchyMarks), SubClass: flag, ParentRef: reference('Class'), FullyQualifiedName: readOnly(text()), Active: flag },
};

export const department: EntityDefinition = {
  name: 'Department',
  kind: 'list',
  label: 'Departments',
  sequence: 'departments',
  operations: ['create', 'update'],
  required: ['Name'],
  filterable: ['Id', 'Name', 'Active', 'FullyQualifiedName', ...times],
  indexed: ['Name', 'FullyQualifiedName'],
  properties: {
    ...commonProperties, Name: text(100, noHierarchyMarks), SubDepartment: flag, ParentRef: reference('Department'), FullyQualifiedName: readOnly(text()), Active: flag, Address: address,
  },
};

export const term: EntityDefinition = {
  name: 'Term',
  kind: 'list',
  label: 'Terms',
  sequence: 'terms',
  operations: ['create', 'update'],
  required: ['Name'],
  filterable: ['Id', 'Name', 'Active', ...times],
  indexed: ['Name'],
  properties: {
    ...commonProperties, Name: text(31), Active: flag, Type: readOnly(text()), DiscountPercent: number, DueDays: number, DiscountDays: number, DayOfMonthDue: number, DueNextMonthDays: number, DiscountDayOfMonth: number,
  },
};

export const paymentMethod: EntityDefinition = {
  name: 'PaymentMethod',
  kind: 'list',
  label: 'PaymentMethods',
  sequence: 'paymentMethods',
  operations: ['create', 'update'],
  required: ['Name'],
  filterable: ['Id', 'Name', 'Type', 'Active', ...times],
  indexed: ['Name'],
  properties: { ...commonProperties, Name: text(31), Active: flag, Type: oneOf('CREDIT_CARD', 'NON_CREDIT_CARD') },
};
