import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { seeded } from '#sandbox/mailchimp/seed.ts';
import { openMembers } from '../../testing/memberDesk.ts';
import { openAccount } from '../../testing/openAccount.ts';
import type { OpenAccount, Row } from '../../testing/openAccount.ts';
import { hashOf } from './contact.ts';

let account: OpenAccount;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.stop());

let people = 0;
const newEmail = () => `klant${(people += 1)}@koperenketel.example`;
const memberOf = (email: string): Row | undefined => account.rows('members').find((member) => member['id'] === hashOf(email));
/** Somebody who is in the audience already, in the given state. */
async function contact(status: string, merge_fields: Record<string, unknown> = {}): Promise<string> {
  const email = newEmail();
  await account.ask('PUT', `lists/${account.audience}/members/${hashOf(email)}`, { email_address: email, status_if_new: status === 'archived' ? 'subscribed' : status, merge_fields });
  if (status === 'archived') await account.ask('DELETE', `lists/${account.audience}/members/${hashOf(email)}`);
  return email;
}
const withConsent = { consentFrom: 'customer' } as const;

test('a customer of the till becomes a contact that is subscribed to nothing', async () => {
  const email = newEmail();
  const desk = await openMembers(account);
  const told = await desk.apply({ email: ` ${email.toUpperCase()} `, firstName: 'Anna', lastName: 'de Vries', company: 'De Vries Fietsen', phone: '030 1234567', billing: { line1: 'Kade 12', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' } });
  expect(told).toMatchObject({ outcome: 'created', code: 'mailchimp.created', effects: ['putMember'], warningCodes: [] });
  expect(memberOf(email)).toMatchObject({ status: 'transactional', merge_fields: { FNAME: 'Anna', LNAME: 'de Vries', COMPANY: 'De Vries Fietsen', PHONE: '030 1234567', ADDRESS: { addr1: 'Kade 12', city: 'Utrecht', state: 'Utrecht', zip: '3511 AB', country: 'NL' } } });
});

test('a yes of the customer counts for nothing while the flow is set to subscribe nobody', async () => {
  const email = newEmail();
  await (await openMembers(account)).apply({ email, mailConsent: 'yes' });
  expect(memberOf(email)?.['status']).toBe('transactional');
});

test.each([
  [{ ...withConsent }, 'yes', 'pending'],
  [{ ...withConsent, onConsent: 'subscribed' }, 'yes', 'subscribed'],
  [{ ...withConsent, onConsent: 'subscribed' }, 'Ja', 'subscribed'],
  [{ ...withConsent, onConsent: 'subscribed' }, true, 'subscribed'],
  [{ ...withConsent, onConsent: 'subscribed' }, 'no', 'transactional'],
  [{ ...withConsent, onConsent: 'subscribed' }, '', 'transactional'],
  [{ ...withConsent, onConsent: 'subscribed' }, undefined, 'transactional'],
])('with %j a new customer who says %j becomes %s', async (settings, mailConsent, status) => {
  const email = newEmail();
  await (await openMembers(account, settings)).apply({ email, ...(mailConsent !== undefined && { mailConsent: mailConsent as string }) });
  expect(memberOf(email)?.['status']).toBe(status);
});

test('an answer that is neither yes nor no waits for a person', async () => {
  const email = newEmail();
  const told = await (await openMembers(account, withConsent)).apply({ email, mailConsent: 'misschien' });
  expect(told).toMatchObject({ outcome: 'parked', effects: [], error: { data: { parkedOn: { setting: 'consentWords', value: 'misschien' } } } });
  expect(memberOf(email)).toBeUndefined();
});

test('an audience with double opt-in asks for confirmation whatever the flow says', async () => {
  const careful = await openAccount({ doubleOptIn: true });
  try {
    const email = newEmail();
    await (await openMembers(careful, { ...withConsent, onConsent: 'subscribed' })).apply({ email, mailConsent: 'yes' });
    expect(careful.rows('members').find((member) => member['id'] === hashOf(email))?.['status']).toBe('pending');
  } finally {
    await careful.stop();
  }
});

test.each(['unsubscribed', 'cleaned', 'archived'])('somebody who is %s is left alone, even with a yes', async (status) => {
  const email = await contact(status, { FNAME: 'Toen' });
  const before = memberOf(email);
  const told = await (await openMembers(account, { ...withConsent, onConsent: 'subscribed', tags: 'Kassa' })).apply({ email, mailConsent: 'yes', firstName: 'Nu' });
  expect(told).toMatchObject({ outcome: 'skipped', code: 'mailchimp.has_left', effects: [] });
  expect(memberOf(email)).toEqual(before);
});

test.each([
  ['subscribed', undefined],
  ['subscribed', 'no'],
  ['subscribed', 'yes'],
  ['pending', 'yes'],
  ['transactional', undefined],
  ['transactional', 'no'],
] as const)('a contact that is %s stays so when the customer says %j', async (status, mailConsent) => {
  const email = await contact(status);
  const told = await (await openMembers(account, { ...withConsent, onConsent: 'subscribed' })).apply({ email, firstName: 'Anna', ...(mailConsent && { mailConsent }) });
  expect(told).toMatchObject({ outcome: 'updated', effects: ['putMember'] });
  expect(memberOf(email)).toMatchObject({ status, merge_fields: { FNAME: 'Anna' } });
});

test('a contact that never subscribed is asked to confirm when the customer says yes', async () => {
  const email = await contact('transactional');
  expect(await (await openMembers(account, withConsent)).apply({ email, mailConsent: 'yes' })).toMatchObject({ outcome: 'updated', effects: ['setStatus'] });
  expect(memberOf(email)?.['status']).toBe('pending');
});

test('a no unsubscribes only where the flow says so', async () => {
  const email = await contact('subscribed');
  expect(await (await openMembers(account, { ...withConsent, onRefusal: 'unsubscribe' })).apply({ email, mailConsent: 'no' })).toMatchObject({ outcome: 'updated', effects: ['setStatus'] });
  expect(memberOf(email)?.['status']).toBe('unsubscribed');
});

test('whoever unsubscribes between decision and write stays unsubscribed', async () => {
  const email = await contact('transactional');
  const { find } = account.client;
  const desk = await openMembers(account, { ...withConsent, onConsent: 'subscribed' });
  // The person leaves just after the contact was looked at.
  Object.assign(account.client, {
    async find(...args: Parameters<typeof find>) {
      const found = await find(...args);
      await account.ask('PATCH', `lists/${account.audience}/members/${hashOf(email)}`, { status: 'unsubscribed' });
      return found;
    },
  });
  try {
    const told = await desk.apply({ email, mailConsent: 'yes' });
    expect(told.notes.join(' ')).toContain('changed meanwhile');
  } finally {
    Object.assign(account.client, { find });
  }
  expect(memberOf(email)?.['status']).toBe('unsubscribed');
});

test('nothing is sent twice: the second time nothing changed, without asking the service', async () => {
  const email = newEmail();
  const desk = await openMembers(account, { tags: 'Kassa' });
  const customer = { email, firstName: 'Anna', company: 'X' };
  expect((await desk.apply(customer)).outcome).toBe('created');
  const calls = account.served.calls();
  expect(await desk.apply(customer)).toMatchObject({ outcome: 'unchanged', effects: [] });
  expect(account.served.calls()).toBe(calls);
  expect(await desk.apply({ ...customer, firstName: 'Anne' })).toMatchObject({ outcome: 'updated', effects: ['putMember'], notes: [expect.any(String), 'Changed FNAME.'] });
});

test('a contact that says the same already is remembered and not written', async () => {
  const email = await contact('subscribed', { FNAME: 'Anna' });
  const desk = await openMembers(account);
  const before = memberOf(email)?.['last_changed'];
  expect(await desk.apply({ email, firstName: 'Anna' })).toMatchObject({ outcome: 'unchanged', effects: [] });
  expect(desk.ledger.get(`member ${account.audience} 58`)).toMatchObject({ targetId: hashOf(email), fingerprint: expect.any(String) });
  expect(memberOf(email)?.['last_changed']).toBe(before);
});

test('what is known of a contact is overwritten, completed or left, as the flow says; nothing is emptied', async () => {
  const [first, second, third] = [await contact('subscribed', { FNAME: 'Toen' }), await contact('subscribed', { FNAME: 'Toen' }), await contact('subscribed', { FNAME: 'Toen' })];
  const customer = { firstName: 'Nu', lastName: 'Jansen' };
  await (await openMembers(account, { existing: 'overwrite' })).apply({ email: first, ...customer });
  await (await openMembers(account, { existing: 'fillEmpty' })).apply({ email: second, ...customer });
  expect(await (await openMembers(account, { existing: 'leave' })).apply({ email: third, ...customer })).toMatchObject({ outcome: 'skipped', effects: [] });
  expect([first, second, third].map((email) => [memberOf(email)?.['merge_fields']['FNAME'], memberOf(email)?.['merge_fields']['LNAME']])).toEqual([['Nu', 'Jansen'], ['Toen', 'Jansen'], ['Toen', '']]);
  await (await openMembers(account)).apply({ email: first });
  expect(memberOf(first)?.['merge_fields']['FNAME']).toBe('Nu');
});

test('new customers stay out when they are not to be added', async () => {
  const email = newEmail();
  expect(await (await openMembers(account, { createNew: false })).apply({ email })).toMatchObject({ outcome: 'skipped', code: 'mailchimp.not_in_audience', effects: [] });
  expect(memberOf(email)).toBeUndefined();
});

test('a tag is added once; when somebody takes it away it stays away', async () => {
  const email = newEmail();
  const desk = await openMembers(account, { tags: 'Kassa, {company}, kassa2' });
  expect((await desk.apply({ email, company: 'Fietsen' })).effects).toEqual(['putMember', 'addTag', 'addTag', 'addTag']);
  const tags = () => ((memberOf(email)?.['tags'] ?? []) as readonly { readonly name: string }[]).map((tag) => tag.name).toSorted();
  expect(tags()).toEqual(['Fietsen', 'Kassa', 'kassa2']);
  await account.ask('POST', `lists/${account.audience}/members/${hashOf(email)}/tags`, { tags: [{ name: 'Kassa', status: 'inactive' }] });
  await desk.apply({ email, company: 'Fietsen', firstName: 'Anna' });
  expect(tags()).toEqual(['Fietsen', 'kassa2']);
});

test.each([
  ['the customer has no address', { email: '' }, 'skipped', 'mailchimp.no_email'],
  ['the address is none', { email: 'anna(at)x' }, 'invalid', 'mailchimp.bad_email'],
  ['the contact was deleted for good', { email: 'vergeten.klant@postvak.example' }, 'skipped', 'mailchimp.forgotten'],
  ['the address stands for somebody deleted', { email: 'x@forgotten.mailchimp.com' }, 'skipped', 'mailchimp.forgotten_address'],
  ['MailChimp takes the address for made up', { email: 'anna@example.com' }, 'rejected', 'mailchimp.bad_email'],
])('when %s, the customer ends as %s', async (_, customer, outcome, code) => {
  expect(await (await openMembers(account)).apply(customer)).toMatchObject({ outcome, code });
});

test('half an address is left out and said, and so is a field the audience does not have', async () => {
  const email = newEmail();
  const told = await (await openMembers(account, { companyField: 'FIRMA' })).apply({ email, company: 'X BV', billing: { line1: 'Kade 12', city: 'Utrecht' } });
  expect(told).toMatchObject({ outcome: 'created', warningCodes: ['mailchimp.no_merge_field', 'mailchimp.address_incomplete'] });
  expect(memberOf(email)?.['merge_fields']).toMatchObject({ ADDRESS: '', COMPANY: '' });
});

test('an address without country does not move to the United States', async () => {
  const email = newEmail();
  await (await openMembers(account)).apply({ email, billing: { line1: 'Kade 12', postalCode: '3511 AB', city: 'Utrecht' } });
  expect(memberOf(email)?.['merge_fields']['ADDRESS']['country']).not.toBe('US');
});

test('another address of the same customer is another contact, and the change is said', async () => {
  const desk = await openMembers(account);
  const [before, after] = [newEmail(), newEmail()];
  await desk.apply({ email: before });
  expect(await desk.apply({ email: after })).toMatchObject({ outcome: 'created', warningCodes: ['mailchimp.address_changed'] });
});

test('a dry run says what would happen and writes nothing', async () => {
  const email = newEmail();
  const desk = await openMembers(account, { tags: 'Kassa' });
  expect(await desk.apply({ email, firstName: 'Anna' }, { dryRun: true })).toMatchObject({ outcome: 'created', effects: ['putMember', 'addTag'] });
  expect(await desk.apply({ email: await contact('subscribed') }, { dryRun: true })).toMatchObject({ outcome: 'updated' });
  expect(memberOf(email)).toBeUndefined();
  expect(desk.ledger.size).toBe(0);
});

test('an audience is found by its name, but not by one that several have', async () => {
  const shared = await openAccount();
  try {
    const email = newEmail();
    await (await openMembers(shared, { audience: seeded.audience })).apply({ email });
    expect(shared.rows('members').find((member) => member['id'] === hashOf(email))).toMatchObject({ list_id: shared.audience, status: 'transactional' });
    const { id: _, ...alike } = shared.rows('lists')[0]!;
    await shared.ask('POST', 'lists', alike);
    expect(await errorOf(openMembers(shared, { audience: seeded.audience }))).toMatchObject({ code: 'mailchimp.audience_unclear', kind: 'setup', where: { field: 'audience' } });
  } finally {
    await shared.stop();
  }
});

test('an audience that is gone stops the flow before the first customer', async () => {
  expect(await errorOf(openMembers(account, { audience: 'nobody' }))).toMatchObject({ code: 'mailchimp.audience_gone', kind: 'setup', where: { field: 'audience' } });
  expect(await errorOf(openMembers(account, { audience: '' }))).toMatchObject({ code: 'mailchimp.no_audience', kind: 'setup' });
});

test('whatever the state, the answer and the settings: nobody who left comes back, and nobody is subscribed without a yes', async () => {
  const statuses = ['subscribed', 'unsubscribed', 'transactional', 'cleaned', 'pending', 'archived'] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...statuses, 'new' as const),
      fc.array(fc.constantFrom('yes', 'no', ''), { minLength: 1, maxLength: 3 }),
      fc.record({ consentFrom: fc.constantFrom('nobody', 'customer'), onConsent: fc.constantFrom('pending', 'subscribed'), onRefusal: fc.constantFrom('leave', 'unsubscribe'), existing: fc.constantFrom('overwrite', 'fillEmpty', 'leave') }),
      async (status, answers, settings) => {
        const email = status === 'new' ? newEmail() : await contact(status);
        const desk = await openMembers(account, settings);
        let before: string = status === 'new' ? 'transactional' : status;
        for (const [index, mailConsent] of answers.entries()) {
          await desk.apply({ email, mailConsent, firstName: `Anna ${index}` });
          const after = String(memberOf(email)?.['status']);
          if (before === 'unsubscribed' || before === 'cleaned' || before === 'archived') expect(after).toBe(before);
          if (mailConsent !== 'yes' || settings.consentFrom === 'nobody') expect([before, 'unsubscribed']).toContain(after);
          if (mailConsent === '' || settings.consentFrom === 'nobody') expect(after).toBe(before);
          before = after;
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a field the mapping writes only when a contact is new is left alone afterwards', async () => {
  const email = newEmail();
  const desk = await openMembers(account);
  const customer = { email, firstName: 'Anna', phone: '030 1' };
  await desk.apply(customer, { modes: { firstName: 'create', phone: 'update' } });
  expect(memberOf(email)?.['merge_fields']).toMatchObject({ FNAME: 'Anna', PHONE: '' });
  await desk.apply({ ...customer, firstName: 'Anne', phone: '030 2' }, { modes: { firstName: 'create', phone: 'update' } });
  expect(memberOf(email)?.['merge_fields']).toMatchObject({ FNAME: 'Anna', PHONE: '030 2' });
});
