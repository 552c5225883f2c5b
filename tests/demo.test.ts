import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { demoFlowId } from '#host/demo.ts';
import { fromCents, sum } from '#shared/money/decimal.ts';
import { countAll, type OutcomeCounts } from '#shared/records/outcomes.ts';
import { fluxo } from './support/cli.ts';
import { openHouse, type House } from './support/house.ts';

vi.setConfig({ testTimeout: 120_000 });

interface RunJson {
  runId: string;
  flow: string;
  status: string;
  read: number;
  outcomes: OutcomeCounts;
  durationMs: number;
}

describe('fluxo demo', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-demo-test-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test('runs every template: the first run brings something over, the second nothing, and all sums match', async () => {
    const { code, stdout } = await fluxo(['demo', '--json']);
    expect(code).toBe(0);
    const { runs } = JSON.parse(stdout) as { runs: RunJson[] };
    for (const run of runs) {
      expect(countAll(run.outcomes), run.flow).toBe(run.read);
      expect(run.status, run.flow).not.toBe('failed');
    }
    const templates = globSync(path.join(import.meta.dirname, '..', 'resources', 'templates', '*.flow.json')).map((file) => path.basename(file, '.flow.json'));
    const told = templates.map((template) => {
      const [first, again, ...more] = runs.filter(({ flow }) => flow === demoFlowId(template));
      return { template, brought: first!.outcomes.created + first!.outcomes.updated > 0, again: [again!.outcomes.created, again!.outcomes.updated], more };
    });
    expect(told).toEqual(templates.map((template) => ({ template, brought: true, again: [0, 0], more: [] })));
    expect(runs).toHaveLength(templates.length * 2);
  });

  test('a workspace that was kept remembers: a second demo on it creates nothing', async () => {
    const demo = ['demo', '--json', '--only', 'mplus-orders-to-quickbooks', '--workspace', dir];
    const created = async () => (JSON.parse((await fluxo(demo)).stdout) as { runs: RunJson[] }).runs.map(({ outcomes }) => outcomes.created);
    expect((await created())[0]).toBeGreaterThan(20);
    expect(await created()).toEqual([0, 0]);
  });

  test('a template that does not exist is answered with those that do', async () => {
    const end = await fluxo(['demo', '--only', 'nothing']);
    expect(end.code).toBe(2);
    expect(end.stderr).toContain('mplus-orders-to-quickbooks');
  });

  test('people get a table that names each record that did not simply arrive, and why', async () => {
    const end = await fluxo(['demo', '--only', 'mplus-orders-to-quickbooks']);
    expect(end.code).toBe(0);
    for (const words of ['parked', 'TIKKIE', 'invalid', 'not a number', 'skipped', 'cancelled', 'created', 'again']) expect(end.stdout).toContain(words);
    for (const round of ['first', 'again']) expect(end.stdout).toMatch(new RegExp(`^MplusKASSA orders to QuickBooks +${round} `, 'm'));
  });
});

/** The documents the flow made; the bookkeeper's own have a prefix of theirs. */
const fromTill = (books: Record<string, Record<string, unknown>[]>) => [...(books['SalesReceipt'] ?? []), ...(books['Invoice'] ?? [])].filter((document) => !String(document['DocNumber']).startsWith('KK-'));

describe('what the demo leaves in the books', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({ orders: 120 });
    await house.run();
  });
  afterAll(() => house.close());

  test('every booked order stands there once, with the till’s total to the cent', async () => {
    const { shop } = house.host.demo.sandbox!;
    const entities = await house.books();
    const documents = fromTill(entities);
    const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['created'], limit: 500 });
    expect(documents).toHaveLength(rows.length);
    for (const row of rows) {
      const order = shop.orders.find((candidate) => row.title.endsWith(String(candidate.number)))!;
      const found = documents.filter((document) => document['Id'] === row.target!.id && String(document['DocNumber']).includes(String(order.number)));
      expect(found, row.title).toHaveLength(1);
      // An order without VAT (shifted) is owed without it.
      const owed = order.vatMethod === 'SHIFTED' ? order.totalExclCents : order.totalInclCents;
      expect(fromCents(Math.round(Number(found[0]!['TotalAmt']) * 100)), row.title).toBe(fromCents(owed));
    }
  });

  test('all of it adds up to what the till sold', async () => {
    const { shop } = house.host.demo.sandbox!;
    const entities = await house.books();
    const booked = sum(fromTill(entities).map((document) => fromCents(Math.round(Number(document['TotalAmt']) * 100))));
    const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, outcomes: ['created'], limit: 500 });
    const sold = sum(rows.map((row) => {
      const order = shop.orders.find((candidate) => row.title.endsWith(String(candidate.number)))!;
      return fromCents(order.vatMethod === 'SHIFTED' ? order.totalExclCents : order.totalInclCents);
    }));
    expect(booked).toBe(sold);
  });

  test('the story of a record tells each sub-step with its requests and answers, and holds no secret', async () => {
    const { store } = house.host.workspace;
    const { rows } = await store.records({ flowId: house.flowId, outcomes: ['created'], limit: 5 });
    const story = await store.story(rows[0]!.runId, rows[0]!.seq);
    expect(story?.source).toBeTruthy();
    expect(story?.mapped).toMatchObject({ lines: expect.any(Array) as unknown[] });
    const operations = story!.steps.flatMap((step) => (step.kind === 'exchange' ? [step.exchange.operation] : []));
    expect(operations.some((operation) => /salesreceipt|invoice/.test(operation))).toBe(true);
    expect(operations).toContain('getOrders');
    const text = JSON.stringify(story);
    const { mplus, quickbooks } = house.host.demo.sandbox!;
    for (const secret of [mplus.secret, quickbooks.clientSecret, quickbooks.refreshToken, quickbooks.clientId]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/Bearer [A-Za-z0-9]/);
  });

  test('a dry run of a new workspace writes nothing and says what it would do', async () => {
    const fresh = await openHouse({ orders: 30 });
    try {
      const before = await fresh.books();
      const dry = await fresh.run({ dryRun: true });
      expect(dry.outcomes.created).toBeGreaterThan(15);
      expect(countAll(dry.outcomes)).toBe(dry.read);
      expect(await fresh.books()).toEqual(before);
      const real = await fresh.run();
      expect(real.outcomes).toEqual(dry.outcomes);
    } finally {
      await fresh.close();
    }
  });

  test('one order can be run by its number', async () => {
    const fresh = await openHouse({ orders: 30 });
    try {
      const only = await fresh.run({ onlyKey: '2026-1003' });
      expect(only).toMatchObject({ read: 1, outcomes: { created: 1 } });
    } finally {
      await fresh.close();
    }
  });
});

describe('what the demo leaves in the mailing list', () => {
  interface Member {
    readonly id: string;
    readonly email_address: string;
    readonly status: string;
    readonly merge_fields: Readonly<Record<string, unknown>>;
  }
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const ledger = async () => ((await (await fetch(new URL('/__sandbox/ledger', house.host.demo.sandbox!.mailchimp.baseUrl))).json()) as { entities: { members: Member[]; mails: unknown[] } }).entities;
  const byId = (members: readonly Member[]) => new Map(members.map((member) => [member.id, member]));
  const runCustomers = async () => (await house.host.runs.start({ flowId: 'demo-mplus-customers-to-mailchimp', dryRun: false, trigger: 'cli' })).finished;

  test('customers of the till are added, nobody is subscribed who was not, and nobody gets mail', async () => {
    const before = byId((await ledger()).members);
    const run = await runCustomers();
    const { members, mails } = await ledger();
    expect(countAll(run.outcomes)).toBe(run.read);
    expect(members).toHaveLength(before.size + run.outcomes.created);
    expect(run.outcomes.created).toBeGreaterThan(4);
    for (const member of members) expect(member.status, member.email_address).toBe(before.get(member.id)?.status ?? 'transactional');
    for (const member of members.filter(({ status }) => ['unsubscribed', 'cleaned', 'archived'].includes(status))) expect(member).toEqual(before.get(member.id));
    expect(mails).toEqual([]);
    const emails = new Set(house.host.demo.sandbox!.shop.customers.map(({ email }) => email?.toLowerCase()));
    for (const member of members.filter(({ id }) => !before.has(id))) expect(emails).toContain(member.email_address);
  });

  test('of whoever left the log says why nothing was done', async () => {
    const { rows } = await house.host.workspace.store.records({ flowId: 'demo-mplus-customers-to-mailchimp', outcomes: ['skipped'], limit: 100 });
    expect(rows.filter(({ reason }) => reason?.code === 'mailchimp.has_left').length).toBeGreaterThan(2);
  });

  test('a second run changes nothing there', async () => {
    const before = await ledger();
    const again = await runCustomers();
    expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
    expect((await ledger()).members).toEqual(before.members);
  });

  test('a contact’s own words are kept, and what is empty is filled in from the till', async () => {
    const fresh = await openHouse();
    try {
      const { baseUrl, apiKey } = fresh.host.demo.sandbox!.mailchimp;
      const read = async () => ((await (await fetch(new URL('/__sandbox/ledger', baseUrl))).json()) as { entities: { members: Member[] } }).entities.members;
      const known = (await read()).find(({ status, merge_fields }) => status === 'subscribed' && merge_fields['LNAME'] !== '' && merge_fields['FNAME'] !== '')!;
      const list = ((await (await fetch(new URL('/3.0/lists', baseUrl), { headers: { authorization: `Bearer ${apiKey}` } })).json()) as { lists: { id: string }[] }).lists[0]!.id;
      const changed = await fetch(new URL(`/3.0/lists/${list}/members/${known.id}`, baseUrl), { method: 'PATCH', headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }, body: JSON.stringify({ merge_fields: { FNAME: 'Zelfgekozen', LNAME: '' } }) });
      expect(changed.status).toBe(200);
      await (await fresh.host.runs.start({ flowId: 'demo-mplus-customers-to-mailchimp', dryRun: false, trigger: 'cli' })).finished;
      expect((await read()).find(({ id }) => id === known.id)).toMatchObject({ status: 'subscribed', merge_fields: { FNAME: 'Zelfgekozen', LNAME: known.merge_fields['LNAME'] } });
    } finally {
      await fresh.close();
    }
  });
});
