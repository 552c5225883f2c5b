import type { Authorisation } from '#connectors/sdk/authorisation.ts';
import { createHttp } from '#connectors/sdk/http.ts';
import type { HttpAnswer } from '#connectors/sdk/http.ts';
import { retryAfterMs } from '#connectors/sdk/retryAfter.ts';
import { FluxoError } from '#shared/errors.ts';
import { tidySettings } from './auth.ts';

const loginHost = 'https://login.mailchimp.com';
/** The look-alike of the demo has its consent page beside its API. */
const hostOf = (settings: Readonly<Record<string, string>>) => (settings['environment'] === 'demo' ? (settings['baseUrl'] ?? '') : loginHost);

/**
 * MailChimp's permission (OAuth 2.0 authorization code). Its token never ends and is used like an API key; the data centre comes from the metadata call.
 * A redirect address on this machine must be 127.0.0.1: `localhost` is reported to be refused.
 */
export const authorisation: Authorisation = {
  service: 'MailChimp',
  field: 'signIn',
  // A key is made in a minute; an app of one's own is for those who need it.
  preferred: false,
  ways: [
    { way: 'browser', environments: ['production', 'demo'] },
    { way: 'paste', environments: ['production', 'demo'] },
    { way: 'relay', environments: ['production', 'demo'] },
  ],
  needs: ['clientId', 'clientSecret'],
  gives: ['server', 'apiKey'],
  thisMachine: '127.0.0.1',
  tidySettings,

  consentUrl({ settings, secret, redirectUri, state }) {
    const url = new URL('/oauth2/authorize', hostOf(settings));
    url.search = new URLSearchParams({ response_type: 'code', client_id: secret['clientId'] ?? '', redirect_uri: redirectUri, state }).toString();
    return url.href;
  },

  async exchange({ connection, settings, secret, redirectUri, answer, before, clock, signal }) {
    const where = { connection: connection.name };
    const login = createHttp({ connection, baseUrl: hostOf(settings), clock, timeoutMs: 30_000 });
    const { clientId = '', clientSecret = '' } = secret;
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri, code: answer['code'] ?? '' });
    const given = await login.request({ operation: 'POST token', method: 'POST', path: '/oauth2/token', headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString(), hideBodies: true, writes: false }, { signal });
    const token = bodyOf(given)['access_token'];
    if (given.status !== 200 || typeof token !== 'string' || token === '') throw refused(given, connection.name, clock.now());

    const told = await login.request({ operation: 'GET metadata', method: 'GET', path: '/oauth2/metadata', headers: { accept: 'application/json' }, secretHeaders: { authorization: `OAuth ${token}` }, hideBodies: true, writes: false }, { signal });
    const metadata = bodyOf(told);
    // It answers 200 for a bad token as well; only a good one has an endpoint.
    if (typeof metadata['api_endpoint'] !== 'string' || typeof metadata['dc'] !== 'string') throw new FluxoError({ code: 'mailchimp.no_data_centre', kind: 'remote', what: 'MailChimp does not say where the account lives.', where, fix: 'Try to sign in again in a moment.', answer: { status: told.status } });
    const server = metadata['dc'];
    const known = before?.['server'];
    if (known !== undefined && known !== server) throw new FluxoError({ code: 'mailchimp.other_account', kind: 'setup', what: `You signed in to an account at ${server}; this connection belongs to one at ${known}.`, where, fix: 'Sign in again with the same account, or make a new connection for the other one.', params: { chosen: server, known } });
    return { settings: settings['environment'] === 'demo' ? {} : { server }, secret: { apiKey: token } };
  },
};

function bodyOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(answer.body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function refused(given: HttpAnswer, connection: string, now: number): FluxoError {
  const error = bodyOf(given)['error'];
  const where = { connection, operation: 'POST token' };
  const answer = { status: given.status, ...(typeof error === 'string' && { code: error }) };
  if (error === 'invalid_grant') return new FluxoError({ code: 'mailchimp.code_refused', kind: 'setup', what: 'MailChimp does not take the code.', where, fix: 'Sign in again: a code works once and for a few minutes, and only with the redirect address it was made for.', answer, needsOwner: true });
  if (error === 'invalid_client' || given.status === 401) return new FluxoError({ code: 'mailchimp.bad_client', kind: 'setup', what: 'MailChimp does not know the client id or refuses the client secret.', where, fix: 'Copy both again from Profile, Extras, Registered apps.', answer, needsOwner: true });
  const wait = retryAfterMs(given.headers['retry-after'], now);
  return new FluxoError({ code: 'mailchimp.token_unavailable', kind: 'remote', what: 'MailChimp’s sign-in gives no token at the moment.', where, fix: 'Try to sign in again in a moment.', answer, ...(wait !== undefined && { retryAfterMs: wait }) });
}
