import type { Account } from '../account.ts';
import { isAddress, looksFake } from '../audiences/email.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { textAt } from '../wire/json.ts';
import type { Json, JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Handler, Route } from '../wire/route.ts';
import { shownTime } from '../wire/serviceTime.ts';
import { checkBody, flag, id, object, text } from '../wire/shape.ts';
import { reachContact } from './contact.ts';
import { ordersOfCustomer } from './spending.ts';
import { addTo, findStore, found } from './store.ts';
import type { Customer, Store } from './store.ts';

const longestId = 50;

export const customerShape = object({
  id: id(longestId),
  email_address: text,
  opt_in_status: flag,
  company: text,
  first_name: text,
  last_name: text,
  sms_phone_number: text,
  address: object({ address1: text, address2: text, city: text, province: text, province_code: text, postal_code: text, country: text, country_code: text }),
});

/**
 * Makes or changes a customer and lets the audience know. `input` is checked already. Throws 400 for an address the service takes for
 * fake, for a new customer without one, and for another address than the customer has.
 */
export function saveCustomer(account: Account, store: Store, customerId: string, input: JsonObject): Customer {
  const before = store.customers.get(customerId);
  const { id: _id, email_address: _email, opt_in_status: _optIn, ...sent } = input;
  const email = textAt(input, 'email_address') ?? before?.email ?? '';
  if (before && email.toLowerCase() !== before.email.toLowerCase()) throw problem.customerAddressFixed();
  if (!before) demandNewCustomer(input, email);
  const optIn = typeof input['opt_in_status'] === 'boolean' ? input['opt_in_status'] : (before?.optIn ?? false);
  const now = account.now();
  const customer: Customer = { id: customerId, email: before?.email ?? email, optIn, fields: { ...before?.fields, ...sent }, createdMs: before?.createdMs ?? now, updatedMs: now };
  reachContact(account, store, customer, before?.optIn ?? false);
  store.customers.set(customerId, customer);
  if (customer.email !== '') addTo(store.customersByEmail, customer.email.toLowerCase(), customerId);
  return customer;
}

function demandNewCustomer(input: JsonObject, email: string): void {
  const missing = [...(email === '' && textAt(input, 'sms_phone_number') === undefined ? ['email_address'] : []), ...(input['opt_in_status'] === undefined ? ['opt_in_status'] : [])];
  if (missing.length > 0) throw problem.field('', `Required fields were not provided: ${missing.join(', ')}`);
  if (email !== '' && (!isAddress(email) || looksFake(email))) throw problem.customerNotSaved(email);
}

export function showCustomer(store: Store, customer: Customer): JsonObject {
  const { count, total } = ordersOfCustomer(store, customer.id);
  return withLinks(`ecommerce/stores/${store.id}/customers/${customer.id}`, {
    id: customer.id,
    email_address: customer.email,
    sms_phone_number: '',
    opt_in_status: customer.optIn,
    company: '',
    first_name: '',
    last_name: '',
    ...customer.fields,
    orders_count: count,
    total_spent: total,
    address: { address1: '', address2: '', city: '', province: '', province_code: '', postal_code: '', country: '', country_code: '', ...(customer.fields['address'] as JsonObject | undefined) },
    created_at: shownTime(customer.createdMs),
    updated_at: shownTime(customer.updatedMs),
  });
}

const listCustomers: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const email = call.query.get('email_address');
  const rows = [...store.customers.values()].filter((customer) => !email || customer.email.toLowerCase() === email.toLowerCase());
  return withLinks(`ecommerce/stores/${store.id}/customers`, collection('customers', rows, call.query, (customer) => showCustomer(store, customer), { store_id: store.id }));
};

const addCustomer: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const input = checkBody(customerShape, call.body, ['id', 'opt_in_status']);
  const customerId = String(input['id']);
  if (store.customers.has(customerId)) throw problem.exists('A customer');
  return showCustomer(store, saveCustomer(account, store, customerId, input));
};

const putCustomer: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const customerId = idAt(call, 1);
  // What clients get for an id that is too long, misleading as it is.
  if (customerId.length > longestId) throw problem.notFound();
  const input = checkBody(customerShape, call.body, ['id']);
  demandSameId(input, customerId);
  return showCustomer(store, saveCustomer(account, store, customerId, input));
};

/** Throws 400 when the body names another resource than the path. */
export function demandSameId(input: JsonObject, pathId: string): void {
  const own: Json | undefined = input['id'];
  if (own !== undefined && own !== pathId) throw problem.bad('The ID in the body does not match the ID in the path.');
}

const patchCustomer: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const { id: customerId } = found(store.customers.get(idAt(call, 1)));
  const { id: _id, ...input } = checkBody(customerShape, call.body);
  return showCustomer(store, saveCustomer(account, store, customerId, input));
};

const deleteCustomer: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const customer = found(store.customers.get(idAt(call, 1)));
  store.customers.delete(customer.id);
  store.customersByEmail.get(customer.email.toLowerCase())?.delete(customer.id);
  return undefined;
};

export const customerRoutes: readonly Route[] = [
  { path: 'ecommerce/stores/*/customers', name: 'customers', verbs: { GET: listCustomers, POST: addCustomer } },
  {
    path: 'ecommerce/stores/*/customers/*',
    name: 'customer',
    verbs: {
      GET: (account, call) => {
        const store = findStore(account, idAt(call, 0));
        return showCustomer(store, found(store.customers.get(idAt(call, 1))));
      },
      PUT: putCustomer,
      PATCH: patchCustomer,
      DELETE: deleteCustomer,
    },
  },
];
