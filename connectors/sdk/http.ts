import { isUtf8 } from 'node:buffer';
import { AxiosError } from 'axios';
import { FluxoError } from '#shared/errors.ts';
import type { Exchange } from '#shared/records/story.ts';
import type { CallContext, ConnectionContext } from './connector.ts';
import { callFailed, cutOff, notUnpacked, stopped, timedOut, tooLarge, unreadableText } from './httpFailures.ts';
import type { FailedCall } from './httpFailures.ts';
import { makeLimiter } from './limiter.ts';
import type { Limits } from './limiter.ts';
import { bodyForLog, bytesForLog, makeRedactor } from './redact.ts';
import { makeEnding, makeTransport, type Arriving } from './transport.ts';
import { packings, unpack } from './unpack.ts';

export interface HttpOptions {
  readonly connection: Pick<ConnectionContext, 'id' | 'name'>;
  /** Scheme, host, port and perhaps a path the service's own paths are appended to. */
  readonly baseUrl: string;
  readonly clock: ConnectionContext['clock'];
  readonly limits?: Limits;
  /** For the whole call, from its turn to the last byte of the answer. Default 60,000. */
  readonly timeoutMs?: number;
  /** A certificate (PEM) to trust for this connection besides those the machine trusts: that of a service on a server of one's own. Everything is checked as ever. */
  readonly trust?: string | undefined;
  /** Largest answer, unpacked. Default 64 MiB. */
  readonly maxBytes?: number;
}

type Texts = Readonly<Record<string, string>>;

export interface HttpRequest {
  /** Short name for the log, such as `getOrders` or `POST salesreceipt`. */
  readonly operation: string;
  readonly method: string;
  /** Begins with `/`; encoded by the caller. */
  readonly path: string;
  readonly query?: Texts;
  /** Sent like `query`, never noted. */
  readonly secretQuery?: Texts;
  readonly headers?: Texts;
  /** Sent like `headers`, never noted. */
  readonly secretHeaders?: Texts;
  /** Text, or its UTF-8. */
  readonly body?: string | Uint8Array;
  /** Gives a good answer's body as bytes: lists are read without making a text of them first. */
  readonly asBytes?: boolean;
  /** True when the call may change something, so that a lost answer leaves its outcome unknown. */
  readonly writes: boolean;
  /** Further texts to cut out of noted bodies and of refusals, such as a token inside a form. */
  readonly secrets?: readonly string[];
  /** Notes neither body: for calls whose answer is itself a secret. */
  readonly hideBodies?: boolean;
  /** Letters of either body that are noted at most. */
  readonly noteMost?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Texts;
  /** Empty where it came as bytes. */
  readonly body: string;
  /** Of a good answer (below 400) to a request that asked for them: UTF-8 without a byte order mark. */
  readonly bytes?: Uint8Array;
  readonly ms: number;
}

export interface Http {
  /**
   * Sends one request and gives back whatever was answered, any status; a refusal (400 and up) without the secrets of the request. Does not retry and follows no redirect. Throws kind
   * `remote` (`http.unreachable`, `.broken_off`, `.timeout`, `.cut_off`, `.too_large`, `.not_unpacked`, `.not_http`, `.not_text`, `.stopped`), with `maybeDone`
   * when the request writes and may have arrived; `setup` (`http.certificate`) when no trusted connection is possible.
   */
  request(request: HttpRequest, call: CallContext): Promise<HttpAnswer>;
}

/**
 * The one way out to a service: axios over kept-alive connections, straight (a proxy from the environment would see the credentials), inside the
 * service's limits. Throws `setup` (`http.bad_address`, `http.insecure`) for an address no credential may be sent to.
 */
export function createHttp(options: HttpOptions): Http {
  const base = checkAddress(options.baseUrl, options.connection.name);
  const url = new URL(base);
  const { host } = url;
  const basePath = base.slice(url.origin.length);
  const timeoutMs = options.timeoutMs ?? 60_000;
  const maxBytes = options.maxBytes ?? 64 * 1024 * 1024;
  const limiter = makeLimiter(options.limits ?? {}, options.clock);
  const transport = makeTransport({ base: url, mostSockets: options.limits?.inFlight, trust: options.trust, maxBytes });
  const whenStopped = makeStops();

  async function send(request: HttpRequest, call: CallContext, failure: FailedCall, seen: Seen): Promise<Omit<HttpAnswer, 'ms'>> {
    const ending = makeEnding();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      ending.abort();
    }, timeoutMs);
    const calls = whenStopped(call.signal);
    calls.add(ending.abort);
    try {
      const answer = await transport(
        {
          method: request.method,
          path: tidyPath(basePath + request.path + queryText(request.query) + queryText(request.secretQuery, request.query)),
          headers: { accept: '*/*', 'accept-encoding': packings, 'user-agent': 'Fluxo', ...request.headers, ...request.secretHeaders },
          body: request.body === undefined ? undefined : typeof request.body === 'string' ? Buffer.from(request.body, 'utf8') : bufferOver(request.body),
        },
        ending,
        seen,
      );
      seen.status = answer.status;
      const encoding = answer.headers['content-encoding'] as string | undefined;
      const data = encoding === undefined ? answer.data : await unpacked(answer.data, encoding, answer.status, failure, seen);
      if (request.asBytes && answer.status < 400) return { status: answer.status, headers: plainHeaders(answer.headers), body: '', bytes: checked(data, answer.status, failure) };
      const body = decode(data, answer.status, failure);
      // Connectors quote refusals in their errors, which end in the workspace and on the screen; some services repeat the key they refuse.
      return { status: answer.status, headers: plainHeaders(answer.headers), body: answer.status >= 400 ? redactorOf(request)(body) : body };
    } catch (thrown) {
      if (call.signal.aborted) throw stopped(failure, true);
      if (late) throw timedOut(failure, timeoutMs);
      throw callFailed(brokenAnswer(thrown, failure, maxBytes, seen) ?? thrown, failure);
    } finally {
      clearTimeout(timer);
      calls.delete(ending.abort);
    }
  }

  async function unpacked(packed: Buffer, encoding: string, status: number, failure: FailedCall, seen: Seen): Promise<Buffer> {
    const body = await unpack(packed, encoding, status, maxBytes);
    if ('bytes' in body) return body.bytes;
    // How many were announced came, so that is not said.
    if (body.fault === 'cut') throw cutOff(failure, status, seen.bytes, Number.NaN);
    throw body.fault === 'tooLarge' ? tooLarge(failure, status, maxBytes) : notUnpacked(failure, status, encoding);
  }

  return {
    async request(request, call) {
      if (!request.path.startsWith('/')) throw new FluxoError({ code: 'http.bad_path', kind: 'bug', what: `The path of ${request.operation} does not begin with a slash.`, params: { operation: request.operation } });
      const failure: FailedCall = { where: { connection: options.connection.name, operation: request.operation }, host, writes: request.writes };
      let began = false;
      try {
        return await limiter.run(call.signal, async () => {
          // A process may have stood still while it waited for its turn, and another one has done this since.
          if (request.writes) await call.beforeWrite?.();
          began = true;
          const startedAt = options.clock.now();
          const start = performance.now();
          const seen: Seen = { bytes: 0 };
          const note = (end: ExchangeEnd) =>
            call.noteExchange?.(exchangeOf(options.connection.id, base, request, startedAt, performance.now() - start, end));
          try {
            const answer = await send(request, call, failure, seen);
            note({ status: answer.status, answerBody: answer.bytes ?? answer.body });
            return { ...answer, ms: performance.now() - start };
          } catch (thrown) {
            note({ ...(seen.status !== undefined && { status: seen.status }), error: thrown instanceof FluxoError ? thrown.data.what : 'no answer' });
            throw thrown;
          }
        });
      } catch (thrown) {
        // Stopped while it still waited for its turn: nothing was sent.
        if (!began && call.signal.aborted) throw stopped(failure, false);
        throw thrown;
      }
    },
  };
}

/** True for addresses that never leave this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The address without a slash at its end. Throws `setup` (`http.bad_address`, `http.insecure`) for one that no credential may be sent to. */
export function checkAddress(baseUrl: string, connection?: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  const where = connection === undefined ? {} : { where: { connection } };
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new FluxoError({ code: 'http.bad_address', kind: 'setup', what: 'The address of the service is not a plain web address.', ...where, fix: 'Give an address such as https://api.example.com, without user name, question mark or #.' });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new FluxoError({ code: 'http.insecure', kind: 'setup', what: `${url.host} would be called without encryption, so anybody on the way could read the credential.`, ...where, fix: 'Give the address with https://. Plain http:// is only allowed to this machine itself.', params: { host: url.host } });
  }
  return url.href.replace(/\/+$/, '');
}

/** `before` = what stands in front of it already. */
function queryText(query: Texts = {}, before: Texts = {}): string {
  let text = '';
  let isFirst = true;
  for (const _name in before) isFirst = false;
  for (const name in query) {
    text += `${isFirst ? '?' : '&'}${encodeURIComponent(name)}=${encodeURIComponent(query[name]!)}`;
    isFirst = false;
  }
  return text;
}

const isTidy = /^(?:\/(?!\.)|[\w\-.~%!$&'()*+,;=:@?])*$/;
/** A path as an address has it; what a caller left as it was is escaped. */
function tidyPath(path: string): string {
  if (isTidy.test(path)) return path;
  const { pathname, search } = new URL(`http://x${path}`);
  return pathname + search;
}

/**
 * Calls on their way, by the signal that stops them. A signal is heard once however many calls go under it: to listen and to leave off costs more than
 * a call may.
 */
function makeStops(): (signal: AbortSignal) => Set<() => void> {
  const known = new WeakMap<AbortSignal, Set<() => void>>();
  return (signal) => {
    let calls = known.get(signal);
    if (!calls) {
      const stops = new Set<() => void>();
      known.set(signal, (calls = stops));
      signal.addEventListener('abort', () => stops.forEach((stop) => stop()), { once: true });
    }
    return calls;
  };
}

/** What came of an answer before it failed. */
interface Seen extends Arriving {
  status?: number;
}

/** What is wrong with an answer that had begun: axios says by an answer without a body that it ended early, and by none at all that it is too large. */
function brokenAnswer(thrown: unknown, failure: FailedCall, maxBytes: number, seen: Seen): FluxoError | null {
  if (!(thrown instanceof AxiosError)) return null;
  const status = thrown.response?.status;
  if (status !== undefined) return cutOff(failure, (seen.status = status), seen.bytes, Number(thrown.response?.headers['content-length'] ?? Number.NaN));
  const { res } = (thrown.request ?? {}) as { readonly res?: { readonly statusCode?: number } };
  return thrown.code === AxiosError.ERR_BAD_RESPONSE && res?.statusCode !== undefined ? tooLarge(failure, (seen.status = res.statusCode), maxBytes) : null;
}

const mark = /^\uFEFF/;

function decode(bytes: Buffer, status: number, failure: FailedCall): string {
  // An error page of something in between may be in any encoding; its status says enough.
  if (!isUtf8(bytes) && status < 400) throw unreadableText(failure, status);
  return bytes.toString().replace(mark, '');
}

const bufferOver = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

/** The bytes of a text, without the mark it may begin with. */
function checked(bytes: Buffer, status: number, failure: FailedCall): Buffer {
  if (!isUtf8(bytes)) throw unreadableText(failure, status);
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Names are lower case already: node:http gave them. */
function plainHeaders(headers: object): Texts {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) plain[name] = Array.isArray(value) ? value.join(', ') : String(value);
  return plain;
}

const redactorOf = (request: HttpRequest) => makeRedactor([...Object.values(request.secretQuery ?? {}), ...Object.values(request.secretHeaders ?? {}), ...(request.secrets ?? [])]);

type ExchangeEnd = Pick<Exchange, 'status' | 'error'> & { readonly answerBody?: string | Uint8Array };

function exchangeOf(connection: string, base: string, request: HttpRequest, startedAt: number, ms: number, end: ExchangeEnd): Exchange {
  const redact = redactorOf(request);
  const body = (said: string | Uint8Array) => (request.hideBodies ? '‹not kept›' : typeof said === 'string' ? bodyForLog(said, redact, request.noteMost) : bytesForLog(said, redact, request.noteMost));
  return {
    connection,
    operation: request.operation,
    method: request.method,
    url: redact(base + request.path + queryText(request.query)),
    startedAt,
    ms: Math.round(ms * 10) / 10,
    ...(request.body !== undefined && { requestBody: body(request.body) }),
    ...(end.answerBody !== undefined && { answerBody: body(end.answerBody) }),
    ...(end.status !== undefined && { status: end.status }),
    ...(end.error !== undefined && { error: end.error }),
  };
}
