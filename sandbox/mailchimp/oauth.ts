import { randomBytes } from 'node:crypto';
import type { LookAlikeAnswer, LookAlikeRequest } from '../server/lookAlike.ts';
import { datacenter } from './credentials.ts';
import type { Credentials } from './credentials.ts';

export interface OAuth {
  /** Tokens that open the account. */
  readonly tokens: Set<string>;
  handle(request: LookAlikeRequest): LookAlikeAnswer;
  reset(): void;
}

export const oauthPath = '/oauth2/';
const codeMs = 10 * 60_000;

/** Authorize, token and metadata, as on MailChimp's login host. The user of this account says at once what `consent` tells. */
export function makeOAuth(credentials: Credentials, account: { readonly name: string; readonly consent: 'approve' | 'deny'; readonly now: () => number }): OAuth {
  const tokens = new Set([credentials.accessToken]);
  const codes = new Map<string, { readonly redirectUri: string; readonly until: number }>();

  function authorize(query: URLSearchParams): LookAlikeAnswer {
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== credentials.clientId || query.get('response_type') !== 'code' || !mayReturnTo(redirectUri)) {
      return { status: 400, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<!DOCTYPE html><p>This application cannot be authorised.</p>' };
    }
    const back = new URL(redirectUri);
    if (account.consent === 'deny') {
      back.searchParams.set('error', 'access_denied');
    } else {
      const code = randomBytes(16).toString('hex');
      codes.set(code, { redirectUri, until: account.now() + codeMs });
      back.searchParams.set('code', code);
    }
    const state = query.get('state');
    if (state !== null) back.searchParams.set('state', state);
    return { status: 302, headers: { location: back.href }, body: '' };
  }

  function token(form: URLSearchParams): LookAlikeAnswer {
    if (form.get('grant_type') !== 'authorization_code') return json(400, { error: 'unsupported_grant_type' });
    if (form.get('client_id') !== credentials.clientId || form.get('client_secret') !== credentials.clientSecret) return json(401, { error: 'invalid_client' });
    const code = form.get('code') ?? '';
    const known = codes.get(code);
    // A code works once, whatever came of it.
    codes.delete(code);
    if (!known || known.until <= account.now() || known.redirectUri !== form.get('redirect_uri')) return json(400, { error: 'invalid_grant' });
    const fresh = randomBytes(16).toString('hex');
    tokens.add(fresh);
    return json(200, { access_token: fresh, expires_in: 0, scope: null });
  }

  /** Answers 200 for a bad token too; only then there is no `api_endpoint`. */
  function metadata(authorization: string, origin: string): LookAlikeAnswer {
    const secret = /^(?:oauth|bearer)\s+(.+)$/i.exec(authorization)?.[1] ?? '';
    if (!tokens.has(secret)) return json(200, { error: 'invalid_token', error_description: 'The access token was not found.' });
    const user = { email: 'beheer@koperenketel.example', avatar: null, login_id: 1_600_421, login_name: 'beheer', login_email: 'beheer@koperenketel.example' };
    return json(200, { dc: datacenter, role: 'owner', accountname: account.name, user_id: 88_014_233, login: user, login_url: origin, api_endpoint: origin });
  }

  return {
    tokens,
    handle(request) {
      const call = `${request.method} ${request.path.slice(oauthPath.length)}`;
      if (call === 'GET authorize') return authorize(request.query);
      if (call === 'POST token') return token(new URLSearchParams(request.body.toString('utf8')));
      if (call === 'GET metadata') return metadata(request.headers['authorization'] ?? '', `http://${request.headers['host'] ?? '127.0.0.1'}`);
      return json(404, { error: 'not_found' });
    },
    reset() {
      tokens.clear();
      tokens.add(credentials.accessToken);
      codes.clear();
    },
  };
}

/** `localhost` is reported to be refused, where 127.0.0.1 is taken. */
function mayReturnTo(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

function json(status: number, body: unknown): LookAlikeAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}
