/**
 * The reference: pages in, mapped batches out, over node:http with kept-alive connections, as a developer writes it for exactly this job. No log, no
 * retry, nothing kept. `node hand.ts ADDRESS '{"readers":2,"writers":4,"batch":500,"size":1000,"pages":100}'`; a batch of 1 sends each record on its own.
 */
import { Agent, request } from 'node:http';
import { mapOrder } from './handMap.ts';
import type { ShopOrder } from './orders.ts';

const [base = '', options = '{}'] = process.argv.slice(2);
const { readers, writers, batch, size, pages } = JSON.parse(options) as { readonly readers: number; readonly writers: number; readonly batch: number; readonly size: number; readonly pages: number };
const { hostname, port } = new URL(base);
const agent = new Agent({ keepAlive: true, maxSockets: readers + writers });

function call(method: string, path: string, body?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const outgoing = request({ hostname, port, method, path, agent, headers: bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {} }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => (incoming.statusCode === 200 ? resolve(Buffer.concat(parts)) : reject(new Error(`${method} ${path}: ${incoming.statusCode}`))));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

const sending = new Set<Promise<void>>();

async function send(records: readonly unknown[]): Promise<void> {
  while (sending.size >= writers) await Promise.race(sending);
  const sent: Promise<void> = (batch === 1 ? call('POST', '/v1/sales', JSON.stringify(records[0])) : call('POST', '/v1/sales/batch', JSON.stringify(records))).then(() => void sending.delete(sent));
  sending.add(sent);
}

let next = 1;
async function read(): Promise<void> {
  for (let page = next++; page <= pages; page = next++) {
    const { orders } = JSON.parse((await call('GET', `/v1/orders?page=${page}&limit=${size}`)).toString()) as { readonly orders: readonly ShopOrder[] };
    const mapped = orders.filter((order) => order.state !== 'cancelled').map(mapOrder);
    for (let from = 0; from < mapped.length; from += batch) await send(mapped.slice(from, from + batch));
  }
}

await Promise.all(Array.from({ length: readers }, read));
await Promise.all(sending);
process.exit();
