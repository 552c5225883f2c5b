import type { Account } from './account.ts';
import { showAudience } from './audiences/lists.ts';
import { showMember } from './audiences/showMember.ts';
import { showCustomer } from './ecommerce/customers.ts';
import { showProduct } from './ecommerce/products.ts';
import { showCart, showOrder } from './ecommerce/sales.ts';
import type { Store } from './ecommerce/store.ts';
import { showStore } from './ecommerce/stores.ts';
import type { Json, JsonObject } from './wire/json.ts';

/** All an account holds, without links. Mails are those it sent or held back; no service shows them. */
export function ledgerOf(account: Account): Record<string, unknown[]> {
  const stores = [...account.stores.values()];
  const audiences = [...account.audiences.values()];
  const rows = {
    lists: audiences.map((audience) => showAudience(audience)),
    members: audiences.flatMap((audience) => [...audience.members.values()].map((member) => showMember(account, audience, member))),
    stores: stores.map((store) => showStore(account, store)),
    customers: stores.flatMap((store) => [...store.customers.values()].map((customer) => ({ store_id: store.id, ...showCustomer(store, customer) }))),
    products: stores.flatMap((store) => [...store.products.values()].map((product) => ({ store_id: store.id, ...showProduct(store, product), variants: allVariants(store, product.id) }))),
    orders: stores.flatMap((store) => [...store.orders.values()].map((order) => showOrder(store, order))),
    carts: stores.flatMap((store) => [...store.carts.values()].map((cart) => showCart(store, cart))),
  };
  const batches = [...account.batches.values()].map(({ id, operations, result }) => ({ id, operations, results: result?.outcomes ?? null }));
  return { ...Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.map((row) => withoutLinks(row))])), batches, mails: [...account.mails] };
}

const allVariants = (store: Store, productId: string): JsonObject[] =>
  [...(store.products.get(productId)?.variants.values() ?? [])].map(({ id, fields }) => ({ id, ...fields }));

function withoutLinks(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.map((item: Json) => withoutLinks(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '_links').map(([name, part]) => [name, withoutLinks(part)]));
}
