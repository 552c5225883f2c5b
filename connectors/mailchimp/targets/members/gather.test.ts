import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { members as contacts } from '../../streams/members.ts';
import { openAccount } from '../../testing/openAccount.ts';
import type { OpenAccount, Row } from '../../testing/openAccount.ts';
import { hashOf } from './contact.ts';
import { members } from './members.ts';

let account: OpenAccount;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.stop());

const desk = (settings: Settings = {}) => openTargetDesk(members, { client: account.client, settings: { audience: 'Klanten', ...settings } });
const memberOf = (email: string): Row | undefined => account.rows('members').find((member) => member['id'] === hashOf(email));
let made = 0;
const people = (count: number) => Array.from({ length: count }, () => ({ sourceId: `g-${(made += 1)}`, email: `groep${made}@koperenketel.example`, firstName: `Anna ${made}` }));
const put = (email: string, status: string, fields: Record<string, unknown> = {}) => account.ask('PUT', `lists/${account.audience}/members/${hashOf(email)}`, { email_address: email, status_if_new: status, merge_fields: fields });

test('new contacts of many records go in a few calls, and each record knows its own outcome', async () => {
  const run = await desk();
  const all = people(60);
  await run.lookAhead(all);
  const told = await Promise.all(all.map((person) => run.apply(person)));
  expect(told.map(({ outcome }) => outcome)).toEqual(all.map(() => 'created'));
  for (const { email, firstName } of all) expect(memberOf(email)).toMatchObject({ status: 'transactional', merge_fields: { FNAME: firstName } });
  const calls = new Set(run.exchanges.map(({ operation, startedAt }) => `${operation} ${startedAt}`));
  expect(calls.size).toBeLessThan(10);
  expect(run.exchanges.map(({ operation }) => operation)).not.toContain('PUT lists/members/{id}');
});

test('the story of a record tells of its own person only', async () => {
  const run = await desk();
  const all = people(5);
  await Promise.all(all.map((person) => run.apply(person)));
  const bulk = run.exchanges.filter(({ method }) => method === 'POST');
  expect(bulk).toHaveLength(5);
  for (const [index, { requestBody, answerBody }] of bulk.entries()) {
    const text = `${requestBody} ${answerBody}`;
    expect(text).toContain(all[index]!.email);
    for (const other of all.filter((person) => person !== all[index])) expect(text).not.toContain(other.email);
  }
});

test('one that is refused stays alone with it', async () => {
  const all = people(4);
  const [forgotten, fake] = [{ sourceId: 'f', email: 'vergeten.klant@postvak.example' }, { sourceId: 'x', email: 'test@example.com' }];
  const run = await desk();
  const told = await Promise.all([...all, forgotten, fake].map((person) => run.apply(person)));
  expect(told.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([...all.map(() => 'created mailchimp.created'), 'skipped mailchimp.forgotten', 'rejected mailchimp.bad_email']);
});

test.each(['loseAnswer', 'reset'] as const)('after %s every record of the call knows that, and sent again each contact is there once', async (kind) => {
  const all = people(6);
  const run = await desk();
  const before = account.rows('members').length;
  account.served.setFaults([{ operation: 'POST list', times: 1, fault: { kind } }]);
  const told = await Promise.all(all.map((person) => run.apply(person)));
  account.served.setFaults([]);
  expect(told.map(({ error }) => [error?.kind, error?.data.maybeDone])).toEqual(all.map(() => ['remote', true]));
  expect(account.rows('members').length - before).toBe(kind === 'loseAnswer' ? 6 : 0);
  // As the engine does it: the same payload with the same key.
  const effect = members.effects.find(({ name }) => name === 'putMember')!;
  const call = { signal: new AbortController().signal };
  const payloads = all.map(({ email, firstName }) => ({ audience: account.audience, hash: hashOf(email), isNew: true, existing: 'overwrite', body: { email_address: email, status_if_new: 'transactional', merge_fields: { FNAME: firstName } } }));
  const results = await Promise.all(payloads.map((payload) => effect.send(account.client, payload, 'key', call)));
  expect(results.map(({ id }) => id)).toEqual(all.map(({ email }) => hashOf(email)));
  expect(account.rows('members').length - before).toBe(6);
});

test('who joined, or left, since the audience was looked through stays what he is', async () => {
  const all = people(30);
  const [subscriber, leaver] = [all[0]!, all[1]!];
  const run = await desk({ existing: 'fillEmpty' });
  await run.lookAhead(all);
  await put(subscriber.email, 'subscribed', { FNAME: 'Zelfgekozen' });
  await put(leaver.email, 'unsubscribed', { FNAME: 'Weg' });
  const told = await Promise.all(all.map((person) => run.apply({ ...person, lastName: 'de Vries' })));
  expect(told[1]).toMatchObject({ outcome: 'skipped', code: 'mailchimp.has_left' });
  expect(memberOf(subscriber.email)).toMatchObject({ status: 'subscribed', merge_fields: { FNAME: 'Zelfgekozen', LNAME: 'de Vries' } });
  expect(memberOf(leaver.email)).toMatchObject({ status: 'unsubscribed', merge_fields: { FNAME: 'Weg', LNAME: '' } });
});

test('an archived contact is not taken for new when the audience is read as a whole', async () => {
  const all = people(30);
  await put(all[0]!.email, 'subscribed');
  await account.ask('DELETE', `lists/${account.audience}/members/${hashOf(all[0]!.email)}`);
  const run = await desk();
  await run.lookAhead(all);
  expect(await run.apply(all[0]!)).toMatchObject({ outcome: 'skipped', code: 'mailchimp.has_left' });
  expect(memberOf(all[0]!.email)?.['status']).toBe('archived');
});

test('a contact that was made, alone or together, has the version the stream of contacts gives it', async () => {
  const run = await desk({ existing: 'overwrite' });
  const [one, ...more] = people(4);
  await run.apply(one!);
  await Promise.all(more.map((person) => run.apply(person)));
  await run.apply({ ...one!, firstName: 'Anders' });
  for (const { sourceId, email } of [one!, ...more]) {
    const record = await contacts.readOne!({ client: account.client, settings: { audience: 'Klanten' }, cursor: null, signal: new AbortController().signal }, hashOf(email));
    expect(run.ledger.get(`member ${account.audience} ${sourceId}`)).toMatchObject({ targetType: contacts.type!(record!), targetId: contacts.key(record!), targetVersion: contacts.version(record!) });
  }
});
