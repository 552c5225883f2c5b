import { describe, expect, test } from 'vitest';
import { openQuickBooks } from './testing/openQuickBooks.ts';
import type { Asked, OpenQuickBooks } from './testing/openQuickBooks.ts';

const hour = 3_600_000;
const redirect = 'http://localhost:8765/callback';

function basic({ books }: OpenQuickBooks, secret = books.connection.clientSecret): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${books.connection.clientId}:${secret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' };
}

function token(open: OpenQuickBooks, form: Record<string, string>, headers: Record<string, string> = basic(open)): Asked {
  return open.ask('POST', '/oauth2/v1/tokens/bearer', new URLSearchParams(form).toString(), { headers });
}

const refresh = (open: OpenQuickBooks, refreshToken: string): Asked => token(open, { grant_type: 'refresh_token', refresh_token: refreshToken });

function authorize(open: OpenQuickBooks, more: Record<string, string> = {}): Asked {
  const { clientId } = open.books.connection;
  return open.ask('GET', '/connect/oauth2', undefined, { query: { client_id: clientId, response_type: 'code', scope: 'com.intuit.quickbooks.accounting', redirect_uri: redirect, state: 's-1', ...more } });
}

const landing = (answer: Asked): URLSearchParams => new URL(answer.headers['location'] ?? '').searchParams;
const company = (open: OpenQuickBooks, accessToken: string): Asked => open.ask('GET', `companyinfo/${open.books.connection.realmId}`, undefined, { token: accessToken });

describe('connecting', () => {
  test('a user who agrees is sent back with code, state and company, and the code gives tokens once', () => {
    const open = openQuickBooks();
    const back = landing(authorize(open));
    expect(back.get('state')).toBe('s-1');
    expect(back.get('realmId')).toBe(open.books.connection.realmId);
    const form = { grant_type: 'authorization_code', code: back.get('code') ?? '', redirect_uri: redirect };
    const first = token(open, form);
    expect(first.json).toMatchObject({ token_type: 'bearer', expires_in: 3600, x_refresh_token_expires_in: 8_726_400 });
    expect(first.headers['intuit_tid']).toBeTruthy();
    expect(company(open, first.json.access_token).status).toBe(200);

    expect(token(open, form)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect(company(open, first.json.access_token).status, 'a second exchange ends what the first gave').toBe(401);
  });

  test('a code is bound to its redirect address and dies after ten minutes', () => {
    const open = openQuickBooks();
    const code = landing(authorize(open)).get('code') ?? '';
    expect(token(open, { grant_type: 'authorization_code', code, redirect_uri: 'http://localhost:1/other' }).json).toEqual({ error: 'invalid_grant' });
    open.clock.advance(11 * 60_000);
    expect(token(open, { grant_type: 'authorization_code', code, redirect_uri: redirect }).json).toEqual({ error: 'invalid_grant' });
  });

  test('a refusal, an unknown scope and a bad address are told as the service tells them', () => {
    expect(landing(authorize(openQuickBooks({ consent: 'deny' }))).get('error')).toBe('access_denied');
    const open = openQuickBooks();
    expect(landing(authorize(open, { scope: 'everything' })).get('error')).toBe('invalid_scope');
    expect(landing(authorize(open, { response_type: 'token' })).get('error')).toBe('invalid_request');
    expect(authorize(open, { redirect_uri: 'http://127.0.0.1:8765/callback' }).status, 'an IP address is never registered').toBe(400);
    expect(authorize(open, { redirect_uri: 'http://shop.example/callback' }).status).toBe(400);
    expect(authorize(open, { client_id: 'stranger' }).status).toBe(400);
    expect(authorize(openQuickBooks({ redirectUris: ['https://shop.example/back'] })).status, 'not registered').toBe(400);
  });

  test('a wrong client secret answers invalid_client', () => {
    const open = openQuickBooks();
    expect(token(open, { grant_type: 'refresh_token', refresh_token: open.books.connection.refreshToken }, basic(open, 'wrong'))).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    expect(token(open, { grant_type: 'password' }).json).toEqual({ error: 'unsupported_grant_type' });
  });

  test('the discovery document points at the look-alike itself', () => {
    const answer = openQuickBooks().ask('GET', '/.well-known/openid_configuration/', undefined, { headers: { host: '127.0.0.1:18082' } });
    expect(answer.json.token_endpoint).toBe('http://127.0.0.1:18082/oauth2/v1/tokens/bearer');
    expect(answer.json.revocation_endpoint).toBe('http://127.0.0.1:18082/v2/oauth2/tokens/revoke');
  });
});

describe('keeping the connection', () => {
  test('an access token works for an hour and then answers 401 in the shape of the gateway', () => {
    const open = openQuickBooks();
    const { accessToken } = open.books.connection;
    open.clock.advance(hour - 1);
    expect(company(open, accessToken).status).toBe(200);
    open.clock.advance(1);
    const refused = company(open, accessToken);
    expect(refused).toMatchObject({
      status: 401,
      json: { fault: { type: 'AUTHENTICATION', error: [{ message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401', code: '3200', element: null }] }, warnings: null, cdcresponse: [] },
    });
    expect(typeof refused.json.time).toBe('number');
    expect(refused.headers['www-authenticate']).toContain('invalid_token');
    expect(refused.text).not.toContain(accessToken);
  });

  test('a refresh answers the same refresh token for a day and a new one after it; the old one is dead', () => {
    const open = openQuickBooks();
    const { refreshToken } = open.books.connection;
    open.clock.advance(23 * hour);
    expect(refresh(open, refreshToken).json.refresh_token).toBe(refreshToken);
    open.clock.advance(hour);
    const rotated = refresh(open, refreshToken).json.refresh_token;
    expect(rotated).not.toBe(refreshToken);
    expect(refresh(open, refreshToken)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect(refresh(open, rotated).json.refresh_token).toBe(rotated);
  });

  test('rotation at every refresh and a grace for the old token can be switched on', () => {
    const open = openQuickBooks({ rotateOnEachRefresh: true, supersededGraceMs: 60_000 });
    const { refreshToken } = open.books.connection;
    const second = refresh(open, refreshToken).json.refresh_token;
    expect(second).not.toBe(refreshToken);
    expect(refresh(open, refreshToken).json.refresh_token, 'within the grace the old one answers the newest').toBe(second);
    open.clock.advance(60_000);
    expect(refresh(open, refreshToken).status).toBe(400);
    expect(refresh(open, second).status).toBe(200);
  });

  test('a refresh token left alone for over a hundred days is dead, one in use is not', () => {
    const open = openQuickBooks();
    let { refreshToken } = open.books.connection;
    for (let round = 0; round < 3; round += 1) {
      open.clock.advance(99 * 24 * hour);
      refreshToken = refresh(open, refreshToken).json.refresh_token;
    }
    open.clock.advance(101 * 24 * hour);
    expect(refresh(open, refreshToken).json).toEqual({ error: 'invalid_grant' });
  });

  test('the hard expiry is told only to those who ask', () => {
    const open = openQuickBooks();
    const form = { grant_type: 'refresh_token', refresh_token: open.books.connection.refreshToken };
    expect(token(open, form).json).not.toHaveProperty('x_refresh_token_hard_expires_in');
    expect(token(open, form, { ...basic(open), 'x-include-refresh-token-hard-expires-in': 'true' }).json.x_refresh_token_hard_expires_in).toBe(157_680_000);
  });

  test.each([
    ['JSON', 'application/json', (value: string) => JSON.stringify({ token: value })],
    ['a form', 'application/x-www-form-urlencoded', (value: string) => `token=${encodeURIComponent(value)}`],
  ])('revoking with %s ends access and refresh', (_name, contentType, write) => {
    const open = openQuickBooks();
    const { accessToken, refreshToken } = open.books.connection;
    const answer = open.ask('POST', '/v2/oauth2/tokens/revoke', write(refreshToken), { headers: { ...basic(open), 'content-type': contentType } });
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(company(open, accessToken).json.fault.error[0].code).toBe('3200');
    expect(refresh(open, refreshToken).json).toEqual({ error: 'invalid_grant' });
  });

  test('a good token does not open another company', () => {
    const open = openQuickBooks();
    const answer = open.ask('GET', '/v3/company/9130350999999999/companyinfo/1');
    expect(answer).toMatchObject({ status: 403, json: { fault: { error: [{ code: '3100' }] } } });
  });

  test('a reset gives the first consent back its life', () => {
    const open = openQuickBooks();
    open.ask('POST', '/v2/oauth2/tokens/revoke', JSON.stringify({ token: open.books.connection.refreshToken }), { headers: { ...basic(open), 'content-type': 'application/json' } });
    open.books.reset();
    expect(refresh(open, open.books.connection.refreshToken).status).toBe(200);
  });
});
