import { Agent as HttpAgent, request as overHttp } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { getCACertificates } from 'node:tls';
import axios from 'axios';
import type { AxiosResponse, GenericAbortSignal } from 'axios';

export interface TransportOptions {
  /** Scheme, host and port; a path is left out. */
  readonly base: URL;
  /** Most connections at once. */
  readonly mostSockets?: number | undefined;
  /** A certificate (PEM) to trust besides those the machine trusts. */
  readonly trust?: string | undefined;
  /** Largest answer, unpacked. */
  readonly maxBytes: number;
}

export interface Sent {
  readonly method: string;
  /** With its query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** How much of an answer has come, as it was sent: packed, where it is packed. axios keeps it to itself. */
export interface Arriving {
  bytes: number;
}

/** Ends a call that is on its way: what axios listens to, without the weight of a real signal. */
export interface Ending extends GenericAbortSignal {
  abort(): void;
}

export function makeEnding(): Ending {
  const listeners = new Set<() => void>();
  return {
    aborted: false,
    addEventListener: (_name: string, listener: () => void) => void listeners.add(listener),
    removeEventListener: (_name: string, listener: () => void) => void listeners.delete(listener),
    abort: () => listeners.forEach((listener) => listener()),
  };
}

/** axios' own way to node:http, without its defaults, transformations and interceptors: they took as much time as the call. Any status is an answer. */
const adapter = axios.getAdapter('http');

/** What no header may hold, as axios sees it: https://github.com/axios/axios/blob/v1.x/lib/helpers/sanitizeHeaderValue.js */
// oxlint-disable-next-line no-control-regex
const unfit = /[^\t\x20-\x7e\x80-\xff]+/g;
const fit = (value: string): string => (value.search(unfit) === -1 ? value : value.replace(unfit, '')).trim();

/**
 * Sends one request over kept-alive connections, straight and without following a redirect. axios gathers and breaks off, and leaves the body packed (`unpack.ts`); address, agent and headers are the
 * same for each call of a connection, or known here already, and go to node:http as they are, because working them out again took longer than sending them.
 */
export function makeTransport({ base, mostSockets, trust, maxBytes }: TransportOptions): (sent: Sent, ending: Ending, arriving: Arriving) => Promise<AxiosResponse<Buffer>> {
  const isHttps = base.protocol === 'https:';
  // An idle connection is dropped before the usual server does it, so that a write does not meet a closing one. The interval is the one axios sets for each call: another one would be set anew each time.
  const options = { keepAlive: true, keepAliveMsecs: 60_000, timeout: 30_000, ...(mostSockets !== undefined && { maxSockets: mostSockets }) };
  const agent = isHttps ? new HttpsAgent({ ...options, ...(trust !== undefined && { ca: [...getCACertificates('default'), trust] }) }) : new HttpAgent(options);
  const open = isHttps ? overHttps : overHttp;
  const host = base.hostname.replace(/^\[|\]$/g, '');
  const { port, origin } = base;

  return ({ method, path, headers, body }, ending, arriving) => {
    const given: Record<string, string> = {};
    for (const name in headers) given[name] = fit(headers[name]!);
    if (body) given['content-length'] = String(body.length);
    const request = (_options: unknown, answered: (response: IncomingMessage) => void): ClientRequest => {
      const outgoing = open({ host, port, method, path, agent, headers: given }, (response) => {
        answered(response);
        response.on('data', (part: Buffer) => void (arriving.bytes += part.length));
      });
      // axios takes the agent's timeout for idle connections off each one it uses, and the agent puts it on again. While a call is on its way nobody listens to it.
      outgoing.setTimeout = () => outgoing;
      return outgoing;
    };
    return adapter({ method, url: origin, headers: {}, proxy: false, maxRedirects: 0, responseType: 'arraybuffer', decompress: false, maxContentLength: maxBytes, transport: { request }, signal: ending, ...(body && { data: body }) } as never) as Promise<AxiosResponse<Buffer>>;
  };
}
