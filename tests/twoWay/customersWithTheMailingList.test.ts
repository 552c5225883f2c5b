import { afterAll, beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { openHouse } from '#tests/support/house.ts';
import type { House } from '#tests/support/house.ts';

/**
 * The same customers in both directions between one till and one mailing list, turn by turn. What one flow wrote must not come back by the
 * other as something new, and nobody may be doubled.
 */
const toMailchimp = 'mplus-customers-to-mailchimp';
const toTill = 'mailchimp-customers-to-mplus';

let house: House;
const runs: { readonly out: RunSummary; readonly back: RunSummary; readonly held: string }[] = [];
const held = async () => ({ relations: (await house.ledger('mplus'))['relations']!, members: (await house.ledger('mailchimp'))['members']! });
const recordsOf = async (run: RunSummary) => (await house.host.workspace.store.records({ flowId: run.flowId, limit: 500 })).rows.filter(({ runId }) => runId === run.runId);

beforeAll(async () => {
  house = await openHouse({ templates: [toMailchimp, toTill] });
  for (let turn = 0; turn < 3; turn += 1) {
    const out = await house.run({ template: toMailchimp });
    const back = await house.run({ template: toTill });
    runs.push({ out, back, held: JSON.stringify(await held()) });
  }
}, 120_000);
afterAll(() => house.close());

test('both flows make something in the first turn, and every record has its outcome', () => {
  expect(runs[0]!.out.outcomes.created).toBeGreaterThan(3);
  expect(runs[0]!.back.outcomes.created).toBeGreaterThan(3);
  for (const { out, back } of runs) for (const run of [out, back]) expect(countAll(run.outcomes)).toBe(run.read);
});

test('nobody the one flow added comes back by the other as a second card or contact', async () => {
  const { relations, members } = await held();
  const added = relations.slice(house.host.demo.sandbox!.shop.customers.length);
  expect(added).toHaveLength(runs[0]!.back.outcomes.created);
  const emails = added.map(({ email }) => String(email).toLowerCase());
  expect(new Set(emails).size).toBe(emails.length);
  const known = new Set(house.host.demo.sandbox!.shop.customers.map(({ email }) => email?.toLowerCase()));
  expect(emails.filter((email) => known.has(email))).toEqual([]);
  expect(new Set(members.map(({ id }) => id)).size).toBe(members.length);
});

test('what the flow to the mailing list wrote is known for an echo by the flow back', async () => {
  const echoes = (await recordsOf(runs[0]!.back)).filter(({ reason }) => reason?.code === 'delivery.echo');
  expect(echoes.length).toBeGreaterThanOrEqual(runs[0]!.out.outcomes.created);
  for (const { outcome } of echoes) expect(outcome).toBe('skipped');
});

test('the second turn adds nobody and changes nobody, and after it everything rests', () => {
  for (const { out, back } of runs.slice(1)) for (const run of [out, back]) expect(run.outcomes).toMatchObject({ created: 0, updated: 0, rejected: 0, unsure: 0 });
  expect(runs[1]!.held).toBe(runs[0]!.held);
  expect(runs[2]!.held).toBe(runs[0]!.held);
});

test('a change in one place reaches the other once, and comes to rest there', async () => {
  const { relations } = await held();
  const own = relations.at(-1)!;
  const { baseUrl, ident, secret } = house.host.demo.sandbox!.mplus;
  const asked = await fetch(`${baseUrl}/?ident=${ident}&secret=${encodeURIComponent(secret)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:mplusqapi"><SOAP-ENV:Body><ns1:updateRelation><ns1:relation><ns1:relationNumber>${own['relationNumber']}</ns1:relationNumber><ns1:telephone>020-555 0188</ns1:telephone></ns1:relation></ns1:updateRelation></SOAP-ENV:Body></SOAP-ENV:Envelope>`,
  });
  expect(await asked.text()).toContain('UPDATE-RELATION-RESULT-OK');
  expect((await house.run({ template: toMailchimp })).outcomes).toMatchObject({ created: 0, updated: 1 });
  expect((await house.run({ template: toTill })).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect((await house.run({ template: toMailchimp })).outcomes).toMatchObject({ created: 0, updated: 0 });
  const member = (await held()).members.find((one) => String(one['email_address']).toLowerCase() === own['email'])!;
  expect(member['merge_fields'].PHONE).toBe('020-555 0188');
});
