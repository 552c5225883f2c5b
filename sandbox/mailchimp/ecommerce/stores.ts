import type { Account } from '../account.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Handler, Route } from '../wire/route.ts';
import { shownTime } from '../wire/serviceTime.ts';
import { checkBody, flag, id, number, object, text } from '../wire/shape.ts';
import { findStore } from './store.ts';
import type { Store } from './store.ts';

const shape = object({
  id: id(50),
  list_id: text,
  name: text,
  platform: text,
  domain: text,
  is_syncing: flag,
  email_address: text,
  currency_code: text,
  money_format: text,
  primary_locale: text,
  timezone: text,
  phone: text,
  address: object({ address1: text, address2: text, city: text, province: text, province_code: text, postal_code: text, country: text, country_code: text, latitude: number, longitude: number }),
});

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Throws 400 for a code that is no currency. */
export function demandCurrency(input: JsonObject): void {
  const code = textAt(input, 'currency_code');
  if (code !== undefined && !currencies.has(code)) throw problem.field('currency_code', 'This value is not a valid ISO 4217 currency code.');
}

function demandFreeDomain(account: Account, input: JsonObject, own?: string): void {
  const domain = textAt(input, 'domain') ?? '';
  if (domain === '') return;
  for (const store of account.stores.values()) {
    if (store.id !== own && textAt(store.fields, 'domain')?.toLowerCase() === domain.toLowerCase()) throw problem.domainTaken(domain);
  }
}

/** Connects a store to an audience. Throws 400 for an id or domain in use, an unknown audience and an unknown currency. */
export function addStore(account: Account, body: JsonObject): Store {
  const { id: storeId, list_id: listId, ...fields } = checkBody(shape, body, ['id', 'list_id', 'name', 'currency_code']);
  demandCurrency(fields);
  if (account.stores.has(String(storeId))) throw problem.exists('A store');
  if (!account.audiences.has(String(listId))) throw problem.bad('A list with the provided ID does not exist in the account.');
  demandFreeDomain(account, fields);
  const store: Store = {
    id: String(storeId),
    listId: String(listId),
    fields,
    createdMs: account.now(),
    updatedMs: account.now(),
    customers: new Map(),
    products: new Map(),
    orders: new Map(),
    carts: new Map(),
    promoRules: new Map(),
    ordersOf: new Map(),
    customersByEmail: new Map(),
  };
  account.stores.set(store.id, store);
  return store;
}

export function showStore(account: Account, store: Store): JsonObject {
  return withLinks(`ecommerce/stores/${store.id}`, {
    id: store.id,
    list_id: store.listId,
    platform: '',
    domain: '',
    is_syncing: false,
    email_address: '',
    money_format: '',
    primary_locale: '',
    timezone: '',
    phone: '',
    ...store.fields,
    address: { address1: '', address2: '', city: '', province: '', province_code: '', postal_code: '', country: '', country_code: '', ...(store.fields['address'] as JsonObject | undefined) },
    connected_site: { site_foreign_id: store.id, site_script: { url: '', fragment: '' } },
    automations: { abandoned_cart: { is_supported: false, id: '', status: 'save' }, abandoned_browse: { is_supported: false, id: '', status: 'save' } },
    list_is_active: account.audiences.has(store.listId),
    created_at: shownTime(store.createdMs),
    updated_at: shownTime(store.updatedMs),
  });
}

const patchStore: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const { id: _id, list_id: listId, ...input } = checkBody(shape, call.body);
  if (listId !== undefined && listId !== store.listId) throw problem.bad('The list of a store may not be changed.');
  demandCurrency(input);
  demandFreeDomain(account, input, store.id);
  const after = { ...store, fields: { ...store.fields, ...input }, updatedMs: account.now() };
  account.stores.set(store.id, after);
  return showStore(account, after);
};

export const storeRoutes: readonly Route[] = [
  {
    path: 'ecommerce/stores',
    name: 'stores',
    verbs: {
      GET: (account, call) => withLinks('ecommerce/stores', collection('stores', [...account.stores.values()], call.query, (store) => showStore(account, store))),
      POST: (account, call) => showStore(account, addStore(account, (call.body ?? {}) as JsonObject)),
    },
  },
  {
    path: 'ecommerce/stores/*',
    name: 'store',
    verbs: {
      GET: (account, call) => showStore(account, findStore(account, idAt(call, 0))),
      PATCH: patchStore,
      // Takes its customers, products, orders and carts with it.
      DELETE: (account, call) => {
        account.stores.delete(findStore(account, idAt(call, 0)).id);
        return undefined;
      },
    },
  },
];
