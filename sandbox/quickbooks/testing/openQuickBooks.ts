import { makeClock } from '../../server/clock.ts';
import type { MovableClock } from '../../server/clock.ts';
import { demoDay, makeShop } from '../../shop/makeShop.ts';
import type { Shop } from '../../shop/types.ts';
import { makeQuickBooksLookAlike } from '../index.ts';
import type { QuickBooksLookAlike, QuickBooksOptions } from '../index.ts';

/** JSON of any shape, as a test reads it. */
// eslint-disable-next-line typescript/no-explicit-any
export type Loose = any;

export interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: Loose;
}

export interface AskOptions {
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly token?: string;
}

export interface OpenQuickBooks {
  readonly books: QuickBooksLookAlike;
  readonly clock: MovableClock;
  readonly shop: Shop;
  /** One request below `/v3/company/{realmId}/`, in process. */
  ask(method: string, path: string, body?: unknown, options?: AskOptions): Asked;
  /** What stands below `QueryResponse`. */
  query(statement: string): Loose;
  /** Creates or updates and answers the entity; fails the test when the service refuses. */
  save(entity: string, body: unknown, query?: Record<string, string>): Loose;
  /** The first error code of a refused create or update, or `saved`. */
  refusal(entity: string, body: unknown, query?: Record<string, string>): string;
  /** A reference to a seeded row by its name. */
  ref(entity: string, name: string): { value: string };
}

/** A look-alike with a small shop and a clock that stands still, and short words to speak to it. */
export function openQuickBooks(options: QuickBooksOptions = {}): OpenQuickBooks {
  const clock = makeClock(demoDay);
  const shop = makeShop();
  const books = makeQuickBooksLookAlike(shop, clock, { beyondTill: false, ...options });

  function ask(method: string, path: string, body?: unknown, { query = {}, headers = {}, token = books.connection.accessToken }: AskOptions = {}): Asked {
    const answer = books.handle({
      method,
      path: path.startsWith('/') ? path : `/v3/company/${books.connection.realmId}/${path}`,
      query: new URLSearchParams({ minorversion: '75', ...query }),
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)),
    });
    if (answer instanceof Promise) throw new Error('This look-alike answers at once');
    const text = answer.body.toString();
    return { status: answer.status, headers: answer.headers ?? {}, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
  }

  function query(statement: string): Loose {
    const answer = ask('GET', 'query', undefined, { query: { query: statement } });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.json.QueryResponse;
  }

  return {
    books,
    clock,
    shop,
    ask,
    query,
    save(entity, body, words = {}) {
      const answer = ask('POST', entity.toLowerCase(), body, { query: words });
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
      return answer.json[entity];
    },
    refusal(entity, body, words = {}) {
      const answer = ask('POST', entity.toLowerCase(), body, { query: words });
      return answer.status === 200 ? 'saved' : answer.json.Fault.Error[0].code;
    },
    ref(entity, name) {
      const property = ['Customer', 'Vendor', 'Employee', 'TaxAgency'].includes(entity) ? 'DisplayName' : 'Name';
      const row = query(`select * from ${entity} where ${property} = '${name.replaceAll("'", "\\'")}'`)[entity]?.[0];
      if (!row) throw new Error(`There is no ${entity} named "${name}" in the seeded books`);
      return { value: row.Id };
    },
  };
}
