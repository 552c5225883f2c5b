import { makeClock } from '../../server/clock.ts';
import type { MovableClock } from '../../server/clock.ts';
import { demoDay, makeShop } from '../../shop/makeShop.ts';
import { makeMailChimpLookAlike } from '../index.ts';
import type { MailChimpLookAlike, MailChimpOptions } from '../index.ts';

/** JSON of any shape, as a test reads it. */
// eslint-disable-next-line typescript/no-explicit-any
export type Loose = any;

export interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly json: Loose;
}

export interface OpenMailChimp {
  readonly chimp: MailChimpLookAlike;
  readonly clock: MovableClock;
  /** One request in process, below `/3.0/` unless the path starts with a slash; with the API key unless other headers say so. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Asked>;
  /** The answer's JSON; fails the test when the service refuses. */
  get(path: string): Promise<Loose>;
  save(method: string, path: string, body: unknown): Promise<Loose>;
  /** `status title` of an answer that is a problem, or `200` and the like. */
  outcome(method: string, path: string, body?: unknown): Promise<string>;
  /** The fields and messages of a refusal. */
  errors(method: string, path: string, body?: unknown): Promise<Record<string, string>>;
  /** `lists/{id}` and `ecommerce/stores/{id}` of the seed. */
  readonly list: string;
  readonly store: string;
}

/** A look-alike with the demo shop and a clock that stands still, and short words to speak to it. It answers at once unless told. */
export function openMailChimp(options: MailChimpOptions = {}): OpenMailChimp {
  const clock = makeClock(demoDay);
  const chimp = makeMailChimpLookAlike(makeShop(), clock, { latencyMs: 0, webShop: false, ...options });
  const { apiKey, listId, storeId } = chimp.connection;

  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = { authorization: `Bearer ${apiKey}` }): Promise<Asked> {
    const url = new URL(path.startsWith('/') ? path : `/3.0/${path}`, 'http://127.0.0.1:1');
    const answer = await chimp.handle({
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: { host: '127.0.0.1:1', 'content-type': 'application/json', ...headers },
      body: Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)),
    });
    const text = answer.body.toString();
    return { status: answer.status, headers: answer.headers ?? {}, body: Buffer.from(answer.body), json: text.startsWith('{') ? JSON.parse(text) : undefined };
  }
  async function demand(method: string, path: string, body?: unknown): Promise<Loose> {
    const answer = await ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.body.toString()}`);
    return answer.json;
  }

  return {
    chimp,
    clock,
    ask,
    get: (path) => demand('GET', path),
    save: demand,
    async outcome(method, path, body) {
      const { status, json } = await ask(method, path, body);
      return status < 300 ? String(status) : `${status} ${json?.title}`;
    },
    async errors(method, path, body) {
      const { json } = await ask(method, path, body);
      return Object.fromEntries((json?.errors ?? []).map(({ field, message }: Loose) => [field, message]));
    },
    list: `lists/${listId}`,
    store: `ecommerce/stores/${storeId}`,
  };
}
