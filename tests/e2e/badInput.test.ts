import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { card, dock, inspector, saved, selectCard } from './support/canvas.ts';
import { told } from './support/calls.ts';
import { booked, runNow, setFaults, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { widenDock } from './support/log.ts';

const fluxo = useFluxo();
const fileOf = (flowId: string) => path.join(fluxo.workspace, 'flows', `${flowId}.flow.json`);
const demoFlow = 'demo-orders';
/** More than any run asks. */
const always = { times: 10_000 };

async function openDemoFlow(): Promise<void> {
  const page = fluxo.page();
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('link', { name: 'MplusKASSA orders to QuickBooks' }).first().click();
  await card(page, 'Map').waitFor();
}

beforeAll(() => startDemo(fluxo.page()));
afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('a broken flow file is listed with what is wrong in it, and the others work on', async () => {
  const page = fluxo.page();
  await writeFile(fileOf('half-saved'), '{ "fluxo": 1, "id": "half-saved", "name": "Half');
  await writeFile(fileOf('strange'), JSON.stringify({ fluxo: 1, id: 'strange', name: 'Strange', nodes: [{ id: 'a', kind: 'teleport', settings: {}, position: { x: 0, y: 0 } }], edges: [] }));
  await page.getByRole('link', { name: 'Home' }).click();
  await page.reload();
  const flows = page.getByRole('table', { name: 'Flows' });
  const half = flows.getByRole('row').filter({ hasText: 'half-saved' });
  await half.waitFor();
  expect(await half.textContent()).toMatch(/JSON|cut|read/i);
  expect(await half.textContent()).toContain('half-saved.flow.json');
  const strange = flows.getByRole('row').filter({ hasText: 'strange' });
  expect(await strange.textContent()).toMatch(/kind|teleport/);
  expect(await half.getByRole('button', { name: /^Run/ }).count()).toBe(0);
  await flows.getByRole('row').filter({ hasText: 'MplusKASSA orders' }).getByRole('link').first().waitFor();
  // It cannot be opened by its address either; the way back stands there.
  await page.evaluate(`window.location.hash = '#/flows/half-saved'`);
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Go to home' }).click();
  await flows.waitFor();
});

test('an HTML page from the till ends the run with what, where and how to fix it; nothing is booked and the next run goes on', async () => {
  const page = fluxo.page();
  await openDemoFlow();
  await setFaults(page, 'mplus', [{ operation: 'getOrders', ...always, fault: { kind: 'htmlPage' } }]);
  const failed = await runNow(page);
  expect(failed.status).toBe('failed');
  await widenDock(page);
  const note = dock(page).getByRole('alert').first();
  await expect.poll(() => note.textContent()).toMatch(/page|HTML/i);
  expect(await note.textContent()).toContain('Demo till');
  expect(failed.error?.fix).toBeTruthy();
  expect(await note.textContent()).toContain(failed.error?.fix);
  expect(await booked(page)).toEqual([]);
  await card(page, 'Orders').getByRole('img', { name: 'Failed' }).waitFor();
  await setFaults(page, 'mplus', []);
});

test('one order the books refuse with nonsense waits with its reason, the others are booked', async () => {
  const page = fluxo.page();
  await setFaults(page, 'quickbooks', [{ operation: 'POST invoice', ...always, fault: { kind: 'answer', status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ Fault: { Error: [{ Message: 'Business Validation Error', Detail: 'The account period is closed on the moon', code: '6000' }], type: 'ValidationFault' } }) } }]);
  const run = await runNow(page);
  await setFaults(page, 'quickbooks', []);
  expect(run.outcomes.rejected).toBeGreaterThan(0);
  expect(run.outcomes.created).toBeGreaterThan(15);
  expect(await booked(page)).toHaveLength(run.outcomes.created);
  await dock(page).getByRole('tab', { name: /Problems/ }).click();
  const group = dock(page).getByRole('list', { name: 'Open problems' }).getByRole('listitem').filter({ hasText: 'closed on the moon' }).first();
  await group.getByText('Rejected', { exact: true }).waitFor();
  await group.getByRole('button', { name: /^Run (these \d+|this one) again$/ }).waitFor();
  // Once the books are well again the same records go through.
  await dock(page).getByRole('tab', { name: /Log/ }).click();
  const next = await runNow(page);
  expect(next.outcomes.created).toBe(run.outcomes.rejected);
  await expect.poll(async () => (await told(page, 'problems.list', { state: 'open', limit: 100 })).some((problem) => problem.error.what.includes('moon'))).toBe(false);
});

test('credentials the service no longer takes stop the run and name their connection', async () => {
  const page = fluxo.page();
  await setFaults(page, 'mplus', [{ ...always, fault: { kind: 'expiredCredential' } }]);
  const run = await runNow(page);
  await setFaults(page, 'mplus', []);
  expect(run).toMatchObject({ status: 'failed', error: { needsOwner: true } });
  const note = dock(page).getByRole('alert').first();
  await expect.poll(() => note.textContent()).toContain('Demo till');
  expect(await note.textContent()).toContain(run.error?.fix);
});

test('a name or text that looks like code is shown as what it is', async () => {
  const page = fluxo.page();
  await selectCard(page, 'Map');
  const name = inspector(page).getByRole('textbox', { name: 'Name of the node' });
  await name.fill('<img src=x onerror="window.hacked=1"> {{count}} $t(state.ok)');
  await name.press('Enter');
  await card(page, '<img src=x onerror="window.hacked=1"> {{count}} $t(state.ok)').waitFor();
  expect(await page.evaluate('window.hacked')).toBeUndefined();
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
});

test('a change of the file by somebody else is told, and both ways out work', async () => {
  const page = fluxo.page();
  const changeOutside = async (name: string) => {
    await saved(page);
    const flow = JSON.parse(await readFile(fileOf(demoFlow), 'utf8')) as FlowDocument;
    await writeFile(fileOf(demoFlow), JSON.stringify({ ...flow, name }, null, 2));
  };
  const change = async (text: string) => {
    const box = inspector(page).getByRole('textbox', { name: 'Name of the node' });
    await box.fill(text);
    await box.press('Enter');
  };
  const banner = page.getByRole('alert').filter({ hasText: 'This flow was changed elsewhere.' });

  await selectCard(page, 'Map');
  await changeOutside('Changed by an editor');
  await change('Mine');
  await banner.waitFor();
  await page.getByRole('banner').getByText('Not saved').waitFor();
  await banner.getByRole('button', { name: 'Load the other version' }).click();
  await banner.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: 'Changed by an editor' }).waitFor();
  await card(page, 'Map').waitFor();

  await selectCard(page, 'Map');
  await changeOutside('Changed once more');
  await change('Mine again');
  await banner.getByRole('button', { name: 'Keep mine' }).click();
  await banner.waitFor({ state: 'hidden' });
  await saved(page);
  const kept = JSON.parse(await readFile(fileOf(demoFlow), 'utf8')) as FlowDocument;
  expect(kept.name).toBe('Changed by an editor');
  expect(kept.nodes.find((node) => node.kind === 'map')?.name).toBe('Mine again');
});

test('a flow whose connector or connection is gone opens, says so at its node and does not run', async () => {
  const page = fluxo.page();
  const { document } = await told(page, 'flows.get', { flowId: demoFlow });
  const lost = { ...document, id: 'lost', name: 'Lost and found', nodes: document.nodes.map((node) => (node.kind === 'source' ? { ...node, settings: { stream: 'fax.letters' } } : node.kind === 'target' ? { ...node, connection: 'nobody' } : node)) };
  await writeFile(fileOf('lost'), JSON.stringify(lost));
  await page.getByRole('link', { name: 'Home' }).click();
  await page.reload();
  await page.getByRole('link', { name: 'Lost and found' }).first().click();
  await card(page, 'Unknown service').waitFor();
  await card(page, 'Connection is gone').waitFor();
  expect(await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
  const check = page.getByRole('banner').getByRole('button', { name: /to fix/ });
  await check.click();
  await page.getByRole('dialog', { name: 'What is missing' }).getByText(/fax/).first().waitFor();
});
