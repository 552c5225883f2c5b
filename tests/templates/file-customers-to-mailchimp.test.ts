import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['file-customers-to-mailchimp'] });
let before: Ledger;
beforeAll(async () => {
  before = await house.ledger('mailchimp');
});

const list = () => path.join(house.dir, 'demo-files', 'customers.csv');
const memberOf = (ledger: Ledger, email: string) => ledger['members']!.find((member) => member['email_address'] === email);
const codes = async (outcomes: readonly ('skipped' | 'parked' | 'invalid')[]) => (await house.host.workspace.store.records({ flowId: house.flowId, outcomes, limit: 100 })).rows.map(({ reason }) => reason?.code);

test('whoever stands in the list and not in the audience is added, subscribed to nothing', async () => {
  const run = await house.run();
  const after = await house.ledger('mailchimp');
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(run.read).toBe(17);
  // The others buy in the web shop or have stood in the audience for long.
  expect(run.outcomes.created).toBe(2);
  expect(after['members']).toHaveLength(before['members']!.length + run.outcomes.created);
  const known = new Set(before['members']!.map((member) => member['id']));
  for (const member of after['members']!.filter(({ id }) => !known.has(id))) expect(member['status']).toBe('transactional');
  expect(memberOf(after, 'teun@groenehartkaas.example')).toMatchObject({ merge_fields: { FNAME: 'Teun', LNAME: 'Verweij', COMPANY: 'Kaasmakerij Het Groene Hart', ADDRESS: { addr1: 'Graafdijk 14', city: 'Oudewater', zip: '3421 XZ', country: 'NL' } } });
  expect(after['mails']).toEqual([]);
});

test('no e-mail address, somebody who left and a country nobody knows end as they should', async () => {
  const skipped = await codes(['skipped']);
  expect(skipped.filter((code) => code === 'mailchimp.no_email')).toHaveLength(2);
  expect(skipped).toContain('mailchimp.has_left');
  expect((await codes(['parked'])).every((code) => code === 'mapping.unknown_country')).toBe(true);
  expect((await codes(['parked'])).length).toBe(2);
});

test('a second run reads nothing, a row added later is read alone, and a list exported anew changes only what changed', async () => {
  // Those that wait for a person are tried again, and nothing else.
  expect(await house.run()).toMatchObject({ read: 2, outcomes: { created: 0, updated: 0, parked: 2 } });
  await appendFile(list(), 's9;;Ada;Nieuw;ada@postvak.example;;;;;;\r\n');
  expect(await house.run()).toMatchObject({ read: 3, outcomes: { created: 1, parked: 2 } });
  const held = await house.ledger('mailchimp');
  await writeFile(list(), 'E-mail;Voornaam;Achternaam;Klantnummer\r\nada@postvak.example;Ada;Nieuw;s9\r\n');
  expect((await house.run()).outcomes).toMatchObject({ created: 0, updated: 0 });
  expect((await house.ledger('mailchimp'))['members']).toEqual(held['members']);
});
