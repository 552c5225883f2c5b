import { describe, expect, test } from 'vitest';
import { serveLookAlike } from '../server/serve.ts';
import { openMailChimp } from './testing/openMailChimp.ts';
import type { Loose } from './testing/openMailChimp.ts';

const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

describe('who may come in', () => {
  const { chimp, ask } = openMailChimp();
  const { apiKey, accessToken } = chimp.connection;
  const titleFor = async (headers: Record<string, string>, path = 'ping') => {
    const { status, json } = await ask('GET', path, undefined, headers);
    return status === 200 ? json.health_status : `${status} ${json.title}`;
  };

  test('a key opens by Basic under any name, by Bearer and in the address; a token does as well, also in the older form', async () => {
    expect(apiKey).toMatch(/^[0-9a-f]{32}-us19$/);
    for (const headers of [basic(`anystring:${apiKey}`), basic(`fluxo:${accessToken}`), { authorization: `Bearer ${apiKey}` }, { authorization: `OAuth ${accessToken}` }]) {
      expect(await titleFor(headers)).toBe("Everything's Chimpy!");
    }
    expect(await titleFor({}, `ping?apikey=${apiKey}`)).toBe("Everything's Chimpy!");
  });

  test('a missing, wrong or foreign key is told apart', async () => {
    expect(await titleFor({})).toBe('401 API Key Missing');
    expect(await titleFor({ authorization: 'Bearer nonsense' })).toBe('401 API Key Invalid');
    expect(await titleFor(basic(`x:${apiKey}x`))).toBe('401 API Key Invalid');
    expect(await titleFor({ authorization: `Bearer ${apiKey}` }, 'ping?apikey=other')).toBe('401 API Key Invalid');
    expect(await titleFor({ authorization: `Bearer ${'0'.repeat(32)}-us2` })).toBe('403 Wrong Datacenter');
    expect(await titleFor({}, `lists?apikey=`)).toBe('401 API Key Missing');
  });

  test('a user who may only look can read and not write', async () => {
    const viewer = openMailChimp({ role: 'viewer' });
    expect((await viewer.get('')).role).toBe('viewer');
    expect(await viewer.outcome('GET', viewer.list)).toBe('200');
    expect(await viewer.outcome('PATCH', viewer.list, { name: 'Anders' })).toBe('403 Forbidden');
  });
});

describe('a refusal', () => {
  test('is a problem document with all its parts and says which fields are wrong and why', async () => {
    const { ask, store } = openMailChimp();
    const answer = await ask('POST', `${store}/products`, { id: 'p', title: 'Pan', variants: [{ id: 'v', title: 'Rood', backorders: 0, inventory_quantity: 1.5, price: '1e3', sku: null }] });
    expect(answer.status).toBe(400);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json; charset=utf-8', link: expect.stringContaining('describedBy'), 'x-request-id': expect.stringMatching(/\S/) });
    expect(answer.json).toEqual({
      type: expect.stringContaining('/errors/'),
      title: 'Invalid Resource',
      status: 400,
      detail: "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
      instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
      errors: [
        { field: 'variants.item:0.sku', message: 'Schema describes string, NULL found instead' },
        { field: 'variants.item:0.price', message: 'Schema describes number, string found instead' },
        { field: 'variants.item:0.inventory_quantity', message: 'Schema describes integer, double found instead' },
        { field: 'variants.item:0.backorders', message: 'Schema describes string, integer found instead' },
      ],
    });
  });

  test('names what is missing, at the place where it is missing', async () => {
    const { errors, list, store } = openMailChimp();
    expect(await errors('POST', `${list}/members`, { email_address: null })).toEqual({ '': 'Required fields were not provided: email_address, status', email_address: 'Schema describes string, NULL found instead' });
    expect(await errors('POST', `${store}/products`, { id: 'p', title: 'Pan', variants: {} })).toEqual({ variants: 'Schema describes array, object found instead' });
    expect(await errors('POST', `${store}/products`, { id: 'p', title: 'Pan', variants: [{ id: 'v' }] })).toEqual({ 'variants.item:0': 'Required fields were not provided: title' });
    expect(Object.keys(await errors('POST', `${store}/products`, { id: '', title: 'Pan', variants: [] }))).toEqual(['id', 'variants']);
  });

  test('for a path, a verb or a body that does not fit', async () => {
    const { ask, outcome, list } = openMailChimp();
    expect(await outcome('GET', 'nothing')).toBe('404 Resource Not Found');
    expect(await outcome('GET', `${list}x`)).toBe('404 Resource Not Found');
    expect(await outcome('GET', 'a/b/c/d/e/f/g/h')).toBe('414 Resource Nesting Too Deep');
    expect(await outcome('POST', `${list}/members`, '{"email_address": ')).toBe('400 JSON Parse Error');
    expect(await outcome('POST', `${list}/members`, '[]')).toBe('400 Invalid Resource');
    const refused = await ask('DELETE', `${list}/members`);
    expect([refused.status, refused.json.title, refused.headers['allow']]).toEqual([405, 'Method Not Allowed', 'GET, POST']);
  });

  test('can be asked for by name, and a POST can stand for another verb', async () => {
    const { ask, chimp, list } = openMailChimp();
    const authorization = `Bearer ${chimp.connection.apiKey}`;
    const triggered = await ask('GET', 'ping', undefined, { authorization, 'x-trigger-error': 'InternalServerError' });
    expect([triggered.status, triggered.json.title]).toEqual([500, 'Internal Server Error']);
    expect((await ask('GET', 'ping', undefined, { authorization, 'x-trigger-error': 'APIKeyMissing' })).status).toBe(401);
    const tunnel = { authorization, 'x-http-method-override': 'PATCH' };
    expect((await ask('POST', list, { name: 'Vaste klanten' }, tunnel)).json.name).toBe('Vaste klanten');
    expect((await ask('PUT', list, {}, tunnel)).json.title).toBe('Invalid Method Override');
  });
});

describe('pages and parts of an answer', () => {
  test('come ten at a time unless asked, a thousand at most, with the number of all', async () => {
    const { get, outcome, errors, list } = openMailChimp();
    const first = await get(`${list}/members`);
    const second = await get(`${list}/members?offset=10&count=1000`);
    expect(first.members).toHaveLength(10);
    expect(first.total_items).toBe(10 + second.members.length);
    expect(new Set([...first.members, ...second.members].map((row: Loose) => row.id)).size).toBe(first.total_items);
    expect((await get(`${list}/members?offset=5000`)).members).toEqual([]);
    expect(await outcome('GET', `${list}/members?count=1001`)).toBe('400 Invalid Resource');
    expect(Object.keys(await errors('GET', `${list}/members?count=many`))).toEqual(['count']);
  });

  test('are cut down to the fields asked for, and an unknown field is an error', async () => {
    const { get, outcome, list } = openMailChimp();
    const page = await get(`${list}/members?fields=members.id,members.merge_fields.FNAME&count=1`);
    expect(page).toEqual({ members: [{ id: expect.stringMatching(/^[0-9a-f]{32}$/), merge_fields: { FNAME: expect.any(String) } }] });
    const without = await get(`${list}/members?exclude_fields=_links,members._links,members.stats`);
    expect(without.members[0]).not.toHaveProperty('stats');
    expect(without.members[0]).toHaveProperty('status');
    expect(without.total_items).toBeGreaterThan(0);
    expect(await outcome('GET', `${list}/members?fields=members.nothing`)).toBe('422 Invalid Fields');
    expect(await outcome('GET', `${list}/members?fields=members.id&exclude_fields=_links`)).toBe('422 Invalid Fields');
    expect(await outcome('PATCH', `${list}?fields=nothing`, { name: 'Anders' }), 'a write is answered whole').toBe('200');
    expect(await get(`${list}/members?status=archived&fields=members.id`), 'an empty page does not show what it could hold').toEqual({ members: [] });
  });
});

describe('a moment', () => {
  test('is taken in the forms the service names, and always shown in whole seconds of UTC', async () => {
    const { ask, list } = openMailChimp();
    const shown = async (timestamp_signup: string) => {
      const { status, json } = await ask('PUT', `${list}/members/${'0'.repeat(32)}`, { email_address: 'anna@fluxo-demo.nl', status_if_new: 'transactional', timestamp_signup });
      return status === 200 ? json.timestamp_signup : json.title;
    };
    for (const text of ['2026-03-01T09:30:00Z', '2026-03-01T10:30:00.250+0100', '2026-03-01T10:30:00+01:00', '2026-03-01 09:30', '2026-03-01 09:30:00', '2026-03-01 09:30:00 UTC']) {
      expect(await shown(text), text).toBe('2026-03-01T09:30:00+00:00');
    }
    expect(await shown('2026-03-01')).toBe('2026-03-01T00:00:00+00:00');
    for (const text of ['1 maart 2026', '01-03-2026', '2026-13-01 09:30', '1772357400']) expect(await shown(text), text).toBe('Invalid Resource');
  });
});

describe('too many calls at the same time', () => {
  test('the eleventh is refused, and none when they come one after another', async () => {
    const { ask } = openMailChimp({ latencyMs: 100 });
    const answers = await Promise.all(Array.from({ length: 14 }, () => ask('GET', 'ping')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429, 429, 429]);
    expect(answers.at(-1)?.json.title).toBe('Too Many Requests');
    expect((await ask('GET', 'ping')).status).toBe(200);
  });

  test('under extreme volume the refusal may have no body, also as 403', async () => {
    const { ask } = openMailChimp({ latencyMs: 100, throttleStyle: 'bare403' });
    const answers = await Promise.all(Array.from({ length: 11 }, () => ask('GET', 'ping')));
    expect(answers.at(-1)).toMatchObject({ status: 403, json: undefined });
    expect(answers.at(-1)?.body).toHaveLength(0);
  });

  test('over HTTP, eight at once all pass and twenty do not', async () => {
    const { chimp, clock } = openMailChimp({ latencyMs: 400 });
    const served = await serveLookAlike(chimp, { port: 0, clock });
    const burst = async (count: number) => {
      const answers = await Promise.all(Array.from({ length: count }, () => fetch(`${served.url}/3.0/ping`, { headers: basic(`x:${chimp.connection.apiKey}`) })));
      return answers.filter(({ status }) => status === 429).length;
    };
    try {
      expect(await burst(8)).toBe(0);
      expect(await burst(20)).toBeGreaterThan(0);
    } finally {
      await served.close();
    }
  });
});

describe('planned faults', () => {
  test('are told apart by verb and resource, and speak as the service does', async () => {
    const { chimp, clock, list, store } = openMailChimp();
    const served = await serveLookAlike(chimp, { port: 0, clock });
    const headers = { authorization: `Bearer ${chimp.connection.apiKey}` };
    const ask = (method: string, path: string) => fetch(`${served.url}/3.0/${path}`, { method, headers, ...(method !== 'GET' && { body: '{}' }) });
    try {
      served.setFaults([
        { operation: 'PUT member', fault: { kind: 'throttle', retryAfter: 3 } },
        { operation: 'GET orders', fault: { kind: 'expiredCredential' } },
      ]);
      expect((await ask('GET', `${list}/members`)).status).toBe(200);
      const throttled = await ask('PUT', `${list}/members/abc`);
      expect([throttled.status, throttled.headers.get('retry-after'), ((await throttled.json()) as Loose).title]).toEqual([429, '3', 'Too Many Requests']);
      const expired = await ask('GET', `${store}/orders`);
      expect([expired.status, ((await expired.json()) as Loose).title]).toEqual([401, 'API Key Invalid']);
      expect((await ask('GET', `${store}/orders`)).status).toBe(200);
    } finally {
      await served.close();
    }
  });
});
