import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import type { Exchange } from '#shared/records/story.ts';
import { envelope, fault, fixture, tillThatAnswers } from './fixtures/tillThatAnswers.ts';

const call = (noteExchange?: (exchange: Exchange) => void) => ({ signal: new AbortController().signal, ...(noteExchange && { noteExchange }) });
const errorOf = async (work: Promise<unknown>): Promise<FluxoError> => {
  const thrown = await work.then(() => new Error('it went well'), (error: unknown) => error);
  if (!(thrown instanceof FluxoError)) throw thrown;
  return thrown;
};
const page = { request: { syncMarker: '0', syncMarkerLimit: '10' } };

test('a call carries its credential in the query only, and says for tracing which call it is', async () => {
  const { client, asked } = await tillThatAnswers(() => fixture('getOrders'));
  const noted: Exchange[] = [];
  const answer = await client.call('getOrders', page, call((exchange) => noted.push(exchange)));
  expect((answer['orderList'] as unknown[]).length).toBe(2);
  expect(asked[0]?.url).toBe('/?ident=winkel&secret=zeer-geheim-77');
  expect(asked[0]?.headers['x-request-id']).toMatch(/^fluxo-/);
  expect(asked[0]?.body).not.toContain('geheim');
  expect(noted[0]).toMatchObject({ operation: 'getOrders', method: 'POST', status: 200 });
  expect(noted[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test.each([
  [500, 'Client.Authentication', 'Authentication failed', { kind: 'setup', code: 'mplus.wrong_credential', needsOwner: true }],
  [200, 'Client.Authentication', 'Authentication failed', { kind: 'setup', code: 'mplus.wrong_credential', needsOwner: true }],
  [500, 'Client', "Method 'getOrders' not implemented: method name or namespace not recognized", { kind: 'setup', code: 'mplus.not_supported' }],
  [500, 'Client', 'Validation constraint violation', { kind: 'setup', code: 'mplus.refused_call' }],
  [500, 'Server', 'Database is busy', { kind: 'remote', code: 'mplus.server_fault' }],
  [500, 'Server.Timeout', 'Slave not reachable', { kind: 'remote', code: 'mplus.server_fault' }],
])('a fault with status %d and code %s says who can act', async (status, code, text, expected) => {
  const { client } = await tillThatAnswers(() => ({ status, body: fault(code, text) }));
  expect((await errorOf(client.call('getOrders', page, call()))).data).toMatchObject({ ...expected, answer: { status, code }, where: { connection: 'Till', operation: 'getOrders' }, fix: expect.any(String) });
});

test.each([
  ['a page of the network', { type: 'text/html', body: '<!DOCTYPE html><html><body>Please sign in</body></html>' }, 'remote', 'soap.html'],
  ['maintenance', { status: 503, type: 'text/plain', body: 'Service Unavailable' }, 'remote', 'soap.not_soap'],
  ['half an answer', { body: fixture('getOrders').slice(0, 2500) }, 'remote', 'xml.malformed'],
  ['the answer to another call', { body: fixture('getRelations') }, 'remote', 'mplus.unexpected_answer'],
  ['nothing at all', { body: '' }, 'remote', 'soap.not_soap'],
  ['an answer without its list', { body: envelope('<ns:GetOrdersResponse></ns:GetOrdersResponse>') }, 'remote', 'mplus.lacking_answer'],
  ['a wrong path', { status: 404, type: 'text/html', body: '<html>Not found</html>' }, 'setup', 'soap.wrong_address'],
  ['an entity bomb', { body: `<!DOCTYPE a [<!ENTITY x "xxxx">]>${envelope('<ns:GetOrdersResponse>&x;</ns:GetOrdersResponse>').replace(/^<\?xml.*?\?>/, '')}` }, 'remote', 'xml.unsafe'],
])('%s instead of an answer is told for what it is', async (_name, answer, kind, code) => {
  const { client } = await tillThatAnswers(() => answer);
  expect((await errorOf(client.call('getOrders', page, call()))).data).toMatchObject({ kind, code, where: { connection: 'Till', operation: 'getOrders' } });
});

test('an empty list is one; a change without a result may have been made', async () => {
  const none = await tillThatAnswers(() => envelope('<ns:GetOrdersResponse><ns:orderList></ns:orderList></ns:GetOrdersResponse>'));
  expect((await none.client.call('getOrders', page, call()))['orderList']).toEqual([]);
  for (const body of ['', envelope('<ns:CreateRelationResponse></ns:CreateRelationResponse>')]) {
    const { client } = await tillThatAnswers(() => ({ body }));
    expect((await errorOf(client.call('createRelation', { relation: { name: 'Anna' } }, call()))).data).toMatchObject({ kind: 'remote', maybeDone: true });
  }
});

test('a result that is not OK is an error although the status is 200, and "not found" is told apart', async () => {
  for (const [result, code] of [['GET-ORDER-RESULT-NOT-FOUND', 'mplus.not_found'], ['GET-ORDER-RESULT-NOTFOUND', 'mplus.not_found'], ['GET-ORDER-RESULT-FAILED', 'mplus.refused']] as const) {
    const { client } = await tillThatAnswers(() => envelope(`<ns:GetOrderResponse><ns:result>${result}</ns:result></ns:GetOrderResponse>`));
    expect((await errorOf(client.call('getOrder', { orderId: 'x' }, call()))).data).toMatchObject({ code, kind: 'data', refusedByService: true, answer: { code: result } });
  }
});

test('a service that repeats the secret in its fault does not get it into our error or log', async () => {
  const { client } = await tillThatAnswers(() => ({ status: 500, body: fault('Client', 'No access for winkel with zeer-geheim-77') }));
  const noted: Exchange[] = [];
  const error = await errorOf(client.call('getOrders', page, call((exchange) => noted.push(exchange))));
  const everything = inspect([error, noted, client], { depth: 12, showHidden: true }) + JSON.stringify([error.data, noted]);
  expect(everything).not.toContain('zeer-geheim-77');
  expect(everything).not.toContain('winkel');
});

test('without a stored secret nothing is sent, and the owner is asked', async () => {
  const { client, asked } = await tillThatAnswers(() => fixture('getOrders'), {});
  expect((await errorOf(client.call('getOrders', page, call()))).data).toMatchObject({ code: 'mplus.no_credential', kind: 'setup', needsOwner: true });
  expect(asked).toEqual([]);
});
