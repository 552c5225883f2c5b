import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FluxoError } from '#shared/errors.ts';
import type { Certificate } from './certificate.ts';
import type { MovableClock } from './clock.ts';
import { answerControl, isControl } from './control.ts';
import { doubleFirst } from './doubleFirst.ts';
import { makeFaultPlan } from './faults.ts';
import { journalOfTests, makeJournal } from './journal.ts';
import type { JournalEntry } from './journal.ts';
import { otherThing } from './otherThing.ts';
import { strangeField } from './strangeField.ts';
import type { Fault, FaultRule, LookAlike, LookAlikeAnswer, LookAlikeRequest } from './lookAlike.ts';

export interface ServeOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly clock: MovableClock;
  /** File that gets every request and answer as JSON lines. */
  readonly journal?: string | undefined;
  /** With it the look-alike answers over https as well, on a port of its own. */
  readonly secure?: { readonly port: number; readonly certificate: Certificate } | undefined;
}

export interface ServedLookAlike {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** `https://127.0.0.1:<port>`, where a certificate was given. */
  readonly secureUrl?: string;
  /** How many requests came in since the start or the last reset; control calls do not count. */
  calls(): number;
  /** The latest requests and answers, oldest first. */
  journal(): readonly JournalEntry[];
  /** The same as `POST /__sandbox/faults`, for tests in this process. */
  setFaults(rules: readonly FaultRule[]): void;
  close(): Promise<void>;
}

const largestBody = 32 * 1024 * 1024;

/**
 * Puts a look-alike on a port of 127.0.0.1. Plain HTTP/1.1 with keep-alive, no CORS headers, and a refusal for every
 * Host that is not this machine, so that no page in a browser can reach it by rebinding a name.
 * Throws `sandbox.port_in_use` and `sandbox.journal_unwritable` (both `setup`).
 */
export async function serveLookAlike(lookAlike: LookAlike, options: ServeOptions): Promise<ServedLookAlike> {
  const faults = makeFaultPlan();
  const journal = openJournal(options.journal ?? journalOfTests());
  let calls = 0;

  const answer = (incoming: IncomingMessage, response: ServerResponse): void => {
    void respond(incoming, response).catch((cause: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `The ${lookAlike.name} look-alike failed: ${String(cause)}` });
    });
  };
  const server = createServer(answer);
  const secureServer = options.secure && createSecureServer({ key: options.secure.certificate.key, cert: options.secure.certificate.certificate }, answer);
  const servers: readonly Server[] = [server, ...(secureServer ? [secureServer] : [])];
  // Longer than clients keep an idle connection, so that the drop is never ours in the middle of a request.
  for (const each of servers) each.keepAliveTimeout = 60_000;

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLoopback(incoming.headers.host)) {
      send(response, { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'This sandbox only answers to 127.0.0.1 and localhost' });
      return;
    }
    const request = await readRequest(incoming);
    if (!request) {
      send(response, { status: 413, headers: { connection: 'close' }, body: '' });
      return;
    }
    if (isControl(request.path)) {
      send(response, answerControl(request, { lookAlike, clock: options.clock, faults, calls: () => calls, onReset: () => { calls = 0; } }));
      return;
    }
    calls += 1;
    const started = performance.now();
    const operation = lookAlike.operationOf(request);
    const fault = faults.take(operation);
    const said = await play(lookAlike, request, fault);
    if (fault?.kind === 'changeAfter') lookAlike.changeSomething?.(operation);
    journal.add(entryOf(lookAlike.name, request, operation, fault, said, performance.now() - started, options.clock.now()));
    deliver(response, said, fault);
  }

  try {
    await listen(server, options.port, lookAlike.name);
    if (secureServer) await listen(secureServer, options.secure!.port, lookAlike.name);
  } catch (error) {
    server.close();
    journal.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    ...(secureServer && { secureUrl: `https://127.0.0.1:${(secureServer.address() as AddressInfo).port}` }),
    calls: () => calls,
    journal: () => journal.latest(),
    setFaults: (rules) => faults.replace(rules),
    async close() {
      await Promise.all(
        servers.map(
          (each) =>
            new Promise((done) => {
              each.close(done);
              each.closeAllConnections();
            }),
        ),
      );
      journal.close();
    },
  };
}

/** What the service makes of the request under this fault; undefined when it never sees it. */
async function play(lookAlike: LookAlike, request: LookAlikeRequest, fault: Fault | undefined): Promise<LookAlikeAnswer | undefined> {
  switch (fault?.kind) {
    case 'reset':
      return undefined;
    case 'answer':
      return { status: fault.status, ...(fault.headers && { headers: fault.headers }), body: fault.body };
    case 'htmlPage':
      return {
        status: fault.status ?? 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><h1>Sign in to the network</h1><p>Please accept the terms to go on.</body></html>',
      };
    case 'throttle':
      return lookAlike.throttled?.(fault.retryAfter) ?? {
        status: 429,
        headers: { 'content-type': 'text/plain; charset=utf-8', ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }) },
        body: 'Too many requests',
      };
    case 'expiredCredential':
      return lookAlike.expiredCredential?.(request) ?? { status: 401, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Unauthorized' };
    case 'strangeField':
      return strangeField(await lookAlike.handle(request));
    case 'otherThing':
      return otherThing(await lookAlike.handle(request));
    case 'duplicate':
      return lookAlike.handleDoubled ? lookAlike.handleDoubled(request) : doubleFirst(await lookAlike.handle(request));
    case 'latency':
      await new Promise((go) => setTimeout(go, fault.ms));
      return lookAlike.handle(request);
    default:
      return lookAlike.handle(request);
  }
}

function deliver(response: ServerResponse, answer: LookAlikeAnswer | undefined, fault: Fault | undefined): void {
  if (!answer || fault?.kind === 'loseAnswer') {
    // A reset rather than a polite end: that is what a client sees when a service or a cable dies.
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault?.kind !== 'cutBody' && fault?.kind !== 'slowBody') {
    send(response, answer);
    return;
  }
  const whole = Buffer.from(answer.body);
  if (fault.kind === 'slowBody') {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': whole.length });
    response.write(whole.subarray(0, whole.length / 2));
    setTimeout(() => response.end(whole.subarray(whole.length / 2)), fault.ms);
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': whole.length });
  response.flushHeaders();
  response.write(whole.subarray(0, fault.bytes), () => response.socket?.destroySoon());
}

function send(response: ServerResponse, answer: LookAlikeAnswer): void {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.end(body);
}

async function readRequest(incoming: IncomingMessage): Promise<LookAlikeRequest | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) return undefined;
    parts.push(part);
  }
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body: Buffer.concat(parts) };
}

function entryOf(
  service: string,
  request: LookAlikeRequest,
  operation: string,
  fault: Fault | undefined,
  answer: LookAlikeAnswer | undefined,
  ms: number,
  now: number,
): JournalEntry {
  return {
    at: new Date(now).toISOString(),
    service,
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query),
    operation,
    ...(fault && { fault: fault.kind }),
    requestHeaders: request.headers,
    requestBody: request.body.toString('utf8'),
    status: answer?.status ?? 0,
    answerHeaders: answer?.headers ?? {},
    answerBody: answer?.body.toString() ?? '',
    ms: Math.round(ms * 100) / 100,
  };
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

function openJournal(file: string | undefined) {
  try {
    return makeJournal(file);
  } catch (cause) {
    throw new FluxoError(
      {
        code: 'sandbox.journal_unwritable',
        kind: 'setup',
        what: `The journal "${file}" cannot be written`,
        where: { file: String(file) },
        fix: 'Give a file in a folder that exists and that you may write to.',
        params: { file: String(file) },
      },
      { cause },
    );
  }
}

function listen(server: Server, port: number, name: string): Promise<void> {
  return new Promise((ready, fail) => {
    const refused = (cause: NodeJS.ErrnoException) => fail(portError(cause, port, name));
    server.once('error', refused);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refused);
      ready();
    });
  });
}

function portError(cause: NodeJS.ErrnoException, port: number, name: string): FluxoError {
  const inUse = cause.code === 'EADDRINUSE';
  return new FluxoError(
    {
      code: inUse ? 'sandbox.port_in_use' : 'sandbox.port_refused',
      kind: 'setup',
      what: inUse
        ? `Port ${port}, wanted for the ${name} look-alike, is already in use on this machine`
        : `Port ${port}, wanted for the ${name} look-alike, cannot be opened (${cause.code ?? cause.message})`,
      where: { connection: name },
      fix: 'Stop the program that uses it, choose another base with --port-base, or leave the base out to take free ports.',
      params: { port: String(port), service: name, cause: cause.code ?? cause.message },
    },
    { cause },
  );
}
