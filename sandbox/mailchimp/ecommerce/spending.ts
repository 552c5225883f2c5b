import type { Account } from '../account.ts';
import type { JsonObject } from '../wire/json.ts';
import type { Store } from './store.ts';

/** How many orders a customer placed and for how much; cancelled ones do not count. Amounts are added up whatever their currency. */
export function ordersOfCustomer(store: Store, customerId: string): { readonly count: number; readonly total: number } {
  let count = 0;
  let cents = 0;
  for (const id of store.ordersOf.get(customerId) ?? []) {
    const order = store.orders.get(id);
    if (!order || order.fields['cancelled_at_foreign']) continue;
    count += 1;
    cents += Math.round(Number(order.fields['order_total'] ?? 0) * 100);
  }
  return { count, total: cents / 100 };
}

/** What a member of an audience bought in all its stores, as `stats.ecommerce_data`. */
export function spendingOf(account: Account, listId: string, email: string): JsonObject {
  let count = 0;
  let cents = 0;
  let currency = '';
  for (const store of account.stores.values()) {
    if (store.listId !== listId) continue;
    for (const id of store.customersByEmail.get(email.toLowerCase()) ?? []) {
      const bought = ordersOfCustomer(store, id);
      count += bought.count;
      cents += Math.round(bought.total * 100);
      currency = String(store.fields['currency_code'] ?? '');
    }
  }
  return { total_revenue: cents / 100, number_of_orders: count, currency_code: currency };
}
