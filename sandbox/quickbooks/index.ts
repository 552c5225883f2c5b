import { randomBytes } from 'node:crypto';
import type { LookAlike, LookAlikeAnswer, SandboxClock } from '../server/lookAlike.ts';
import type { Shop } from '../shop/types.ts';
import { answerFault } from './answer.ts';
import { handleApi, parseApiPath } from './api.ts';
import { makeCompany } from './company.ts';
import type { Company } from './company.ts';
import { entityNames } from './entities/definition.ts';
import { notAuthenticated, throttled } from './faults.ts';
import { makeIdTokens } from './idToken.ts';
import { handleOAuth, oauthCallOf } from './oauth.ts';
import { withDefaults } from './options.ts';
import type { QuickBooksOptions, Settings } from './options.ts';
import { makeReplay } from './replay.ts';
import { seedCompany } from './seed/seedCompany.ts';
import { makeThrottle } from './throttle.ts';
import { makeTokens } from './tokens.ts';

export type { QuickBooksOptions } from './options.ts';

/** What a client needs to know beforehand: app keys, the company and a consent already given. */
export interface QuickBooksConnection {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly realmId: string;
  readonly refreshToken: string;
  readonly accessToken: string;
}

export type QuickBooksLookAlike = LookAlike & { readonly connection: QuickBooksConnection };

/** The books were filled this long before the story begins, so that nothing of the seed counts as a recent change. */
const seededBeforeMs = 60 * 86_400_000;

/**
 * A QuickBooks Online company with the demo shop's books, with API and OAuth behind one handler. Keys and tokens are random for
 * every look-alike; everything in the books follows from the shop and the clock.
 */
export function makeQuickBooksLookAlike(shop: Shop, clock: SandboxClock, options: QuickBooksOptions = {}): QuickBooksLookAlike {
  const settings = withDefaults(options);
  const realmId = `9130350${String((shop.seed >>> 0) % 1_000_000_000).padStart(9, '0')}`;
  const client = { clientId: `AB${randomText(48)}`, clientSecret: randomText(40) };
  const tokens = makeTokens(realmId, settings, clock);
  const idTokens = makeIdTokens();
  const fresh = () => ({ company: makeSeededCompany(realmId, settings, shop, clock), replay: makeReplay(), throttle: settings.throttle ? makeThrottle() : undefined });
  let state = fresh();

  return {
    name: 'quickbooks',
    connection: { ...client, realmId, ...tokens.initial },
    operationOf(request) {
      const resource = oauthCallOf(request.path) ?? parseApiPath(request.path)?.resource ?? request.path;
      return `${request.method} ${resource}`;
    },
    handle(request): LookAlikeAnswer {
      const path = parseApiPath(request.path);
      if (path) return handleApi(request, path, { ...state, tokens });
      const call = oauthCallOf(request.path);
      if (call) return handleOAuth(request, call, { client, realmId, settings, tokens, idTokens, clock });
      return { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Not Found' };
    },
    entities() {
      return Object.fromEntries(entityNames.map((name) => [name, [...state.company.store.table(name).rows()].map((row) => row.json)]));
    },
    reset() {
      tokens.reset();
      state = fresh();
    },
    expiredCredential(request) {
      if (oauthCallOf(request.path) !== undefined) return { status: 400, headers: { 'content-type': 'application/json;charset=UTF-8' }, body: JSON.stringify({ error: 'invalid_grant' }) };
      return answerFault(request, notAuthenticated('Token expired'), clock.now());
    },
    throttled: (retryAfter) => {
      const asJson = { method: 'GET', path: '/', query: new URLSearchParams('format=json'), headers: {}, body: Buffer.alloc(0) };
      return answerFault(asJson, throttled(retryAfter), clock.now());
    },
  };
}

function makeSeededCompany(realmId: string, settings: Settings, shop: Shop, clock: SandboxClock): Company {
  let earlier = seededBeforeMs;
  const company = makeCompany(realmId, settings, () => clock.now() - earlier);
  // The books were kept before the subscription ended, and before they were closed.
  seedCompany({ ...company, settings: { ...settings, subscription: 'active' } }, shop);
  earlier = 0;
  return company;
}

function randomText(length: number): string {
  return randomBytes(length).toString('base64url').replaceAll(/[-_]/g, 'q').slice(0, length);
}
