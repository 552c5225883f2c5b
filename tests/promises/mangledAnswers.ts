import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** An answer as the look-alike gave it. */
export interface Golden {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** How much of an answer arrives, and how the rest goes missing. */
export type Mangling =
  /** `length`: announced whole; `lie`: announced as long as the part is; `open`: ends with the connection; `chunked`: without the last piece. */
  | { readonly kind: 'cut'; readonly bytes: number; readonly how: 'length' | 'lie' | 'open' | 'chunked' | 'reset' | 'half' }
  /** Packed, and cut by something that put everything about it right again: its length, or its last piece (`inPieces`). `bytes` of the packed body arrive; absent = all. */
  | { readonly kind: 'packed'; readonly packing: Packing; readonly bytes?: number; readonly inPieces?: boolean }
  /** Everything arrives, as something else. */
  | { readonly kind: 'whole'; readonly status?: number; readonly type?: string; readonly body?: Buffer; readonly headers?: Readonly<Record<string, string>>; readonly announce?: number };

export const packings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;
export type Packing = keyof typeof packings;

/** Stands between a client and a look-alike: asks the look-alike once for each different question, and answers what is told for those that are meant. */
export interface Between {
  readonly url: string;
  /** Of the first question that was meant. */
  golden(): Golden;
  /** How the next answers to what is meant arrive; null = as they are. */
  mangle(how: Mangling | null): void;
  close(): Promise<void>;
}

export async function standBetween(service: string, isMeant: (request: { readonly url: string; readonly method: string; readonly body: string }) => boolean): Promise<Between> {
  const known = new Map<string, Golden>();
  let golden: Golden | null = null;
  let mangling: Mangling | null = null;

  async function ask(request: IncomingMessage, body: string): Promise<Golden> {
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(service + request.url!, { method: request.method!, headers: headers as Record<string, string>, ...(body !== '' && { body }) });
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: Buffer.from(await answer.arrayBuffer()) };
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const meant = isMeant({ url: request.url!, method: request.method!, body });
      void (async () => {
        const name = meant ? 'meant' : `${request.method} ${request.url} ${body}`;
        let answer = known.get(name);
        if (!answer) known.set(name, (answer = await ask(request, body)));
        if (meant) golden ??= answer;
        deliver(response, answer, meant ? mangling : null);
      })().catch(() => request.socket.destroy());
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    golden: () => golden!,
    mangle: (how) => void (mangling = how),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function deliver(response: ServerResponse, { status, type, body }: Golden, mangling: Mangling | null): void {
  if (mangling === null) {
    response.writeHead(status, { 'content-type': type, 'content-length': body.length }).end(body);
    return;
  }
  if (mangling.kind === 'whole') {
    const sent = mangling.body ?? body;
    const head = { 'content-type': mangling.type ?? type, 'content-length': String(mangling.announce ?? sent.length), ...mangling.headers };
    say(response.socket!, mangling.status ?? status, head, sent);
    return;
  }
  if (mangling.kind === 'packed') {
    const cut = packings[mangling.packing](body).subarray(0, mangling.bytes);
    const pieces = cut.length === 0 ? [] : [Buffer.from(`${cut.length.toString(16)}\r\n`), cut, Buffer.from('\r\n')];
    const head = { 'content-type': type, 'content-encoding': mangling.packing, ...(mangling.inPieces ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(cut.length) }) };
    return say(response.socket!, status, head, mangling.inPieces ? Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')]) : cut);
  }
  const part = body.subarray(0, mangling.bytes);
  const socket = response.socket!;
  switch (mangling.how) {
    case 'length':
      return say(socket, status, { 'content-type': type, 'content-length': String(body.length) }, part);
    case 'lie':
      return say(socket, status, { 'content-type': type, 'content-length': String(part.length) }, part);
    case 'open':
      return say(socket, status, { 'content-type': type }, part);
    case 'chunked':
      return say(socket, status, { 'content-type': type, 'transfer-encoding': 'chunked' }, part.length === 0 ? part : Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]));
    case 'reset':
      socket.write(headOf(status, { 'content-type': type, 'content-length': String(body.length) }));
      return void socket.write(part, () => socket.resetAndDestroy());
    case 'half':
      // Says it has nothing more to say and goes on listening.
      socket.allowHalfOpen = true;
      return say(socket, status, { 'content-type': type, 'content-length': String(body.length), connection: 'keep-alive' }, part);
  }
}

function headOf(status: number, headers: Readonly<Record<string, string>>): string {
  return `HTTP/1.1 ${status} So\r\n${Object.entries({ connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

function say(socket: Socket, status: number, headers: Readonly<Record<string, string>>, body: Buffer): void {
  socket.write(headOf(status, headers));
  socket.end(body);
}
