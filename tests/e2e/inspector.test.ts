import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { saved, selectCard } from './support/canvas.ts';
import { told } from './support/calls.ts';
import { ledger, runAfter, runNow, setFaults, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
/** In its place beside the drawing, or over the whole width. */
const panel = () => fluxo.page().locator('[data-inspector]');
const field = (key: string) => panel().locator(`[data-field="${key}"]`);
const calls = async () => (await ledger(fluxo.page(), 'mplus')).calls + (await ledger(fluxo.page(), 'quickbooks')).calls;

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('a setting says that it was chosen here, what the standard is, and goes back to it', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await selectCard(page, 'Invoices and sales');
  await panel().getByRole('tab', { name: 'Settings' }).click();
  const before = Number.parseInt((await panel().getByRole('button', { name: /^\d+ changed$/ }).textContent()) ?? '', 10);
  await field('cancelled').getByRole('radio', { name: 'Park' }).click();
  await field('cancelled').getByText('Chosen in this node · standard: Skip').waitFor();
  await panel().getByRole('button', { name: `${before + 1} changed` }).click();
  await expect.poll(() => panel().locator('[data-field]:not([data-field="connection"])').count()).toBe(before + 1);
  await field('cancelled').getByRole('button', { name: /^Back to the standard/ }).click();
  await expect.poll(() => field('cancelled').count()).toBe(0);
  await panel().getByRole('button', { name: `${before} changed` }).click();
  expect(await field('cancelled').getByRole('radio', { name: 'Skip' }).isChecked()).toBe(true);
});

test('a list that cannot be read says why, takes a typed value, and is read again on request', async () => {
  const page = fluxo.page();
  await setFaults(page, 'quickbooks', [{ operation: 'GET query', times: 100, fault: { kind: 'answer', status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ Fault: { Error: [{ Message: 'Not today', Detail: 'The books are being counted', code: '6000' }], type: 'ValidationFault' } }) } }]);
  await panel().getByPlaceholder('Search settings').fill('lines without article');
  await field('freeLineItem').getByRole('combobox').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Read the list again' }).click();
  await page.getByRole('dialog').getByText(/You can type the value/).waitFor();
  await setFaults(page, 'quickbooks', []);
  await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(1);
  await page.keyboard.press('Escape');
  await selectCard(page, 'Invoices and sales');
  await panel().getByPlaceholder('Search settings').fill('');
});

test('a test of a step works on what was recorded, over all of it, and asks no service', async () => {
  const page = fluxo.page();
  await saved(page);
  await runNow(page);
  await selectCard(page, 'Map');
  const asked = await calls();
  await panel().getByRole('button', { name: 'Test this step' }).click();
  await panel().getByText(/^\d+ recorded records:$/).waitFor();
  await panel().getByText(/\d+ come out/).waitFor();
  // The made-up shop has an order from a country nobody knows.
  const failed = panel().locator('[data-step-test] li').filter({ hasText: 'not a country' }).first();
  await failed.click();
  await expect.poll(async () => await panel().getByRole('combobox', { name: 'Record' }).textContent()).toContain((await failed.locator('span').first().textContent()) ?? '?');
  expect(await calls()).toBe(asked);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('a step that only its service can answer says what it would ask before it asks', async () => {
  const page = fluxo.page();
  await selectCard(page, 'Invoices and sales');
  const asked = await calls();
  const test = panel().locator('[data-step-test]');
  if ((await test.count()) === 0) await panel().getByRole('button', { name: 'Test this step' }).click();
  await panel().getByText(/A test sends nothing\. It asks “Demo books”/).waitFor();
  // Back to a record that came through.
  await panel().getByRole('combobox', { name: 'Record' }).click();
  await page.getByRole('dialog').getByRole('combobox').fill('2026-1040');
  await page.getByRole('option', { name: /2026-1040/ }).first().click();
  await test.getByText(/query Customer/).first().waitFor();
  // What a run wrote for it is told, and that a test does not.
  expect(await test.locator('li').filter({ hasText: 'is not sent in a test' }).allTextContents()).toEqual([expect.stringMatching(/salesreceipt|invoice/)]);
  expect(await calls()).toBe(asked);
  const [before] = await told(page, 'runs.list', { limit: 1 });
  await test.getByRole('button', { name: 'Ask “Demo books” now' }).click();
  const run = await runAfter(page, before?.runId);
  expect([run.dryRun, run.read]).toEqual([true, 1]);
});

test('a record can be pinned to a node: a readable file, tried on from then on, until it is taken away', async () => {
  const page = fluxo.page();
  await selectCard(page, 'Map');
  await panel().getByRole('button', { name: 'Pin this record to the node' }).click();
  const file = path.join(fluxo.workspace, 'pins/demo-orders/map.pins.json');
  await panel().getByRole('button', { name: 'Take the pin away' }).or(page.getByText('Pinned: pins/demo-orders/map.pins.json')).first().waitFor();
  await expect.poll(async () => (JSON.parse(await readFile(file, 'utf8')) as { records: { title: string }[] }).records.map(({ title }) => title)).toEqual(['2026-1040']);
  await panel().getByRole('combobox', { name: 'Record' }).click();
  await page.getByRole('option', { name: /2026-1040.*pinned/ }).click();
  await panel().getByRole('button', { name: 'Take the pin away' }).click();
  await expect.poll(() => readFile(file, 'utf8').then(() => 'there', () => 'gone')).toBe('gone');
});

test('over the whole width what comes in and what goes out stand beside the settings', async () => {
  const page = fluxo.page();
  await panel().getByRole('button', { name: 'Samples beside the settings' }).click();
  await panel().getByRole('region', { name: 'In', exact: true }).getByText('buyer').first().waitFor();
  await panel().getByRole('region', { name: 'Out', exact: true }).getByText('sourceId').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await panel().getByRole('button', { name: 'Show the drawing again' }).click();
});
