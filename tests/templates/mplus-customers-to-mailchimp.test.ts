import { describe, expect, test } from 'vitest';
import type { MplusClient } from '#connectors/mplus/client.ts';
import { mplus } from '#connectors/mplus/index.ts';
import { list as listOf } from '#connectors/mplus/wire/values.ts';
import { countAll } from '#shared/records/outcomes.ts';
import { openHouse } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

describe('MplusKASSA customers to MailChimp', () => {
  interface Member {
    readonly id: string;
    readonly email_address: string;
    readonly status: string;
    readonly merge_fields: Readonly<Record<string, unknown>>;
  }
  const house = useHouse();

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

  test('a supplier of the till stays out, and one who buys there as well does not', async () => {
    const { baseUrl, ident, secret } = house.host.demo.sandbox!.mplus;
    const keys = { ident, secret };
    const till = mplus.connect({ id: 'till', name: 'Till', settings: mplus.tidySettings({ baseUrl }), secret: { read: async () => keys, update: async () => keys }, clock: { now: () => Date.now(), sleep: async () => undefined } }) as MplusClient;
    const call = { signal: new AbortController().signal };
    const categories = listOf((await till.call('getCardCategories', {}, call))['relationCardCategoryList']);
    const suppliers = String(categories.find((category) => category['isSupplierGroup'] === true)!['categoryId']);
    const others = String(categories.find((category) => category['isSupplierGroup'] !== true)!['categoryId']);
    for (const [name, category] of [['alleen', [suppliers]], ['ook', [suppliers, others]]] as const) await till.call('createRelation', { relation: { name: `Groothandel ${name}`, email: `${name}@groothandel.example`, categoryIds: [...category] } }, call);
    const run = await runCustomers();
    expect(run.outcomes).toMatchObject({ created: 1, filtered: 1 });
    const emails = (await ledger()).members.map((member) => member.email_address);
    expect(emails).toContain('ook@groothandel.example');
    expect(emails).not.toContain('alleen@groothandel.example');
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
