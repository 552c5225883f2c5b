import type { LookAlikeAnswer, LookAlikeRequest, SandboxClock } from '../server/lookAlike.ts';
import { intuitTid } from './answer.ts';
import { demoUser } from './idToken.ts';
import type { IdTokens } from './idToken.ts';
import type { Settings } from './options.ts';
import type { TokenAnswer, Tokens } from './tokens.ts';

export interface OAuthParts {
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly realmId: string;
  readonly settings: Settings;
  readonly tokens: Tokens;
  readonly idTokens: IdTokens;
  readonly clock: SandboxClock;
}

export type OAuthCall = 'authorize' | 'token' | 'revoke' | 'userinfo' | 'jwks' | 'discovery';

/**
 * Which OAuth call a path is. The service spreads them over five hosts; on one port they are known by how their paths end, so that
 * the real paths and shorter ones of a tester both work.
 */
export function oauthCallOf(path: string): OAuthCall | undefined {
  const plain = path.toLowerCase().replace(/\/+$/, '');
  if (plain.endsWith('/connect/oauth2') || plain.endsWith('/oauth2/authorize')) return 'authorize';
  if (plain.endsWith('/tokens/bearer')) return 'token';
  if (plain.endsWith('/tokens/revoke')) return 'revoke';
  if (plain.endsWith('/userinfo')) return 'userinfo';
  if (plain.endsWith('/op/v1/jwks')) return 'jwks';
  return /\/\.well-known\/openid(_sandbox)?_configuration$/.test(plain) ? 'discovery' : undefined;
}

export function handleOAuth(request: LookAlikeRequest, call: OAuthCall, parts: OAuthParts): LookAlikeAnswer {
  switch (call) {
    case 'authorize':
      return authorize(request, parts);
    case 'token':
      return request.method === 'POST' ? token(request, parts) : json(405, { error: 'invalid_request' });
    case 'revoke':
      return request.method === 'POST' ? revoke(request, parts) : json(405, { error: 'invalid_request' });
    case 'userinfo':
      return userInfo(request, parts);
    case 'jwks':
      return json(200, parts.idTokens.keys());
    case 'discovery':
      return json(200, discovery(`http://${request.headers['host'] ?? '127.0.0.1'}`));
  }
}

const knownScopes: ReadonlySet<string> = new Set(['com.intuit.quickbooks.accounting', 'com.intuit.quickbooks.payment', 'openid', 'profile', 'email', 'phone', 'address']);

/** The consent page; this user agrees (or refuses) at once, so it is a redirect. A bad client or address gets a page, never a redirect. */
function authorize({ query }: LookAlikeRequest, { client, realmId, settings, tokens }: OAuthParts): LookAlikeAnswer {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== client.clientId) return page(400, 'The client_id is not known to this sandbox.');
  if (!mayRedirectTo(redirectUri, settings)) {
    return page(400, 'The redirect_uri is not allowed: it must be registered, https (or http://localhost with development keys) and never an IP address.');
  }
  const back = (answer: Record<string, string>): LookAlikeAnswer => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
    return { status: 302, headers: { location: url.href, intuit_tid: intuitTid() }, body: '' };
  };
  const state = query.get('state');
  if (state === null || state === '') return page(400, 'The state parameter is missing.');
  if (query.get('response_type') !== 'code') return back({ error: 'invalid_request', state });
  const scopes = (query.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
  if (scopes.length === 0 || !scopes.every((scope) => knownScopes.has(scope))) return back({ error: 'invalid_scope', state });
  if (settings.consent === 'deny') return back({ error: 'access_denied', state });
  const opensCompany = scopes.some((scope) => scope.startsWith('com.intuit.'));
  return back({ code: tokens.issueCode(redirectUri, scopes), state, ...(opensCompany && { realmId }) });
}

function mayRedirectTo(redirectUri: string, { redirectUris }: Settings): boolean {
  if (redirectUris) return redirectUris.includes(redirectUri);
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname } = new URL(redirectUri);
  const isAddress = hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname);
  return !isAddress && (protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost'));
}

function token(request: LookAlikeRequest, parts: OAuthParts): LookAlikeAnswer {
  if (!isClient(request, parts)) return json(401, { error: 'invalid_client' });
  const form = new URLSearchParams(request.body.toString('utf8'));
  const answer = exchange(form, parts.tokens);
  if (typeof answer === 'string') return json(400, { error: answer });
  const wantsHardExpiry = request.headers['x-include-refresh-token-hard-expires-in']?.toLowerCase() === 'true';
  return json(200, {
    token_type: 'bearer',
    access_token: answer.accessToken,
    expires_in: answer.expiresInSeconds,
    refresh_token: answer.refreshToken,
    x_refresh_token_expires_in: answer.refreshExpiresInSeconds,
    ...(wantsHardExpiry && { x_refresh_token_hard_expires_in: answer.hardExpiresInSeconds }),
    ...(answer.scopes.includes('openid') && { id_token: parts.idTokens.make(parts.client.clientId, parts.realmId, parts.clock.now()) }),
  });
}

/** The tokens, or the OAuth error there is. */
function exchange(form: URLSearchParams, tokens: Tokens): TokenAnswer | string {
  const needed = (name: string): string => form.get(name) ?? '';
  switch (form.get('grant_type')) {
    case 'authorization_code':
      if (needed('code') === '' || needed('redirect_uri') === '') return 'invalid_request';
      return tokens.exchangeCode(needed('code'), needed('redirect_uri')) ?? 'invalid_grant';
    case 'refresh_token':
      if (needed('refresh_token') === '') return 'invalid_request';
      return tokens.refresh(needed('refresh_token')) ?? 'invalid_grant';
    case null:
      return 'invalid_request';
    default:
      return 'unsupported_grant_type';
  }
}

/** The body is JSON or a form, both are in the field; success has no body. */
function revoke(request: LookAlikeRequest, parts: OAuthParts): LookAlikeAnswer {
  if (!isClient(request, parts)) return json(401, { error: 'invalid_client' });
  const text = request.body.toString('utf8');
  const given = /json/i.test(request.headers['content-type'] ?? '') ? tokenInJson(text) : new URLSearchParams(text).get('token');
  if (given === null || given === '') return json(400, { error: 'invalid_request' });
  parts.tokens.revoke(given);
  return { status: 200, headers: { intuit_tid: intuitTid() }, body: '' };
}

function tokenInJson(text: string): string | null {
  try {
    const body = JSON.parse(text) as { token?: unknown };
    return typeof body.token === 'string' ? body.token : null;
  } catch {
    return null;
  }
}

function userInfo(request: LookAlikeRequest, { tokens }: OAuthParts): LookAlikeAnswer {
  const access = tokens.check(/^Bearer\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1]);
  if ('refusal' in access) return json(401, { error: 'invalid_token' });
  return access.scopes.includes('openid') ? json(200, demoUser) : json(403, { error: 'insufficient_scope' });
}

function isClient(request: LookAlikeRequest, { client }: OAuthParts): boolean {
  const given = /^Basic\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  return given !== undefined && Buffer.from(given, 'base64').toString('utf8') === `${client.clientId}:${client.clientSecret}`;
}

function discovery(base: string): object {
  return {
    issuer: 'https://oauth.platform.intuit.com/op/v1',
    authorization_endpoint: `${base}/connect/oauth2`,
    token_endpoint: `${base}/oauth2/v1/tokens/bearer`,
    userinfo_endpoint: `${base}/v1/openid_connect/userinfo`,
    revocation_endpoint: `${base}/v2/oauth2/tokens/revoke`,
    jwks_uri: `${base}/op/v1/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile', 'address', 'phone'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'realmid', 'sub'],
  };
}

const json = (status: number, body: object): LookAlikeAnswer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-cache, no-store', intuit_tid: intuitTid() },
  body: JSON.stringify(body),
});

const page = (status: number, text: string): LookAlikeAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', intuit_tid: intuitTid() },
  body: `<!DOCTYPE html><html lang="en"><head><title>QuickBooks sandbox</title></head><body><h1>Sorry, but this did not connect</h1><p>${text}</p></body></html>`,
});
