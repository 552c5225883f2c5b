import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { dock } from './support/canvas.ts';
import { booked, runAfter, setFaults, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { logRow, widenDock } from './support/log.ts';

const fluxo = useFluxo();
const plan = (page: Page) => dock(page).getByRole('region', { name: 'Plan' });
/** A picture for whoever wants to look; without the variable none is taken. */
const picture = async (page: Page, name: string) => {
  const folder = process.env['FLUXO_SCREENSHOTS'];
  if (!folder || folder === '1') return;
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: path.join(folder, `${name}-dark.png`) });
  await page.emulateMedia({ colorScheme: 'light' });
};

/** Finds one record of the log and opens it. */
const find = async (page: Page, title: string) => {
  await dock(page).getByLabel('Search records').fill(title);
  await logRow(page, title).click();
};

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('a dry run shows its plan beside its records: what it comes to, and that it is what was read', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await page.getByRole('banner').getByRole('button', { name: 'Dry run', exact: true }).click();
  const dry = await runAfter(page, undefined);
  expect(dry).toMatchObject({ dryRun: true });
  expect(await booked(page)).toEqual([]);
  await widenDock(page);
  await dock(page).getByRole('button', { name: 'Fill the screen' }).click();
  await plan(page).getByText('Equal to the cent').waitFor();
  // Nothing was made, and nothing says so.
  await dock(page).getByRole('button', { name: /^To create \d+$/ }).waitFor();
  expect(await dock(page).getByText(/^Created/).count()).toBe(0);
  const writes = plan(page).getByRole('table').filter({ hasText: 'Create sales receipt' });
  await writes.waitFor();
  for (const title of ['Documents', 'Days', 'Tax codes', 'Revenue accounts', 'Payment methods']) await plan(page).getByRole('columnheader', { name: title }).waitFor();
  await picture(page, 'plan');
});

test('a record of it shows field by field what would be written, and what is there now', async () => {
  const page = fluxo.page();
  await find(page, '2026-1004');
  const story = dock(page).getByRole('region', { name: 'Create customer' });
  await story.getByText('DisplayName').waitFor();
  await dock(page).getByRole('region', { name: 'Create sales receipt' }).getByText('to be made').first().waitFor();
  await picture(page, 'plan-record');
  // An update stands beside what is there: the old value struck through.
  const runs = await told(page, 'runs.list', { limit: 1 });
  const { rows } = await told(page, 'records.list', { runId: runs[0]!.runId, outcomes: ['created'], limit: 500 });
  const stories = await Promise.all(rows.map((row) => told(page, 'records.story', { runId: row.runId, seq: row.seq })));
  const updating = stories.find((one) => one.steps.some((step) => step.kind === 'plan' && step.decision.writes.some(({ effect }) => effect === 'updateCustomer')))!;
  await find(page, updating.row.title);
  await dock(page).getByRole('region', { name: 'Update customer' }).waitFor();
  await picture(page, 'plan-update');
});

test('the plan is carried out after a look at what it comes to, once', async () => {
  const page = fluxo.page();
  await dock(page).getByRole('button', { name: 'Close the story' }).click();
  const [dry] = await told(page, 'runs.list', { limit: 1 });
  await plan(page).getByRole('button', { name: 'Carry out this plan…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Carry out this plan?' });
  await dialog.getByText('Create sales receipt').waitFor();
  await picture(page, 'plan-confirm');
  await dialog.getByRole('button', { name: 'Carry out' }).click();
  const real = await runAfter(page, dry!.runId);
  expect(real.outcomes).toEqual(dry!.outcomes);
  expect(real).toMatchObject({ dryRun: false, carriesOut: dry!.runId });
  expect(await booked(page)).toHaveLength(real.outcomes.created);
  await dock(page).getByRole('tab', { name: 'Runs' }).click();
  await dock(page).getByRole('row').filter({ hasText: 'Dry run' }).click();
  await plan(page).getByRole('button', { name: 'Carried out: show the run' }).waitFor();
  await picture(page, 'plan-done');
});

test('a dry run after a run that broke off says how many records it does not show', async () => {
  const page = fluxo.page();
  const flows = path.join(fluxo.workspace, 'flows');
  const drawn = JSON.parse(await readFile(path.join(flows, 'demo-orders.flow.json'), 'utf8')) as object;
  await writeFile(path.join(flows, 'broken-off.flow.json'), JSON.stringify({ ...drawn, id: 'broken-off', name: 'Broken off' }));
  const ended = async (dryRun: boolean) => {
    const { runId } = await told(page, 'runs.start', { flowId: 'broken-off', dryRun });
    await expect.poll(async () => (await told(page, 'runs.get', { runId })).status).not.toBe('running');
    return told(page, 'runs.get', { runId });
  };
  await setFaults(page, 'quickbooks', [{ times: 10_000, fault: { kind: 'answer', status: 403, headers: { 'content-type': 'application/json' }, body: '{}' } }]);
  expect((await ended(false)).status).toBe('failed');
  await setFaults(page, 'quickbooks', []);
  const { records } = await told(page, 'runs.leftOpen', { flowId: 'broken-off' });
  expect(records).toBeGreaterThan(1);
  await ended(true);
  await page.goto(`${page.url().split('#')[0]}#/flows/broken-off`);
  await widenDock(page);
  await dock(page).getByRole('tab', { name: 'Runs' }).click();
  await dock(page).getByRole('row').filter({ hasText: 'Dry run' }).first().click();
  await plan(page).getByText(`Not shown here: ${records} records that an earlier run left open.`).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'plan-left-open');
});
