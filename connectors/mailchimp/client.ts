import type { CallContext, ConnectionContext } from '#connectors/sdk/connector.ts';
import { createHttp } from '#connectors/sdk/http.ts';
import type { Http, HttpAnswer } from '#connectors/sdk/http.ts';
import { retryAfterMs } from '#connectors/sdk/retryAfter.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { readAccess } from './auth.ts';
import type { Access } from './auth.ts';
import { parseExact } from '#connectors/sdk/exactJson.ts';
import { faultError } from './faults.ts';

export type Query = Readonly<Record<string, string>>;

export interface MailchimpClient {
  readonly connection: { readonly id: string; readonly name: string };
  /** Milliseconds since the epoch by this machine. */
  now(): number;
  /** Reads one resource; `path` comes from `pathOf`. Numbers arrive as decimal text. Throws a FluxoError for everything but a good answer. */
  get(path: string, query: Query, call: CallContext): Promise<SourceRecord>;
  /** The same; null when the service does not have it. */
  find(path: string, query: Query, call: CallContext): Promise<SourceRecord | null>;
  /** Sends a change and gives back what the service made of it; an empty record for an answer without body. */
  write(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: Value | undefined, query: Query, call: CallContext): Promise<SourceRecord>;
  /** Asks without a credential, to see who answers. */
  probe(call: CallContext): Promise<HttpAnswer>;
}

/** Ten simultaneous calls are allowed per user, shared with every other program of that user. */
const limits = { inFlight: 8 } as const;
/** The service itself gives up after 120 s; waiting a little longer tells its error from a lost answer. */
const timeoutMs = 130_000;

/** A path of the service with every id in it escaped once: `pathOf('lists', id, 'members')`. */
export const pathOf = (...segments: readonly string[]): string => segments.map((segment) => `/${encodeURIComponent(segment)}`).join('');

/** What a call is called in the log: verb and the words of the path without the ids between them. */
export function operationOf(method: string, path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== 'ecommerce');
  const words = segments.filter((_, index) => index % 2 === 0);
  if (words.length === 0) return `${method} root`;
  return `${method} ${words.join('/')}${segments.length % 2 === 0 ? '/{id}' : ''}`;
}

/** A client of one account. Holds no credential: it is read for each call, and names the host as well. */
export function connectMailchimp(context: ConnectionContext): MailchimpClient {
  const connection = { id: context.id, name: context.name };
  let current: { readonly baseUrl: string; readonly http: Http } | undefined;

  function httpTo({ baseUrl }: Pick<Access, 'baseUrl'>): Http {
    // A new key may belong to another data centre.
    if (current?.baseUrl !== baseUrl) current = { baseUrl, http: createHttp({ connection, baseUrl: `${baseUrl}/3.0`, clock: context.clock, limits, timeoutMs }) };
    return current.http;
  }

  async function request(method: string, path: string, query: Query, body: Value | undefined, call: CallContext): Promise<{ readonly answer: HttpAnswer; readonly json: Value | undefined }> {
    const access = await readAccess(context);
    const writes = method !== 'GET';
    const answer = await httpTo(access).request(
      {
        operation: operationOf(method, path),
        method,
        path: path === '' ? '/' : path,
        query,
        headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
        secretHeaders: { authorization: `Bearer ${access.key}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        writes,
      },
      call,
    );
    return { answer, json: parsed(answer.body) };
  }

  function settled(method: string, path: string, { answer, json }: { readonly answer: HttpAnswer; readonly json: Value | undefined }, body?: Value): SourceRecord {
    const where = { connection: connection.name, operation: operationOf(method, path) };
    const writes = method !== 'GET';
    const reference = answer.headers['x-request-id'];
    if (answer.status < 200 || answer.status >= 300) {
      throw faultError({ status: answer.status, body: json, isJson: isRecord(json), reference, retryAfterMs: retryAfterMs(answer.headers['retry-after'], context.clock.now()), writes }, where);
    }
    if (answer.status === 204 && writes) return {};
    const wanted = writes ? idAsked(method, path, body) : undefined;
    const given = isRecord(json) ? json['id'] : undefined;
    if (wanted !== undefined && typeof given === 'string' && given !== wanted) {
      throw new FluxoError({ code: 'mailchimp.other_answer', kind: 'remote', what: `MailChimp was asked about ${wanted} and answered about ${given}.`, where, fix: 'Fluxo looks what became of it and tries again by itself. If it stays, something in the network mixes up answers: a proxy, a cache.', params: { wanted, given }, answer: { status: answer.status, ...(reference && { reference }) }, maybeDone: true });
    }
    // Whatever is written to by its name is shown as it is now, and says which one it is.
    if (isRecord(json) && ((method !== 'PUT' && method !== 'PATCH' && wanted === undefined) || typeof given === 'string')) return json;
    const looks = isRecord(json) ? 'something else' : /^\s*</.test(answer.body) ? 'a web page' : answer.body.trim() === '' ? 'nothing' : 'a text';
    throw new FluxoError({ code: 'mailchimp.not_json', kind: 'remote', what: `MailChimp answered with ${looks} instead of data.`, where, fix: 'Fluxo tries again by itself. If it stays, something in the network answers in MailChimp’s place: a sign-in page, a proxy.', params: { looks }, answer: { status: answer.status, ...(reference && { reference }) }, ...(writes && { maybeDone: true }) });
  }

  return {
    connection,
    now: () => context.clock.now(),
    get: async (path, query, call) => settled('GET', path, await request('GET', path, query, undefined, call)),
    async find(path, query, call) {
      const answered = await request('GET', path, query, undefined, call);
      // A page of something in between may have that status, too; only the service's own document counts.
      if (answered.answer.status === 404 && isRecord(answered.json)) return null;
      return settled('GET', path, answered);
    },
    write: async (method, path, body, query, call) => settled(method, path, await request(method, path, query, body, call), body),
    async probe(call) {
      const access = await readAccess(context);
      return httpTo(access).request({ operation: 'GET ping', method: 'GET', path: '/ping', headers: { accept: 'application/json' }, writes: false }, call);
    },
  };
}

/** The id a shop's thing is to have, which is ours and comes back in the answer; undefined for whatever the service itself names. */
function idAsked(method: string, path: string, body: Value | undefined): string | undefined {
  if (!path.startsWith('/ecommerce/')) return undefined;
  if (method === 'PUT' || method === 'PATCH') return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  const id = method === 'POST' && isRecord(body) ? body['id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

function parsed(body: string): Value | undefined {
  try {
    return parseExact(body);
  } catch {
    return undefined;
  }
}

const isRecord = (value: Value | undefined): value is SourceRecord => typeof value === 'object' && value !== null && !Array.isArray(value);
