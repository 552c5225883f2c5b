import { withDefaults } from '#shared/settings/check.ts';
import type { CountryRow } from '#shared/settings/countryTable.ts';
import type { PickList, SettingField, Settings } from '#shared/settings/fields.ts';
import { offValueSetting } from '#shared/settings/valueSetting.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';

/** The choices of `quickbooks.customers`. A tax code or a term may be named by its id or its name, a term also by its days: `days:14`. */
export interface CustomerSettings {
  readonly createNew: boolean;
  readonly updateCustomers: 'no' | 'fillEmpty' | 'overwrite';
  readonly rename: boolean;
  readonly onSeveralCustomers: 'park' | 'oldest' | 'sameName';
  readonly onSharedEmail: 'park' | 'create' | 'use';
  readonly adoptSameName: boolean;
  readonly nameSuffix: 'city' | 'email' | 'number';
  readonly requireEmail: boolean;
  readonly requireAddress: boolean;
  readonly inactiveSource: 'skip' | 'write' | 'deactivate';
  readonly inactiveTarget: 'skip' | 'reactivate' | 'park';

  readonly country: 'billing' | 'shipping';
  readonly byCountry: readonly CountryRow[];
  readonly revenueAccount: 'nowhere' | 'note';

  readonly term: ValueSetting;
  readonly extraFields: string;
}

const own = (list: string): PickList => ({ list, of: 'own' });

export const customerFields: readonly SettingField[] = [
  { key: 'createNew', group: 'Customer', label: 'Create new customers', type: 'boolean', default: true },
  {
    key: 'updateCustomers', group: 'Customer', label: 'Update known customers', type: 'choice', default: 'overwrite',
    help: 'Only fields that differ are sent. The mapping can narrow it field by field (write on create, on update, only if empty). What the source leaves empty is never erased.',
    options: [
      { value: 'no', label: 'No' },
      { value: 'fillEmpty', label: 'Fill empty fields' },
      { value: 'overwrite', label: 'Overwrite what differs' },
    ],
  },
  { key: 'rename', group: 'Customer', label: 'Also change the name a known customer is listed under', type: 'boolean', default: false, help: 'Off: documents and people keep the name they know.' },
  {
    key: 'onSeveralCustomers', group: 'Customer', label: 'Several customers in QuickBooks with the same e-mail address', type: 'choice', default: 'sameName',
    options: [
      { value: 'park', label: 'Park the record', help: 'A wrong customer is worse than a wait.' },
      { value: 'sameName', label: 'The one with the same name, else park' },
      { value: 'oldest', label: 'The oldest' },
    ],
  },
  {
    key: 'onSharedEmail', group: 'Customer', label: 'Another record of the source is that customer already', type: 'choice', default: 'park',
    help: 'Two people with one e-mail address: the second must not overwrite the first.',
    options: [
      { value: 'park', label: 'Park the record' },
      { value: 'create', label: 'Make a customer of its own' },
      { value: 'use', label: 'Both are the same customer' },
    ],
  },
  { key: 'adoptSameName', group: 'Customer', label: 'The same name is the same customer', type: 'boolean', default: false, help: 'Where one of the two has no e-mail address. Off: something is added to the name of the new one.' },
  {
    key: 'nameSuffix', group: 'Customer', label: 'When the name is taken, add', type: 'choice', default: 'city',
    help: 'QuickBooks allows a name once over customers, suppliers and employees together.',
    options: [{ value: 'city', label: 'The city' }, { value: 'email', label: 'The e-mail address' }, { value: 'number', label: 'The customer number' }],
  },
  { key: 'requireEmail', group: 'Customer', label: 'E-mail address is required', type: 'boolean', default: true, help: 'Off: customers without one are made, too. They are known again by Fluxo’s own memory and by the mark in their notes.' },
  { key: 'requireAddress', group: 'Customer', label: 'Billing address is required', type: 'boolean', default: false },
  {
    key: 'inactiveSource', group: 'Customer', label: 'Inactive in the source', type: 'choice', default: 'skip',
    options: [
      { value: 'skip', label: 'Skip it' },
      { value: 'write', label: 'Write it like any other' },
      { value: 'deactivate', label: 'Make it inactive in QuickBooks, too' },
    ],
  },
  {
    key: 'inactiveTarget', group: 'Customer', label: 'Inactive in QuickBooks', type: 'choice', default: 'skip',
    options: [
      { value: 'skip', label: 'Leave it alone' },
      { value: 'reactivate', label: 'Make it active again' },
      { value: 'park', label: 'Park the record' },
    ],
  },
  { key: 'extraFields', group: 'Customer', label: 'Further fields of QuickBooks', type: 'template', default: '', maxLength: 2000, help: 'One after the other with semicolons between, such as “Mobile = {phone}; Title = {title}”. Possible: Title, MiddleName, Suffix, PrintOnCheckName, ResaleNum, BusinessNumber, Mobile, AlternatePhone, Fax, PreferredDeliveryMethod, PaymentMethodRef.' },

  { key: 'country', group: 'Tax and accounts', label: 'Country that decides', type: 'choice', default: 'billing', options: [{ value: 'billing', label: 'Billing, else shipping' }, { value: 'shipping', label: 'Shipping, else billing' }] },
  {
    key: 'byCountry', group: 'Tax and accounts', label: 'Tax code, revenue account and currency by country', type: 'countryTable', country: { paths: ['billing.country', 'shipping.country'] }, default: [],
    help: 'The most specific row counts; an address without a country counts as the company’s own. Empty table: none of it is written. With a table, a customer of a country without a row is parked. The tax code becomes the customer’s default tax code (in the United States: TAX or NON). The currency is fixed when the customer is made, and needs a company with several.',
    columns: [
      { key: 'vatNumber', label: 'VAT number', isKey: true, input: { paths: ['vatNumber'], as: 'yesNo' } },
      { key: 'taxCode', label: 'Tax code', values: own('taxCodes') },
      { key: 'account', label: 'Revenue account', values: own('incomeAccounts') },
      { key: 'currency', label: 'Currency' },
    ],
  },
  {
    key: 'revenueAccount', group: 'Tax and accounts', label: 'Revenue account', type: 'choice', default: 'nowhere',
    help: 'QuickBooks keeps no account on a customer: it takes it from the item of each line. The table by country of the target for invoices and sales receipts books by it.',
    options: [
      { value: 'nowhere', label: 'Leave it to the documents' },
      { value: 'note', label: 'Also write it into the customer’s notes' },
    ],
  },

  { key: 'term', group: 'Payment and terms', label: 'Payment term', type: 'valueSetting', input: { paths: ['paymentDays'] }, values: own('terms'), default: offValueSetting, help: 'From the customer’s payment days. “days:14” is the term of 14 days.' },
];

/** The settings with every default filled in. The flow was checked before, so the types hold. */
export function readCustomerSettings(settings: Settings): CustomerSettings {
  return withDefaults(customerFields, settings) as unknown as CustomerSettings;
}
