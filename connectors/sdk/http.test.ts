import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import type { Exchange } from '#shared/records/story.ts';
import { createHttp } from './http.ts';
import type { HttpOptions, HttpRequest } from './http.ts';

const running: { close(): void }[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

const clock = { now: () => Date.now(), sleep: (ms: number) => new Promise<void>((go) => setTimeout(go, ms)) };
const secret = 'geheim-8842-&<zeer>';

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  running.push({ close: () => (server.close(), server.closeAllConnections()) });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that says exactly these bytes to everybody and hangs up. */
async function serveBytes(bytes: string | Buffer): Promise<string> {
  const server = createTcp((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  running.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const http = (baseUrl: string, more: Partial<HttpOptions> = {}) => createHttp({ connection: { id: 'c1', name: 'Till' }, baseUrl, clock, ...more });
const read: HttpRequest = { operation: 'getThing', method: 'GET', path: '/thing', writes: false };
const write: HttpRequest = { ...read, operation: 'makeThing', method: 'POST', body: 'thing', writes: true };
const call = (noteExchange?: (exchange: Exchange) => void) => ({ signal: new AbortController().signal, ...(noteExchange && { noteExchange }) });
const failure = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('it went well');
    },
    (error: unknown) => {
      if (!(error instanceof FluxoError)) throw error;
      return error;
    },
  );

test('any status is an answer, redirects too, and the text is what was sent', async () => {
  const base = await serve((request, response) => {
    response.writeHead(Number(request.headers['x-status']), { location: 'http://127.0.0.1:1/elsewhere' }).end(`\uFEFF${request.method} ${request.url} é€`);
  });
  for (const status of [200, 302, 404, 429, 500]) {
    const answer = await http(base).request({ ...read, query: { q: 'a b&c' }, headers: { 'x-status': String(status) } }, call());
    expect(answer).toMatchObject({ status, body: 'GET /thing?q=a%20b%26c é€' });
  }
});

test('a JSON body is sent letter by letter as it was written', async () => {
  let received = '';
  const base = await serve((request, response) => {
    request.on('data', (part: Buffer) => (received += part.toString())).on('end', () => response.end());
  });
  await http(base).request({ ...write, headers: { 'content-type': 'application/json' }, body: ' {"amount": 1.50, "id": 12345678901234567890} ' }, call());
  expect(received).toBe(' {"amount": 1.50, "id": 12345678901234567890} ');
});

test('a packed answer is unpacked, and one that unpacks beyond the cap is refused', async () => {
  const base = await serve((request, response) => {
    const text = request.url === '/bomb' ? 'x'.repeat(5_000_000) : 'hello';
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
  });
  expect((await http(base).request(read, call())).body).toBe('hello');
  expect((await failure(http(base, { maxBytes: 1_000_000 }).request({ ...read, path: '/bomb' }, call()))).data).toMatchObject({ code: 'http.too_large', kind: 'remote' });
});

test.each([
  ['less than its announced length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', 'after 4 of 100 bytes'],
  ['no last chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n', 'after 4 bytes'],
  ['half a packed body', Buffer.from('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b', 'latin1'), 'after 2 bytes'],
])('an answer with %s is refused as cut off, and says how much of it came', async (_name, bytes, arrived) => {
  const base = await serveBytes(bytes);
  const error = await failure(http(base).request(read, call()));
  expect(error.data).toMatchObject({ code: 'http.cut_off', kind: 'remote', answer: { status: 200 }, params: { arrived } });
  expect(error.data.what).toContain(`(${arrived})`);
  expect((await failure(http(base).request(write, call()))).data.maybeDone).toBe(true);
});

test.each([
  ['gzip', gzipSync('{"orders":[1,2,3]}')],
  ['deflate', deflateSync('{"orders":[1,2,3]}')],
  ['br', brotliCompressSync('{"orders":[1,2,3]}')],
])('an answer in %s that lost its end on the way is refused although it has the length it announces, read as text or as bytes', async (encoding, packed) => {
  let length = packed.length;
  const base = await serve((request, response) => {
    const part = packed.subarray(0, length);
    response.writeHead(200, { 'content-encoding': encoding, ...(request.url === '/counted' && { 'content-length': part.length }) }).end(part);
  });
  const client = http(base);
  for (const asBytes of [false, true]) {
    for (const path of ['/counted', '/chunked']) {
      length = packed.length;
      const { body, bytes } = await client.request({ ...read, path, asBytes }, call());
      expect(asBytes ? bytes!.toString() : body).toBe('{"orders":[1,2,3]}');
      for (length of [0, 1, packed.length >> 1, packed.length - 1]) {
        const { data } = await failure(client.request({ ...read, path, asBytes }, call()));
        expect(data).toMatchObject({ code: 'http.cut_off', kind: 'remote', answer: { status: 200 }, params: { arrived: `after ${length} bytes` } });
        expect((await failure(client.request({ ...write, path, asBytes }, call()))).data.maybeDone).toBe(true);
      }
    }
  }
});

test('a packed answer that arrives damaged says so, and is tried again', async () => {
  const packed = gzipSync('hello hello hello');
  packed[packed.length - 6]! ^= 0xff;
  const base = await serve((_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed));
  expect((await failure(http(base).request(write, call()))).data).toMatchObject({ code: 'http.not_unpacked', kind: 'remote', maybeDone: true, params: { packing: 'gzip' } });
});

test('what is not HTTP or not UTF-8 is refused with its own message', async () => {
  expect((await failure(http(await serveBytes('SSH-2.0-OpenSSH_9\r\n')).request(read, call()))).data).toMatchObject({ code: 'http.not_http', kind: 'remote' });
  const latin = await serve((_request, response) => response.end(Buffer.from([0x63, 0x61, 0x66, 0xe9])));
  expect((await failure(http(latin).request(read, call()))).data).toMatchObject({ code: 'http.not_text', kind: 'remote' });
});

test('a write that never reached anybody is certainly not done; one whose connection broke may be', async () => {
  const nobody = await serve(() => undefined);
  for (const server of running.splice(0)) server.close();
  const unreachable = await failure(http(nobody).request(write, call()));
  expect(unreachable.data).toMatchObject({ code: 'http.unreachable', kind: 'remote' });
  expect(unreachable.data.maybeDone).toBeUndefined();

  const dropping = await serve((request) => request.socket.destroy());
  expect((await failure(http(dropping).request(write, call()))).data).toMatchObject({ code: 'http.broken_off', kind: 'remote', maybeDone: true });
  expect((await failure(http(dropping).request(read, call()))).data.maybeDone).toBeUndefined();
});

test('a silent service and one that stops in the middle both end by the timeout', async () => {
  const base = await serve((request, response) => {
    if (request.url === '/half') response.writeHead(200, { 'content-length': '9' }).write('half');
  });
  for (const path of ['/silent', '/half']) {
    const error = await failure(http(base, { timeoutMs: 80 }).request({ ...write, path }, call()));
    expect(error.data).toMatchObject({ code: 'http.timeout', kind: 'remote', maybeDone: true });
  }
});

test('stopping a run ends the call that is on its way and those that wait for their turn', async () => {
  const base = await serve(() => undefined);
  const client = http(base, { limits: { inFlight: 1 } });
  const stop = new AbortController();
  const sent = failure(client.request(write, { signal: stop.signal }));
  const waiting = failure(client.request(write, { signal: stop.signal }));
  await new Promise((go) => setTimeout(go, 30));
  stop.abort();
  expect((await sent).data).toMatchObject({ code: 'http.stopped', maybeDone: true });
  const never = (await waiting).data;
  expect(never.code).toBe('http.stopped');
  expect(never.maybeDone).toBeUndefined();
});

test('a credential never goes out unencrypted to another machine', () => {
  for (const address of ['http://api.example.com', 'http://127.0.0.1.example.com', 'http://10.0.0.4:8080']) {
    expect(() => http(address)).toThrow(expect.objectContaining({ code: 'http.insecure', kind: 'setup' }));
  }
  for (const address of ['ftp://x', 'api.example.com', 'https://user:pw@example.com', 'https://example.com/?a=1', '']) {
    expect(() => http(address)).toThrow(expect.objectContaining({ code: 'http.bad_address', kind: 'setup' }));
  }
  for (const address of ['http://127.0.0.1:1', 'http://localhost:1/', 'http://[::1]:1', 'https://example.com/path/']) expect(() => http(address)).not.toThrow();
});

test('no proxy from the environment ever sees a call', async () => {
  const base = await serve((_request, response) => response.end('direct'));
  const before = { ...process.env };
  Object.assign(process.env, { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', NO_PROXY: '', no_proxy: '' });
  try {
    expect((await http(base).request(read, call())).body).toBe('direct');
  } finally {
    process.env = before;
  }
});

test('an untrusted certificate is something for the owner, not for another try', async () => {
  const base = await serve((_request, response) => response.end());
  const error = await failure(http(base.replace('http:', 'https:')).request(write, call()));
  expect(error.data).toMatchObject({ code: 'http.certificate', kind: 'setup' });
});

test('the log gets each request with its answer, and no credential in any spelling', async () => {
  const base = await serve((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString())).on('end', () => response.end(`you sent ${body} to ${request.url} with ${request.headers['authorization'] ?? ''}`));
  });
  const noted: Exchange[] = [];
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const answer = await http(base).request(
    { ...write, query: { page: '1' }, secretQuery: { ident: 'winkel', secret }, secretHeaders: { authorization: 'Bearer abcdef123' }, body: `${secret} ${JSON.stringify(secret)} ${xml} token-77`, secrets: ['token-77'] },
    call((exchange) => noted.push(exchange)),
  );
  expect(answer.body).toContain(encodeURIComponent(secret));
  expect(noted).toHaveLength(1);
  expect(noted[0]).toMatchObject({ connection: 'c1', operation: 'makeThing', method: 'POST', url: `${base}/thing?page=1`, status: 200 });
  const text = JSON.stringify(noted) + inspect(noted, { depth: 9 });
  for (const part of ['geheim', 'winkel', 'abcdef123', 'token-77']) expect(text).not.toContain(part);
  expect(noted[0]?.answerBody).toContain('you sent');
});

test('bodies that are themselves secret are not noted, very long ones only in part', async () => {
  const base = await serve((request, response) => response.end(request.url === '/long' ? 'x'.repeat(600_000) : '{"access_token":"fresh"}'));
  const noted: Exchange[] = [];
  await http(base).request({ ...write, hideBodies: true }, call((exchange) => noted.push(exchange)));
  await http(base).request({ ...read, path: '/long' }, call((exchange) => noted.push(exchange)));
  expect(JSON.stringify(noted[0])).not.toContain('fresh');
  expect(noted[1]?.answerBody?.length).toBeLessThan(300_000);
});

test('a refusal that repeats the credential it was sent reaches nobody with it, so that no error can quote it', async () => {
  const base = await serve((request, response) => {
    response.statusCode = request.url?.startsWith('/fine') === true ? 200 : 400;
    response.end(`The key abcdef123 and the form ${request.url} with token-77 are refused`);
  });
  const told = { ...write, secretQuery: { secret }, secretHeaders: { authorization: 'Bearer abcdef123' }, secrets: ['token-77'] };
  const refused = await http(base).request(told, call());
  expect(refused.body).toMatch(/^The key ‹secret› and the form .*‹secret› with ‹secret› are refused$/);
  expect(refused.body).not.toContain('geheim');
  // What the service holds is data, whatever it looks like.
  expect((await http(base).request({ ...told, path: '/fine' }, call())).body).toContain('abcdef123');
});

test('an error holds no credential, however deep one looks', async () => {
  const dropping = await serve((request) => request.socket.destroy());
  const noted: Exchange[] = [];
  const client = http(dropping);
  const error = await failure(client.request({ ...write, secretQuery: { secret: 'tres-secret' }, secretHeaders: { authorization: 'Bearer abcdef123' }, body: 'tres-secret' }, call((exchange) => noted.push(exchange))));
  const text = [inspect(error, { depth: 12, showHidden: true }), JSON.stringify(error.data), String(error.stack), inspect(client, { depth: 12, showHidden: true }), JSON.stringify(noted)].join();
  expect(text).not.toContain('tres-secret');
  expect(text).not.toContain('abcdef123');
  expect(noted[0]).toMatchObject({ operation: 'makeThing', error: expect.stringContaining('broke off') });
});

test('calls use one connection after the other again', async () => {
  const ports = new Set<number | undefined>();
  const base = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('ok');
  });
  const client = http(base);
  for (let count = 0; count < 5; count += 1) await client.request(read, call());
  expect(ports.size).toBe(1);
});

test('what changes something is asked about once more before it leaves, what only reads is not', async () => {
  let arrived = 0;
  const base = await serve((_request, response) => {
    arrived += 1;
    response.end('done');
  });
  const refuse = { ...call(), beforeWrite: async () => Promise.reject(new FluxoError({ code: 'lease.lost', kind: 'setup', what: 'Taken over.' })) };
  expect((await failure(http(base).request(write, refuse))).data).toMatchObject({ code: 'lease.lost' });
  expect(arrived).toBe(0);
  await http(base).request(read, refuse);
  await http(base).request(write, { ...call(), beforeWrite: async () => undefined });
  expect(arrived).toBe(2);
});
