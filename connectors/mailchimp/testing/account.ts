import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ConnectionContext } from '#connectors/sdk/connector.ts';
import type { Exchange } from '#shared/records/story.ts';
import { connectMailchimp } from '../client.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
}

export const noSignal = () => ({ signal: new AbortController().signal });

/** A client of a service that answers what `answer` says; for what a look-alike cannot be brought to. Ends with the test. */
export async function serviceThatAnswers(answer: (asked: Asked) => Answered | Promise<Answered>, options: { readonly key?: string } = {}) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void (async () => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        const one: Asked = { method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body: Buffer.concat(parts).toString('utf8') };
        asked.push(one);
        const { status = 200, headers = {}, body = '' } = await answer(one);
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      })();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => new Promise<void>((done) => { server.closeAllConnections(); server.close(() => done()); }));
  const client = connectMailchimp(contextFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, options.key ?? 'secret-key-1234567890'));
  const exchanges: Exchange[] = [];
  return { client, asked, exchanges, call: { ...noSignal(), noteExchange: (exchange: Exchange) => void exchanges.push(exchange) } };
}

export function contextFor(baseUrl: string, apiKey: string): ConnectionContext {
  const secret = { apiKey };
  return {
    id: 'news',
    name: 'News',
    settings: { environment: 'demo', baseUrl },
    secret: { read: async () => secret, update: async () => secret },
    clock: { now: () => Date.now(), sleep: (ms) => new Promise((go) => setTimeout(go, ms)) },
  };
}
