import { makeMailChimpLookAlike } from '#sandbox/mailchimp/index.ts';
import type { MailChimpOptions } from '#sandbox/mailchimp/index.ts';
import { makeClock } from '#sandbox/server/clock.ts';
import type { MovableClock } from '#sandbox/server/clock.ts';
import { serveLookAlike } from '#sandbox/server/serve.ts';
import type { ServedLookAlike } from '#sandbox/server/serve.ts';
import { makeShop } from '#sandbox/shop/makeShop.ts';
import { connectMailchimp } from '../client.ts';
import type { MailchimpClient } from '../client.ts';
import { contextFor } from './account.ts';

// A row as the look-alike holds it: JSON of any shape.
export type Row = { readonly [key: string]: any };

/** A running look-alike of a MailChimp account, with a client of it and a way to do what other programs of the account do. */
export interface OpenAccount {
  readonly client: MailchimpClient;
  readonly served: ServedLookAlike;
  readonly clock: MovableClock;
  readonly apiKey: string;
  readonly audience: string;
  readonly store: string;
  readonly shop: ReturnType<typeof makeShop>;
  /** What it holds, by name. */
  rows(name: string): readonly Row[];
  /** A call below `/3.0/` by somebody else. Fails the test when the service refuses. */
  ask(method: string, path: string, body?: unknown): Promise<Row>;
  stop(): Promise<void>;
}

export async function openAccount(options: MailChimpOptions & { readonly customers?: number } = {}): Promise<OpenAccount> {
  const { customers = 24, ...rest } = options;
  const clock = makeClock();
  const shop = makeShop({ now: clock.now(), customers, orders: 12, products: 12 });
  const chimp = makeMailChimpLookAlike(shop, clock, { latencyMs: 0, webShop: false, ...rest });
  const served = await serveLookAlike(chimp, { port: 0, clock });
  const { apiKey, listId, storeId } = chimp.connection;
  return {
    client: connectMailchimp(contextFor(served.url, apiKey)),
    served,
    clock,
    apiKey,
    audience: listId,
    store: storeId,
    shop,
    rows: (name) => (chimp.entities()[name] ?? []) as readonly Row[],
    async ask(method, path, body) {
      const answer = await fetch(`${served.url}/3.0/${path}`, { method, headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }, ...(body !== undefined && { body: JSON.stringify(body) }) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${answer.status} ${text}`);
      return text === '' ? {} : (JSON.parse(text) as Row);
    },
    stop: () => served.close(),
  };
}

/** Fills the store as a web shop would: products with one or more variants, customers, and orders that sell them. */
export async function fillStore(account: OpenAccount, counts: { readonly products: number; readonly customers: number; readonly orders: number }): Promise<void> {
  const below = `ecommerce/stores/${account.store}`;
  for (let index = 1; index <= counts.products; index += 1) {
    const variants = Array.from({ length: index % 3 === 0 ? 3 : 1 }, (_, variant) => ({ id: `v${variant}`, title: variant === 0 ? `Pan ${index}` : `maat ${variant}`, sku: `PAN-${index}-${variant}`, price: 10.1 + index, inventory_quantity: index }));
    await account.ask('PUT', `${below}/products/p-${index}`, { id: `p-${index}`, title: `Pan ${index}`, type: 'Pannen', vendor: 'Klank', description: 'Van koper', url: 'https://koperenketel.example/p', variants });
  }
  for (let index = 1; index <= counts.customers; index += 1) {
    await account.ask('PUT', `${below}/customers/c-${index}`, { id: `c-${index}`, email_address: `koper${index}@koperenketel.example`, opt_in_status: false, first_name: 'Anna', last_name: `de Vries ${index}`, ...(index % 2 === 0 && { company: `Bedrijf ${index} BV` }), address: { address1: 'Kade 12', address2: 'bis', city: 'Utrecht', postal_code: '3511 AB', country: 'Netherlands', country_code: 'NL' } });
  }
  for (let index = 1; index <= counts.orders; index += 1) {
    await account.ask('POST', `${below}/orders`, {
      id: `o-${index}`,
      customer: { id: `c-${1 + (index % counts.customers)}` },
      currency_code: 'EUR',
      order_total: 2 * 11.1 + 5.2 - 1,
      tax_total: 4.58,
      shipping_total: 5.2,
      discount_total: 1,
      financial_status: index % 2 === 0 ? 'paid' : 'pending',
      processed_at_foreign: '2026-03-01T09:12:00+00:00',
      ...(index === 3 && { cancelled_at_foreign: '2026-03-02T09:12:00+00:00' }),
      billing_address: { name: 'Anna de Vries', company: 'De Vries Fietsen', address1: 'Kade 12', postal_code: '3511 AB', city: 'Utrecht', country: 'Netherlands', country_code: 'NL', phone: '030 1234567' },
      lines: [{ id: '1', product_id: 'p-1', product_variant_id: 'v0', quantity: 2, price: 11.1 }],
    });
  }
}
