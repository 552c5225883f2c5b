import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { fluxo } from './support/cli.ts';
import { editFlowFile, openHouse, type House } from './support/house.ts';

/** What goes wrong in the field, on the whole house: a clear message, the other records go on, nothing lost, nothing twice. */
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const sales = async () => {
  const entities = await house.books();
  return [...(entities['SalesReceipt'] ?? []), ...(entities['Invoice'] ?? [])].map((document) => String(document['DocNumber']));
};

/** Every order of the shop ended somewhere, and each document of the books is there once. */
async function expectNothingLostOrDoubled(last: RunSummary): Promise<void> {
  expect(countAll(last.outcomes)).toBe(last.read);
  const numbers = await sales();
  expect(new Set(numbers).size).toBe(numbers.length);
  const { store } = house.host.workspace;
  const everything = new Set((await store.records({ flowId: house.flowId, limit: 500 })).rows.filter((row) => row.outcome !== 'pending').map((row) => row.key));
  expect(everything.size).toBe(house.host.demo.sandbox!.shop.orders.length);
}

async function reasonOf(trouble: string): Promise<{ outcome: string; text: string; fix: string }> {
  const order = house.host.demo.sandbox!.shop.orders.find((candidate) => candidate.trouble === trouble)!;
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, search: String(order.number), limit: 50 });
  const row = rows.find((candidate) => candidate.title.includes(String(order.number)))!;
  return { outcome: row.outcome, text: row.reason?.text ?? '', fix: row.reason?.fix ?? '' };
}

describe('the planted troubles of the demo shop', () => {
  test('each ends with its own outcome and a reason that says what to do, and all the others are booked', async () => {
    const first = await house.run();
    expect(first.status).toBe('problems');
    await expectNothingLostOrDoubled(first);
    expect(await reasonOf('nonNumericQuantity')).toMatchObject({ outcome: 'invalid', text: expect.stringContaining('2x') as string });
    expect(await reasonOf('missingProduct')).toMatchObject({ outcome: expect.stringMatching(/invalid|rejected/) as string });
    expect(await reasonOf('unmappedPayment')).toMatchObject({ outcome: 'parked', text: expect.stringContaining('TIKKIE') as string });
    expect(await reasonOf('cancelled')).toMatchObject({ outcome: 'skipped' });
    expect(await reasonOf('unknownCountry')).toMatchObject({ outcome: 'parked' });
    expect(await reasonOf('supplierName')).toMatchObject({ outcome: 'created' });
    expect(first.outcomes.created).toBeGreaterThan(first.read / 2);
  });

  test('the second run books nothing again', async () => {
    await house.run();
    const before = await sales();
    const again = await house.run();
    expect(again.outcomes.created).toBe(0);
    expect(await sales()).toEqual(before);
    await expectNothingLostOrDoubled(again);
  });

  test('rows for the unknown value bring the parked order into the books with the next run', async () => {
    await house.run();
    expect((await reasonOf('unmappedPayment')).outcome).toBe('parked');
    const { document, revision } = await house.host.workspace.flows.get(house.flowId);
    const node = document.nodes.find((candidate) => candidate.kind === 'target')!;
    const withTikkie = (key: string) => {
      const setting = node.settings[key] as { table: { from: string; to: string }[] };
      return { [key]: { ...setting, table: [...setting.table, { from: 'TIKKIE', to: setting.table[0]!.to }] } };
    };
    const settings = { ...node.settings, ...withTikkie('paymentMethod'), ...withTikkie('depositAccount') };
    const changed = { ...document, nodes: document.nodes.map((candidate) => (candidate === node ? { ...node, settings } : candidate)) };
    await house.host.workspace.flows.save(changed, revision);
    const again = await house.run();
    expect(again.outcomes.created).toBe(house.host.demo.sandbox!.shop.orders.filter((order) => order.trouble === 'unmappedPayment').length);
    const open = await house.host.workspace.store.problems({ state: 'open', limit: 100 });
    expect(open.filter((problem) => problem.error.what.includes('TIKKIE'))).toEqual([]);
  });
});

describe('services that answer nonsense', () => {
  const soapFault = '<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>database is locked</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>';
  const forever = { times: 1000 };
  test.each([
    ['a SOAP fault', { operation: 'getOrders', fault: { kind: 'answer', status: 500, headers: { 'content-type': 'text/xml' }, body: soapFault } }, 'mplus'],
    ['an HTML page instead of XML', { operation: 'getOrders', fault: { kind: 'htmlPage' } }, 'mplus'],
    ['a cut-off page of orders', { operation: 'getOrders', fault: { kind: 'cutBody', bytes: 500 } }, 'mplus'],
    ['an HTML page instead of JSON', { operation: 'GET query', fault: { kind: 'htmlPage' } }, 'quickbooks'],
    ['a cut-off answer', { operation: 'POST salesreceipt', fault: { kind: 'cutBody', bytes: 100 } }, 'quickbooks'],
    ['a lost answer', { operation: 'POST salesreceipt', fault: { kind: 'loseAnswer' } }, 'quickbooks'],
    ['no answer at all', { operation: 'POST salesreceipt', fault: { kind: 'reset' } }, 'quickbooks'],
    ['a server error', { operation: 'POST invoice', fault: { kind: 'answer', status: 503, body: '' } }, 'quickbooks'],
    ['“too many requests”', { operation: 'POST salesreceipt', fault: { kind: 'throttle', retryAfter: 1 } }, 'quickbooks'],
  ] as const)('%s once is got over within the run', async (_, rule, service) => {
    await house.fault(service, [rule]);
    const run = await house.run();
    expect(run.status).toBe('problems');
    await expectNothingLostOrDoubled(run);
  });

  test.each([
    ['the till answers HTML for good', { operation: 'getOrders', ...forever, fault: { kind: 'htmlPage' } }, 'mplus'],
    ['the till is down with a SOAP fault', { operation: 'getOrders', ...forever, fault: { kind: 'answer', status: 500, headers: { 'content-type': 'text/xml' }, body: soapFault } }, 'mplus'],
    ['the books cut off every answer to a write', { operation: 'POST salesreceipt', ...forever, fault: { kind: 'cutBody', bytes: 50 } }, 'quickbooks'],
    ['the books never answer a write', { operation: 'POST salesreceipt', ...forever, fault: { kind: 'loseAnswer' } }, 'quickbooks'],
  ] as const)('%s: the run fails with words, and the next one goes on where it stood', async (_, rule, service) => {
    await house.fault(service, [rule]);
    const failed = await house.run();
    expect(failed.status).toBe('failed');
    // A flood of unknown outcomes pauses the run; everything else is the service's own error.
    expect(failed.error?.kind === 'remote' || failed.error?.code === 'run.paused').toBe(true);
    expect(failed.error?.what).toMatch(/till|page|connection|answer/i);
    expect(failed.error?.fix).toBeTruthy();
    await house.fault(service, []);
    const next = await house.run();
    expect(next.status).toBe('problems');
    await expectNothingLostOrDoubled(next);
  });
});

describe('wrong credentials', () => {
  test('a wrong till secret stops the run, names the connection and asks its owner', async () => {
    const till = (await house.host.connections.list()).find((connection) => connection.connector === 'mplus')!;
    await house.host.connections.save({ ...till, secret: { secret: 'wrong' } });
    const run = await house.run();
    expect(run).toMatchObject({ status: 'failed', read: 0, error: { kind: 'setup', needsOwner: true } });
    expect(run.error?.fix).toBeTruthy();
    expect(JSON.stringify(run)).not.toContain('wrong"');
  });

  test('a revoked QuickBooks token stops the run before anything is written, and a new one lets it go on', async () => {
    const books = (await house.host.connections.list()).find((connection) => connection.connector === 'quickbooks')!;
    await house.host.connections.save({ ...books, secret: { refreshToken: 'RT1-nonsense', accessToken: '', accessExpiresAt: '' } });
    const run = await house.run();
    expect(run).toMatchObject({ status: 'failed', error: { kind: 'setup', needsOwner: true } });
    await house.host.connections.save({ ...books, secret: { refreshToken: house.host.demo.sandbox!.quickbooks.refreshToken } });
    const next = await house.run();
    expect(next.status).toBe('problems');
    await expectNothingLostOrDoubled(next);
  });
});

describe('flow files', () => {
  test('a broken one is refused with file, place and fix, and stays listed', async () => {
    const file = await editFlowFile(house, (text) => text.slice(0, -20));
    const end = await fluxo(['check', file]);
    expect(end.code).toBe(2);
    expect(end.stderr).toContain(path.basename(file));
    expect(end.stderr).toMatch(/line \d+/);
    expect((await house.host.handlers['flows.list']({}))[0]).toMatchObject({ broken: { code: 'flow.broken_file' } });
  });

  test('an unknown connector is named, with what there is', async () => {
    const file = await editFlowFile(house, (text) => text.replace('mplus.orders', 'faxmachine.orders'));
    const end = await fluxo(['check', file]);
    expect(end.code).toBe(2);
    expect(end.stdout).toContain('faxmachine.orders');
    expect(end.stdout).toContain('mplus.orders');
  });

  test('a file made by a newer Fluxo is refused and left as it is', async () => {
    const file = await editFlowFile(house, (text) => text.replace('"fluxo": 1', '"fluxo": 99'));
    const before = await readFile(file, 'utf8');
    const end = await fluxo(['run', file]);
    expect(end.code).toBe(2);
    expect(end.stderr).toContain('newer');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test('a file that is not there, and one that is no flow', async () => {
    expect(await fluxo(['run', path.join(house.dir, 'flows', 'none.flow.json')])).toMatchObject({ code: 2, stderr: expect.stringContaining('no such flow file') as string });
    const file = path.join(house.dir, 'flows', 'list.flow.json');
    await writeFile(file, '[1, 2, 3]');
    expect((await fluxo(['check', file])).code).toBe(2);
  });
});

test('a port in use is named with the way out', async () => {
  const taken = Number(new URL(house.host.demo.sandbox!.mplus.baseUrl).port);
  const end = await fluxo(['sandbox', '--port-base', String(taken), '--json'], { patienceMs: 10_000 });
  expect(end.code).toBe(2);
  expect(end.stderr).toContain(String(taken));
  expect(end.stderr).toContain('--port-base');
});
