import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FluxoError } from '#shared/errors.ts';
import { answerPage, pageHeaders, type AnswerPage } from './answerPages.ts';

export interface ListenOptions {
  /** 0 = any free one. */
  readonly port: number;
  /** Exactly this path, and no other, is answered. */
  readonly path: string;
  /** Asked for each request, since a relay's state holds the port. */
  readonly state: () => string;
  readonly language: () => Promise<string>;
}

export interface AnswerListener {
  readonly port: number;
  /** The query of the one answer that carried our state. Never settles when none comes. */
  readonly answer: Promise<Readonly<Record<string, string>>>;
  /** Stops listening; a page on its way out is still sent. */
  close(): Promise<void>;
}

/**
 * Waits on this machine for the one answer of a consent page (RFC 8252, 7.3): loopback only, one path, `GET`, a `Host` that is this machine, our `state`.
 * Whatever else comes is turned away and changes nothing, so that no other page can end the wait. Throws `authorisation.port_taken` (`setup`).
 */
export async function listenForAnswer(options: ListenOptions): Promise<AnswerListener> {
  const { promise, resolve } = Promise.withResolvers<Readonly<Record<string, string>>>();
  let answered = false;

  const reply = async (response: ServerResponse, status: number, page: AnswerPage) => {
    response.writeHead(status, pageHeaders).end(answerPage(page, await options.language()));
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isHere = /^(localhost|127\.0\.0\.1|\[::1\]):\d+$/.test(request.headers.host ?? '');
    if (!isHere || url.pathname !== options.path || request.method !== 'GET') {
      response.writeHead(404, { 'content-type': 'text/plain', connection: 'close' }).end('Not found');
      return;
    }
    if (!isSame(url.searchParams.get('state') ?? '', options.state())) return void reply(response, 400, 'notOurs');
    // The same address loaded again shows the same page, and has no effect.
    if (answered) return void reply(response, 410, 'notOurs');
    answered = true;
    const answer = Object.fromEntries(url.searchParams);
    void reply(response, 200, answer['code'] === undefined ? 'refused' : 'received').finally(() => resolve(answer));
  };

  const servers: Server[] = [];
  const listen = async (host: string, port: number): Promise<number> => {
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, onRequest);
    server.maxHeadersCount = 60;
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen({ host, port, exclusive: true }, done);
    });
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };
  const close = async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise<void>((done) => server.close(() => done()))));
  };

  const port = await listen('127.0.0.1', options.port).catch((thrown: unknown) => {
    throw portTaken(options.port, thrown);
  });
  // A browser may take “localhost” for the newer kind of address; another program waiting there would get the answer.
  await listen('::1', port).catch(async (thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code !== 'EADDRINUSE') return;
    await close();
    throw portTaken(port, thrown);
  });
  return { port, answer: promise, close };
}

/** Takes as long for a wrong text as for the right one. */
export function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function portTaken(port: number, thrown: unknown): FluxoError {
  const cause = String((thrown as NodeJS.ErrnoException).code ?? 'unknown');
  return new FluxoError({ code: 'authorisation.port_taken', kind: 'setup', what: `Port ${port} of this machine cannot be listened on (${cause}).`, where: { field: 'redirectUri' }, fix: 'Close the other program, or register a redirect address with another port. Pasting the address works without a port.', params: { port: String(port), cause } });
}
