import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo, errorOf } from '#connectors/sdk/testing/bench.ts';
import { startSandbox } from '#sandbox/index.ts';
import type { Sandbox } from '#sandbox/index.ts';
import { makeMplusLookAlike } from '#sandbox/mplus/index.ts';
import { makeCertificate } from '#sandbox/server/certificate.ts';
import { makeClock } from '#sandbox/server/clock.ts';
import { serveLookAlike } from '#sandbox/server/serve.ts';
import { tidySettings } from './auth.ts';
import { mplus } from './index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ orders: 2, https: true });
});
afterAll(() => sandbox.stop());

/** A connection to the till over https, with these settings besides. */
function connect(settings: Readonly<Record<string, string>> = {}, baseUrl = sandbox.secureMplus!.baseUrl) {
  const { ident, secret } = sandbox.mplus;
  return connectTo(mplus, { settings: { baseUrl, ident, ...settings }, secret: { secret }, wrongSecret: {}, secretTexts: [], setFaults: () => undefined, stop: async () => undefined, streams: {} });
}
const call = () => ({ signal: new AbortController().signal });
const version = (client: ReturnType<typeof connect>) => client.call('getApiVersion', {}, call());

test('a till with a certificate nobody vouches for is refused, and nothing was sent to it', async () => {
  const before = sandbox.services.mplus.calls();
  expect(await errorOf(version(connect()))).toMatchObject({ code: 'http.certificate', kind: 'setup' });
  expect(sandbox.services.mplus.calls()).toBe(before);
});

test('with its certificate in the connection it is spoken to, and its till is the one behind http', async () => {
  const { certificate } = sandbox.secureMplus!;
  const client = connect({ certificate });
  expect(await version(client)).toMatchObject({ majorNumber: '1' });
  expect(await client.call('getOrders', { request: { syncMarker: '0' } }, call())).toEqual(await connect({}, sandbox.mplus.baseUrl).call('getOrders', { request: { syncMarker: '0' } }, call()));
});

test('somebody else’s certificate opens nothing, and the right one not under another name', async () => {
  expect(await errorOf(version(connect({ certificate: (await makeCertificate()).certificate })))).toMatchObject({ code: 'http.certificate', kind: 'setup' });
  const theirs = await makeCertificate(['kassa.elders.example']);
  const clock = makeClock();
  const served = await serveLookAlike(makeMplusLookAlike(sandbox.shop, clock), { port: 0, clock, secure: { port: 0, certificate: theirs } });
  try {
    expect(await errorOf(version(connect({ certificate: theirs.certificate }, served.secureUrl)))).toMatchObject({ code: 'http.certificate', kind: 'setup' });
    expect(served.calls()).toBe(0);
  } finally {
    await served.close();
  }
});

test('a certificate is tidied whatever became of its line ends, and what is none is refused', () => {
  const { certificate } = sandbox.secureMplus!;
  const tidy = (pasted: string) => tidySettings({ baseUrl: 'https://kassa.winkel.example', certificate: pasted })['certificate'];
  const whole = tidy(certificate);
  expect(whole).toMatch(/^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n$/);
  for (const pasted of [certificate.replace(/\n/g, '\r\n'), certificate.replace(/\n/g, ' '), `  ${certificate}\n\n`, whole!]) expect(tidy(pasted)).toBe(whole);
  expect(tidy(certificate + certificate)).toBe(whole! + whole!);
  expect(tidy('  ')).toBeUndefined();
  for (const pasted of ['abc', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', certificate.slice(0, 80)]) {
    expect(() => tidy(pasted)).toThrow(expect.objectContaining({ code: 'mplus.bad_certificate', kind: 'setup' }));
  }
});
