import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SecretValue } from '#connectors/sdk/connector.ts';
import { startSandbox, type Sandbox } from '#sandbox/index.ts';
import { FluxoError, type ErrorData } from '#shared/errors.ts';
import type { AuthorisationState } from '#shared/ipc/contract.ts';
import { openHost, type Host } from '../host.ts';
import { testConnection } from '../testConnection.ts';
import type { ConnectionInput } from '../connections.ts';
import { makeAuthorisations } from './authorisations.ts';

let dir: string;
let sandbox: Sandbox;
let host: Host;
let kept: Map<string, SecretValue>;
/** Pages the host wanted to show. */
let pages: string[];
/** Everything the screen was told. */
let told: unknown[];

const secrets = () => ({
  backend: 'test',
  get: async (id: string) => kept.get(id) ?? null,
  set: async (id: string, value: SecretValue) => void kept.set(id, value),
  delete: async (id: string) => void kept.delete(id),
});

async function open(options: Parameters<typeof startSandbox>[0] = {}): Promise<void> {
  dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-authorise-'));
  kept = new Map();
  pages = [];
  told = [];
  sandbox = await startSandbox({ orders: 4, customers: 4, products: 4, ...options });
  host = await openHost({
    kind: 'cli',
    version: 'test',
    workspaceDir: dir,
    resourcesDir: path.join(import.meta.dirname, '../../resources'),
    secrets: secrets(),
    preferences: { get: async () => ({ language: 'pt' }), set: async (change) => change },
    openOutside: async (url) => pages.push(url) > 0,
    emit: (event, payload) => void told.push({ event, payload }),
  });
}
async function close(): Promise<void> {
  await host.close();
  await sandbox.stop();
  await rm(dir, { recursive: true, force: true });
}
beforeEach(() => open());
afterEach(close);

const books = (more: Partial<ConnectionInput> = {}): ConnectionInput => {
  const { baseUrl, authBaseUrl, clientId, clientSecret } = sandbox.quickbooks;
  return { connector: 'quickbooks', name: 'Books', environment: 'demo', secret: { clientId, clientSecret }, ...more, settings: { baseUrl, authBaseUrl, ...more.settings } };
};
const mailing = (more: Partial<ConnectionInput> = {}): ConnectionInput => {
  const { baseUrl, clientId, clientSecret } = sandbox.mailchimp;
  return { connector: 'mailchimp', name: 'Mailing', environment: 'demo', secret: { clientId, clientSecret }, ...more, settings: { baseUrl, ...more.settings } };
};

const lastPage = () => pages.at(-1) ?? '';
/** What the person's browser does with a page: goes along with every redirect. */
const browse = async (url = lastPage()) => {
  const answer = await fetch(url);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
/** The address the service would send the browser to. */
const redirectOf = async (url = lastPage()) => new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
const stateIn = () => new URL(lastPage()).searchParams.get('state') ?? '';

async function refusal(work: Promise<unknown>): Promise<ErrorData> {
  const thrown: unknown = await work.then(() => null, (error: unknown) => error);
  if (thrown instanceof FluxoError) return thrown.data;
  throw new Error(`no FluxoError but ${String(thrown)}`);
}
const worksAt = async (connectionId: string) => (await testConnection(host.connections, connectionId)).stages.map(({ state }) => state);

describe('signing in with the browser and straight back', () => {
  test('makes a connection to the books that works, with the company the person chose', async () => {
    const { attemptId, phase, redirectUri } = await host.authorisations.start(books(), 'browser');
    expect(phase).toBe('waiting');
    expect(redirectUri).toMatch(/^http:\/\/localhost:\d+\/fluxo$/);
    const page = await browse();
    expect(page.status).toBe(200);
    expect(page.text).toContain('De volta ao Fluxo');
    const over = await host.authorisations.finished(attemptId);
    expect(over).toMatchObject({ phase: 'done', way: 'browser', connectionId: expect.any(String) as string });
    expect(await host.connections.info(over.connectionId!)).toMatchObject({ name: 'Books', settings: { realmId: sandbox.quickbooks.realmId, signIn: 'browser' }, storedSecrets: ['clientId', 'clientSecret', 'refreshToken'] });
    expect(await worksAt(over.connectionId!)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test('makes a connection to the mailing list with a token instead of a key', async () => {
    const { attemptId, redirectUri } = await host.authorisations.start(mailing(), 'browser');
    expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/fluxo$/);
    await browse();
    const { connectionId } = await host.authorisations.finished(attemptId);
    expect(kept.get(connectionId!)?.['apiKey']).toMatch(/^[0-9a-f]{32}$/);
    expect(await worksAt(connectionId!)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test('listens at the registered address when one is typed', async () => {
    const port = await freePort();
    const { redirectUri, attemptId } = await host.authorisations.start(books({ settings: { redirectUri: `http://localhost:${port}/oauth/back` } }), 'browser');
    expect(redirectUri).toBe(`http://localhost:${port}/oauth/back`);
    expect((await browse()).status).toBe(200);
    expect((await host.authorisations.finished(attemptId)).phase).toBe('done');
  });

  test('says so when another program listens there', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as { port: number };
    const error = await refusal(host.authorisations.start(books({ settings: { redirectUri: `http://localhost:${port}/fluxo` } }), 'browser'));
    expect(error).toMatchObject({ code: 'authorisation.port_taken', where: { field: 'redirectUri' } });
    expect(pages).toEqual([]);
    await new Promise((done) => other.close(done));
  });

  test('another path, another state, another verb and another host change nothing, and the wait goes on', async () => {
    const { attemptId, redirectUri } = await host.authorisations.start(books(), 'browser');
    const { port } = new URL(redirectUri);
    const at = (text: string) => browse(`http://127.0.0.1:${port}${text}`);
    expect((await at(`/?code=a&state=${stateIn()}`)).status).toBe(404);
    expect((await at(`/fluxo/?code=a&state=${stateIn()}`)).status).toBe(404);
    const foreign = await at('/fluxo?code=a&state=guessed');
    expect(foreign.status).toBe(400);
    expect(foreign.text).toContain('Não é a resposta');
    expect((await at('/fluxo?code=a')).status).toBe(400);
    expect((await fetch(`http://127.0.0.1:${port}/fluxo?code=a&state=${stateIn()}`, { method: 'POST' })).status).toBe(404);
    expect(await statusWithHost(Number(port), `/fluxo?code=a&state=${stateIn()}`, 'evil.test')).toBe(404);
    expect(host.authorisations.current()?.phase).toBe('waiting');
    await browse();
    expect((await host.authorisations.finished(attemptId)).phase).toBe('done');
  });

  test('one answer counts: a second finds nobody listening and cannot end what the first gave', async () => {
    const { attemptId, redirectUri } = await host.authorisations.start(books(), 'browser');
    const back = await redirectOf();
    const [first, second] = await Promise.all([browse(back.href), browse(back.href).catch(() => ({ status: 0 }))]);
    expect([first.status, second.status].toSorted()).not.toEqual([200, 200]);
    const { connectionId } = await host.authorisations.finished(attemptId);
    await expect(fetch(redirectUri)).rejects.toThrow();
    expect(await worksAt(connectionId!)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test('the page in the browser runs nothing, loads nothing and holds nothing of the answer', async () => {
    await host.authorisations.start(books(), 'browser');
    const back = await redirectOf();
    const { headers, text } = await browse(back.href);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/<script|http|src=/i);
    for (const value of back.searchParams.values()) expect(text).not.toContain(value);
  });

  test('nobody answers: the wait ends after its time and nothing listens any more', async () => {
    const { connections, clock } = host;
    const impatient = makeAuthorisations({ connections, secrets: secrets(), clock, newId: () => 'try', openOutside: async () => true, language: async () => 'en', changed: () => undefined, patienceMs: 60 });
    const { redirectUri } = await impatient.start(books(), 'browser');
    expect(await impatient.finished('try')).toMatchObject({ phase: 'failed', error: { code: 'authorisation.timed_out', kind: 'setup' } });
    await expect(fetch(redirectUri)).rejects.toThrow();
    expect(await host.connections.list()).toEqual([]);
  });

  test('cancelled, or begun anew, it listens no more', async () => {
    const first = await host.authorisations.start(books(), 'browser');
    const second = await host.authorisations.start(books(), 'browser');
    await expect(fetch(first.redirectUri)).rejects.toThrow();
    await expect(refusal(host.authorisations.answer(first.attemptId, 'code 1'))).resolves.toMatchObject({ code: 'authorisation.gone' });
    expect((await host.authorisations.cancel(second.attemptId)).phase).toBe('cancelled');
    await expect(fetch(second.redirectUri)).rejects.toThrow();
  });
});

describe('signing in and pasting the address', () => {
  const start = () => host.authorisations.start(books({ settings: { redirectUri: 'https://shop.example/fluxo' } }), 'paste');

  test('the whole address of the redirect connects', async () => {
    const { attemptId, redirectUri } = await start();
    expect(redirectUri).toBe('https://shop.example/fluxo');
    const over = await host.authorisations.answer(attemptId, `  ${(await redirectOf()).href} `);
    expect(over.phase).toBe('done');
    expect(await worksAt(over.connectionId!)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test('code and company id by hand connect as well', async () => {
    const { attemptId } = await start();
    const back = await redirectOf();
    const over = await host.authorisations.answer(attemptId, `${back.searchParams.get('code')}\n${back.searchParams.get('realmId')}`);
    expect(over.phase).toBe('done');
  });

  test('an address of another try is refused without ending this one', async () => {
    const { attemptId } = await start();
    const back = await redirectOf();
    const right = back.href;
    back.searchParams.set('state', 'another');
    expect(await refusal(host.authorisations.answer(attemptId, back.href))).toMatchObject({ code: 'authorisation.wrong_state', where: { field: 'pasted' } });
    back.searchParams.delete('state');
    expect(await refusal(host.authorisations.answer(attemptId, back.href))).toMatchObject({ code: 'authorisation.wrong_state' });
    expect(await refusal(host.authorisations.answer(attemptId, 'https://shop.example/fluxo?x=1'))).toMatchObject({ code: 'authorisation.pasted_nothing' });
    expect((await host.authorisations.answer(attemptId, right)).phase).toBe('done');
  });

  test('a code that has expired is told, and the way out', async () => {
    const { attemptId } = await start();
    const back = await redirectOf();
    sandbox.clock.advance(11 * 60_000);
    const over = await host.authorisations.answer(attemptId, back.href);
    expect(over).toMatchObject({ phase: 'failed', error: { code: 'quickbooks.code_refused', answer: { status: 400, code: 'invalid_grant' } } });
    expect(await host.connections.list()).toEqual([]);
    expect(kept.size).toBe(0);
  });

  test('a code that was used is told, and a code without a company', async () => {
    const first = await start();
    const back = await redirectOf();
    await host.authorisations.answer(first.attemptId, back.href);
    const second = await start();
    const again = `${back.searchParams.get('code')} ${back.searchParams.get('realmId')}`;
    expect(await host.authorisations.answer(second.attemptId, again)).toMatchObject({ phase: 'failed', error: { code: 'quickbooks.code_refused' } });
    const third = await start();
    expect(await host.authorisations.answer(third.attemptId, back.searchParams.get('code')!)).toMatchObject({ phase: 'failed', error: { code: 'quickbooks.no_company' } });
  });

  test('wrong keys of the app are told apart from a bad code', async () => {
    const { attemptId } = await host.authorisations.start(books({ secret: { clientId: sandbox.quickbooks.clientId, clientSecret: 'wrong' } }), 'paste');
    expect(await host.authorisations.answer(attemptId, (await redirectOf()).href)).toMatchObject({ phase: 'failed', error: { code: 'quickbooks.bad_client', needsOwner: true } });
  });

  test('the mailing list can be pasted too; its wrong keys and old codes are told', async () => {
    const good = await host.authorisations.start(mailing(), 'paste');
    expect((await host.authorisations.answer(good.attemptId, (await redirectOf()).href)).phase).toBe('done');
    const old = await host.authorisations.start(mailing(), 'paste');
    const back = await redirectOf();
    sandbox.clock.advance(3_600_000);
    expect(await host.authorisations.answer(old.attemptId, back.href)).toMatchObject({ phase: 'failed', error: { code: 'mailchimp.code_refused' } });
    const wrong = await host.authorisations.start(mailing({ secret: { clientId: sandbox.mailchimp.clientId, clientSecret: 'wrong' } }), 'paste');
    expect(await host.authorisations.answer(wrong.attemptId, (await redirectOf()).href)).toMatchObject({ phase: 'failed', error: { code: 'mailchimp.bad_client' } });
  });
});

describe('signing in through a page of the user’s own', () => {
  test('the page finds this machine by the state and the state is still checked', async () => {
    const { attemptId, redirectUri } = await host.authorisations.start(books({ settings: { redirectUri: 'https://shop.example/relay.html' } }), 'relay');
    expect(redirectUri).toBe('https://shop.example/relay.html');
    const back = await redirectOf();
    expect(back.host).toBe('shop.example');
    // What docs/quickbooks-relay.md has the page do.
    const port = /\.(\d{1,5})$/.exec(back.searchParams.get('state') ?? '')?.[1];
    expect((await browse(`http://127.0.0.1:${port}/fluxo?code=a&state=guessed.${port}`)).status).toBe(400);
    expect((await browse(`http://127.0.0.1:${port}/fluxo${back.search}`)).status).toBe(200);
    const over = await host.authorisations.finished(attemptId);
    expect(over.phase).toBe('done');
    expect(await worksAt(over.connectionId!)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });
});

describe('a permission that is not given', () => {
  afterEach(async () => {
    await close();
    await open();
  });

  test.each(['quickbooks', 'mailchimp'] as const)('a person who says no at %s is told so, and nothing is stored', async (service) => {
    await close();
    await open({ [service]: { consent: 'deny' } });
    const { attemptId } = await host.authorisations.start(service === 'quickbooks' ? books() : mailing(), 'browser');
    expect((await browse()).text).toContain('Nada foi conectado');
    expect(await host.authorisations.finished(attemptId)).toMatchObject({ phase: 'failed', error: { code: 'authorisation.denied' } });
    expect(await host.connections.list()).toEqual([]);
    expect(kept.size).toBe(0);
  });
});

describe('before the page opens', () => {
  test('a way the service does not allow is refused with another', async () => {
    expect(await refusal(host.authorisations.start(books({ environment: 'production' }), 'browser'))).toMatchObject({ code: 'authorisation.way_refused', where: { field: 'signIn' } });
  });

  test('a real service needs the registered address, and one that it would take', async () => {
    const real = (redirectUri: string) => host.authorisations.start(books({ environment: 'production', settings: { redirectUri } }), 'paste');
    expect(await refusal(real(''))).toMatchObject({ code: 'authorisation.redirect_missing', where: { field: 'redirectUri' } });
    for (const address of ['shop.example/x', 'http://shop.example/x', 'https://user@shop.example/x', 'https://shop.example/#x', 'javascript:alert(1)']) expect((await refusal(real(address))).code).toBe('authorisation.bad_redirect');
    expect((await refusal(host.authorisations.start(books({ environment: 'sandbox', settings: { redirectUri: 'https://shop.example/x' } }), 'browser'))).code).toBe('authorisation.redirect_elsewhere');
    expect(pages).toEqual([]);
  });

  test('the page of the real service is Intuit’s, asks for the books only and holds no secret', async () => {
    await host.authorisations.start(books({ environment: 'production', settings: { redirectUri: 'https://shop.example/fluxo' } }), 'paste');
    const page = new URL(lastPage());
    expect(page.origin + page.pathname).toBe('https://appcenter.intuit.com/connect/oauth2');
    expect(Object.fromEntries(page.searchParams)).toEqual({ client_id: sandbox.quickbooks.clientId, response_type: 'code', scope: 'com.intuit.quickbooks.accounting', redirect_uri: 'https://shop.example/fluxo', state: expect.stringMatching(/^[\w-]{43}$/) as string });
    expect(lastPage()).not.toContain(sandbox.quickbooks.clientSecret);
  });

  test('missing keys are named', async () => {
    expect(await refusal(host.authorisations.start(books({ secret: { clientId: 'a' } }), 'paste'))).toMatchObject({ code: 'authorisation.key_missing', where: { field: 'clientSecret' } });
  });

  test('a connector without such a page says so', async () => {
    expect((await refusal(host.authorisations.start({ connector: 'mplus', name: 'Till', environment: 'demo', settings: {} }, 'paste'))).code).toBe('authorisation.not_offered');
  });

  test('a browser that cannot be opened ends it at once', async () => {
    const { connections, clock } = host;
    const blind = makeAuthorisations({ connections, secrets: secrets(), clock, newId: () => 'try', openOutside: async () => false, language: async () => 'en', changed: () => undefined });
    expect((await refusal(blind.start(books(), 'browser'))).code).toBe('authorisation.not_opened');
    expect(blind.current()).toBeNull();
  });
});

describe('signing in again', () => {
  test('a lost permission shows on the connection, and the same connection works again with its old keys', async () => {
    const { attemptId } = await host.authorisations.start(books(), 'browser');
    await browse();
    const { connectionId = '' } = await host.authorisations.finished(attemptId);
    const refreshToken = kept.get(connectionId)?.['refreshToken'] ?? '';
    const { clientId, clientSecret, authBaseUrl } = sandbox.quickbooks;
    await fetch(`${authBaseUrl}/v2/oauth2/tokens/revoke`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ token: refreshToken }) });
    // Found out while it is used, as in a run: no test was asked for.
    const client = (await host.connections.client(connectionId)) as { companyInfo(call: object): Promise<unknown> };
    expect((await refusal(client.companyInfo({ signal: new AbortController().signal }))).code).toBe('quickbooks.reconnect');
    const info = await host.connections.info(connectionId);
    expect(info.status).toBe('needsOwner');

    const again = await host.authorisations.start({ id: connectionId, connector: 'quickbooks', name: info.name, environment: info.environment, settings: info.settings }, 'browser');
    await browse();
    expect(await host.authorisations.finished(again.attemptId)).toMatchObject({ phase: 'done', connectionId });
    expect(await host.connections.list()).toHaveLength(1);
    expect(await worksAt(connectionId)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test('another company is not slipped under the memory of the first', async () => {
    const { attemptId } = await host.authorisations.start(books(), 'paste');
    const { connectionId = '' } = await host.authorisations.answer(attemptId, (await redirectOf()).href);
    const { settings, name } = await host.connections.info(connectionId);
    const again = await host.authorisations.start({ id: connectionId, connector: 'quickbooks', name, environment: 'demo', settings }, 'paste');
    const back = await redirectOf();
    back.searchParams.set('realmId', '77');
    expect(await host.authorisations.answer(again.attemptId, back.href)).toMatchObject({ phase: 'failed', error: { code: 'quickbooks.other_company' } });
    expect((await host.connections.info(connectionId)).settings['realmId']).toBe(settings['realmId']);
  });
});

test('neither code nor token nor key nor state is ever told to the screen', async () => {
  const first = await host.authorisations.start(books(), 'browser');
  const back = await redirectOf();
  await browse(back.href);
  const { connectionId = '' } = await host.authorisations.finished(first.attemptId);
  const second = await host.authorisations.start(books(), 'paste');
  sandbox.clock.advance(11 * 60_000);
  const used = await redirectOf();
  sandbox.clock.advance(11 * 60_000);
  const failed: AuthorisationState = await host.authorisations.answer(second.attemptId, used.href);
  const said = JSON.stringify([told, failed, host.authorisations.current(), await host.connections.list()]);
  const { clientSecret, clientId } = sandbox.quickbooks;
  const hidden = [clientSecret, clientId, ...['code', 'state'].flatMap((name) => [back.searchParams.get(name), used.searchParams.get(name)]), ...['refreshToken', 'accessToken'].map((name) => kept.get(connectionId)?.[name])];
  expect(hidden.every((text) => typeof text === 'string' && text.length > 8)).toBe(true);
  for (const text of hidden) expect(said).not.toContain(text);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** `fetch` does not let a caller choose its `Host`. */
function statusWithHost(port: number, target: string, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: target, headers: { host: name } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on('error', reject).end();
  });
}
