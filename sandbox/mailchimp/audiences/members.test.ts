import { beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from './email.ts';
import { openMailChimp } from '../testing/openMailChimp.ts';
import type { Loose, OpenMailChimp } from '../testing/openMailChimp.ts';

let open: OpenMailChimp;
let list: string;
beforeEach(() => {
  open = openMailChimp();
  list = open.list;
});
const anna = 'Anna.deVries@fluxo-demo.nl';
const memberOf = (email: string) => `${list}/members/${hashOf(email)}`;
const put = (email: string, body: Record<string, unknown>) => open.save('PUT', memberOf(email), { email_address: email, ...body });
const seeded = async (status: string): Promise<Loose> => (await open.get(`${list}/members?status=${status}&count=1`)).members[0];
const mails = () => open.chimp.entities()['mails'] as Loose[];

describe('a member', () => {
  test('is known by the md5 of its address in lower case, by the address itself, and by its contact id', async () => {
    expect(hashOf('urist.mcvankab@freddiesjokes.com')).toBe('62eeb292278cc15f5817cb78f7790b08');
    const made = await put(anna, { status_if_new: 'transactional' });
    expect(made).toMatchObject({ id: hashOf(anna.toLowerCase()), email_address: anna, status: 'transactional', list_id: list.slice(6) });
    for (const key of [hashOf(anna), encodeURIComponent(anna), made.contact_id]) expect((await open.get(`${list}/members/${key}`)).id).toBe(made.id);
    expect(await open.outcome('GET', memberOf('niemand@fluxo-demo.nl'))).toBe('404 Resource Not Found');
  });

  test('is made once by POST and as often as you like by PUT', async () => {
    const body = { email_address: anna, status: 'subscribed' };
    expect(await open.outcome('POST', `${list}/members`, body)).toBe('200');
    const again = await open.ask('POST', `${list}/members`, { ...body, email_address: anna.toUpperCase() });
    expect(again.json).toMatchObject({ title: 'Member Exists', detail: `${anna.toUpperCase()} is already a list member. Use PUT to insert or update list members.` });
    expect(await open.outcome('PUT', memberOf(anna), { email_address: anna, status_if_new: 'transactional' })).toBe('200');
  });

  test('gets status_if_new only on creation; status always counts', async () => {
    expect((await put(anna, { status_if_new: 'transactional' })).status).toBe('transactional');
    expect((await put(anna, { status_if_new: 'subscribed' })).status).toBe('transactional');
    expect((await put(anna, { status: 'subscribed', status_if_new: 'transactional' })).status).toBe('subscribed');
    expect(await open.errors('PUT', memberOf('nieuw@fluxo-demo.nl'), { email_address: 'nieuw@fluxo-demo.nl' })).toEqual({ '': 'Required fields were not provided: status_if_new' });
    expect(await open.errors('PUT', memberOf(anna), {})).toEqual({ '': 'Required fields were not provided: email_address' });
    expect(Object.keys(await open.errors('PUT', memberOf(anna), { email_address: anna, status: 'archived' }))).toEqual(['status']);
  });

  test('keeps its merge fields tag by tag, and a tag the audience lacks is not stored', async () => {
    await put(anna, { status_if_new: 'transactional', merge_fields: { FNAME: 'Anna', LNAME: 'de Vries', NOSUCH: 'x' } });
    const after = await put(anna, { merge_fields: { COMPANY: 'De Vries Fietsen', FNAME: 'é'.repeat(200) } });
    expect(after).toMatchObject({ full_name: `${'é'.repeat(127)} de Vries`, merge_fields: { FNAME: 'é'.repeat(127), LNAME: 'de Vries', COMPANY: 'De Vries Fietsen', ADDRESS: '', PHONE: '' } });
    expect(after.merge_fields).not.toHaveProperty('NOSUCH');
  });

  test('needs a whole address or none', async () => {
    const address = { addr1: 'Kade 12', city: 'Utrecht', zip: '3511 AB', country: 'NL' };
    const ask = (ADDRESS: unknown) => open.errors('PUT', memberOf(anna), { email_address: anna, status_if_new: 'transactional', merge_fields: { ADDRESS } });
    const refused = { 'merge_fields.ADDRESS': 'Data did not match any of the schemas described in anyOf.' };
    expect(await ask(address)).toEqual(refused);
    expect(await ask('Kade 12')).toEqual(refused);
    expect(await ask({ ...address, state: 'UT' })).toEqual({});
    expect((await open.get(memberOf(anna))).merge_fields.ADDRESS).toEqual({ ...address, state: 'UT', addr2: '' });
    expect(await ask({ addr1: '', city: '', state: '', zip: '' })).toEqual({});
    expect((await open.get(memberOf(anna))).merge_fields.ADDRESS).toBe('');
  });

  test('is refused without a required merge field, unless that check is skipped', async () => {
    await open.save('POST', `${list}/merge-fields`, { name: 'Winkel', type: 'dropdown', tag: 'SHOP', required: true, options: { choices: ['Utrecht', 'Web'] } });
    const body = { email_address: anna, status_if_new: 'transactional' };
    expect((await open.ask('PUT', memberOf(anna), body)).json).toMatchObject({ detail: 'Your merge fields were invalid.', errors: [{ field: 'SHOP', message: 'Please enter a value' }] });
    expect(await open.outcome('PUT', `${memberOf(anna)}?skip_merge_validation=true`, body)).toBe('200');
    expect(Object.keys(await open.errors('PATCH', memberOf(anna), { merge_fields: { SHOP: 'Parijs' } }))).toEqual(['SHOP']);
    expect(await open.outcome('PATCH', memberOf(anna), { merge_fields: { SHOP: 'Web' } })).toBe('200');
  });

  test('takes dates, numbers and birthdays in the forms the service knows', async () => {
    await open.save('POST', `${list}/merge-fields`, { name: 'Sinds', type: 'date', tag: 'SINCE' });
    const set = async (tag: string, value: unknown) => {
      const answer = await open.ask('PUT', memberOf(anna), { email_address: anna, status_if_new: 'transactional', merge_fields: { [tag]: value } });
      return answer.status === 200 ? answer.json.merge_fields[tag] : answer.json.detail;
    };
    for (const text of ['2026-03-01', '2026/03/01', '01-03-2026', '03/01/2026']) expect(await set('SINCE', text)).toBe('2026-03-01');
    expect(await set('SINCE', '2026-02-30')).toBe('Your merge fields were invalid.');
    expect(await set('KLANTNR', '2001')).toBe(2001);
    expect(await set('BIRTHDAY', '02/29')).toBe('02/29');
    expect(await set('BIRTHDAY', '29/02')).toBe('Your merge fields were invalid.');
  });

  test('with an address that is fake or none is refused', async () => {
    const outcome = async (email: string) => (await open.ask('POST', `${list}/members`, { email_address: email, status: 'transactional' })).json.detail;
    expect(await outcome('jan@example.com')).toBe('jan@example.com looks fake or invalid, please enter a real email address.');
    expect(await outcome('test@fluxo-demo.nl')).toContain('looks fake');
    expect(await outcome('geen adres')).toBe('Please provide a valid email address.');
  });

  test('may change its address, not into one of somebody else', async () => {
    const made = await put(anna, { status_if_new: 'subscribed' });
    const other = await seeded('subscribed');
    expect(await open.outcome('PATCH', memberOf(anna), { email_address: other.email_address })).toBe('400 Member Exists');
    const moved = await open.save('PATCH', memberOf(anna), { email_address: 'anna@fluxo-demo.nl' });
    expect(moved).toMatchObject({ id: hashOf('anna@fluxo-demo.nl'), contact_id: made.contact_id, unique_email_id: made.unique_email_id });
    expect(await open.outcome('GET', memberOf(anna))).toBe('404 Resource Not Found');
  });
});

describe('consent', () => {
  test('somebody who left or bounced is not subscribed again', async () => {
    for (const status of ['unsubscribed', 'cleaned']) {
      const { email_address: email } = await seeded(status);
      const answer = await open.ask('PUT', memberOf(email), { email_address: email, status: 'subscribed', status_if_new: 'subscribed' });
      expect(answer.json).toMatchObject({ status: 400, title: 'Member In Compliance State', detail: `${email} is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.` });
      expect(await open.outcome('PATCH', memberOf(email), { merge_fields: { FNAME: 'Nieuw' } })).toBe('200');
      expect((await put(email, { status_if_new: 'subscribed' })).status, 'other writes keep the status').toBe(status);
    }
  });

  test('somebody who left may be asked again, by mail, once', async () => {
    const { email_address: email } = await seeded('unsubscribed');
    await put(email, { status: 'pending' });
    await put(email, { status: 'pending' });
    expect(mails()).toEqual([{ at: '2026-06-15T08:00:00+00:00', mail: 'opt-in confirmation', email_address: email, sent: true, because: 'status: pending', list_id: list.slice(6) }]);
    expect(await open.outcome('PATCH', memberOf((await seeded('cleaned')).email_address), { status: 'pending' })).toBe('400 Member In Compliance State');
  });

  test('an archived contact is out of sight, comes back with a status, and remains somebody who left', async () => {
    const { email_address: left } = await seeded('unsubscribed');
    const { total_items: before } = await open.get(`${list}/members`);
    expect((await open.ask('DELETE', memberOf(left))).status).toBe(204);
    expect((await open.get(`${list}/members`)).total_items).toBe(before - 1);
    expect((await open.get(`${list}/members?status=archived`)).members.map((row: Loose) => row.email_address)).toEqual([left]);
    expect((await open.get(memberOf(left))).status).toBe('archived');
    expect((await put(left, { status_if_new: 'subscribed' })).status).toBe('archived');
    expect(await open.outcome('PUT', memberOf(left), { email_address: left, status: 'subscribed' })).toBe('400 Member In Compliance State');
    expect((await put(left, { status: 'unsubscribed' })).status).toBe('unsubscribed');
  });

  test('somebody erased for good stays away, whichever way they are written', async () => {
    await put(anna, { status_if_new: 'subscribed' });
    expect((await open.ask('POST', `${memberOf(anna)}/actions/delete-permanent`)).status).toBe(204);
    expect(await open.outcome('GET', memberOf(anna))).toBe('404 Resource Not Found');
    expect(await open.outcome('PUT', memberOf(anna), { email_address: anna, status_if_new: 'transactional' })).toBe('400 Forgotten Email Not Subscribed');
    const bulk = await open.save('POST', list, { members: [{ email_address: anna, status: 'transactional' }] });
    expect(bulk.errors).toEqual([{ email_address: anna, error: `${anna} was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.`, error_code: 'ERROR_GENERIC', field: '', field_message: '' }]);
    await open.save('POST', `${open.store}/customers`, { id: 'c-1', email_address: anna, opt_in_status: true });
    expect(await open.outcome('GET', memberOf(anna))).toBe('404 Resource Not Found');
  });
});

describe('what changed', () => {
  const changed = async (query: string) => (await open.get(`${list}/members?count=1000&${query}`)).members.map((row: Loose) => row.email_address);

  test('is found since a moment, in order, without the seed, and a write of the same is no change', async () => {
    const start = '2026-06-15T08:00:00%2B00:00';
    expect(await changed(`since_last_changed=2026-06-01T00:00:00%2B00:00`)).toEqual([]);
    open.clock.advance(60_000);
    await put('b@fluxo-demo.nl', { status_if_new: 'subscribed' });
    open.clock.advance(60_000);
    await put('a@fluxo-demo.nl', { status_if_new: 'subscribed' });
    const sorted = (direction: string) => changed(`since_last_changed=${start}&sort_field=last_changed&sort_dir=${direction}`);
    expect(await sorted('ASC')).toEqual(['b@fluxo-demo.nl', 'a@fluxo-demo.nl']);
    expect(await sorted('DESC')).toEqual(['a@fluxo-demo.nl', 'b@fluxo-demo.nl']);
    open.clock.advance(60_000);
    await put('b@fluxo-demo.nl', { status_if_new: 'subscribed', merge_fields: {} });
    expect((await open.get(memberOf('b@fluxo-demo.nl'))).last_changed).toBe('2026-06-15T08:01:00+00:00');
    await put('b@fluxo-demo.nl', { merge_fields: { FNAME: 'Bea' } });
    expect((await open.get(memberOf('b@fluxo-demo.nl'))).last_changed).toBe('2026-06-15T08:03:00+00:00');
  });

  test('at the very second counts or not, as the tester wants', async () => {
    for (const [sinceBoundary, count] of [['exclusive', 0], ['inclusive', 1]] as const) {
      open = openMailChimp({ sinceBoundary });
      list = open.list;
      await put(anna, { status_if_new: 'subscribed' });
      expect(await changed('since_last_changed=2026-06-15T08:00:00%2B00:00')).toHaveLength(count);
    }
  });

  test('is everything when the moment has seven digits behind the second, and an error when it is no moment', async () => {
    const all = (await changed('')).length;
    expect(await changed('since_last_changed=2026-06-15T08:00:00.0000000%2B00:00')).toHaveLength(all);
    expect(await open.outcome('GET', `${list}/members?since_last_changed=2026-06-15T08:00:00+00:00`), 'a plus that was not encoded is a space').toBe('400 Invalid Resource');
  });
});

describe('who is looked for', () => {
  test('is found by a part of the name or by the whole address', async () => {
    await put(anna, { status_if_new: 'subscribed', merge_fields: { FNAME: 'Anna', LNAME: 'Zonderweerga' } });
    const search = (query: string) => open.get(`search-members?query=${encodeURIComponent(query)}`);
    expect(await search('zonderWEER')).toMatchObject({ exact_matches: { total_items: 0 }, full_search: { total_items: 1, members: [{ email_address: anna }] } });
    expect(await search(anna.toUpperCase())).toMatchObject({ exact_matches: { total_items: 1 } });
    expect((await open.get(`search-members?query=anna&list_id=nothing`)).full_search.members).toEqual([]);
    expect(await open.outcome('GET', 'search-members')).toBe('400 Invalid Resource');
  });

  test('among those who left since a moment', async () => {
    await put(anna, { status_if_new: 'subscribed' });
    open.clock.advance(60_000);
    await put(anna, { status: 'unsubscribed' });
    const since = 'unsubscribed_since=2026-06-15T08:00:00%2B00:00';
    expect((await open.get(`${list}/members?status=unsubscribed&${since}`)).members.map((row: Loose) => row.email_address)).toEqual([anna]);
    expect(await open.outcome('GET', `${list}/members?${since}`)).toBe('400 Invalid Resource');
  });
});

describe('many members at once', () => {
  const bulk = (body: Record<string, unknown>, query = '') => open.save('POST', `${list}${query}`, body);

  test('each get their own outcome in a call that succeeds', async () => {
    const known = await seeded('subscribed');
    const left = await seeded('unsubscribed');
    const members = [
      { email_address: 'nieuw@fluxo-demo.nl', status: 'transactional', tags: ['Zakelijk'] },
      { email_address: known.email_address, status: 'subscribed' },
      { email_address: 'test@example.com', status: 'subscribed' },
      { email_address: left.email_address, status: 'subscribed' },
      { email_address: 'nieuw@fluxo-demo.nl', status: 'subscribed' },
    ];
    const first = await bulk({ members });
    expect(first).toMatchObject({ total_created: 1, total_updated: 0, error_count: 3 });
    expect(first.new_members[0]).toMatchObject({ email_address: 'nieuw@fluxo-demo.nl', status: 'transactional', tags: [{ name: 'Zakelijk' }] });
    expect(first.errors.map((row: Loose) => [row.email_address, row.error_code])).toEqual([
      [known.email_address, 'ERROR_CONTACT_EXISTS'],
      ['test@example.com', 'ERROR_GENERIC'],
      [left.email_address, 'ERROR_CONTACT_EXISTS'],
    ]);
    const second = await bulk({ members: members.slice(0, 4), update_existing: true });
    expect(second).toMatchObject({ total_created: 0, total_updated: 2, error_count: 2 });
    expect(second.errors[1].error).toContain('compliance state');
  });

  test('may be five hundred', async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ email_address: `klant${index}@fluxo-demo.nl`, status: 'transactional' }));
    expect(await open.outcome('POST', list, { members: rows(501) })).toBe('400 Invalid Resource');
    expect((await bulk({ members: rows(500) })).total_created).toBe(500);
  });

  test('get tags added, or replaced when tags are kept in step', async () => {
    const row = (tags: string[]) => ({ members: [{ email_address: anna, status: 'transactional', tags }], update_existing: true });
    const names = (answer: Loose) => answer.updated_members[0].tags.map((tag: Loose) => tag.name);
    await bulk(row(['A']));
    expect(names(await bulk(row(['B'])))).toEqual(['A', 'B']);
    expect(names(await bulk({ ...row(['C']), sync_tags: true }))).toEqual(['C']);
  });
});

describe('tags and merge fields', () => {
  test('a tag is put on and taken off, and is a segment at the same time', async () => {
    await put(anna, { status_if_new: 'subscribed' });
    expect((await open.ask('POST', `${memberOf(anna)}/tags`, { tags: [{ name: 'Proeverij', status: 'active' }], is_syncing: true })).status).toBe(204);
    const { tags } = await open.get(`${memberOf(anna)}/tags`);
    expect(tags).toMatchObject([{ name: 'Proeverij' }]);
    expect(await open.get(`${list}/segments/${tags[0].id}`)).toMatchObject({ name: 'Proeverij', type: 'static', member_count: 1 });
    expect((await open.get(`${list}/tag-search?name=proef`)).tags).toEqual([]);
    expect((await open.get(`${list}/tag-search?name=proe`)).tags).toHaveLength(1);
    await open.save('POST', `${memberOf(anna)}/tags`, { tags: [{ name: 'Proeverij', status: 'inactive' }] });
    expect((await open.get(memberOf(anna))).tags_count).toBe(0);
    const changed = await open.save('POST', `${list}/segments/${tags[0].id}`, { members_to_add: [anna, 'niemand@fluxo-demo.nl'] });
    expect(changed).toMatchObject({ total_added: 1, error_count: 1 });
  });

  test('the audience of the shop has its own merge fields, and a new one needs a free tag of ten characters', async () => {
    const { merge_fields: fields } = await open.get(`${list}/merge-fields?count=100`);
    expect(fields.map((field: Loose) => field.tag)).toEqual(['FNAME', 'LNAME', 'ADDRESS', 'PHONE', 'COMPANY', 'BIRTHDAY', 'KLANTNR']);
    const add = (tag: string) => open.outcome('POST', `${list}/merge-fields`, { name: 'Bedrijf', type: 'text', tag });
    expect(await add('company')).toBe('400 Bad Request');
    expect(await add('BEDRIJFSNAAM')).toBe('400 Invalid Resource');
    expect(await add('BEDRIJF')).toBe('200');
    const { merge_id: id } = fields[4];
    expect((await open.save('PATCH', `${list}/merge-fields/${id}`, { name: 'Firma' })).name).toBe('Firma');
    expect((await open.ask('DELETE', `${list}/merge-fields/${id}`)).status).toBe(204);
    expect((await open.get(`${list}/members?count=1`)).members[0].merge_fields).not.toHaveProperty('COMPANY');
  });

  test('an audience needs its whole description, and counts its members by state', async () => {
    const contact = { company: 'x', address1: 'x', city: 'x', country: 'NL' };
    expect(await open.errors('POST', 'lists', { name: 'Pers', contact: { company: 'x' } })).toEqual({
      '': 'Required fields were not provided: permission_reminder, campaign_defaults, email_type_option',
      contact: 'Required fields were not provided: address1, city, country',
    });
    const defaults = { from_name: 'x', from_email: 'x@koperenketel.example', subject: '', language: 'nl' };
    const made = await open.save('POST', 'lists', { name: 'Pers', contact, permission_reminder: 'x', campaign_defaults: defaults, email_type_option: true });
    expect(made.id).toMatch(/^[0-9a-f]{10}$/);
    expect((await open.save('PATCH', `lists/${made.id}`, { contact: { city: 'Zeist' } })).contact).toEqual({ ...contact, city: 'Zeist' });
    expect((await open.get('lists')).lists).toHaveLength(2);
    const { stats } = await open.get(list);
    for (const [status, field] of [['subscribed', 'member_count'], ['unsubscribed', 'unsubscribe_count'], ['cleaned', 'cleaned_count']] as const) {
      expect(stats[field]).toBe((await open.get(`${list}/members?status=${status}`)).total_items);
      expect(stats[field]).toBeGreaterThan(0);
    }
  });
});
