import { expect, test } from 'vitest';
import { openMailChimp } from './testing/openMailChimp.ts';

const redirect = 'http://127.0.0.1:8765/callback';

test('consent gives a code that works once, and a token that does not end', async () => {
  const { ask, chimp, clock } = openMailChimp();
  const { clientId, clientSecret } = chimp.connection;
  const authorize = async (uri = redirect, id = clientId) => ask('GET', `/oauth2/authorize?response_type=code&client_id=${id}&redirect_uri=${encodeURIComponent(uri)}&state=s%26t`, undefined, {});
  const exchange = async (code: string, more: Record<string, string> = {}) =>
    ask('POST', '/oauth2/token', new URLSearchParams({ grant_type: 'authorization_code', client_id: clientId, client_secret: clientSecret, redirect_uri: redirect, code, ...more }).toString(), {});
  const codeFrom = async () => new URL((await authorize()).headers['location'] ?? '').searchParams.get('code') ?? '';

  const back = new URL((await authorize()).headers['location'] ?? '');
  expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([redirect, 's&t']);
  expect((await authorize('http://localhost:8765/callback')).status).toBe(400);
  expect((await authorize(redirect, 'other')).status).toBe(400);

  const code = back.searchParams.get('code') ?? '';
  const granted = await exchange(code);
  expect(granted.json).toEqual({ access_token: expect.stringMatching(/^[0-9a-f]{32}$/), expires_in: 0, scope: null });
  expect((await exchange(code)).json).toEqual({ error: 'invalid_grant' });
  expect((await exchange(await codeFrom(), { client_secret: 'x' })).status).toBe(401);
  expect((await exchange(await codeFrom(), { redirect_uri: 'https://elsewhere.example' })).json).toEqual({ error: 'invalid_grant' });
  const late = await codeFrom();
  clock.advance(11 * 60_000);
  expect((await exchange(late)).json).toEqual({ error: 'invalid_grant' });
  clock.advance(10 * 365 * 86_400_000);
  expect((await ask('GET', 'ping', undefined, { authorization: `Bearer ${granted.json.access_token}` })).status).toBe(200);
  chimp.reset();
  expect((await ask('GET', 'ping', undefined, { authorization: `Bearer ${granted.json.access_token}` })).status).toBe(401);
});

test('metadata answers 200 for a bad token too, without an address', async () => {
  const { ask, chimp } = openMailChimp();
  const metadata = async (token: string) => ask('GET', '/oauth2/metadata', undefined, { authorization: `OAuth ${token}` });
  const good = await metadata(chimp.connection.accessToken);
  expect(good.json).toMatchObject({ dc: 'us19', api_endpoint: 'http://127.0.0.1:1', role: 'owner', accountname: expect.stringContaining('Ketel') });
  const bad = await metadata('nonsense');
  expect(bad.status).toBe(200);
  expect(bad.json).not.toHaveProperty('api_endpoint');
});
