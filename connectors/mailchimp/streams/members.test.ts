import { onTestFinished, expect, test } from 'vitest';
import type { Cursor } from '#connectors/sdk/connector.ts';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { hashOf } from '../targets/members/contact.ts';
import { noSignal } from '../testing/account.ts';
import { openAccount } from '../testing/openAccount.ts';
import type { OpenAccount } from '../testing/openAccount.ts';
import { members } from './members.ts';

async function account(options: Parameters<typeof openAccount>[0] = {}): Promise<OpenAccount> {
  const opened = await openAccount(options);
  onTestFinished(() => opened.stop());
  return opened;
}

async function read(opened: OpenAccount, cursor: Cursor | null = null, settings: Settings = {}) {
  const records: SourceRecord[] = [];
  let last = cursor;
  for await (const page of members.read({ client: opened.client, settings: { audience: opened.audience, pageSize: 4, ...settings }, cursor, ...noSignal() })) {
    records.push(...page.records);
    last = JSON.parse(JSON.stringify(page.cursor)) as Cursor;
  }
  return { records, cursor: last, emails: records.map((record) => record['email_address']) };
}

const path = (opened: OpenAccount, email: string) => `lists/${opened.audience}/members/${hashOf(email)}`;
const put = (opened: OpenAccount, email: string, fields: Record<string, unknown> = {}) => opened.ask('PUT', path(opened, email), { email_address: email, status_if_new: 'subscribed', merge_fields: fields });
const minute = 60_000;

test.each(['inclusive', 'exclusive'] as const)('a later run gives what changed since, whether the bound is %s', async (sinceBoundary) => {
  const opened = await account({ sinceBoundary });
  await put(opened, 'eerste@koperenketel.example');
  const first = await read(opened);
  expect(first.emails).toContain('eerste@koperenketel.example');
  // In the very second up to which was read.
  await put(opened, 'zelfde@koperenketel.example');
  expect((await read(opened, first.cursor)).emails).toContain('zelfde@koperenketel.example');
  opened.clock.advance(60 * minute);
  const middle = await read(opened, first.cursor);
  await put(opened, 'later@koperenketel.example');
  await put(opened, 'eerste@koperenketel.example', { FNAME: 'Anna' });
  opened.clock.advance(20 * minute);
  expect((await read(opened, middle.cursor)).emails).toEqual(expect.arrayContaining(['later@koperenketel.example', 'eerste@koperenketel.example']));
});

test('a contact that changed has another version, one that only opened a mail has not', async () => {
  const opened = await account();
  await put(opened, 'anna@koperenketel.example', { FNAME: 'Anna' });
  const versionNow = async () => members.version((await read(opened)).records.find((record) => record['email_address'] === 'anna@koperenketel.example')!);
  const before = await versionNow();
  expect(await versionNow()).toBe(before);
  await put(opened, 'anna@koperenketel.example', { FNAME: 'Anne' });
  expect(await versionNow()).not.toBe(before);
  const record = (await read(opened)).records[0]!;
  expect(members.version({ ...record, member_rating: '5', stats: { avg_open_rate: '1' } })).toBe(members.version(record));
});

test('archived contacts come when they are asked for, each once and later ones too', async () => {
  const opened = await account();
  await put(opened, 'weg@koperenketel.example');
  await opened.ask('DELETE', path(opened, 'weg@koperenketel.example'));
  expect((await read(opened)).emails).not.toContain('weg@koperenketel.example');
  const statuses = ['subscribed', 'archived'];
  const first = await read(opened, null, { statuses });
  expect(first.emails).toContain('weg@koperenketel.example');
  expect(new Set(first.records.map((record) => record['status']))).toEqual(new Set(statuses));
  opened.clock.advance(60 * minute);
  await put(opened, 'ook@koperenketel.example');
  await opened.ask('DELETE', path(opened, 'ook@koperenketel.example'));
  expect((await read(opened, first.cursor, { statuses })).emails).toEqual(expect.arrayContaining(['ook@koperenketel.example']));
  expect((await read(opened, null, { statuses: ['archived'] })).emails.toSorted()).toEqual(['ook@koperenketel.example', 'weg@koperenketel.example']);
});

test.each(['inclusive', 'exclusive'] as const)('“from now on” gives nothing from before, and does not move on while nothing happens (%s bound)', async (sinceBoundary) => {
  const opened = await account({ sinceBoundary });
  await put(opened, 'oud@koperenketel.example');
  const first = await read(opened, null, { startFrom: 'now' });
  expect(first.records).toEqual([]);
  expect((await read(opened, first.cursor, { startFrom: 'now' })).records).toEqual([]);
  opened.clock.advance(60 * minute);
  await put(opened, 'nieuw@koperenketel.example');
  opened.clock.advance(60 * minute);
  expect((await read(opened, first.cursor, { startFrom: 'now' })).emails).toEqual(['nieuw@koperenketel.example']);
});

test('a start day leaves out what changed before it', async () => {
  const opened = await account();
  await put(opened, 'nieuw@koperenketel.example');
  const today = new Date(opened.clock.now()).toISOString().slice(0, 10);
  expect((await read(opened, null, { startFrom: 'date', startDate: today })).emails).toEqual(['nieuw@koperenketel.example']);
  expect((await read(opened, null, { startFrom: 'date', startDate: '2000-01-01' })).records.length).toBe((await read(opened)).records.length);
});

test('another audience is read from its beginning, and none at all is a matter of the settings', async () => {
  const opened = await account();
  const { cursor } = await read(opened);
  const { id } = await opened.ask('POST', 'lists', { name: 'Tweede', permission_reminder: 'x', email_type_option: false, contact: { company: 'x', address1: 'x', city: 'x', country: 'NL' }, campaign_defaults: { from_name: 'x', from_email: 'x@koperenketel.example', subject: 'x', language: 'nl' } });
  opened.clock.advance(-30 * 24 * 60 * minute);
  await opened.ask('PUT', `lists/${id}/members/${hashOf('a@koperenketel.example')}`, { email_address: 'a@koperenketel.example', status_if_new: 'subscribed' });
  expect((await read(opened, cursor, { audience: id })).emails).toEqual(['a@koperenketel.example']);
  expect(await errorOf(read(opened, null, { audience: '' }))).toMatchObject({ code: 'mailchimp.no_audience', kind: 'setup' });
});

test('contacts that change while they are read are neither missed nor lost for the others', async () => {
  const opened = await account({ customers: 40 });
  const all = new Set((await read(opened)).emails);
  const seen = new Set<unknown>();
  let pages = 0;
  for await (const page of members.read({ client: opened.client, settings: { audience: opened.audience, pageSize: 3 }, cursor: null, ...noSignal() })) {
    for (const record of page.records) seen.add(record['email_address']);
    // Those read first change and go to the end of the list, so that all others move up.
    if ((pages += 1) === 1) for (const email of [...seen].slice(0, 8)) await put(opened, String(email), { FNAME: 'Anders' });
  }
  expect([...all].filter((email) => !seen.has(email))).toEqual([]);
});

test('a contact is a customer of Fluxo, its consent included', async () => {
  const opened = await account();
  const address = { addr1: 'Kade 12', addr2: 'bis', city: 'Utrecht', state: 'UT', zip: '3511 ab', country: 'Nederland' };
  await put(opened, 'Anna@Koperenketel.example', { FNAME: ' Anna', LNAME: 'de Vries', COMPANY: 'De Vries BV', PHONE: '030', ADDRESS: address });
  const record = await members.readOne!({ client: opened.client, settings: {}, cursor: null, ...noSignal() }, hashOf('anna@koperenketel.example'));
  expect(compileMapping(members.defaultMapping)(record).value).toEqual({
    sourceId: hashOf('anna@koperenketel.example'), company: 'De Vries BV', firstName: 'Anna', lastName: 'de Vries', name: 'De Vries BV', email: 'anna@koperenketel.example', phone: '030', mailConsent: 'yes',
    billing: { line1: 'Kade 12 bis', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' },
  });
  const consents = new Map((await read(opened)).records.map((one) => [one['status'], compileMapping(members.defaultMapping)(one).value['mailConsent']]));
  expect(Object.fromEntries(consents)).toMatchObject({ subscribed: 'yes', unsubscribed: 'no', cleaned: 'no', pending: undefined, transactional: undefined });
});

test('merge fields of other names are found by the settings', async () => {
  const opened = await account();
  await opened.ask('POST', `lists/${opened.audience}/merge-fields`, { name: 'Firma', type: 'text', tag: 'FIRMA' });
  await put(opened, 'f@koperenketel.example', { FIRMA: 'Firma BV', COMPANY: 'Anders' });
  const record = (await read(opened, null, { companyField: 'FIRMA' })).records.find((one) => one['email_address'] === 'f@koperenketel.example')!;
  expect(record).toMatchObject({ contact: { company: 'Firma BV' }, merge_fields: { COMPANY: 'Anders' } });
});
