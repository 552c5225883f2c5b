import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { LookAlike, LookAlikeAnswer, LookAlikeRequest, SandboxClock } from '../server/lookAlike.ts';
import type { Shop } from '../shop/types.ts';
import { makeAccount } from './account.ts';
import type { Account } from './account.ts';
import { resultPath, settleBatches } from './batches/batches.ts';
import { downloadResult } from './batches/download.ts';
import { datacenter, demandCredential, makeCredentials } from './credentials.ts';
import { ledgerOf } from './ledger.ts';
import { makeOAuth, oauthPath } from './oauth.ts';
import { withDefaults } from './options.ts';
import type { MailChimpOptions } from './options.ts';
import { makeRoutes } from './routes.ts';
import { seedAccount, seeded } from './seed.ts';
import type { JsonObject } from './wire/json.ts';
import { perform, verbOf } from './wire/perform.ts';
import { ServiceProblem, problem } from './wire/problem.ts';
import { matchRoute } from './wire/route.ts';

export type { MailChimpOptions } from './options.ts';

/** What a client needs to know beforehand: a key, or a token with the keys of the app it was given to, and where things are. */
export interface MailChimpConnection {
  readonly apiKey: string;
  readonly accessToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The part of the key behind its dash. */
  readonly datacenter: string;
  readonly listId: string;
  readonly storeId: string;
}

export type MailChimpLookAlike = LookAlike & { readonly connection: MailChimpConnection };

const apiPath = '/3.0';
const mostAtOnce = 10;
/** The audience was filled this long before the story begins, so that nothing of the seed counts as a recent change. */
const seededBeforeMs = 60 * 86_400_000;

/**
 * A MailChimp account with an audience of the demo shop's customers and an empty store, behind its Marketing API, its OAuth and the
 * place batch results are fetched from. Key and tokens are random for every look-alike; the rest follows from the shop and the clock.
 */
export function makeMailChimpLookAlike(shop: Shop, clock: SandboxClock, options: MailChimpOptions = {}): MailChimpLookAlike {
  const settings = withDefaults(options);
  const credentials = makeCredentials();
  const oauth = makeOAuth(credentials, { name: shop.company.name, consent: settings.consent, now: () => clock.now() });
  let origin = 'http://127.0.0.1';
  let inFlight = 0;
  const routes = makeRoutes(settings, () => origin);
  const fresh = (): Account => {
    let earlier = seededBeforeMs;
    const account = makeAccount(shop.company.name, settings, () => clock.now() - earlier);
    seedAccount(account, shop);
    earlier = 0;
    return account;
  };
  let account = fresh();
  const [listId = ''] = account.audiences.keys();

  function answerApi(request: LookAlikeRequest): LookAlikeAnswer {
    try {
      demandCredential(request, oauth.tokens, credentials.apiKey);
    } catch (thrown) {
      if (thrown instanceof ServiceProblem) return answerProblem(thrown);
      throw thrown;
    }
    origin = `http://${request.headers['host'] ?? '127.0.0.1'}`;
    const { method, query, headers } = request;
    const done = perform(routes, account, { method, path: belowApi(request.path), query, headers, body: request.body.toString('utf8') });
    if (done.problem) return answerProblem(done.problem, done.body);
    return { status: done.status, headers: { ...commonHeaders(), ...(done.body && { 'content-type': 'application/json; charset=utf-8' }) }, body: done.body ? JSON.stringify(done.body) : '' };
  }

  function refuseTooMany(): LookAlikeAnswer {
    if (settings.throttleStyle === 'problem') return answerProblem(problem.tooMany());
    return { status: settings.throttleStyle === 'bare403' ? 403 : 429, headers: { 'content-type': 'text/html' }, body: '' };
  }

  return {
    name: 'mailchimp',
    connection: { ...credentials, datacenter, listId, storeId: seeded.store },
    operationOf(request) {
      if (request.path.startsWith(resultPath)) return `${request.method} batch-result`;
      if (request.path.startsWith(oauthPath)) return `${request.method} ${request.path.slice(oauthPath.length)}`;
      try {
        return `${verbOf(request)} ${matchRoute(routes, belowApi(request.path)).route.name}`;
      } catch {
        return `${request.method} ${request.path}`;
      }
    },
    async handle(request) {
      if (request.path.startsWith(oauthPath)) return oauth.handle(request);
      settleBatches(routes, account);
      if (request.path.startsWith(resultPath)) return downloadResult(account, request);
      if (request.path !== apiPath && !request.path.startsWith(`${apiPath}/`)) return { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not Found</h1>' };
      if (inFlight >= mostAtOnce) return refuseTooMany();
      inFlight += 1;
      try {
        if (settings.latencyMs > 0) await wait(settings.latencyMs);
        return answerApi(request);
      } finally {
        inFlight -= 1;
      }
    },
    entities() {
      settleBatches(routes, account);
      return ledgerOf(account);
    },
    reset() {
      oauth.reset();
      account = fresh();
    },
    expiredCredential: () => answerProblem(problem.keyInvalid()),
    throttled: (retryAfter) => {
      const answer = refuseTooMany();
      return { ...answer, headers: { ...answer.headers, ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) } };
    },
  };
}

const belowApi = (path: string): string => path.slice(apiPath.length).replace(/^\//, '').replace(/\/$/, '');

const commonHeaders = () => ({ 'x-request-id': randomUUID() });

function answerProblem(refusal: ServiceProblem, body: JsonObject = refusal.body()): LookAlikeAnswer {
  return {
    status: refusal.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      link: '<https://us19.api.mailchimp.com/schema/3.0/ProblemDetailDocument.json>; rel="describedBy"',
      ...commonHeaders(),
      ...refusal.headers,
    },
    body: JSON.stringify(body),
  };
}
