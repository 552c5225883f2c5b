import { expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import type { Http, HttpRequest } from './http.ts';
import { callSoap } from './soap.ts';

const envelope = (body: string) => `<?xml version="1.0" encoding="UTF-8"?><E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns="urn:u"><E:Body>${body}</E:Body></E:Envelope>`;
const fault = '<E:Fault><faultcode>E:Client.Authentication</faultcode><faultstring>Authentication failed</faultstring></E:Fault>';

/** Everything but the wire is real: an `Http` that answers this to whatever is asked. */
function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const sent: HttpRequest[] = [];
  const http: Http = { request: async (request) => (sent.push(request), { status, headers, body, ms: 1 }) };
  const ask = (writes = false) => callSoap(http, { operation: 'getThing', content: '<ns1:id>1</ns1:id>', namespace: 'urn:u', path: '/', secretQuery: { secret: 's' }, writes, now: 0 }, { signal: new AbortController().signal });
  return { ask, sent };
}
const refusal = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FluxoError ? error.data : error));

test('a call goes out as an envelope with the operation inside, its credential beside it', async () => {
  const { ask, sent } = answering(200, envelope('<ns:GetThingResponse><ns:name>x</ns:name></ns:GetThingResponse>'));
  expect(await ask()).toMatchObject({ kind: 'answer', element: { name: 'GetThingResponse', children: [{ name: 'name', text: 'x' }] } });
  expect(sent[0]).toMatchObject({ method: 'POST', secretQuery: { secret: 's' }, headers: { soapaction: 'getThing', 'content-type': 'text/xml; charset=utf-8' } });
  expect(sent[0]?.body).toContain('<SOAP-ENV:Body><ns1:getThing><ns1:id>1</ns1:id></ns1:getThing></SOAP-ENV:Body>');
});

test.each([500, 200])('a fault is recognised with status %d', async (status) => {
  expect(await answering(status, envelope(fault)).ask()).toEqual({ kind: 'fault', status, code: 'Client.Authentication', text: 'Authentication failed' });
});

test.each([
  [200, '<!DOCTYPE html><html><body>Sign in</body></html>', 'remote', 'soap.html'],
  [502, '<html><body>Bad gateway</body></html>', 'remote', 'soap.html'],
  [503, 'upstream unavailable', 'remote', 'soap.not_soap'],
  [200, '', 'remote', 'soap.not_soap'],
  [200, '{"ok":true}', 'remote', 'soap.not_soap'],
  [200, '<feed/>', 'remote', 'soap.not_soap'],
  [200, '<E:Envelope><E:Body>', 'remote', 'xml.malformed'],
  [404, '<html>Not found</html>', 'setup', 'soap.wrong_address'],
  [301, '', 'setup', 'soap.wrong_address'],
  [403, '<html>Blocked</html>', 'setup', 'soap.refused'],
])('status %d with %s is a %s error', async (status, body, kind, code) => {
  expect(await refusal(answering(status, body).ask())).toMatchObject({ kind, code, answer: { status }, where: { operation: 'getThing' } });
});

test('an unreadable answer to a write leaves open whether the work was done, a refusal does not', async () => {
  expect(await refusal(answering(200, '<E:Envelope><E:Bo').ask(true))).toMatchObject({ maybeDone: true });
  expect(await refusal(answering(404, '<html/>').ask(true))).not.toHaveProperty('maybeDone');
  expect(await refusal(answering(429, 'slow down').ask(true))).not.toHaveProperty('maybeDone');
});

test('a throttled call says how long to wait', async () => {
  expect(await refusal(answering(429, 'slow down', { 'retry-after': '12' }).ask())).toMatchObject({ kind: 'remote', code: 'soap.throttled', retryAfterMs: 12_000 });
});
