import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { dock } from './support/canvas.ts';
import { runAfter, runNow, setFaults, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { logRow, logRows, step, widenDock } from './support/log.ts';

const fluxo = useFluxo();
const filterButton = (page: Page) => dock(page).getByRole('button', { name: /^Filter( \d+)?$/ });
const openFlow = async (page: Page) => {
  await page.evaluate("location.hash = '#/flows/demo-orders'");
  await page.locator('.react-flow__node').nth(2).waitFor({ state: 'attached' });
};
/** Shots are taken when they are asked for. */
const shot = async (name: string) => process.env['FLUXO_SCREENSHOTS'] && fluxo.page().screenshot({ path: `${process.env['FLUXO_SCREENSHOTS']}/${name}.png` });
const refused = { kind: 'answer', status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ Fault: { Error: [{ Message: 'Business Validation Error', Detail: 'The moon is full', code: '6000' }], type: 'ValidationFault' } }) };
afterEach(() => expect(fluxo.watch().errors).toEqual([]));

beforeAll(async () => {
  const page = fluxo.page();
  await startDemo(page);
  await setFaults(page, 'quickbooks', [{ operation: 'POST invoice', times: 2, fault: refused }]);
  await runNow(page);
  await setFaults(page, 'quickbooks', []);
  await widenDock(page);
  await dock(page).getByRole('button', { name: 'Fill the screen' }).click();
  await dock(page).getByRole('tab', { name: 'Log' }).click();
});

test('the log is narrowed down by error, node and time; the filter goes by as text and is read from it again', async () => {
  const page = fluxo.page();
  const all = await logRows(page).count();
  await filterButton(page).click();
  const menu = page.getByRole('dialog', { name: 'Filter' });
  await menu.getByRole('checkbox', { name: /quickbooks\.refused/ }).click();
  await menu.getByRole('button', { name: 'Today' }).click();
  expect(await accessibilityFaults(page)).toEqual([]);
  await shot('log-filter-menu');
  await page.keyboard.press('Escape');
  await expect.poll(() => logRows(page).count()).toBe(2);
  const chips = dock(page).getByRole('group', { name: 'Narrowed down to' });
  await chips.getByText('quickbooks.refused').waitFor();
  await dock(page).getByRole('button', { name: 'Run these 2 again' }).waitFor();
  await shot('log-filtered');
  await chips.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(() => logRows(page).count()).toBe(all);

  // As somebody would who got the filter in a message.
  const search = dock(page).getByRole('searchbox', { name: 'Search records' }).or(dock(page).getByRole('textbox', { name: 'Search records' })).first();
  await search.fill('outcome:rejected error:quickbooks.refused node:sales');
  await search.press('Enter');
  await expect.poll(() => logRows(page).count()).toBe(2);
  expect(await search.inputValue()).toBe('');
  await chips.getByRole('button', { name: 'Remove “quickbooks.refused”' }).click();
  await chips.getByRole('button', { name: 'Clear' }).click();
});

test('another filter is answered wherever the reader was in the one before, and starts at its newest row', async () => {
  const page = fluxo.page();
  const outcomes = dock(page).getByRole('group', { name: 'Filter by outcome' });
  const grid = dock(page).getByRole('grid', { name: 'Records' });
  await outcomes.getByRole('button', { name: /^Created/ }).click();
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('31');
  const scrolled = await grid.evaluate((element: any) => new Promise((resolve) => {
    element.addEventListener('scroll', () => setTimeout(() => resolve(element.scrollTop), 100), { once: true });
    element.scrollTop = element.scrollHeight;
  }));
  expect(scrolled).toBeGreaterThan(2);
  await outcomes.getByRole('button', { name: /^Skipped/ }).click();
  await outcomes.getByRole('button', { name: /^Created/ }).click();
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('2');
  await expect.poll(() => logRow(page, 'Skipped').count()).toBe(2);
  expect(await logRows(page).count()).toBe(2);
  expect(await grid.evaluate((element: any) => element.scrollTop)).toBe(0);
  await outcomes.getByRole('button', { name: /^All/ }).click();
});

test('a field of the record itself becomes a column, and is still one after a restart', async () => {
  const page = fluxo.page();
  await dock(page).getByRole('button', { name: 'Columns' }).click();
  const menu = page.getByRole('dialog', { name: 'Columns' });
  await menu.getByRole('checkbox', { name: 'Code' }).click();
  await menu.getByRole('combobox', { name: 'Add a field…' }).click();
  await page.keyboard.type('extOrderId');
  await page.getByRole('option').first().click();
  expect(await accessibilityFaults(page)).toEqual([]);
  await shot('log-columns-menu');
  await page.keyboard.press('Escape');
  const grid = dock(page).getByRole('grid', { name: 'Records' });
  await grid.getByRole('columnheader', { name: 'Code' }).waitFor();
  await grid.getByRole('columnheader', { name: /extOrderId/ }).waitFor();
  await shot('log-columns');
  const kept = (await told(page, 'preferences.get', {})).layout?.['logExtraColumns'];
  expect(kept).toEqual(['code', expect.stringMatching(/^field:.*extOrderId/)]);
});

test('what the log shows is written into a file of the workspace, without personal data', async () => {
  const page = fluxo.page();
  await dock(page).getByRole('button', { name: 'Export these records' }).click();
  const dialog = page.getByRole('dialog', { name: /^Export \d+ records$/ });
  await shot('log-export');
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const file = (await dialog.getByText(/^exports\/records-.*\.csv$/).textContent())!;
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  const text = await readFile(path.join(fluxo.workspace, file), 'utf8');
  const { rows } = await told(page, 'records.list', { limit: 500 });
  expect(text.trim().split('\n')).toHaveLength(rows.length + 1);
  expect(text).toContain('quickbooks.refused');
  for (const { subtitle } of rows) if (subtitle) expect(text).not.toContain(subtitle);
});

test('a story tells the record’s ids in every system and its other attempts, and leads to its passport', async () => {
  const page = fluxo.page();
  const before = (await told(page, 'runs.list', { limit: 1 }))[0]!.runId;
  await filterButton(page).click();
  await page.getByRole('dialog', { name: 'Filter' }).getByRole('checkbox', { name: /quickbooks\.refused/ }).click();
  await page.keyboard.press('Escape');
  await dock(page).getByRole('button', { name: 'Run these 2 again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run again', exact: true }).click();
  expect(await runAfter(page, before)).toMatchObject({ read: 2, outcomes: { created: 2 } });
  const row = logRow(page, 'Created').first();
  const number = /\d{4}-\d{4}/.exec((await row.textContent())!)![0];
  await row.click();
  await step(page, 'Ids in each system, other attempts').click();
  const attempts = page.getByRole('list', { name: 'All attempts' });
  await expect.poll(() => attempts.getByRole('listitem').count()).toBe(2);
  await page.getByText('Made by Fluxo').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await shot('story-life');
  await page.getByRole('button', { name: 'Passport of this record' }).click();
  const passport = page.getByRole('article', { name: `Passport of ${number}` });
  await passport.getByRole('heading', { name: number }).waitFor();
  const life = passport.getByRole('region', { name: 'Its life, newest first' });
  await expect.poll(() => life.getByRole('listitem').count()).toBe(2);
  await life.getByRole('button', { expanded: false }).first().click();
  await life.getByText(/Read exactly as on/).waitFor();
  await life.getByText(/^Written: /).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await shot('passport');
});

test('a record is found from the rail by its number, the id it got elsewhere, and what stands inside it', async () => {
  const page = fluxo.page();
  const { rows } = await told(page, 'records.list', { limit: 100, outcomes: ['created'] });
  const row = rows.find((one) => one.target && one.target.id !== one.target.label)!;
  const story = await told(page, 'records.story', { runId: row.runId, seq: row.seq });
  const email = /[\w.+-]+@[\w.-]+\.\w+/.exec(JSON.stringify(story.source))![0];
  await page.getByRole('link', { name: 'Find a record' }).click();
  const search = page.getByRole('searchbox', { name: /^Order number/ }).or(page.getByRole('textbox', { name: /^Order number/ })).first();
  const found = page.getByRole('list', { name: 'Found records' });
  await search.fill(row.title);
  await found.getByRole('button', { name: new RegExp(row.title) }).first().waitFor();
  await search.fill(row.target!.id);
  await found.getByText(`became ${row.target!.id}`).first().waitFor();
  await search.fill(email);
  await page.getByRole('button', { name: 'Look inside all records' }).click();
  await found.getByRole('button', { name: new RegExp(row.title) }).first().click();
  await page.getByRole('article', { name: `Passport of ${row.title}` }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await shot('passport-inside');
});

test('the palette leads from any page to a record’s passport', async () => {
  const page = fluxo.page();
  const { rows } = await told(page, 'records.list', { limit: 1, outcomes: ['created'] });
  const { title } = rows[0]!;
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog', { name: 'Find or do anything' }).getByRole('combobox').fill(title);
  await page.getByRole('option', { name: new RegExp(title) }).last().click();
  await page.getByRole('list', { name: 'Found records' }).getByRole('button', { name: new RegExp(title) }).first().click();
  await page.getByRole('article', { name: `Passport of ${title}` }).waitFor();
});

test('two runs are compared record by record', async () => {
  const page = fluxo.page();
  await openFlow(page);
  await dock(page).getByRole('tab', { name: 'Runs' }).click();
  const boxes = dock(page).getByRole('table', { name: 'Runs of this flow' }).getByRole('checkbox');
  await boxes.nth(0).click();
  await boxes.nth(1).click();
  await dock(page).getByRole('button', { name: 'Compare', exact: true }).click();
  const region = page.getByRole('region', { name: 'Two runs compared' });
  await region.getByRole('button', { name: /^Other outcome 2$/ }).click();
  const list = region.getByRole('list', { name: 'Records that differ' });
  await expect.poll(() => list.getByRole('listitem').count()).toBe(2);
  await list.getByRole('button').first().click();
  await region.getByText('The same, field by field.').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await shot('compare-runs');
  await region.getByRole('button', { name: 'Back to the runs' }).click();
});

test('what a dry run would make is said so in the comparison and the passport too', async () => {
  const page = fluxo.page();
  const { id: flowId } = (await told(page, 'flows.list', {})).find(({ id }) => id !== 'demo-orders')!;
  for (const limit of [1, 3]) {
    const [before] = await told(page, 'runs.list', { limit: 1 });
    await told(page, 'runs.start', { flowId, dryRun: true, limit });
    expect(await runAfter(page, before?.runId)).toMatchObject({ dryRun: true, read: limit });
  }
  const [latest] = await told(page, 'runs.list', { limit: 1 });
  const { rows } = await told(page, 'records.list', { runId: latest!.runId, limit: 1, outcomes: ['created'], newestFirst: true });
  const { title } = rows[0]!;
  await page.evaluate(`location.hash = '#/flows/${flowId}'`);
  await dock(page).getByRole('tab', { name: 'Runs' }).click();
  const boxes = dock(page).getByRole('table', { name: 'Runs of this flow' }).getByRole('checkbox');
  await expect.poll(() => boxes.count()).toBe(2);
  await boxes.nth(0).click();
  await boxes.nth(1).click();
  await dock(page).getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('list', { name: 'Records that differ' }).getByRole('listitem').filter({ hasText: title }).getByText('To create').waitFor();
  await shot('compare-dry');
  await page.getByRole('link', { name: 'Find a record' }).click();
  const search = page.getByRole('searchbox', { name: /^Order number/ }).or(page.getByRole('textbox', { name: /^Order number/ })).first();
  await search.fill(title);
  const found = page.getByRole('list', { name: 'Found records' }).getByRole('button').filter({ hasText: title }).first();
  await found.getByText('To create').waitFor();
  await found.click();
  const life = page.getByRole('region', { name: 'Its life, newest first' }).getByRole('listitem').first();
  await life.getByText(/^Planned: /).waitFor();
  await life.getByText('To create').waitFor();
  await shot('passport-dry');
});
