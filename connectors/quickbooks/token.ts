import type { CallContext, ConnectionContext, SecretValue } from '#connectors/sdk/connector.ts';
import type { Http, HttpAnswer } from '#connectors/sdk/http.ts';
import { retryAfterMs } from '#connectors/sdk/retryAfter.ts';
import { FluxoError } from '#shared/errors.ts';

export interface Tokens {
  /** A token that still has at least a fifth of its life. */
  access(): Promise<string>;
  /** A token other than the one the service just refused. Throws `setup` with `needsOwner` when there is no way to get one. */
  replace(refused: string): Promise<string>;
  /** Renews a permission that nobody used for a month, long before Intuit ends it (after 100 days). */
  renewIdle(): Promise<void>;
}

interface Held {
  readonly token: string;
  /** From here on a new one is fetched, so that a token never dies under a call. */
  readonly until: number;
}

const usedShare = 0.8;
/** https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0: an access token lives for an hour. */
const usualLifeSeconds = 3600;
const mostIdleMs = 30 * 86_400_000;

/**
 * Keeps the access token of one connection fresh. The refresh token is replaced about daily and the old one then dies, so there is one refresh at a
 * time: in this process through one promise, across processes through the lease of the secret (`SecretHandle.update`), which also stores what came
 * back before anybody uses it. A network error or a 5xx loses nothing: the token stays and the call may be repeated.
 */
export function makeTokens(context: ConnectionContext, auth: Http): Tokens {
  let held: Held | null = null;
  let fetching: Promise<Held> | null = null;

  function heldIn(secret: SecretValue): Held | null {
    const token = secret['accessToken'];
    const expires = Number(secret['accessExpiresAt']);
    const obtained = Number(secret['accessObtainedAt'] ?? Number.NaN);
    if (!token || !Number.isFinite(expires)) return null;
    // Without the moment it was made, a token pasted by hand counts as a fresh one of an hour.
    const life = Number.isFinite(obtained) ? expires - obtained : usualLifeSeconds * 1000;
    return { token, until: expires - life * (1 - usedShare) };
  }

  const isUsable = (candidate: Held | null, refused: string | null): candidate is Held => candidate !== null && candidate.token !== refused && context.clock.now() < candidate.until;

  async function fetchToken(refused: string | null): Promise<Held> {
    let tried = '';
    const renew = () =>
      context.secret.update(async (current) => {
        // Somebody else may have refreshed while this process waited for the lease.
        if (isUsable(heldIn(current), refused)) return current;
        tried = current['refreshToken'] ?? '';
        return { ...current, ...(await refresh(context, auth, current)) };
      });
    let secret: SecretValue;
    try {
      secret = await renew();
    } catch (thrown) {
      if (!isDeadToken(thrown)) throw thrown;
      // The store may have been given a newer token past the lease, by somebody who just reconnected.
      if ((await context.secret.read())['refreshToken'] === tried) throw thrown;
      secret = await renew();
    }
    const fresh = heldIn(secret);
    if (!fresh) throw new FluxoError({ code: 'quickbooks.token_lost', kind: 'bug', what: 'The new access token was not kept.', where: { connection: context.name }, fix: 'Please report it with the log of this run.' });
    return fresh;
  }

  function fetchOnce(refused: string | null): Promise<Held> {
    fetching ??= fetchToken(refused)
      .then((fresh) => (held = fresh))
      .finally(() => (fetching = null));
    return fetching;
  }

  return {
    async access() {
      if (isUsable(held, null)) return held.token;
      if (!fetching) {
        const stored = heldIn(await context.secret.read());
        if (isUsable(stored, null)) return (held = stored).token;
      }
      return (await fetchOnce(null)).token;
    },
    async replace(refused) {
      if (held?.token === refused) held = null;
      // Another call may have replaced the refused token already.
      if (isUsable(held, refused)) return held.token;
      const fresh = await fetchOnce(refused);
      return fresh.token === refused ? (await fetchOnce(refused)).token : fresh.token;
    },
    async renewIdle() {
      const renewedAt = Number((await context.secret.read())['accessObtainedAt'] ?? Number.NaN);
      // One that was pasted and never used is of unknown age.
      if (!(context.clock.now() - renewedAt < mostIdleMs)) await fetchOnce(null);
    },
  };
}

const isDeadToken = (thrown: unknown) => thrown instanceof FluxoError && thrown.code === 'quickbooks.reconnect';

/** Gives back the changed fields of the secret. */
async function refresh(context: ConnectionContext, auth: Http, secret: SecretValue): Promise<SecretValue> {
  const missing = ['clientId', 'clientSecret', 'refreshToken'].find((field) => !secret[field]);
  if (missing) {
    throw new FluxoError({ code: 'quickbooks.credential_missing', kind: 'setup', what: `The ${words[missing]} of the connection is missing.`, where: { connection: context.name, field: missing }, fix: 'Open the connection and enter it.', needsOwner: true, params: { credential: words[missing] ?? missing } });
  }
  const { refreshToken = '' } = secret;
  return readTokens(await askForTokens(auth, secret, { grant_type: 'refresh_token', refresh_token: refreshToken }), refreshToken, context);
}

/** One call to the token endpoint with the app's keys. Its traffic is never noted: question and answer are secrets. */
export function askForTokens(auth: Http, secret: SecretValue, form: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  const { clientId = '', clientSecret = '' } = secret;
  // Not tied to the run that happens to need it: an answer that carries a new refresh token must be kept even when the run is stopped.
  const call: CallContext = { signal: AbortSignal.timeout(60_000) };
  return auth.request(
    {
      operation: 'POST token',
      method: 'POST',
      path: '/oauth2/v1/tokens/bearer',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      secretHeaders: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64')}` },
      body: new URLSearchParams(form).toString(),
      hideBodies: true,
      // Both are inside the header and the form in another spelling; a refusal may say them plainly.
      secrets: [clientId, clientSecret, form['refresh_token'] ?? '', form['code'] ?? ''],
      writes: false,
    },
    call,
  );
}

const words: Readonly<Record<string, string>> = { clientId: 'client id', clientSecret: 'client secret', refreshToken: 'refresh token' };

/** The fields of the secret in an answer of the token endpoint; `refreshToken` stands in for one that did not change. Throws a FluxoError for a refusal. */
export function readTokens(answer: HttpAnswer, refreshToken: string, context: Pick<ConnectionContext, 'name' | 'clock'>): SecretValue {
  const body = parsed(answer.body);
  const now = context.clock.now();
  const token = body['access_token'];
  if (answer.status === 200 && typeof token === 'string' && token !== '') {
    const told = Number(body['expires_in']);
    // The field may be left out (RFC 6749, 5.1), and nobody hands out a token that is over: refusing the answer for it would throw away the new refresh token beside it.
    const seconds = Number.isFinite(told) && told > 0 ? told : usualLifeSeconds;
    const newest = body['refresh_token'];
    const refreshSeconds = Number(body['x_refresh_token_expires_in']);
    return {
      accessToken: token,
      accessObtainedAt: String(now),
      accessExpiresAt: String(now + seconds * 1000),
      refreshToken: typeof newest === 'string' && newest !== '' ? newest : refreshToken,
      ...(Number.isFinite(refreshSeconds) && { refreshExpiresAt: String(now + refreshSeconds * 1000) }),
    };
  }
  const where = { connection: context.name, operation: 'POST token' };
  const reference = answer.headers['intuit_tid'];
  const service = { status: answer.status, ...(typeof body['error'] === 'string' && { code: body['error'] }), ...(reference && { reference }) };
  if (body['error'] === 'invalid_grant') {
    throw new FluxoError({ code: 'quickbooks.reconnect', kind: 'setup', what: 'The permission to use QuickBooks has ended: its refresh token is no longer valid.', where, fix: 'Open the connection and choose Reconnect. It ends when it is not used for 100 days, when somebody disconnects Fluxo at Intuit, or when another program uses the same token.', answer: service, needsOwner: true });
  }
  if (body['error'] === 'invalid_client' || (answer.status === 401 && typeof body['error'] === 'string')) {
    throw new FluxoError({ code: 'quickbooks.bad_client', kind: 'setup', what: 'Intuit does not know the client id or refuses the client secret.', where, fix: 'Copy both again from the app’s keys page at developer.intuit.com; production and development keys differ.', answer: service, needsOwner: true });
  }
  // What is not in Intuit's own words is of somebody in between, such as a proxy or the sign-in page of a hotel's network, and says nothing of the permission.
  if (answer.status === 429 || answer.status >= 500 || answer.status < 300 || typeof body['error'] !== 'string') {
    const wait = retryAfterMs(answer.headers['retry-after'], now);
    throw new FluxoError({ code: 'quickbooks.token_unavailable', kind: 'remote', what: 'Intuit’s sign-in gives no token at the moment.', where, fix: 'Fluxo keeps the permission and tries again by itself.', answer: service, ...(wait !== undefined && { retryAfterMs: wait }) });
  }
  throw new FluxoError({ code: 'quickbooks.token_refused', kind: 'setup', what: 'Intuit’s sign-in refuses to renew the permission.', where, fix: 'Check the keys of the connection, then choose Reconnect.', answer: service, needsOwner: true });
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
