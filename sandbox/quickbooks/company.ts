import type Big from 'big.js';
import { objectAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Settings } from './options.ts';
import { makeStore } from './store.ts';
import type { Row, Store } from './store.ts';

/** One company file: its records, its settings and what is applied to what. */
export interface Company {
  readonly realmId: string;
  readonly settings: Settings;
  readonly store: Store;
  /** Amounts that payments put on invoices and credit memos: `Invoice:33` → payment id → amount. */
  readonly applied: Map<string, Map<string, Big>>;
  /** Milliseconds since the epoch; the seed pretends to be earlier. */
  now(): number;
}

export function makeCompany(realmId: string, settings: Settings, now: () => number): Company {
  return { realmId, settings, store: makeStore(), applied: new Map(), now };
}

/** One group of the company's preferences, such as `SalesFormsPrefs`. */
export function preferenceGroup(company: Company, group: string): JsonObject {
  return objectAt(company.store.table('Preferences').get('1')?.json, group) ?? {};
}

export function homeCurrency(company: Company): JsonObject {
  return objectAt(preferenceGroup(company, 'CurrencyPrefs'), 'HomeCurrency') ?? {};
}

/** Puts a row with other contents in place of itself without counting as a change: the service moves balances and stock that way. */
export function adjustQuietly(company: Company, table: 'Customer' | 'Item', id: string, change: (json: JsonObject) => JsonObject): void {
  const row: Row | undefined = company.store.table(table).get(id);
  if (row) company.store.table(table).put({ ...row, json: { ...row.json, ...change(row.json) } });
}
