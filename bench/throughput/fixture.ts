/**
 * The service both contestants talk to, in a process of its own: `GET /v1/orders?page=N&limit=M` (`next` in the answer is the number of the next page), `POST /v1/sales/batch` (a list) and `POST /v1/sales` (one).
 * `POST /control` begins a new count (`{ orders, latencyMs, verify }`) and answers the one before. Prints its port.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { shopOrder } from './orders.ts';

const fresh = () => ({ requests: 0, records: 0, bytes: 0, byteSum: 0, largest: 0, inFlight: 0, mostInFlight: 0, first: 0, firstCall: 0, last: 0, digest: 0n, keys: 0 });
let counts = fresh();
let settings = { orders: 0, latencyMs: 0, verify: false };
const pages = new Map<string, Buffer>();

/** Made once and kept: what they cost to make is not to be a contestant's time. A million orders take 0.65 GB. */
function pageOf(page: number, size: number): Buffer {
  const name = `${page} ${size} ${(page * size > settings.orders) ? settings.orders : ''}`;
  let made = pages.get(name);
  if (!made) {
    const from = (page - 1) * size;
    const orders = Array.from({ length: Math.max(0, Math.min(size, settings.orders - from)) }, (_, index) => shopOrder(from + index + 1));
    made = Buffer.from(JSON.stringify({ orders, next: page * size < settings.orders ? String(page + 1) : null }));
    pages.set(name, made);
  }
  return made;
}

/** Equal for the same bytes in whatever order and batches they came; commas and brackets around records do not count. */
function take(body: Buffer): void {
  const isList = body[0] === 0x5b;
  let records = 0;
  for (let at = body.indexOf('"sourceId":"ord-'); at !== -1; at = body.indexOf('"sourceId":"ord-', at + 10)) records += 1;
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) sum += body[at]!;
  counts.records += records;
  counts.largest = Math.max(counts.largest, records);
  counts.bytes += body.length - (isList ? records + 1 : 0);
  counts.byteSum += sum - (isList ? 0x5b + 0x5d + (records - 1) * 0x2c : 0);
  if (settings.verify) for (const record of [JSON.parse(body.toString())].flat() as unknown[]) digest(record);
}

/** Sum of the records' hashes: tells that every record is there once, field by field. */
function digest(record: unknown): void {
  const sorted = JSON.stringify(record, (_key, value: unknown) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value));
  counts.digest = (counts.digest + createHash('sha256').update(sorted).digest().readBigUInt64BE()) & 0xffff_ffff_ffff_ffffn;
}

function answer(outgoing: ServerResponse, body: Buffer): void {
  const send = () => {
    counts.inFlight -= 1;
    counts.last = performance.now();
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    outgoing.end(body);
  };
  if (settings.latencyMs > 0) setTimeout(send, settings.latencyMs);
  else send();
}

const accepted = Buffer.from('{"ok":true}');

function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => resolve(Buffer.concat(parts)));
  });
}

async function control(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { firstCall, last, digest: sum, ...before } = counts;
  settings = JSON.parse((await bodyOf(incoming)).toString()) as typeof settings;
  const { user, system } = process.cpuUsage();
  const told = JSON.stringify({ ...before, seconds: (last - firstCall) / 1000, digest: sum.toString(16), cpuSeconds: (user + system) / 1e6 });
  counts = fresh();
  for (let page = 1; (page - 1) * 1000 < settings.orders; page += 1) pageOf(page, 1000);
  outgoing.end(told);
}

const server = createServer((incoming, outgoing) => {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://x');
  if (pathname === '/control') return void control(incoming, outgoing);
  if (pathname === '/records') return void outgoing.end(String(counts.records));
  if (counts.firstCall === 0) {
    counts.firstCall = performance.now();
    counts.first = Date.now();
  }
  counts.requests += 1;
  counts.inFlight += 1;
  counts.mostInFlight = Math.max(counts.mostInFlight, counts.inFlight);
  if (incoming.method === 'GET') return void answer(outgoing, pathname === '/v1/orders' ? pageOf(Number(searchParams.get('page') ?? 1), Number(searchParams.get('limit') ?? 100)) : accepted);
  void bodyOf(incoming).then((body) => {
    take(body);
    answer(outgoing, accepted);
  });
});
// No contestant is to meet a connection that closes under it.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
