import type { CallContext, ConnectionContext } from '#connectors/sdk/connector.ts';
import { parseExact, parseExactList } from '#connectors/sdk/exactJson.ts';
import type { ParsedList } from '#connectors/sdk/exactJson.ts';
import { createHttp } from '#connectors/sdk/http.ts';
import type { HttpAnswer } from '#connectors/sdk/http.ts';
import { retryAfterMs } from '#connectors/sdk/retryAfter.ts';
import { FluxoError } from '#shared/errors.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { readAccess, tidySettings } from './connection.ts';

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Numbers are decimal text. Null for an answer without a body. */
  readonly json: Value;
}

export interface ListAnswer extends JsonAnswer {
  readonly elements: ParsedList['elements'];
}

/** `beginning`: for lists whose records the log keeps one by one. */
export interface Noting {
  readonly bodies: 'whole' | 'beginning';
}

export interface RestClient {
  readonly connection: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly testPath: string;
  now(): number;
  /** Reads a path with its query. Throws a FluxoError for everything but a good answer in JSON. */
  get(path: string, call: CallContext): Promise<JsonAnswer>;
  /**
   * The same for a page of a list, of whose body only the beginning is noted: the log keeps its records one by one. Parsed when its turn has come, with what that throws:
   * until then it is bytes, which the collector neither looks into nor copies.
   */
  getList(path: string, call: CallContext): Promise<() => ListAnswer>;
  /** Pages that may be asked for at once: fewer after the service asked to slow down. */
  pagesAhead(): number;
  /** The same; null when the service does not have it. */
  find(path: string, call: CallContext): Promise<JsonAnswer | null>;
  /** Sends a change. Throws `remote` with `maybeDone` when its outcome is unknown. */
  write(method: string, path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>, call: CallContext, note?: Noting): Promise<JsonAnswer>;
  /** Whether anything answers, whatever it says. */
  probe(call: CallContext): Promise<HttpAnswer>;
}

/** Four pages and eight lists on their way at once; whoever finds that too much says so with status 429 and gets fewer. */
const limits = { inFlight: 12 } as const;
/** Pages asked for at once where they can be told by number. */
const mostAhead = 4;
/** Letters of a list's body that are noted. */
const beginning = 2000;

/** A path without a query and without anything to escape or to leave out. */
const isPlain = /^(?:\/[\w~%-][\w.~%-]*)+$/;

/** The operation of a call in the log: verb and path without its query, in which a personal value may stand. */
const operationOf = (method: string, path: string) => `${method} ${path.split('?')[0]}`;

/** A client of one service. Holds no credential: it is read for each call. */
export function connectRest(context: ConnectionContext): RestClient {
  const { baseUrl = '', testPath = '/' } = tidySettings(context.settings);
  const http = createHttp({ connection: context, baseUrl, clock: context.clock, limits });

  async function request(method: string, pathAndQuery: string, body: string | Uint8Array | undefined, headers: Readonly<Record<string, string>>, call: CallContext, note?: Noting, asBytes = false): Promise<HttpAnswer> {
    const access = await readAccess(context);
    const { pathname, searchParams } = isPlain.test(pathAndQuery) ? { pathname: pathAndQuery } : new URL(`http://x${pathAndQuery}`);
    return http.request(
      {
        operation: operationOf(method, pathAndQuery),
        method,
        path: pathname,
        ...(searchParams && { query: Object.fromEntries(searchParams) }),
        headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...access,
        ...(body !== undefined && { body }),
        writes: method !== 'GET',
        ...(asBytes && { asBytes }),
        ...(note?.bodies === 'beginning' && { noteMost: beginning }),
      },
      call,
    );
  }

  let ahead = mostAhead;
  const settled = (method: string, path: string, answer: HttpAnswer): JsonAnswer => settledAs(method, path, answer, ({ body }) => ({ json: parseExact(body) }))();

  /** Throws for everything but a good answer, and gives back what parses it. */
  function settledAs<T extends { readonly json: Value }>(method: string, path: string, answer: HttpAnswer, parse: (answer: HttpAnswer) => T): () => JsonAnswer & T {
    const { status, headers, body, bytes } = answer;
    const operation = operationOf(method, path);
    const writes = method !== 'GET';
    const fail = (data: Omit<ErrorData, 'where' | 'answer'>) => new FluxoError({ ...data, where: { connection: context.name, operation }, answer: { status } });
    const params = { operation, status: String(status) };
    if (status === 401 || status === 403) throw fail({ code: 'http.no_access', kind: 'setup', what: `The service does not let us in (status ${status}).`, needsOwner: true, fix: 'Open the connection and enter the credential anew; it may also lack a right.', params });
    if (status === 429) {
      ahead = Math.max(1, Math.floor(ahead / 2));
      const wait = retryAfterMs(headers['retry-after'], context.clock.now());
      throw fail({ code: 'http.throttled', kind: 'remote', what: 'The service asks to slow down.', fix: 'Fluxo waits and tries again by itself.', params, ...(wait !== undefined && { retryAfterMs: wait }) });
    }
    if (status >= 300 && status < 400) throw fail({ code: 'http.redirected', kind: 'setup', what: `${operation} leads to another address (status ${status}).`, fix: 'Give the address it leads to in the connection; the credential is sent nowhere else by itself.', params });
    if (status >= 500) throw fail({ code: 'http.service_failed', kind: 'remote', what: `The service failed at ${operation} (status ${status}).`, fix: 'Fluxo tries again by itself.', params, ...(writes && { maybeDone: true }) });
    if (status === 404 && !writes) throw fail({ code: 'http.nothing_there', kind: 'setup', what: `There is nothing at ${operation}.`, fix: 'Correct the path in the node or in the connection.', params });
    if (status >= 400) {
      const said = messageIn(body);
      throw fail({ code: 'http.refused', kind: writes ? 'data' : 'setup', what: `The service refused ${operation} (status ${status})${said === '' ? '' : `: ${said}`}.`, fix: writes ? 'Correct the record in the source, or the names of the fields in the node.' : 'Correct the path and the parameters in the node.', params: { ...params, said }, ...(writes && { refusedByService: true }) });
    }
    const isEmpty = bytes ? bytes.every((byte) => byte <= 32) : body.trim() === '';
    // JSON is never empty, so what announces some and has none lost it on its way. Without that, many services have nothing to say to a write.
    const lostBody = isEmpty && status !== 204 && status !== 205 && /\bjson\b/i.test(headers['content-type'] ?? '');
    if (isEmpty && (status === 204 || (writes && !lostBody))) return () => ({ status, headers, json: null }) as JsonAnswer & T;
    return () => {
      try {
        return { status, headers, ...parse(answer) };
      } catch {
        const looks = /^\s*</.test(bytes ? Buffer.from(bytes.subarray(0, 1000)).toString() : body) ? 'a web page' : isEmpty ? 'nothing' : 'a text';
        throw fail({ code: 'http.not_json', kind: 'remote', what: `The service answered ${operation} with ${looks} instead of JSON.`, fix: 'Check the path; something in the network may also answer in the service’s place.', params: { operation, looks }, ...(writes && { maybeDone: true }) });
      }
    };
  }

  return {
    connection: context.name,
    baseUrl,
    testPath,
    now: () => context.clock.now(),
    get: async (path, call) => settled('GET', path, await request('GET', path, undefined, {}, call)),
    getList: async (path, call) => settledAs('GET', path, await request('GET', path, undefined, {}, call, { bodies: 'beginning' }, true), ({ bytes, body }) => parseExactList(bytes ?? Buffer.from(body))),
    pagesAhead: () => ahead,
    async find(path, call) {
      const answer = await request('GET', path, undefined, {}, call);
      return answer.status === 404 && !/^\s*</.test(answer.body) ? null : settled('GET', path, answer);
    },
    write: async (method, path, body, headers, call, note) => settled(method, path, await request(method, path, body, headers, call, note)),
    probe: (call) => request('GET', testPath, undefined, {}, call),
  };
}

/** What a service says in its refusal, in one of the usual places; cut short. */
function messageIn(body: string): string {
  try {
    const json = JSON.parse(body) as Record<string, unknown>;
    const said = [json['message'], json['detail'], json['error_description'], json['title'], json['error']].find((text) => typeof text === 'string');
    return typeof said === 'string' ? said.slice(0, 200) : '';
  } catch {
    return '';
  }
}

/** The value at a dotted path of JSON; the whole for an empty path. */
export function valueAt(json: Value, path: string): Value | undefined {
  return valueBehind(json, stepsOf(path));
}

export const stepsOf = (path: string): readonly string[] => path.split('.').filter((part) => part !== '');

/** The same for a path that was taken apart once for many. */
export function valueBehind(json: Value, steps: readonly string[]): Value | undefined {
  let value: Value | undefined = json;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as SourceRecord)[step];
  }
  return value;
}
