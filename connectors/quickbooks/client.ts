import type { CallContext, ConnectionContext } from '#connectors/sdk/connector.ts';
import { createHttp } from '#connectors/sdk/http.ts';
import type { HttpAnswer } from '#connectors/sdk/http.ts';
import { retryAfterMs } from '#connectors/sdk/retryAfter.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Value } from '#shared/records/story.ts';
import { hostsOf } from './auth.ts';
import type { Environment } from './auth.ts';
import type { EntityKind } from './entities.ts';
import { faultError } from './faults.ts';
import { faultsIn } from './faultShapes.ts';
import { makeRawReader } from './rawReading.ts';
import type { RawReader } from './rawReading.ts';
import { otherAnswer } from './otherAnswer.ts';
import { limitsOf } from './pace.ts';
import { readAnswer } from './readAnswer.ts';
import { makeReader } from './reading.ts';
import type { Ask, Reader } from './reading.ts';
import { makeTokens } from './token.ts';

export interface QuickBooksClient extends Reader, RawReader {
  readonly connection: { readonly id: string; readonly name: string };
  readonly environment: Environment;
  readonly realmId: string;
  /** Writes one object (a create without, an update with `Id` and `SyncToken`) under a `requestid` of at most 50 characters, and gives back what the service made of it. */
  write<T>(kind: EntityKind<T>, body: Value, requestId: string, call: CallContext): Promise<T>;
  /** True when the service's own machine answers, whether it lets us in or not. */
  reach(call: CallContext): Promise<void>;
  /** Makes sure of a token and says nothing. */
  signIn(): Promise<void>;
  /** Uses the permission when nobody did for long, so that it does not end. */
  keepSignedIn(): Promise<void>;
  /** The time of this machine. */
  now(): number;
}

const minorVersion = '75';
const throttledMs = 60_000;

/** A client of one connection: with its own token, its own limiter and its own pause after a 429. Two companies can run side by side. */
export function connectQuickBooks(context: ConnectionContext): QuickBooksClient {
  const hosts = hostsOf(context.settings);
  const realmId = (context.settings['realmId'] ?? '').replace(/[\s-]/g, '');
  const connection = { id: context.id, name: context.name };
  const http = createHttp({ connection, baseUrl: hosts.api, clock: context.clock, timeoutMs: 120_000, limits: limitsOf(hosts.environment, (context.settings['callsPerMinute'] ?? '').trim()) });
  const tokens = makeTokens(context, createHttp({ connection, baseUrl: hosts.auth, clock: context.clock, timeoutMs: 30_000 }));
  let pause = { from: 0, ms: 0 };

  /** How much of the pause is left. */
  function pauseLeft(): number {
    const now = context.clock.now();
    // A clock that was set back takes the pause along: nobody waits until it has come back to where it was.
    if (now < pause.from) pause = { ...pause, from: now };
    return pause.from + pause.ms - now;
  }

  async function waitForPause(signal: AbortSignal): Promise<void> {
    for (let wait = pauseLeft(); wait > 0; wait = pauseLeft()) await context.clock.sleep(wait, signal);
  }

  async function send(ask: Ask, token: string | null, call: CallContext): Promise<HttpAnswer> {
    await waitForPause(call.signal);
    return http.request(
      {
        operation: ask.operation ?? `${ask.method} ${ask.resource}`,
        method: ask.method,
        path: `/v3/company/${realmId}/${ask.resource}`,
        query: { ...ask.query, minorversion: minorVersion },
        // Without it the service answers XML.
        headers: { accept: 'application/json', ...(ask.body !== undefined && { 'content-type': 'application/json' }) },
        ...(token !== null && { secretHeaders: { authorization: `Bearer ${token}` } }),
        ...(ask.body !== undefined && { body: JSON.stringify(ask.body) }),
        writes: ask.writes ?? false,
      },
      call,
    );
  }

  /** One request with a valid token, repeated once when the service refuses the token. Throws a FluxoError for every kind of fault. */
  async function request(ask: Ask, call: CallContext): Promise<unknown> {
    let token = await tokens.access();
    let answer = await send(ask, token, call);
    if (answer.status === 401) {
      token = await tokens.replace(token);
      answer = await send(ask, token, call);
    }
    const retryAfter = retryAfterMs(answer.headers['retry-after'], context.clock.now());
    // A limit of the company, so every call of this client waits, not only the one that met it.
    if (answer.status === 429 && (retryAfter ?? throttledMs) > pauseLeft()) pause = { from: context.clock.now(), ms: retryAfter ?? throttledMs };
    return readAnswer(answer, { writes: ask.writes ?? false, exact: ask.exact ?? false, retryAfterMs: retryAfter }, { connection: context.name, operation: ask.operation ?? `${ask.method} ${ask.resource}` });
  }

  const reader = makeReader(realmId, request, (fault, operation) => faultError(faultsIn(fault) ?? [], { status: 200, reference: undefined, writes: false }, { connection: context.name, operation }));

  return {
    ...reader,
    ...makeRawReader(request),
    connection,
    environment: hosts.environment,
    realmId,
    async write(kind, body, requestId, call) {
      const resource = kind.name.toLowerCase();
      const answer = await request({ method: 'POST', resource, query: { requestid: requestId }, body, writes: true }, call);
      const made = (answer as Record<string, unknown>)[kind.name];
      if (typeof made !== 'object' || made === null || Array.isArray(made)) throw otherAnswer({ connection: context.name, operation: `POST ${resource}` }, 'something else', { maybeDone: true });
      return kind.parse(made);
    },
    async reach(call) {
      const answer = await send({ method: 'GET', resource: `companyinfo/${realmId}` }, null, call);
      if (faultsIn(parseOrNull(answer.body)) === null && answer.status !== 200) {
        throw new FluxoError({ code: 'quickbooks.not_quickbooks', kind: 'setup', what: `What answers at ${new URL(hosts.api).host} is not QuickBooks (status ${answer.status}).`, where: { connection: context.name }, fix: 'Check the environment and its address; a network that asks you to sign in can answer in its place.', answer: { status: answer.status }, params: { host: new URL(hosts.api).host, status: String(answer.status) } });
      }
    },
    async signIn() {
      await tokens.access();
    },
    keepSignedIn: () => tokens.renewIdle(),
    now: () => context.clock.now(),
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
