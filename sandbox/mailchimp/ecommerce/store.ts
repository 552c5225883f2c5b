import type { Account } from '../account.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';

export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly optIn: boolean;
  /** Names, company, address and the like, as sent. */
  readonly fields: JsonObject;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface Variant {
  readonly id: string;
  readonly fields: JsonObject;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface Product {
  readonly id: string;
  readonly fields: JsonObject;
  readonly variants: ReadonlyMap<string, Variant>;
}

/** An order or a cart. */
export interface Sale {
  readonly id: string;
  readonly customerId: string;
  readonly fields: JsonObject;
  readonly lines: ReadonlyMap<string, JsonObject>;
  /** Names of the mails this order has set off: each goes once. */
  readonly mailed: readonly string[];
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** A rule of a promotion, with the codes by which buyers use it. */
export interface PromoRule {
  readonly id: string;
  readonly fields: JsonObject;
  readonly codes: ReadonlyMap<string, JsonObject>;
}

export interface Store {
  readonly id: string;
  /** Cannot change. */
  readonly listId: string;
  readonly fields: JsonObject;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly customers: Map<string, Customer>;
  readonly products: Map<string, Product>;
  readonly orders: Map<string, Sale>;
  readonly carts: Map<string, Sale>;
  readonly promoRules: Map<string, PromoRule>;
  /** The ids of a customer's orders. */
  readonly ordersOf: Map<string, Set<string>>;
  /** Customers by address in lower case. */
  readonly customersByEmail: Map<string, Set<string>>;
}

export function findStore(account: Account, id: string): Store {
  const store = account.stores.get(id);
  if (!store) throw problem.notFound();
  return store;
}

export function found<T>(row: T | undefined): T {
  if (row === undefined) throw problem.notFound();
  return row;
}

/** Adds to a set that may not be there yet. */
export function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
