import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ConnectionContext, SecretValue } from '#connectors/sdk/connector.ts';
import type { MailchimpClient } from '#connectors/mailchimp/client.ts';
import type { MplusClient } from '#connectors/mplus/client.ts';
import type { QuickBooksClient } from '#connectors/quickbooks/client.ts';
import type { RestClient } from '#connectors/http/client.ts';
import { retryAfterMs } from '#connectors/sdk/retryAfter.ts';
import { makeGate, persist } from '#engine/run/retry.ts';
import { findConnector } from '#host/registry.ts';
import { startSandbox, type Sandbox } from '#sandbox/index.ts';
import { FluxoError } from '#shared/errors.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { full } from './full.ts';
import { packings, standBetween, type Between, type Mangling, type Packing } from './mangledAnswers.ts';

vi.setConfig({ testTimeout: full ? 5_400_000 : 120_000 });

const figures = { answers: 0, bytes: 0, manglings: 0, partial: 0, claimed: 0, partialUnchecked: 0, retryAfterForms: 0, earlyRetries: 0 };
afterAll(() => console.log(`cut answers: ${JSON.stringify(figures)}`));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ orders: 3, customers: 2, products: 2, invoices: 1, receipts: 1 });
});
afterAll(() => sandbox.stop());

const signal = new AbortController().signal;
const call = { signal };

/** Time that is put forward instead of waited for. */
function quickClock() {
  const clock = { time: Date.now(), now: () => clock.time, sleep: async (ms: number) => void (clock.time += ms) };
  return clock;
}

function contextFor(settings: Readonly<Record<string, string>>, secret: SecretValue, clock = quickClock()): ConnectionContext {
  return { id: 'c', name: 'C', settings: { environment: 'demo', ...settings }, clock, secret: { read: async () => secret, update: (change) => change(secret) } };
}

/** One kind of answer: how a client that talks to `url` asks for it, and which question it is. */
interface Answer {
  readonly name: string;
  readonly writes: boolean;
  readonly service: () => string;
  /** Where in the answer that is what it is about. */
  readonly holds?: string;
  isMeant(request: { readonly url: string; readonly method: string; readonly body: string }): boolean;
  /** A client of the service at this address; what it resolves with is what the engine would believe. */
  open(url: string): () => Promise<unknown>;
}

const stream = (connector: string, name: string) => findConnector(connector)!.streams.find((one) => one.name === name)!;
/** The first page of a stream, as the engine would keep it. */
async function firstPage(connector: string, name: string, client: unknown, settings: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const definition = stream(connector, name);
  for await (const page of definition.read({ client, settings: withDefaults(definition.settings, settings as never), cursor: null, limit: 1, signal })) return page.records;
  return 'no page';
}
const connect = <Client>(connector: string, context: ConnectionContext) => findConnector(connector)!.connect(context) as Client;

const till = (url: string) => connect<MplusClient>('mplus', contextFor({ baseUrl: url, ident: sandbox.mplus.ident }, { secret: sandbox.mplus.secret }));
const mail = (url: string) => connect<MailchimpClient>('mailchimp', contextFor({ baseUrl: url }, { apiKey: sandbox.mailchimp.apiKey }));
const books = (url: string, authBaseUrl = sandbox.quickbooks.authBaseUrl) => {
  const { realmId, clientId, clientSecret, refreshToken } = sandbox.quickbooks;
  return connect<QuickBooksClient>('quickbooks', contextFor({ baseUrl: url, authBaseUrl, realmId }, { clientId, clientSecret, refreshToken }));
};
const web = (url: string) => connect<RestClient>('http', contextFor({ baseUrl: `${url}/3.0`, auth: 'bearer' }, { token: sandbox.mailchimp.apiKey }));
const soap = (operation: string) => ({ body }: { body: string }) => body.includes(`:${operation}`) || body.includes(`<${operation}`);

let written = 0;
const answers: readonly Answer[] = [
  { name: 'till: page of orders', writes: false, service: () => sandbox.mplus.baseUrl, isMeant: soap('getOrders'), open: (url) => () => firstPage('mplus', 'orders', till(url)) },
  { name: 'till: page of cards', writes: false, service: () => sandbox.mplus.baseUrl, isMeant: soap('getRelations'), open: (url) => () => firstPage('mplus', 'relations', till(url)) },
  { name: 'till: new card', writes: true, service: () => sandbox.mplus.baseUrl, isMeant: soap('createRelation'), open: (url) => () => till(url).call('createRelation', { relation: { name: `Kaart ${(written += 1)}` } }, call) },
  { name: 'books: page of customers', writes: false, holds: 'QueryResponse', service: () => sandbox.quickbooks.baseUrl, isMeant: ({ url }) => /\/(query|cdc)/.test(url), open: (url) => () => firstPage('quickbooks', 'customerList', books(url)) },
  { name: 'books: new customer', writes: true, holds: 'Customer', service: () => sandbox.quickbooks.baseUrl, isMeant: ({ url, method }) => method === 'POST' && /\/customer\b/.test(url), open: (url) => () => books(url).write({ name: 'Customer', parse: (raw) => raw }, { DisplayName: 'Nieuw' }, 'cut-1', call) },
  { name: 'books: new token', writes: false, service: () => sandbox.quickbooks.authBaseUrl, isMeant: ({ url }) => url.includes('tokens/bearer'), open: (url) => () => books(sandbox.quickbooks.baseUrl, url).companyInfo(call).then(({ CompanyName }) => CompanyName) },
  { name: 'mailing list: page of contacts', writes: false, holds: 'members', service: () => sandbox.mailchimp.baseUrl, isMeant: ({ url }) => /\/members\?/.test(url), open: (url) => async () => firstPage('mailchimp', 'contacts', mail(url), { audience: await audience() }) },
  { name: 'mailing list: contact saved', writes: true, service: () => sandbox.mailchimp.baseUrl, isMeant: ({ method }) => method === 'PUT', open: (url) => async () => mail(url).write('PUT', `/lists/${await audience()}/members/cut@koperenketel.nl`, { email_address: 'cut@koperenketel.nl', status_if_new: 'subscribed' }, {}, call) },
  { name: 'web service: page', writes: false, holds: 'customers', service: () => sandbox.mailchimp.baseUrl, isMeant: ({ url }) => url.includes('/customers'), open: (url) => () => firstPage('http', 'customers', web(url), { path: '/ecommerce/stores/web-winkel/customers', listPath: 'customers' }) },
];
const audience = async () => {
  const answer = await fetch(`${sandbox.mailchimp.baseUrl}/3.0/lists`, { headers: { authorization: `Bearer ${sandbox.mailchimp.apiKey}` } });
  return ((await answer.json()) as { lists: { id: string }[] }).lists[0]!.id;
};

/** Nobody's client: takes what arrives for all there is, as a few lines with `fetch` and a lenient parser would. */
async function uncheckedValues(url: string): Promise<unknown> {
  const text = await fetch(url, { method: 'POST', body: '<getRelations/>' }).then((answer) => answer.text(), () => '');
  return [...text.matchAll(/>([^<>]+)</g)].map(([, value]) => value);
}

/** For a full run that has to be over sooner: every so many bytes. */
const step = Number(process.env['FLUXO_STEP'] ?? 1);

/** Every byte, or some of them: those at the ends, where a cut is easiest to miss, and a few between. */
function placesIn(length: number): readonly number[] {
  if (full) return Array.from({ length: Math.ceil(length / step) }, (_, at) => at * step);
  const some = [0, 1, 2, ...Array.from({ length: 6 }, (_, at) => Math.floor((length * (at + 1)) / 7)), ...Array.from({ length: 12 }, (_, at) => length - 12 + at)];
  return [...new Set(some.filter((at) => at >= 0 && at < length))];
}
const hows = ['length', 'lie', 'open', 'chunked', 'reset', 'half'] as const;
const page = '<!DOCTYPE html><html><head><title>Welkom bij Hotel Zeezicht</title></head><body>Meld u aan</body></html>';

function wrongWholes(body: Buffer): readonly (readonly [string, Mangling])[] {
  const text = (type: string, said: string, status = 200): Mangling => ({ kind: 'whole', status, type, body: Buffer.from(said) });
  return [
    ['a web page with 200', text('text/html', page)],
    ['a web page that says it is JSON', text('application/json', page)],
    ['a web page that says it is XML', text('text/xml', page)],
    ['nothing, with 200', text('application/json', '')],
    ['a text', text('text/plain', 'OK')],
    ['null', text('application/json', 'null')],
    ['an empty text', text('application/json', '""')],
    ['a number', text('application/json', '7')],
    ['no list', text('application/json', '[]')],
    ['no object', text('application/json', '{}')],
    ['another object', text('application/json', '{"ok":true}')],
    ['other XML', text('text/xml', '<?xml version="1.0"?><ok/>')],
    ['a length that says more', { kind: 'whole', announce: body.length + 10 }],
    ['bytes that are no UTF-8', { kind: 'whole', body: Buffer.concat([body.subarray(0, body.length >> 1), Buffer.from([0xc3, 0x28, 0xff]), body.subarray(body.length >> 1)]) }],
    ['a maintenance page with 503', text('text/html', page, 503)],
  ];
}

/** The answer as it was, but for what it is about: that is missing, or something else. Read as “nothing there” it would end a list early, or make what is there a second time. */
function emptied(body: Buffer, { holds, service }: Answer): readonly (readonly [string, Mangling])[] {
  const whole = (said: string): Mangling => ({ kind: 'whole', body: Buffer.from(said) });
  if (service() === sandbox.mplus.baseUrl) return [['an answer with nothing in it', whole(body.toString().replace(/<(ns\d*:\w+Response)>.*<\/\1>/s, '<$1></$1>'))]];
  if (holds === undefined) return [];
  const { [holds]: what, ...rest } = JSON.parse(body.toString()) as Record<string, unknown>;
  const forms = [null, '', 7, ...(Array.isArray(what) ? [{}] : [[]])];
  return [[`without ${holds}`, whole(JSON.stringify(rest))], ...forms.map((form) => [`${holds}: ${JSON.stringify(form)}`, whole(JSON.stringify({ ...rest, [holds]: form }))] as const)];
}

interface Said {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: FluxoError;
}
const hear = (ask: () => Promise<unknown>): Promise<Said> => ask().then((value) => ({ ok: true, value }), (thrown: unknown) => {
  if (!(thrown instanceof FluxoError)) throw thrown;
  return { ok: false, error: thrown };
});

describe.each(answers)('$name', (answer) => {
  const { name, writes, service, isMeant, open } = answer;
  let between: Between;
  let whole: unknown;
  beforeAll(async () => {
    between = await standBetween(service(), isMeant);
    const said = await hear(open(between.url));
    if (!said.ok) throw said.error!;
    whole = said.value;
    figures.answers += 1;
    figures.bytes += between.golden().body.length;
  });
  afterAll(() => between.close());

  async function expectRefused(told: string, mangling: Mangling, only?: string): Promise<void> {
    between.mangle(mangling);
    const said = await hear(open(between.url));
    between.mangle(null);
    figures.manglings += 1;
    if (said.ok) {
      // All of it arrived, or all that means anything: a line break at the end is missed by nobody.
      if (only === undefined && isDeepStrictEqual(said.value, whole)) return;
      if (writes) figures.claimed += 1;
      else figures.partial += 1;
      expect.soft(said.value, `${name}, ${told}: believed`).toEqual(whole);
      return;
    }
    const { kind, maybeDone, code } = said.error!.data;
    if (only !== undefined) expect.soft(code, `${name}, ${told}`).toBe(only);
    expect.soft({ kind, ...(writes && { maybeDone }) }, `${name}, ${told}: ${code}`).toEqual({ kind: 'remote', ...(writes && { maybeDone: true }) });
  }

  test.each(hows)('cut at a byte (%s): no part of it is taken for all, and it is tried again', async (how) => {
    for (const bytes of placesIn(between.golden().body.length)) await expectRefused(`${how} ${bytes}`, { kind: 'cut', bytes, how });
  });

  test.each(Object.keys(packings) as Packing[])('packed (%s) and cut at a byte, with everything around it put right: it is tried again', async (packing) => {
    const places = placesIn(packings[packing](between.golden().body).length);
    for (const [index, bytes] of places.entries()) {
      for (const inPieces of full ? [false, true] : [index % 2 === 1]) await expectRefused(`${packing} ${bytes}`, { kind: 'packed', packing, bytes, inPieces }, 'http.cut_off');
    }
    between.mangle({ kind: 'packed', packing });
    expect(await open(between.url)()).toEqual(whole);
    between.mangle(null);
  });

  test('something else that arrives whole is no answer', async () => {
    for (const [told, mangling] of [...wrongWholes(between.golden().body), ...emptied(between.golden().body, answer)]) {
      if (name !== 'web service: page') {
        await expectRefused(told, mangling);
        continue;
      }
      // Some services write null for a list without anything in it. Where else its list is, is told by the settings: they may be wrong, so somebody has to look.
      if (told === 'customers: null') continue;
      between.mangle(mangling);
      expect.soft((await hear(open(between.url))).error?.code, told).toMatch(/^http\.(no_list|not_a_list|not_json|not_text|cut_off|service_failed)$/);
    }
    between.mangle(null);
  });

  test('a mark before the text, another name for its type or a header more changes nothing', async () => {
    const { body } = between.golden();
    for (const mangling of [{ kind: 'whole', body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]) }, { kind: 'whole', type: 'application/octet-stream' }, ...(name.startsWith('till') ? [] : [{ kind: 'whole', type: 'text/html; charset=iso-8859-1' } as const]), { kind: 'whole', headers: { 'x-more': 'y' } }] as const) {
      between.mangle(mangling);
      expect(await open(between.url)(), JSON.stringify(mangling.kind)).toEqual(whole);
      figures.manglings += 1;
    }
    between.mangle(null);
  });
});

test('a client without these checks takes a part for all, which the same cuts show', async () => {
  const between = await standBetween(sandbox.mplus.baseUrl, soap('getRelations'));
  try {
    await firstPage('mplus', 'relations', till(between.url));
    const whole = await uncheckedValues(between.url);
    const { length } = between.golden().body;
    for (let bytes = 0; bytes < length; bytes += Math.ceil(length / 50)) {
      between.mangle({ kind: 'cut', bytes, how: 'open' });
      const values = (await uncheckedValues(between.url)) as string[];
      if (values.length > 0 && !isDeepStrictEqual(values, whole)) figures.partialUnchecked += 1;
    }
    expect(figures.partialUnchecked).toBeGreaterThan(0);
    for (const packing of Object.keys(packings) as Packing[]) {
      const before = figures.partialUnchecked;
      const packed = packings[packing](between.golden().body).length;
      for (let bytes = 0; bytes < packed; bytes += Math.ceil(packed / 20)) {
        between.mangle({ kind: 'packed', packing, bytes });
        const values = (await uncheckedValues(between.url)) as string[];
        if (values.length > 0 && !isDeepStrictEqual(values, whole)) figures.partialUnchecked += 1;
      }
      expect(figures.partialUnchecked, packing).toBeGreaterThan(before);
    }
  } finally {
    await between.close();
  }
});

describe('a service that asks to wait', () => {
  const start = Date.UTC(2026, 5, 1, 12, 0, 0);
  const at = (ms: number) => new Date(start + ms).toUTCString();
  const hour = 3_600_000;
  /** What the header says, and after how long at the earliest; what asks for more than ten minutes is left for a later run. */
  const isDate = (header: string | undefined) => /^(mon|tue|wed|thu|fri|sat|sun)/i.test(header ?? '');
  const forms: readonly (readonly [string | undefined, number])[] = [
    [undefined, 0], ['0', 0], ['1', 1_000], ['30', 30_000], [' 30 ', 30_000], ['599', 599_000], ['600', 600_000], ['601', 601_000], ['99999', hour], ['999999999999999', hour],
    ['-5', 0], ['1.5', 0], ['soon', 0], ['', 0], ['30, 60', 0], ['1e3', 0], ['0x10', 0], ['NaN', 0], ['Infinity', 0],
    [at(45_000), 45_000], [at(-45_000), 0], [at(300_000), 300_000], ['Mon, 01 Jan 2100 00:00:00 GMT', hour], ['Monday, 01-Jun-26 12:00:20 GMT', 20_000], ['Mon Jun  1 12:00:20 2026', 20_000], ['2026-06-01', 0], ['Mon, 99 Foo 2026', 0],
  ];

  test.each([429, 503].flatMap((status) => forms.map(([header, ms]) => ({ status, header, ms }))))('$status with Retry-After “$header”: nothing is sent before $ms ms are over', async ({ status, header, ms }) => {
    const clock = quickClock();
    clock.time = start;
    const asked: number[] = [];
    const between = await standBetween(sandbox.mailchimp.baseUrl, () => (asked.push(clock.time), true));
    try {
      between.mangle({ kind: 'whole', status, type: 'application/json', body: Buffer.from('{"title":"Too busy","status":429}'), headers: header === undefined ? {} : { 'retry-after': header } });
      const client = findConnector('mailchimp')!.connect(contextFor({ baseUrl: between.url }, { apiKey: sandbox.mailchimp.apiKey }, clock)) as MailchimpClient;
      // No luck at all: the jitter asks for no wait of its own.
      const gate = makeGate(clock, () => 0);
      const thrown = await persist(gate, signal, () => client.get('/ping', {}, call)).catch((error: unknown) => error as FluxoError);
      expect(thrown).toMatchObject({ data: { kind: 'remote' } });
      figures.retryAfterForms += 1;
      // A date stays where it is, seconds count from each answer.
      const early = asked.filter((time, index) => index > 0 && time - (isDate(header) ? start : asked[index - 1]!) < ms).length;
      figures.earlyRetries += early;
      expect(early).toBe(0);
      // Asked for longer than ten minutes: left for a later run at once.
      expect(asked.length).toBe(ms > 600_000 ? 1 : 6);
      if (ms > 600_000) expect((thrown as FluxoError).data.retryAfterMs).toBe(ms);
      // Never a wait without end, whatever was asked for.
      expect(clock.time - start).toBeLessThanOrEqual(5 * 600_000);
    } finally {
      await between.close();
    }
  });

  test('a client that takes any text for a number is early, which the same measure shows', () => {
    const naive = (header: string | undefined) => Math.max(0, Number.parseInt(header ?? '0', 10) * 1000 || 0);
    expect(forms.filter(([header, ms]) => naive(header) < Math.min(ms, hour)).length).toBeGreaterThan(0);
    expect(forms.filter(([header, ms]) => (retryAfterMs(header, start) ?? 0) < ms)).toEqual([]);
  });
});
