import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoFlowId } from '#host/demo.ts';
import { setSchedule, setSetting } from '#shared/flow/edit.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { Finding } from '#shared/setup/preflight.ts';
import { openHouse, type House } from './support/house.ts';

const templates = readdirSync(path.join(import.meta.dirname, '../resources/templates')).map((file) => file.replace('.flow.json', ''));
const orders = 'mplus-orders-to-quickbooks';
let house: House;
beforeAll(async () => {
  house = await openHouse({ templates });
});
afterAll(() => house.close());

const codeOf = ({ said }: Finding) => (said.by === 'look' ? said.reason.code : said.by === 'check' ? said.issue.code : said.error.code);
const look = async (template: string) => (await house.host.handlers['flows.preflight']({ flowId: demoFlowId(template) })).findings;
const found = async (template: string, code: string) => (await look(template)).find((finding) => codeOf(finding) === code);
/** Saves a change of a flow, as its editor would. */
const change = async (template: string, edit: (flow: FlowDocument) => FlowDocument) => {
  const { document, revision } = await house.host.workspace.flows.get(demoFlowId(template));
  await house.host.workspace.flows.save(edit(document), revision);
};

test('before a dry run the look says that no record has been tried, and where the first run begins', async () => {
  expect(await found(orders, 'preflight.no_dry_run')).toMatchObject({ topic: 'records', severity: 'warning' });
  expect(await found(orders, 'preflight.reads_all')).toMatchObject({ place: { nodeId: 'orders', field: 'startFrom' } });
  expect(await found(orders, 'preflight.no_schedule')).toMatchObject({ severity: 'info' });
});

test('after a dry run every cause of a refusal is told once, with the records it holds up and the place that puts it right', async () => {
  await house.run({ template: orders, dryRun: true });
  const findings = await look(orders);
  const waiting = findings.find(({ said }) => said.by === 'service' && said.error.parkedOn?.value === 'TIKKIE');
  expect(waiting).toMatchObject({ severity: 'warning', count: 1, examples: ['2026-1008'], place: { nodeId: 'sales', field: 'paymentMethod' } });
  expect(findings.filter(({ topic, severity }) => topic === 'records' && severity === 'error')).toHaveLength(2);
  expect(findings.map(codeOf)).not.toContain('preflight.no_dry_run');
});

test('the settings of no template name anything that the demo services lack', async () => {
  for (const template of templates) expect((await look(template)).filter(({ topic }) => topic === 'settings').map(codeOf), template).toEqual([]);
});

test('a word of a table that the service does not have is named with its setting', async () => {
  await change(orders, (flow) => setSetting(flow, 'sales', 'term', { enabled: true, force: false, default: '14 dagen', table: [{ from: '30', to: 'Dertig dagen' }], unmapped: 'park' }));
  expect(await found(orders, 'preflight.not_in_service')).toMatchObject({ severity: 'warning', place: { nodeId: 'sales', field: 'term' }, said: { reason: { params: { values: '“Dertig dagen”' } } } });
});

test('a connection that does not answer, and records that share what tells them apart, are told with their place', async () => {
  await house.run({ template: 'mplus-customers-to-mailchimp', dryRun: true });
  expect(await found('mplus-customers-to-mailchimp', 'preflight.same_email')).toMatchObject({ topic: 'data', count: 2 });
  await house.fault('mailchimp', [{ operation: 'GET root', times: 20, fault: { kind: 'expiredCredential' } }]);
  const refused = (await look('mplus-customers-to-mailchimp')).find(({ topic, severity }) => topic === 'connections' && severity === 'error');
  expect(refused).toMatchObject({ said: { by: 'service' }, place: { connectionId: 'demo-mailing' } });
  await house.fault('mailchimp', []);
});

test('a second flow that does the same, and times of another time zone, are told', async () => {
  const { document } = await house.host.workspace.flows.get(demoFlowId(orders));
  await house.host.workspace.flows.save({ ...document, id: 'twice', name: 'Orders once more' }, null);
  expect(await found(orders, 'preflight.same_way')).toMatchObject({ severity: 'warning', said: { reason: { params: { flow: 'Orders once more' } } } });
  await change(orders, (flow) => setSchedule(flow, { enabled: true, when: { kind: 'calendar', days: ['mon'], times: ['07:00'], timeZone: 'Pacific/Auckland' } }));
  expect(await found(orders, 'preflight.other_zone')).toMatchObject({ topic: 'schedule' });
});
