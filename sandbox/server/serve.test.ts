import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeClock } from './clock.ts';
import { doubleFirst } from './doubleFirst.ts';
import type { LookAlike } from './lookAlike.ts';
import { serveLookAlike } from './serve.ts';
import type { ServedLookAlike, ServeOptions } from './serve.ts';

const running: ServedLookAlike[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((served) => served.close()));
});

/** A service that keeps what is posted to it, so that a test can tell work done from work not done. */
function notebook(): LookAlike {
  let notes: string[] = [];
  return {
    name: 'quickbooks',
    operationOf: (request) => `${request.method} ${request.path.slice(1)}`,
    handle(request) {
      if (request.method === 'POST') notes.push(request.body.toString());
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: `you said ${request.body.toString()}` };
    },
    entities: () => ({ notes }),
    reset() {
      notes = [];
    },
  };
}

async function start(options: Partial<ServeOptions> = {}): Promise<ServedLookAlike> {
  const served = await serveLookAlike(notebook(), { port: 0, clock: makeClock(0), ...options });
  running.push(served);
  return served;
}

const control = (served: ServedLookAlike, call: string, body: unknown) =>
  fetch(`${served.url}/__sandbox/${call}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
const ledger = async (served: ServedLookAlike) => (await (await fetch(`${served.url}/__sandbox/ledger`)).json()) as { entities: { notes: string[] }; calls: number };
const post = (served: ServedLookAlike, body: string) => fetch(`${served.url}/note`, { method: 'POST', body });

test('the ledger shows what the service holds and counts every call but the control calls', async () => {
  const served = await start();
  await post(served, 'one');
  await post(served, 'two');
  await control(served, 'faults', []);
  expect(await ledger(served)).toEqual({ entities: { notes: ['one', 'two'] }, calls: 2 });
  expect(served.calls()).toBe(2);
});

test('a reset brings back the seeded state and counts from nought', async () => {
  const served = await start();
  await post(served, 'one');
  expect((await control(served, 'reset', '')).status).toBe(200);
  expect(await ledger(served)).toEqual({ entities: { notes: [] }, calls: 0 });
});

test('a lost answer has done its work, a reset connection has not', async () => {
  const served = await start();
  await control(served, 'faults', [{ fault: { kind: 'loseAnswer' } }, { fault: { kind: 'reset' } }]);
  await expect(post(served, 'kept')).rejects.toThrow();
  await expect(post(served, 'never seen')).rejects.toThrow();
  expect(await (await post(served, 'after')).text()).toBe('you said after');
  expect((await ledger(served)).entities.notes).toEqual(['kept', 'after']);
});

test('a cut body announces its whole length and ends before it', async () => {
  const served = await start();
  await control(served, 'faults', [{ fault: { kind: 'cutBody', bytes: 5 } }]);
  const received = await new Promise<{ length: string | undefined; text: string; complete: boolean }>((done, fail) => {
    const sent = httpRequest(`${served.url}/note`, { method: 'POST' }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.on('error', () => undefined);
      answer.on('close', () => done({ length: answer.headers['content-length'], text, complete: answer.complete }));
    });
    sent.on('error', fail);
    sent.end('hello');
  });
  expect(received).toEqual({ length: '14', text: 'you s', complete: false });
});

test('a slow page comes in two parts, and whole', async () => {
  const served = await start();
  await control(served, 'faults', [{ fault: { kind: 'slowBody', ms: 80 } }]);
  const started = performance.now();
  const answer = await post(served, 'hello');
  const headersAfter = performance.now() - started;
  expect(await answer.text()).toBe('you said hello');
  expect(performance.now() - started).toBeGreaterThan(75);
  expect(headersAfter).toBeLessThan(75);
  expect((await ledger(served)).entities.notes).toEqual(['hello']);
});

test('a page may overlap the one before: the first item of its list comes twice', () => {
  const json = (body: unknown) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const doubled = (body: unknown) => JSON.parse(doubleFirst(json(body)).body.toString()) as unknown;
  expect(doubled({ total: 2, members: [{ id: 'a', tags: [1] }, { id: 'b' }] })).toEqual({ total: 2, members: [{ id: 'a', tags: [1] }, { id: 'a', tags: [1] }, { id: 'b' }] });
  expect(doubled({ QueryResponse: { Customer: [{ Id: '1' }] } })).toEqual({ QueryResponse: { Customer: [{ Id: '1' }, { Id: '1' }] } });
  expect(doubled({ members: [] })).toEqual({ members: [] });
  const text = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'none' };
  expect(doubleFirst(text)).toBe(text);
});

test('prepared answers, pages of HTML, throttling and bad credentials come instead of the work', async () => {
  const served = await start();
  await control(served, 'faults', [
    { fault: { kind: 'answer', status: 503, headers: { 'retry-after': '7' }, body: 'busy' } },
    { fault: { kind: 'htmlPage' } },
    { fault: { kind: 'throttle', retryAfter: 30 } },
    { fault: { kind: 'expiredCredential' } },
  ]);
  const busy = await post(served, 'a');
  expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([503, '7', 'busy']);
  const page = await post(served, 'b');
  expect([page.status, page.headers.get('content-type'), (await page.text()).slice(0, 15)]).toEqual([200, 'text/html; charset=utf-8', '<!DOCTYPE html>']);
  const throttled = await post(served, 'c');
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '30']);
  expect((await post(served, 'd')).status).toBe(401);
  expect((await ledger(served)).entities.notes).toEqual([]);
});

test('a fault waits for its operation, skips what it is told to skip and ends after its times', async () => {
  const served = await start();
  await control(served, 'faults', [{ operation: 'POST note', after: 1, times: 2, fault: { kind: 'answer', status: 500, body: '' } }]);
  const statuses = [];
  for (const path of ['other', 'note', 'note', 'other', 'note', 'note']) statuses.push((await fetch(`${served.url}/${path}`, { method: 'POST' })).status);
  expect(statuses).toEqual([200, 200, 500, 200, 500, 200]);
});

test('an empty list takes all faults away', async () => {
  const served = await start();
  await control(served, 'faults', [{ times: 9, fault: { kind: 'reset' } }]);
  await control(served, 'faults', []);
  expect((await post(served, 'a')).status).toBe(200);
});

test('latency only delays', async () => {
  const served = await start();
  await control(served, 'faults', [{ fault: { kind: 'latency', ms: 80 } }]);
  const started = performance.now();
  expect(await (await post(served, 'slow')).text()).toBe('you said slow');
  expect(performance.now() - started).toBeGreaterThan(70);
});

test('a misspelt fault or clock is refused with the reason, not swallowed', async () => {
  const served = await start();
  const faults = await control(served, 'faults', [{ fault: { kind: 'lateness', ms: 5 } }]);
  expect(faults.status).toBe(400);
  expect(await faults.text()).toContain('kind');
  expect((await control(served, 'clock', { advance: 5 })).status).toBe(400);
  expect((await control(served, 'clock', 'no json')).status).toBe(400);
  expect((await control(served, 'nothing', {})).status).toBe(404);
  expect((await fetch(`${served.url}/__sandbox/reset`)).status).toBe(405);
});

test('the clock goes forward and to a moment on request', async () => {
  const clock = makeClock(Date.UTC(2026, 0, 1));
  const served = await start({ clock });
  await control(served, 'clock', { advanceMs: 90_000 });
  expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:01:30.000Z');
  const answer = await control(served, 'clock', { now: '2027-03-04T05:06:07Z' });
  expect(await answer.json()).toEqual({ now: '2027-03-04T05:06:07.000Z' });
  expect(clock.now()).toBe(Date.UTC(2027, 2, 4, 5, 6, 7));
});

test('a clock without a start goes along with the machine', () => {
  const clock = makeClock();
  clock.advance(3_600_000);
  expect(clock.now()).toBeGreaterThanOrEqual(Date.now() + 3_599_000);
});

test('the journal keeps every request and answer, in memory and as JSON lines', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'fluxo-journal-')), 'journal.jsonl');
  const served = await start({ journal: file });
  await fetch(`${served.url}/note?ident=demo`, { method: 'POST', body: 'één', headers: { 'x-request-id': 'r1' } });
  await control(served, 'faults', [{ fault: { kind: 'reset' } }]);
  await post(served, 'lost').catch(() => undefined);
  const lines = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual(served.journal());
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    service: 'quickbooks', method: 'POST', path: '/note', query: { ident: 'demo' }, operation: 'POST note',
    requestHeaders: { 'x-request-id': 'r1' }, requestBody: 'één', status: 200, answerHeaders: { 'content-type': 'text/plain' }, answerBody: 'you said één',
  });
  expect(lines[1]).toMatchObject({ fault: 'reset', status: 0, answerBody: '' });
});

test('a request that was sent to another host name is refused, and no page may read an answer', async () => {
  const served = await start();
  const status = await new Promise<number | undefined>((done, fail) => {
    httpRequest({ port: served.port, host: '127.0.0.1', headers: { host: 'shop.example' } }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    }).on('error', fail).end();
  });
  expect(status).toBe(403);
  expect(served.calls()).toBe(0);
  const answer = await fetch(`http://localhost:${served.port}/note`).catch(() => fetch(`${served.url}/note`));
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('connections are kept open between calls', async () => {
  const served = await start();
  expect((await post(served, 'a')).headers.get('connection')).toBe('keep-alive');
});

test('a port in use is named, with what to do', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => blocker.once('listening', ready));
  const { port } = blocker.address() as AddressInfo;
  try {
    await expect(start({ port })).rejects.toMatchObject({
      code: 'sandbox.port_in_use',
      kind: 'setup',
      message: expect.stringContaining(String(port)),
      data: { fix: expect.stringContaining('--port-base') },
    });
  } finally {
    blocker.close();
  }
});

test('a journal that cannot be written stops the start', async () => {
  await expect(start({ journal: join(tmpdir(), 'no', 'such', 'folder', 'x') })).rejects.toMatchObject({ code: 'sandbox.journal_unwritable', kind: 'setup' });
});
