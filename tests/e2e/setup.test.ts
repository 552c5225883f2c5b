import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { chooseIn } from './support/canvas.ts';
import { runAfter } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
const heading = (name: string) => fluxo.page().getByRole('heading', { level: 1, name }).waitFor();
const next = () => fluxo.page().getByRole('button', { name: 'Next', exact: true });
const step = (name: string) => fluxo.page().getByRole('navigation', { name: 'Steps of the set-up' }).getByRole('link', { name });
const flowFile = async (flowId: string) => JSON.parse(await readFile(path.join(fluxo.workspace, 'flows', `${flowId}.flow.json`), 'utf8')) as FlowDocument;
const orders = 'mpluskassa-orders-to-quickbooks';

/** Tab until something of that name has the focus, as somebody without a mouse gets there. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = (await page.evaluate(`(() => { const one = document.activeElement; return one?.getAttribute('aria-label') ?? (one?.labels?.[0] ?? one)?.textContent ?? ''; })()`)) as string;
    if (name.test(focused)) return;
  }
  throw new Error(`Tab does not lead to ${String(name)}`);
}

test('two systems are chosen without a mouse, and one that nothing leads to is out', async () => {
  const page = fluxo.page();
  await page.getByRole('button', { name: 'Set up step by step' }).waitFor();
  await tabTo(page, /^Set up step by step$/);
  await page.keyboard.press('Enter');
  await heading('Which two systems are to work together?');
  await tabTo(page, /^QuickBooks Online/);
  await page.keyboard.press('Space');
  expect(await page.getByRole('button', { name: /MailChimp.*No flow with QuickBooks Online yet/ }).isDisabled()).toBe(true);
  expect(await next().isDisabled()).toBe(true);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await page.getByText('11 flows between').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await tabTo(page, /^Next$/);
  await page.keyboard.press('Enter');
  await heading('Your account at each of them');
});

test('a connection is made in place with guidance, or taken from the demo; each is tried at once, in plain words', async () => {
  const page = fluxo.page();
  await page.getByRole('region', { name: 'What to prepare' }).first().waitFor();
  await page.getByRole('button', { name: 'Use demo data' }).click();
  await page.getByText('Ident and secret are accepted').waitFor();
  await page.getByText('Signed in to the company').waitFor();
  expect(await page.getByRole('radio', { name: /Demo till/ }).isChecked()).toBe(true);
  expect(await accessibilityFaults(page)).toEqual([]);
  // Files instead of books: an own folder needs no demo.
  await step('Systems').click();
  await page.getByRole('button', { name: /^QuickBooks/ }).click();
  await page.getByRole('button', { name: /^Files/ }).click();
  await next().click();
  const files = page.getByRole('region', { name: 'Files' });
  const folder = path.join(fluxo.workspace, 'for-the-books');
  await mkdir(folder, { recursive: true });
  await files.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await files.getByRole('button', { name: 'Save and test' }).click();
  await files.getByText('Files may be written there.').waitFor();
  expect(await next().isDisabled()).toBe(false);
  // And back: what was chosen for the books is still chosen.
  await step('Systems').click();
  await page.getByRole('button', { name: /^Files/ }).click();
  await page.getByRole('button', { name: /^QuickBooks/ }).click();
  await next().click();
  expect(await page.getByRole('radio', { name: /Demo books/ }).isChecked()).toBe(true);
});

test('several flows are chosen at once and are ordinary flows from then on', async () => {
  const page = fluxo.page();
  await next().click();
  await heading('What is to move, and where to?');
  await page.getByRole('region', { name: 'QuickBooks Online to MplusKASSA' }).waitFor();
  const [first, second] = ['MplusKASSA orders to QuickBooks', 'MplusKASSA products to QuickBooks'];
  for (const name of [first!, second!]) await page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).click();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Make 2 flows' }).click();
  await heading('A few things only you know');
  expect((await told(page, 'flows.list', {})).map(({ name }) => name)).toEqual([first, second]);
  expect((await flowFile(orders)).nodes.map(({ connection }) => connection)).toEqual(['demo-till', undefined, 'demo-books']);
});

test('a question is one of the settings, its list is read from the service, and the answer is in the flow at once', async () => {
  const page = fluxo.page();
  const books = page.getByRole('region', { name: 'Write to QuickBooks Online' });
  const fields = books.locator('[data-field]');
  await fields.first().waitFor();
  const asked = await fields.count();
  await chooseIn(page, books.locator('[data-field="debtor"]').getByRole('combobox'), 'Kassaklant');
  await page.getByRole('region', { name: 'Read from MplusKASSA' }).locator('[data-field="startFrom"] select').selectOption('now');
  await expect.poll(async () => (await flowFile(orders)).nodes[0]?.settings['startFrom']).toBe('now');
  await page.getByRole('region', { name: 'Read from MplusKASSA' }).locator('[data-field="startFrom"] select').selectOption('all');
  await books.getByRole('switch', { name: 'All settings of QuickBooks Online' }).click();
  expect(await fields.count()).toBeGreaterThan(asked);
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('left in the middle and after a restart it goes on where it was', async () => {
  await fluxo.page().getByRole('button', { name: 'Leave for now' }).click();
  await fluxo.page().getByRole('region', { name: 'Waiting for you' }).getByText('Unfinished set-up: MplusKASSA and QuickBooks Online').waitFor();
  expect(await accessibilityFaults(fluxo.page())).toEqual([]);
  const page = await fluxo.restart();
  await page.getByText('at “Questions”').waitFor();
  expect(await page.getByRole('region', { name: 'Records per day' }).getByText('Nothing has come through yet').count()).toBe(1);
  await page.getByRole('button', { name: 'Continue' }).click();
  await heading('A few things only you know');
  await page.getByRole('button', { name: 'MplusKASSA products to QuickBooks' }).click();
  await page.locator('[data-field="incomeAccount"]').waitFor();
  // The made-up services went with the app; the same button brings them back.
  await step('Connections').click();
  await page.getByRole('button', { name: 'Use demo data' }).click();
  await page.getByText('Signed in to the company').waitFor();
});

test('the dry run shows what would be made, and the checklist what stands between it and going live', async () => {
  const page = fluxo.page();
  await step('Dry run').click();
  await page.getByText('Nothing has been tried yet').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Start 2 dry runs' }).click();
  await page.getByText('Equal to the cent').waitFor();
  await page.getByRole('row', { name: /Create sales receipt/ }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await next().click();
  await page.getByText('2 to put right · 4 to think about').waitFor();
  const list = page.getByRole('list', { name: 'Ready to go live?' });
  await list.getByText('They answer, let Fluxo in').or(list.getByText('is for trying out')).first().waitFor();
  await list.getByText('Filled in, and everything they name is there.').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('each point leads to where it is put right, and is gone once it is', async () => {
  const page = fluxo.page();
  await page.getByRole('button', { name: /^Go to the setting: Article 4003 is not in QuickBooks/ }).click();
  await heading('A few things only you know');
  const field = page.locator('[data-field="onMissingProduct"]');
  await expect.poll(() => field.locator('select').evaluate((select: unknown) => select === (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement)).toBe(true);
  await field.locator('select').selectOption('create');
  await step('Dry run').click();
  const before = (await told(page, 'runs.list', { limit: 1 }))[0]?.runId;
  await page.getByRole('button', { name: 'Start 2 dry runs' }).click();
  await runAfter(page, before);
  await expect.poll(async () => (await told(page, 'runs.list', { limit: 10 })).filter(({ status }) => status !== 'running').length).toBe(4);
  await step('Ready to go live?').click();
  await page.getByText('1 to put right').first().waitFor();
  expect(await page.getByText('Article 4003 is not in QuickBooks').count()).toBe(0);
});

test('with its times chosen the set-up is done, and its flows stand on the home page', async () => {
  const page = fluxo.page();
  await page.getByRole('button', { name: /^Choose when/ }).click();
  await heading('When is it to run?');
  await page.getByRole('switch', { name: 'Runs by itself' }).click();
  await expect.poll(async () => (await flowFile(orders)).schedule?.enabled).toBe(true);
  await page.getByRole('button', { name: 'The same for all flows of this set-up' }).click();
  await page.getByText('2 flows have these times now').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByText('2 flows are set up').waitFor();
  const flows = page.getByRole('table', { name: 'Flows' });
  await expect.poll(() => flows.getByRole('row').count()).toBe(3);
  expect(await flows.getByText('By hand').count()).toBe(0);
  expect(await page.getByText('Unfinished set-up').count()).toBe(0);
  const list = await told(page, 'flows.list', {});
  expect(list.every(({ nextRunAt }) => nextRunAt !== undefined)).toBe(true);
  expect(fluxo.watch().errors).toEqual([]);
});

test('what came through is told day by day, as a picture and as a table', async () => {
  const page = fluxo.page();
  const activity = page.getByRole('region', { name: 'Records per day' });
  await page.getByRole('button', { name: 'Run “MplusKASSA products to QuickBooks” now' }).click();
  await activity.getByRole('img', { name: /^Records of the last 30 days/ }).waitFor();
  await activity.getByRole('radio', { name: 'Table' }).click();
  expect(await activity.getByRole('rowheader').count()).toBe(30);
  expect(await accessibilityFaults(page)).toEqual([]);
});
