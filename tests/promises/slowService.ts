import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service with as many customers as are wanted, made as they are asked for, and a list they can be written to, which takes its time. */
export interface SlowService {
  readonly url: string;
  /** Records handed out and records that arrived. */
  readonly read: number;
  readonly written: number;
  /** Most records that had been handed out and had not arrived yet. */
  readonly mostUnderWay: number;
  /** Ids of records that arrived more than once, or were never handed out. */
  readonly strange: number;
  close(): Promise<void>;
}

export async function openSlowService({ records, delayMs, onWritten }: { readonly records: number; readonly delayMs: number; readonly onWritten: (written: number) => void }): Promise<SlowService> {
  const state = { read: 0, written: 0, mostUnderWay: 0, strange: 0 };
  const arrived = new Uint8Array(records);
  const customer = (id: number) => ({ id: String(id), name: `Klant ${id}`, email: `klant${id}@example.com`, phone: `020-${String(id).padStart(7, '0')}`, city: 'Amsterdam', street: `Keizersgracht ${id % 900}`, remarks: 'x'.repeat(100 + (id % 200)) });

  function list(request: IncomingMessage, response: ServerResponse): void {
    const query = new URL(request.url!, 'http://here').searchParams;
    const offset = Number(query.get('offset') ?? 0);
    const size = Math.max(0, Math.min(Number(query.get('count')), records - offset));
    state.read = Math.max(state.read, offset + size);
    state.mostUnderWay = Math.max(state.mostUnderWay, state.read - state.written);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(Array.from({ length: size }, (_, at) => customer(offset + at))));
  }

  function write(request: IncomingMessage, response: ServerResponse): void {
    const id = Number(/\/(\d+)$/.exec(request.url!)![1]);
    request.resume().once('end', () =>
      setTimeout(() => {
        if (id >= state.read || arrived[id] === 1) state.strange += 1;
        arrived[id] = 1;
        state.written += 1;
        onWritten(state.written);
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: String(id) }));
      }, delayMs),
    );
  }

  const server = createServer((request, response) => (request.method === 'GET' ? list : write)(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}
