import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startSandbox } from './index.ts';
import type { Sandbox, SandboxOptions } from './index.ts';

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.stop()));
});
const start = async (options?: SandboxOptions) => {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return sandbox;
};

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((ready, fail) => server.once('error', fail).listen(port, '127.0.0.1', ready));
  return server;
}

/** A base that was free a moment ago, with the two ports above it. */
async function freeBase(): Promise<number> {
  for (;;) {
    const first = await listen(0);
    const { port } = first.address() as AddressInfo;
    const above = await Promise.all([port + 1, port + 2].map((next) => (next < 65_000 ? listen(next).catch(() => undefined) : undefined)));
    await Promise.all([first, ...above].map((server) => server && new Promise((done) => server.close(done))));
    if (above.every((server) => server !== undefined)) return port;
  }
}

const ledger = async (url: string) => (await (await fetch(`${url}/__sandbox/ledger`)).json()) as { entities: Record<string, unknown[]>; calls: number };

test('a sandbox answers on three addresses of this machine and tells what a connection needs', async () => {
  const sandbox = await start({ orders: 12 });
  expect(sandbox.mailchimp).toMatchObject({ baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), apiKey: expect.stringMatching(/-us19$/), storeId: 'koperen-ketel' });
  expect(sandbox.mplus).toEqual({ baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), ident: 'demo', secret: 'demo-secret-mplus' });
  expect(sandbox.quickbooks.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(sandbox.quickbooks.authBaseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  for (const name of ['clientId', 'clientSecret', 'realmId', 'refreshToken'] as const) expect(sandbox.quickbooks[name]).toMatch(/\S/);
  expect((await ledger(sandbox.mplus.baseUrl)).entities['orders']).toHaveLength(12);
  expect((await ledger(sandbox.quickbooks.baseUrl)).calls).toBe(0);
  expect((await ledger(sandbox.mailchimp.baseUrl)).entities['stores']).toMatchObject([{ id: 'koperen-ketel' }, { id: 'web-winkel' }]);
});

test('all look-alikes share one clock, and the shop ends yesterday by it', async () => {
  const sandbox = await start({ now: Date.UTC(2027, 2, 10, 12) });
  expect(sandbox.shop.orders.at(-1)!.date).toEqual({ year: 2027, month: 3, day: 9 });
  await fetch(`${sandbox.quickbooks.baseUrl}/__sandbox/clock`, { method: 'POST', body: JSON.stringify({ advanceMs: 86_400_000 }) });
  expect(sandbox.clock.now()).toBe(Date.UTC(2027, 2, 11, 12));
  const moved = await fetch(`${sandbox.mplus.baseUrl}/__sandbox/clock`, { method: 'POST', body: JSON.stringify({ advanceMs: 0 }) });
  expect(await moved.json()).toEqual({ now: '2027-03-11T12:00:00.000Z' });
});

test('with a port base the mailing list stands on it, the till one higher and the books two', async () => {
  const base = await freeBase();
  const sandbox = await start({ portBase: base });
  expect([sandbox.mailchimp.baseUrl, sandbox.mplus.baseUrl, sandbox.quickbooks.baseUrl]).toEqual([`http://127.0.0.1:${base}`, `http://127.0.0.1:${base + 1}`, `http://127.0.0.1:${base + 2}`]);
});

test('the till answers over https as well, three above the base, with a certificate made at that start', async () => {
  const base = await freeBase();
  const sandbox = await start({ portBase: base, https: true });
  expect(sandbox.secureMplus!.baseUrl).toBe(`https://127.0.0.1:${base + 3}`);
  const { subjectAltName, fingerprint256 } = new X509Certificate(sandbox.secureMplus!.certificate);
  expect(subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
  const status = await new Promise((done, fail) => get(`${sandbox.secureMplus!.baseUrl}/`, { ca: sandbox.secureMplus!.certificate }, (answer) => done(answer.resume().statusCode)).on('error', fail));
  expect(status).toBe(405);
  await expect(fetch(`${sandbox.secureMplus!.baseUrl}/`)).rejects.toThrow();
  const other = await start({ https: true });
  expect(new X509Certificate(other.secureMplus!.certificate).fingerprint256).not.toBe(fingerprint256);
  await expect(startSandbox({ portBase: 65_533, https: true })).rejects.toMatchObject({ code: 'sandbox.port_base' });
});

test('a port in use is named, and nothing stays running', async () => {
  const base = await freeBase();
  const blocker = await listen(base + 2);
  try {
    await expect(startSandbox({ portBase: base })).rejects.toMatchObject({
      code: 'sandbox.port_in_use',
      kind: 'setup',
      message: expect.stringContaining(`Port ${base + 2}, wanted for the quickbooks look-alike`),
      data: { fix: expect.stringContaining('--port-base') },
    });
    await expect(fetch(`http://127.0.0.1:${base + 1}/`)).rejects.toThrow();
  } finally {
    await new Promise((done) => blocker.close(done));
  }
  await expect(startSandbox({ portBase: 65_534 })).rejects.toMatchObject({ code: 'sandbox.port_base' });
});

test('one journal file holds the calls of all', async () => {
  const journal = join(mkdtempSync(join(tmpdir(), 'fluxo-sandbox-')), 'calls.jsonl');
  const sandbox = await start({ journal });
  await fetch(`${sandbox.mplus.baseUrl}/`);
  await fetch(`${sandbox.quickbooks.baseUrl}/nothing`);
  await fetch(`${sandbox.mailchimp.baseUrl}/3.0/ping`);
  const services = readFileSync(journal, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { service: string }).service);
  expect(services).toEqual(['mplus', 'quickbooks', 'mailchimp']);
});

test('after a stop nothing answers, also when a client kept its connection', async () => {
  const sandbox = await startSandbox();
  await (await fetch(`${sandbox.mplus.baseUrl}/`)).text();
  await sandbox.stop();
  await expect(fetch(`${sandbox.mplus.baseUrl}/`)).rejects.toThrow();
});
