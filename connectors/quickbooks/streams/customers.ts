import { defineStream } from '#connectors/sdk/connector.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../client.ts';
import { customerMapping } from '../defaultMappings/customers.ts';
import { nested, refOf, textOf } from '../values.ts';
import { factsOnce } from './facts.ts';
import type { Facts } from './facts.ts';
import { addresses, commonFields, contacts, declare, references } from './fields.ts';
import { placeFields, placeOf } from './place.ts';
import { readChanges } from './readChanges.ts';
import { activeOnlyField, startSettings } from './startPoint.ts';

const settings: readonly SettingField[] = [activeOnlyField, ...startSettings];

/** A customer with its two addresses in one shape and its term counted in days. */
function customerRecord(customer: SourceRecord, facts: Facts): SourceRecord {
  const billTo = placeOf(customer['BillAddr']);
  const shipTo = placeOf(customer['ShipAddr']);
  const paymentDays = facts.paymentDays(refOf(customer['SalesTermRef']));
  return { ...customer, ...(paymentDays !== '' && { paymentDays }), ...(billTo && { billTo }), ...(shipTo && { shipTo }) };
}

const fields: readonly FieldInfo[] = [
  { path: 'paymentDays', label: 'Payment days', type: 'text', help: 'Of the customer’s payment term.' },
  ...placeFields('billTo', 'Billing'),
  ...placeFields('shipTo', 'Shipping'),
  ...commonFields,
  ...declare('', 'text', 'Title GivenName MiddleName FamilyName Suffix DisplayName FullyQualifiedName CompanyName PrintOnCheckName Notes PreferredDeliveryMethod ResaleNum TaxExemptionReasonId PrimaryTaxIdentifier SecondaryTaxIdentifier BusinessNumber GSTIN GSTRegistrationType Level ClientEntityId Source V4IDPseudonym'),
  ...declare('', 'boolean', 'Active Taxable Job BillWithParent IsProject'),
  ...declare('', 'decimal', 'Balance BalanceWithJobs'),
  ...declare('', 'date', 'OpenBalanceDate'),
  ...references('', 'CurrencyRef SalesTermRef PaymentMethodRef ARAccountRef DefaultTaxCodeRef CustomerTypeRef'),
  ...references('', 'ParentRef RootCustomerRef', 'personal'),
  ...contacts('', 'PrimaryEmailAddr', 'PrimaryPhone AlternatePhone Mobile Fax'),
  ...declare('', 'object', 'WebAddr'),
  ...declare('WebAddr.', 'text', 'Id URI Tag'),
  ...declare('WebAddr.', 'boolean', 'Default'),
  ...addresses('', 'BillAddr ShipAddr'),
];

export const customerList = defineStream<QuickBooksClient>({
  // Not `customers`, the service's word: that is the target's id, and one id stands for one thing.
  name: 'customerList',
  label: 'Customer list',
  help: 'The customers of the company, new and changed ones. QuickBooks deletes none; it makes them inactive. VAT numbers come masked and are therefore not mapped.',
  entity: 'customer',
  settings,
  asked: ['activeOnly', 'startFrom'],
  fields,
  defaultMapping: customerMapping,
  key: (customer) => textOf(customer['Id']),
  version: (customer) => textOf(customer['SyncToken']),
  type: () => 'Customer',
  describe(customer) {
    const email = textOf(nested(customer['PrimaryEmailAddr'])['Address']);
    return { title: textOf(customer['DisplayName']) || textOf(customer['Id']), ...(email !== '' && { subtitle: email }) };
  },

  async *read(context) {
    const chosen = withDefaults(settings, context.settings);
    const facts = factsOnce(context.client, context);
    yield* readChanges(context, {
      entities: [{ name: 'Customer', where: [{ property: 'Active', in: chosen['activeOnly'] === true ? [true] : [true, false] }] }],
      settings: chosen,
      keep: (customer) => chosen['activeOnly'] !== true || customer['Active'] !== false,
      records: async (rows) => withFacts(rows, facts),
    });
  },

  async readOne(context, key) {
    const found = /^\d{1,18}$/.test(key) ? await context.client.readWhole('Customer', key, context) : null;
    return found && customerRecord(found, await factsOnce(context.client, context)());
  },
});

/** The company is asked only when there is a record that wants it. */
async function withFacts(rows: readonly SourceRecord[], facts: () => Promise<Facts>): Promise<readonly SourceRecord[]> {
  if (rows.length === 0) return [];
  const known = await facts();
  return rows.map((row) => customerRecord(row, known));
}
