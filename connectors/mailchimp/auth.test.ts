import { expect, test } from 'vitest';
import type { ConnectionContext } from '#connectors/sdk/connector.ts';
import { dataCentreOf, readAccess, tidySettings } from './auth.ts';

test.each([
  [{}, { environment: 'production' }],
  [{ environment: 'production', server: ' US19 ' }, { environment: 'production', server: 'us19' }],
  [{ server: 'https://us19.admin.mailchimp.com/lists/' }, { environment: 'production', server: 'us19' }],
  [{ server: 'us6.api.mailchimp.com' }, { environment: 'production', server: 'us6' }],
  [{ environment: 'demo', baseUrl: '127.0.0.1:18080/3.0/' }, { environment: 'demo', baseUrl: 'http://127.0.0.1:18080' }],
  [{ baseUrl: 'http://127.0.0.1:18080' }, { environment: 'demo', baseUrl: 'http://127.0.0.1:18080' }],
  [{ environment: 'production', baseUrl: 'https://evil.example.com' }, { environment: 'production' }],
])('what a user types, %j, becomes settings that can be used', (typed, tidy) => {
  expect(tidySettings(typed as Record<string, string>)).toEqual(tidy);
});

test.each([
  [{ server: 'evil.example.com' }, 'mailchimp.bad_server'],
  [{ server: 'us19.api.mailchimp.com.evil.example' }, 'mailchimp.bad_server'],
  [{ environment: 'test' }, 'mailchimp.bad_environment'],
  [{ environment: 'demo' }, 'mailchimp.bad_address'],
  [{ environment: 'demo', baseUrl: 'http://192.168.1.9:18080' }, 'http.insecure'],
  [{ environment: 'demo', baseUrl: 'https://user:pass@example.com' }, 'http.bad_address'],
])('%j is refused with what to do', (typed, code) => {
  expect(() => tidySettings(typed as Record<string, string>)).toThrow(expect.objectContaining({ code, kind: 'setup', data: expect.objectContaining({ fix: expect.any(String) }) }));
});

const hex = '0123456789abcdef0123456789abcdef';
const contextOf = (apiKey: string | undefined, settings: Record<string, string> = {}) => ({ id: 'a', name: 'A', settings, secret: { read: async () => (apiKey === undefined ? {} : { apiKey }) } }) as unknown as ConnectionContext;

test.each([
  [`${hex}-us19`, {}, 'https://us19.api.mailchimp.com'],
  [`${hex}-us19\n`, {}, 'https://us19.api.mailchimp.com'],
  [`${hex}-us19`, { server: 'us6' }, 'https://us19.api.mailchimp.com'],
  [hex, { server: 'us6' }, 'https://us6.api.mailchimp.com'],
  [hex, {}, 'https://api.mailchimp.com'],
  [`${hex}-us19`, { environment: 'demo', baseUrl: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1'],
])('the key %j with %j goes to the host it belongs to', async (key, settings, baseUrl) => {
  expect(await readAccess(contextOf(key, settings as Record<string, string>))).toEqual({ baseUrl, key: key.trim() });
});

test.each([`${hex}-evil.example.com`, `${hex}-us19.evil.com`, `${hex}-us19@evil`, 'abc', `${hex}-`])('the end of %s is no data centre, so no host is made of it', (key) => {
  expect(dataCentreOf(key)).toBeUndefined();
});

test('a missing key and one with a blank in it are for the owner of the connection', async () => {
  for (const key of [undefined, '  ', `${hex} us19`, `${hex}-us19\r\nx: y`]) await expect(readAccess(contextOf(key))).rejects.toMatchObject({ data: { kind: 'setup', needsOwner: true } });
});
