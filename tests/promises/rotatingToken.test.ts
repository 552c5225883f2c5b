import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSandbox } from '#sandbox/index.ts';
import type { QuickBooksOptions } from '#sandbox/quickbooks/options.ts';
import { bundle, type Bundled } from './bundled.ts';
import { full } from './full.ts';
import { startProcess } from './processes/ownProcess.ts';
import { connectionId, deaths, openConnections, useOnce, type Death, type TokenUserSettings, type Uses } from './processes/tokenUser.ts';

vi.setConfig({ testTimeout: full ? 5_400_000 : 300_000 });

const processCount = 6;
const size = full ? 10_000 : 200;
const hour = 3_600_000;
const figures = { processes: processCount, uses: 0, failed: 0, expired: 0, refreshes: 0, invalidGrants: 0, withoutLease: 0, kills: 0 };
let program: Bundled;
beforeAll(async () => {
  program = await bundle(path.join(import.meta.dirname, 'processes/tokenUser.ts'));
});
afterAll(async () => {
  await program?.remove();
  console.log(`rotating token: ${JSON.stringify(figures)}`);
});

/** Books whose refresh token changes with every renewal, and a workspace with a connection to them. */
async function openBooks(quickbooks: QuickBooksOptions = {}) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-token-'));
  const sandbox = await startSandbox({ orders: 1, customers: 1, products: 1, quickbooks: { rotateOnEachRefresh: true, ...quickbooks } });
  const { baseUrl, authBaseUrl, realmId, clientId, clientSecret, refreshToken } = sandbox.quickbooks;
  const settings = (more: Partial<TokenUserSettings> = {}): TokenUserSettings => ({ dir, store: 'file', lease: true, ...more });
  const here = await openConnections(settings());
  const save = (token: string) => here.connections.save({ id: connectionId, connector: 'quickbooks', name: 'Books', environment: 'demo', settings: { baseUrl, authBaseUrl, realmId }, secret: { clientId, clientSecret, refreshToken: token } });
  await save(refreshToken);
  // The journal forgets the oldest: told as they come in.
  const tally = { refreshes: 0, invalidGrants: 0, seen: new Set<object>() };
  const count = () => {
    for (const entry of sandbox.services.quickbooks.journal()) {
      if (entry.operation !== 'POST token' || tally.seen.has(entry)) continue;
      tally.seen.add(entry);
      tally.refreshes += 1;
      if (entry.answerBody.includes('invalid_grant')) tally.invalidGrants += 1;
    }
    return { refreshes: tally.refreshes, invalidGrants: tally.invalidGrants };
  };
  return {
    dir,
    sandbox,
    settings,
    here,
    count,
    /** What a person does who signs in again. */
    async signInAgain() {
      const query = new URLSearchParams({ client_id: clientId, redirect_uri: 'http://localhost/fluxo', response_type: 'code', scope: 'com.intuit.quickbooks.accounting', state: 's' });
      const consent = await fetch(`${authBaseUrl}/connect/oauth2?${query}`, { redirect: 'manual' });
      const code = new URL(consent.headers.get('location')!).searchParams.get('code')!;
      const answer = await fetch(`${authBaseUrl}/oauth2/v1/tokens/bearer`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: 'http://localhost/fluxo' }) });
      await save(((await answer.json()) as { refresh_token: string }).refresh_token);
    },
    async close() {
      await here.workspace.close();
      await sandbox.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
type Books = Awaited<ReturnType<typeof openBooks>>;

const startUser = (settings: TokenUserSettings) => startProcess<{ uses: number }, Uses>(program, { FLUXO_TEST_TOKEN_USER: JSON.stringify(settings) });

/** All processes use the connection at once, round after round; between two rounds its access token expires. */
async function race(books: Books, more: Partial<TokenUserSettings>, uses: number, processes = processCount): Promise<Uses> {
  const users = await Promise.all(Array.from({ length: processes }, () => startUser(books.settings(more))));
  const done: string[] = [];
  try {
    while (done.length < uses) {
      done.push(...(await Promise.all(users.map((user) => user.ask({ uses: 2 })))).flat());
      books.sandbox.clock.advance(hour + 1);
      books.count();
      figures.expired += 1;
    }
  } finally {
    await Promise.all(users.map((user) => user.end()));
  }
  return done;
}

test(`${processCount} processes share one rotating token: none is ever refused, and it is renewed once each time`, async () => {
  const books = await openBooks();
  try {
    const uses = await race(books, {}, size);
    const { refreshes, invalidGrants } = books.count();
    Object.assign(figures, { uses: uses.length, failed: uses.filter((use) => use !== 'ok').length, refreshes, invalidGrants });
    expect(figures).toMatchObject({ failed: 0, invalidGrants: 0 });
    expect(uses.length).toBeGreaterThanOrEqual(size);
    // Once for each time it had expired, the first time included; never for each process.
    expect(refreshes).toBe(figures.expired);
  } finally {
    await books.close();
  }
});

test('without the lease the same check sees refused tokens', async () => {
  const books = await openBooks();
  try {
    const before = figures.expired;
    await race(books, { lease: false }, full ? 60 : 24, full ? processCount : 3);
    figures.expired = before;
    figures.withoutLease = books.count().invalidGrants;
    expect(figures.withoutLease).toBeGreaterThan(0);
  } finally {
    await books.close();
  }
});

/** Whether the books have given out a new token that nobody stored. */
const tokenLost: Readonly<Record<Death, boolean>> = { 'with the lease': false, 'after reading': false, 'asked, the answer on its way': true, 'before storing': true, 'after storing': false };
const quickDeaths: readonly Death[] = ['before storing', 'after storing'];

test.each(full ? deaths : quickDeaths)('killed while renewing (%s): the next one goes on, or tries the old token once and asks to sign in again; nothing else is touched', async (dieAt) => {
  for (const supersededGraceMs of full || tokenLost[dieAt] ? [0, 24 * hour] : [0]) {
    const books = await openBooks({ supersededGraceMs });
    const { sandbox, here } = books;
    try {
      if (dieAt === 'asked, the answer on its way') sandbox.services.quickbooks.setFaults([{ operation: 'POST token', fault: { kind: 'slowBody', ms: 30_000 } }]);
      const user = await startUser(books.settings({ dieAt }));
      const gone = once(user.child, 'exit');
      user.ask({ uses: 1 }).catch(() => undefined);
      if (dieAt === 'asked, the answer on its way') {
        while (books.count().refreshes === 0) await sleep(2);
        user.child.kill('SIGKILL');
      }
      expect((await gone)[1]).toBe('SIGKILL');
      figures.kills += 1;
      sandbox.services.quickbooks.setFaults([]);
      const before = books.count();
      const client = await here.client();
      const lost = tokenLost[dieAt] && supersededGraceMs === 0;
      expect(await useOnce(client)).toBe(lost ? 'quickbooks.reconnect' : 'ok');
      const asked = books.count();
      expect(asked.refreshes - before.refreshes).toBe(dieAt === 'after storing' ? 0 : 1);
      expect(asked.invalidGrants).toBe(lost ? 1 : 0);
      expect((await here.connections.info(connectionId)).status).toBe(lost ? 'needsOwner' : 'unknown');
      expect(await here.connections.waitingForOwner([connectionId])).toEqual(lost ? { id: connectionId, name: 'Books' } : null);
      if (!lost) continue;
      await books.signInAgain();
      expect(await here.connections.waitingForOwner([connectionId])).toBeNull();
      expect(await useOnce(await here.client())).toBe('ok');
    } finally {
      await books.close();
    }
  }
});
