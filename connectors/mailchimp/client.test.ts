import { expect, test } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { operationOf, pathOf } from './client.ts';
import { serviceThatAnswers } from './testing/account.ts';

const problem = (status: number, title: string, detail = '', errors?: unknown) => ({ status, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body: { type: 'about:blank', title, status, detail, instance: 'c0ffee', ...(errors !== undefined && { errors }) } });

test.each([
  [problem(401, 'API Key Invalid'), { code: 'mailchimp.not_authenticated', kind: 'setup', needsOwner: true }],
  [{ status: 401, body: '' }, { kind: 'setup', needsOwner: true }],
  [problem(403, 'Forbidden', 'You do not have permission.'), { code: 'mailchimp.no_right', kind: 'setup', needsOwner: true }],
  [problem(403, 'Wrong Datacenter'), { code: 'mailchimp.wrong_data_centre', kind: 'setup' }],
  [{ status: 403, body: '<html>no</html>' }, { code: 'mailchimp.throttled', kind: 'remote', retryAfterMs: 60_000 }],
  [{ status: 403, body: '' }, { code: 'mailchimp.throttled', kind: 'remote' }],
  [problem(404, 'Resource Not Found'), { code: 'mailchimp.not_found', kind: 'data' }],
  [problem(429, 'Too Many Requests'), { code: 'mailchimp.throttled', kind: 'remote' }],
  [{ status: 429, body: '', headers: { 'retry-after': '7' } }, { code: 'mailchimp.throttled', kind: 'remote', retryAfterMs: 7000 }],
  [problem(500, 'Internal Server Error'), { code: 'mailchimp.server_error', kind: 'remote' }],
  [{ status: 502, body: '<html>' }, { code: 'mailchimp.server_error', kind: 'remote' }],
  [{ status: 302, body: '', headers: { location: 'https://login.example.com' } }, { code: 'mailchimp.not_mailchimp', kind: 'remote' }],
  [{ status: 200, body: '<html>sign in</html>' }, { code: 'mailchimp.not_json', kind: 'remote' }],
  [{ status: 200, body: '[]' }, { code: 'mailchimp.not_json', kind: 'remote' }],
  [{ status: 200, body: '' }, { code: 'mailchimp.not_json', kind: 'remote' }],
  [{ status: 200, body: 'null' }, { code: 'mailchimp.not_json', kind: 'remote' }],
  [{ status: 200, body: '""' }, { code: 'mailchimp.not_json', kind: 'remote' }],
  [{ status: 200, body: '7' }, { code: 'mailchimp.not_json', kind: 'remote' }],
  [{ status: 204, body: '' }, { code: 'mailchimp.not_json', kind: 'remote' }],
  [problem(400, 'JSON Parse Error'), { kind: 'bug' }],
  [problem(405, 'Method Not Allowed'), { kind: 'bug' }],
  [problem(426, 'Upgrade Required'), { kind: 'setup' }],
])('%j becomes %j', async (answer, error) => {
  const { client, call } = await serviceThatAnswers(() => answer);
  expect(await errorOf(client.get('/lists', {}, call))).toMatchObject({ ...error, fix: expect.any(String), where: { connection: 'News', operation: 'GET lists' } });
});

test.each([
  ['Member In Compliance State', 'anna@x.nl is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.', 'in_compliance'],
  ['Forgotten Email Not Subscribed', 'anna@x.nl was permanently deleted and cannot be re-imported.', 'forgotten'],
  ['Invalid Resource', 'anna@x.nl looks fake or invalid, please enter a real email address.', 'bad_email'],
  ['Bad Request', 'anna@x.nl has signed up to a lot of lists very recently', 'too_many_signups'],
  ['Bad Request', 'Something about anna@x.nl nobody has seen before.', 'refused'],
])('the refusal “%s” is said in words and without the person’s address', async (title, detail, code) => {
  const { client, call } = await serviceThatAnswers(() => problem(400, title, detail));
  const error = await errorOf(client.write('PUT', '/lists/a/members/b', {}, {}, call));
  expect(error).toMatchObject({ code: `mailchimp.${code}`, kind: 'data', refusedByService: true, answer: { status: 400, reference: 'c0ffee' } });
  expect(JSON.stringify(error)).not.toContain('anna');
  expect(error.maybeDone).toBeUndefined();
});

test('a refused field is named with what the service wants there', async () => {
  const { client, call } = await serviceThatAnswers(() => problem(400, 'Invalid Resource', 'The resource submitted could not be validated.', [{ field: 'variants.item:0.backorders', message: 'Schema describes string, integer found instead' }]));
  expect((await errorOf(client.write('PUT', '/x', {}, {}, call))).what).toBe('MailChimp refuses the record: variants.item:0.backorders: Schema describes string, integer found instead.');
});

test('a write whose answer says nothing certain may have been done, a throttled one was not', async () => {
  for (const [answer, maybeDone] of [[{ status: 502, body: '<html>' }, true], [{ status: 200, body: 'oops' }, true], [{ status: 429, body: '' }, undefined], [{ status: 403, body: '' }, undefined]] as const) {
    const { client, call } = await serviceThatAnswers(() => answer);
    expect((await errorOf(client.write('PUT', '/x', {}, {}, call))).maybeDone).toBe(maybeDone);
  }
});

test('what is not there is null, but only when the service itself says so', async () => {
  const gone = await serviceThatAnswers(() => problem(404, 'Resource Not Found'));
  expect(await gone.client.find('/lists/a', {}, gone.call)).toBeNull();
  const page = await serviceThatAnswers(() => ({ status: 404, body: '<html>not found</html>' }));
  expect(await errorOf(page.client.find('/lists/a', {}, page.call))).toMatchObject({ kind: 'remote' });
});

test('the key travels in a header, to the version we speak, and is nowhere to be seen', async () => {
  const { client, call, asked, exchanges } = await serviceThatAnswers(() => ({ body: { echo: 'secret-key-1234567890' } }));
  await client.get('/lists', { fields: 'lists.id', since: '2026-01-01T00:00:00+00:00' }, call);
  expect(asked[0]).toMatchObject({ path: '/3.0/lists', headers: { authorization: 'Bearer secret-key-1234567890' } });
  // A plus that is not escaped means a blank.
  expect(asked[0]!.query.get('since')).toBe('2026-01-01T00:00:00+00:00');
  expect(JSON.stringify(exchanges)).not.toContain('secret-key');
});

test('amounts and ids arrive digit by digit', async () => {
  const { client, call } = await serviceThatAnswers(() => ({ body: '{"total":0.1,"id":12345678901234567890,"small":1e-7,"list":[30.20,-2],"flag":true,"text":"1.0","none":null,"__proto__":{"x":1}}' }));
  expect(await client.get('/x', {}, call)).toEqual({ total: '0.1', id: '12345678901234567890', small: '0.0000001', list: ['30.20', '-2'], flag: true, text: '1.0', none: null });
});

test('no more than eight calls are under way at once', async () => {
  let running = 0;
  let most = 0;
  const { client, call } = await serviceThatAnswers(async () => {
    most = Math.max(most, (running += 1));
    await new Promise((go) => setTimeout(go, 5));
    running -= 1;
    return { body: {} };
  });
  await Promise.all(Array.from({ length: 40 }, () => client.get('/x', {}, call)));
  expect(most).toBe(8);
});

test('ids are escaped once, whatever is in them', () => {
  expect(pathOf('lists', 'a/b#?é %', 'members')).toBe('/lists/a%2Fb%23%3F%C3%A9%20%25/members');
});

test.each([
  ['GET', '', 'GET root'],
  ['GET', '/lists', 'GET lists'],
  ['GET', '/lists/8a', 'GET lists/{id}'],
  ['GET', '/lists/8a/members', 'GET lists/members'],
  ['PUT', '/lists/8a/members/77', 'PUT lists/members/{id}'],
  ['POST', '/lists/8a/members/77/tags', 'POST lists/members/tags'],
  ['GET', '/ecommerce/stores', 'GET stores'],
  ['GET', '/ecommerce/stores/s1/products/p1', 'GET stores/products/{id}'],
  ['GET', '/ecommerce/stores/s1/products/p1/variants', 'GET stores/products/variants'],
])('%s %s is called %s in the log', (method, path, operation) => {
  expect(operationOf(method, path)).toBe(operation);
});
