import { defineStream } from '#connectors/sdk/connector.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MailchimpClient } from '../client.ts';
import { customerMapping } from '../defaultMappings/customers.ts';
import { nested, textOf } from '../pages.ts';
import { declare } from './fields.ts';
import { placeFields, placeOf } from './place.ts';
import { findInStores, scanStore, storeSettings, withoutLinks } from './storeScan.ts';
import { customerVersion } from './versions.ts';

/** A customer with the name as a whole and the address in one shape. */
function customerRecord(customer: SourceRecord): SourceRecord {
  const person = ['first_name', 'last_name'].map((name) => textOf(customer[name]).trim()).filter(Boolean).join(' ');
  const name = textOf(customer['company']).trim() || person;
  const place = placeOf(nested(customer['address']));
  return { ...customer, ...(name !== '' && { name }), ...(place && { place }) };
}

const fields: readonly FieldInfo[] = [
  { path: 'name', label: 'Name', type: 'text', personal: true, help: 'The company, or else the person.' },
  ...placeFields('place', 'Customer'),
  ...declare('', 'text', 'id store_id email_address sms_phone_number company first_name last_name orders_count'),
  ...declare('', 'decimal', 'total_spent'),
  ...declare('', 'boolean', 'opt_in_status'),
  ...declare('', 'datetime', 'created_at updated_at'),
  ...declare('', 'object', 'address'),
  ...declare('address.', 'text', 'address1 address2 city province province_code postal_code country country_code longitude latitude phone name company'),
];

export const customers = defineStream<MailchimpClient>({
  name: 'customers',
  label: 'Customers of a store',
  help: 'All customers of an e-commerce store, read anew each time; changes are noticed by comparing.',
  entity: 'customer',
  settings: storeSettings,
  fields,
  defaultMapping: customerMapping,
  key: (customer) => textOf(customer['id']),
  version: customerVersion,
  type: () => 'Customer',
  describe(customer) {
    const [name, email] = [textOf(customer['name']), textOf(customer['email_address'])];
    return { title: name || email || textOf(customer['id']), ...(name !== '' && email !== '' && { subtitle: email }) };
  },

  read: (context) => scanStore(context, { name: 'customers', records: (rows) => rows.map((row) => customerRecord(withoutLinks(row))) }),

  async readOne(context, key) {
    const found = await findInStores(context, ['customers', key.trim()], context);
    return found && customerRecord(found.row);
  },
});
