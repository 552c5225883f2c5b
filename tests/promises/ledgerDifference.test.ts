import { expect, test, vi } from 'vitest';
import type { Ledger } from '#tests/support/house.ts';
import { disturb, holdings, openSmallHouse, runToRest } from './disturbed.ts';
import { ledgerDifference } from './ledgerDifference.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Would the comparison notice? A proof that nothing was doubled is worth what its eye for doubles is. */
const none = { doubled: [], lost: [], changed: [] };
const books = (): Ledger => ({
  Customer: [{ Id: '1', SyncToken: '0', DisplayName: 'Anna' }, { Id: '2', SyncToken: '0', DisplayName: 'Bert' }],
  Invoice: [{ Id: '10', DocNumber: 'A-1', CustomerRef: { value: '1', name: 'Anna' }, TotalAmt: 12.5, TxnDate: '2026-06-01' }],
  Payment: [{ Id: '11', CustomerRef: { value: '1', name: 'Anna' }, TotalAmt: 12.5, Line: [{ LinkedTxn: [{ TxnId: '10', TxnType: 'Invoice' }] }] }],
});

test('other ids, counters and moments, and another order, are no difference', () => {
  const other = books();
  other['Customer'] = [{ Id: '8', SyncToken: '3', DisplayName: 'Bert' }, { Id: '7', SyncToken: '0', MetaData: { CreateTime: 'later' }, DisplayName: 'Anna' }];
  other['Invoice']![0]!['CustomerRef'].value = '7';
  other['Invoice']![0]!['Id'] = '20';
  other['Payment']![0]!['CustomerRef'].value = '7';
  other['Payment']![0]!['Line'][0].LinkedTxn[0].TxnId = '20';
  expect(ledgerDifference('quickbooks', books(), other)).toEqual(none);
});

test('a group of products has its members in the order in which they came, which is no difference; a member less is one', () => {
  const group = (...number: number[]): Ledger => ({ articleGroups: [{ groupNumber: 1, name: 'Textiel', productNumbers: { number } }] });
  expect(ledgerDifference('mplus', group(8011, 8012), group(8012, 8011))).toEqual(none);
  expect(ledgerDifference('mplus', group(8011, 8012), group(8012)).changed).toHaveLength(1);
});

test('a doubled, a lost and a changed thing are told apart, and so is one that points at somebody else', () => {
  const twice = books();
  twice['Invoice']!.push({ ...twice['Invoice']![0]!, Id: '12' });
  expect(ledgerDifference('quickbooks', books(), twice)).toMatchObject({ doubled: [expect.stringContaining('A-1')], lost: [], changed: [] });
  const fewer = books();
  fewer['Customer']!.pop();
  expect(ledgerDifference('quickbooks', books(), fewer)).toMatchObject({ doubled: [], lost: [expect.stringContaining('Bert')], changed: [] });
  const cent = books();
  cent['Invoice']![0]!['TotalAmt'] = 12.51;
  expect(ledgerDifference('quickbooks', books(), cent)).toMatchObject({ doubled: [], lost: [], changed: [expect.stringContaining('12.51'), expect.stringContaining('Payment')] });
  const elsewhere = books();
  elsewhere['Invoice']![0]!['CustomerRef'].value = '2';
  expect(ledgerDifference('quickbooks', books(), elsewhere).changed).toHaveLength(1);
});

/** A stranger's request, past Fluxo: the same write once more, as an app would send it that repeats what it need not. */
async function repeat(template: string, service: 'mplus' | 'quickbooks' | 'mailchimp', operation: string, change: (body: string) => string = (body) => body) {
  const quiet = await openSmallHouse(template);
  const house = await openSmallHouse(template);
  try {
    await runToRest(quiet);
    await runToRest(house);
    const before = ledgerDifference(service, (await holdings(quiet)).ledgers[service], (await holdings(house)).ledgers[service]);
    const served = house.host.demo.sandbox!.services[service];
    const entry = served.journal().findLast((candidate) => candidate.operation === operation)!;
    const { host: _host, connection: _connection, 'content-length': _length, 'accept-encoding': _encoding, ...headers } = entry.requestHeaders;
    const query = new URLSearchParams(Object.entries(entry.query).filter(([name]) => name !== 'requestid'));
    const answer = await fetch(`${served.url}${entry.path}?${query.toString()}`, { method: entry.method, headers, body: change(entry.requestBody) });
    expect(answer.ok, await answer.text()).toBe(true);
    return { before, after: ledgerDifference(service, (await holdings(quiet)).ledgers[service], (await holdings(house)).ledgers[service]) };
  } finally {
    await quiet.close();
    await house.close();
  }
}

test('two undisturbed houses are alike, and a write that is planted twice in one of them is noticed: in the books', async () => {
  const { before, after } = await repeat('mplus-invoices-to-quickbooks', 'quickbooks', 'POST creditmemo', (body) => body.replace(/"DocNumber":"[^"]*"/, '"DocNumber":"EEN-TE-VEEL"'));
  expect(before).toEqual(none);
  expect(after.doubled).toEqual([expect.stringMatching(/^CreditMemo: /)]);
});

test('… at the till', async () => {
  const { before, after } = await repeat('quickbooks-customers-to-mplus', 'mplus', 'createRelation', (body) => body.replaceAll(/<([\w:]*)extRelationId>[^<]*<\/[\w:]*extRelationId>/g, ''));
  expect(before).toEqual(none);
  expect([...after.doubled, ...after.changed]).toEqual([expect.stringMatching(/^relations: /)]);
});

test('… and in the mailing list', async () => {
  const { before, after } = await repeat('mplus-orders-to-mailchimp', 'mailchimp', 'POST orders', (body) => body.replace(/"id":"[^"]+"/, '"id":"eens-te-veel"'));
  expect({ ...before, changed: [] }).toEqual(none);
  expect(after.doubled.some((line) => line.startsWith('orders: '))).toBe(true);
});

test('a record that is read and vanishes does not pass for a flow at rest', async () => {
  const quiet = await openSmallHouse('mplus-categories-to-quickbooks');
  const house = await openSmallHouse('mplus-categories-to-quickbooks');
  try {
    await runToRest(quiet);
    disturb(house, { mplus: [], quickbooks: ['POST item'], mailchimp: [] }, (operation) => [{ operation, fault: { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: '{"Item":{"Id":"9999","SyncToken":"0","Name":"x","Type":"Category"},"time":"2026-01-01T00:00:00Z"}' } }]);
    await runToRest(house);
    const { lost } = ledgerDifference('quickbooks', (await holdings(quiet)).ledgers.quickbooks, (await holdings(house)).ledgers.quickbooks);
    expect(lost).toEqual([expect.stringContaining('Category')]);
  } finally {
    await quiet.close();
    await house.close();
  }
});
