import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import type { HttpAnswer } from '#connectors/sdk/http.ts';
import { quickbooks } from './index.ts';
import { readTokens } from './token.ts';
import type { Books } from './testing/bench.ts';
import { contextFor, openBooks } from './testing/bench.ts';

let books: Books;
let now = Date.now();
const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
const call = { signal: new AbortController().signal };

beforeEach(async () => {
  now = Date.now();
  books = await openBooks({ quickbooks: { rotateOnEachRefresh: true } });
});
afterEach(() => books.stop());

const settings = () => {
  const { baseUrl, authBaseUrl, realmId } = books.sandbox.quickbooks;
  return { environment: 'demo', baseUrl, authBaseUrl, realmId };
};
const connect = () => quickbooks.connect(contextFor(settings(), books.secret, clock));
/** How often the sign-in was asked for a token. */
const refreshes = () => books.sandbox.services.quickbooks.journal().filter((entry) => entry.operation === 'POST token').length;

async function errorOf(work: Promise<unknown>): Promise<FluxoError['data']> {
  const thrown: unknown = await work.then(() => null, (error: unknown) => error);
  if (!(thrown instanceof FluxoError)) throw new Error(`no FluxoError but ${String(thrown)}`);
  return thrown.data;
}

describe('the token of a connection', () => {
  test('is fetched once for many calls at once and kept with the new refresh token', async () => {
    const before = books.secret.value['refreshToken'];
    const client = connect();
    await Promise.all(Array.from({ length: 8 }, () => client.companyInfo(call)));
    expect(refreshes()).toBe(1);
    expect(books.secret.value['refreshToken']).not.toBe(before);
    expect(books.secret.value).toMatchObject({ accessToken: expect.any(String), accessExpiresAt: expect.stringMatching(/^\d+$/), refreshExpiresAt: expect.stringMatching(/^\d+$/) });
  });

  test('serves until four fifths of its life, then it is renewed before it dies', async () => {
    const client = connect();
    await client.companyInfo(call);
    now += 0.79 * 3_600_000;
    await client.companyInfo(call);
    expect(refreshes()).toBe(1);
    now += 0.02 * 3_600_000;
    await client.companyInfo(call);
    expect(refreshes()).toBe(2);
  });

  test('is shared by a program that starts later', async () => {
    await connect().companyInfo(call);
    await connect().companyInfo(call);
    expect(refreshes()).toBe(1);
  });

  test('two programs at once refresh one after the other and both go on', async () => {
    // One store and one lease between them, as two processes have.
    const context = contextFor(settings(), books.secret, clock);
    await Promise.all([quickbooks.connect(context).companyInfo(call), quickbooks.connect(context).companyInfo(call)]);
    expect(refreshes()).toBe(1);
  });

  test('refused by the service, it is renewed once and the call repeated', async () => {
    const client = connect();
    await client.companyInfo(call);
    books.sandbox.services.quickbooks.setFaults([{ operation: 'GET companyinfo', fault: { kind: 'expiredCredential' } }]);
    expect((await client.companyInfo(call)).CompanyName).toMatch(/Koperen Ketel/);
    expect(refreshes()).toBe(2);
  });

  test('refused again after that, the owner is asked', async () => {
    const client = connect();
    books.sandbox.services.quickbooks.setFaults([{ operation: 'GET companyinfo', times: 9, fault: { kind: 'expiredCredential' } }]);
    expect(await errorOf(client.companyInfo(call))).toMatchObject({ kind: 'setup', needsOwner: true });
  });

  test('many calls whose token is refused at once renew it once', async () => {
    books.secret.value = { ...books.secret.value, accessToken: 'revoked', accessObtainedAt: String(now), accessExpiresAt: String(now + 3_600_000) };
    const client = connect();
    await Promise.all(Array.from({ length: 8 }, () => client.companyInfo(call)));
    expect(refreshes()).toBe(1);
    expect(books.secret.value['accessToken']).not.toBe('revoked');
  });

  test('a refresh token somebody else has replaced is read anew and tried once more', async () => {
    const good = books.secret.value;
    const context = contextFor(settings(), books.secret, clock);
    const stale = { ...good, refreshToken: 'superseded' };
    // Another program stores the good token past our lease, while we ask with the old one.
    let first = true;
    const client = quickbooks.connect({
      ...context,
      secret: {
        read: async () => books.secret.value,
        update: async (change) => {
          const current = first ? stale : books.secret.value;
          first = false;
          return (books.secret.value = await change(current));
        },
      },
    });
    expect((await client.companyInfo(call)).CompanyName).toBeTruthy();
    expect(refreshes()).toBe(2);
  });

  test('a dead one says reconnect, and nothing of what was stored is lost', async () => {
    books.secret.value = { ...books.secret.value, refreshToken: 'dead' };
    const error = await errorOf(connect().companyInfo(call));
    expect(error).toMatchObject({ code: 'quickbooks.reconnect', kind: 'setup', needsOwner: true, fix: expect.stringContaining('Reconnect') });
    expect(JSON.stringify(error)).not.toContain('dead');
    expect(books.secret.value['refreshToken']).toBe('dead');
  });

  test('wrong keys say so', async () => {
    books.secret.value = { ...books.secret.value, clientSecret: 'wrong' };
    expect(await errorOf(connect().companyInfo(call))).toMatchObject({ code: 'quickbooks.bad_client', needsOwner: true });
    books.secret.value = { ...books.secret.value, clientSecret: '' };
    expect(await errorOf(connect().companyInfo(call))).toMatchObject({ code: 'quickbooks.credential_missing', where: { field: 'clientSecret' } });
  });

  test.each([['a broken connection', { kind: 'reset' }], ['an error page', { kind: 'htmlPage', status: 503 }], ['a web page', { kind: 'htmlPage' }], ['the refusal of a proxy', { kind: 'htmlPage', status: 403 }], ['a proxy that wants to know who we are', { kind: 'htmlPage', status: 401 }], ['a throttle', { kind: 'throttle', retryAfter: 3 }]] as const)('%s while renewing loses nothing: the next try works', async (_, fault) => {
    const before = books.secret.value;
    const client = connect();
    books.sandbox.services.quickbooks.setFaults([{ operation: 'POST token', fault }]);
    expect(await errorOf(client.companyInfo(call))).toMatchObject({ kind: 'remote' });
    expect(books.secret.value).toEqual(before);
    expect((await client.companyInfo(call)).CompanyName).toBeTruthy();
  });

  test.each([['without', undefined], ['an empty', null], ['a past', -5], ['no', 0], ['a wordy', 'an hour'], ['a textual', '3600']])('an answer with %s time to live is kept with its new refresh token, and counts as one of an hour', (_, expires_in) => {
    const answer = { status: 200, headers: {}, body: JSON.stringify({ access_token: 'a2', refresh_token: 'r2', ...(expires_in !== undefined && { expires_in }) }) } as HttpAnswer;
    expect(readTokens(answer, 'r1', { name: 'Books', clock })).toMatchObject({ accessToken: 'a2', refreshToken: 'r2', accessExpiresAt: String(now + 3_600_000) });
  });

  test('what the sign-in says is never noted', async () => {
    const seen: unknown[] = [];
    await connect().companyInfo({ ...call, noteExchange: (exchange) => void seen.push(exchange) });
    expect(seen).toHaveLength(1);
    for (const secret of ['accessToken', 'refreshToken', 'clientSecret']) expect(JSON.stringify(seen)).not.toContain(books.secret.value[secret]);
  });

  test('a permission nobody used for a month is used, long before it ends; one in use is left alone', async () => {
    await quickbooks.keepAlive!(connect());
    expect(refreshes()).toBe(1);
    await quickbooks.keepAlive!(connect());
    now += 29 * 86_400_000;
    await quickbooks.keepAlive!(connect());
    expect(refreshes()).toBe(1);
    for (let month = 0; month < 6; month += 1) {
      now += 31 * 86_400_000;
      books.sandbox.clock.advance(31 * 86_400_000);
      await quickbooks.keepAlive!(connect());
    }
    expect(refreshes()).toBe(7);
    // Half a year without a single call, and it still lets us in; without that it would have ended after 100 days.
    expect((await connect().companyInfo(call)).CompanyName).toMatch(/Koperen Ketel/);
  });
});
