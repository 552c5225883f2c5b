import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { accessibilityFaults } from './support/axe.ts';
import { card, inspector, lines, newFlow, paletteRow, saved, selectCard } from './support/canvas.ts';
import { startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
const press = (keys: string) => fluxo.page().keyboard.press(keys);
const bar = () => fluxo.page().getByRole('banner');
const panel = () => fluxo.page().getByRole('complementary', { name: 'Versions' });
const find = () => fluxo.page().getByRole('complementary', { name: 'Find and replace' });
const fileOf = async (name: string) => JSON.parse(await readFile(path.join(fluxo.workspace, 'flows', name), 'utf8')) as FlowDocument;
const onDisk = async () => {
  await saved(fluxo.page());
  return fileOf('demo-orders.flow.json');
};

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('a version is kept by name; what changed since stands in sentences and on the drawing, and can be brought back', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await press('ControlOrMeta+s');
  await page.getByRole('dialog', { name: 'Keep this version' }).getByLabel('Name of the version').fill('As it came');
  await press('Enter');
  await page.getByText('Version kept').waitFor();
  await selectCard(page, 'Map');
  await press('e');
  await card(page, 'Map').getByText('Switched off').waitFor();
  await selectCard(page, 'Invoices and sales receipts');
  await press('Delete');
  await expect.poll(() => lines(page).count()).toBe(1);

  await bar().getByRole('button', { name: 'Versions and what changed' }).click();
  await panel().getByRole('button', { name: 'As it came', pressed: true }).waitFor();
  const sentences = panel().getByRole('list', { name: 'What changed' });
  await sentences.getByText('Map was switched off.').waitFor();
  await sentences.getByText('Invoices and sales receipts was removed.').waitFor();
  const drawing = page.getByRole('main', { name: 'What changed, as a drawing' });
  expect(await drawing.locator('.react-flow__node').count()).toBe(3);
  await drawing.locator('.react-flow__node').filter({ hasText: 'Changed' }).hover();
  await page.getByRole('tooltip').getByText('Map was switched off.').waitFor();
  await drawing.locator('.react-flow__node').filter({ hasText: 'Removed' }).waitFor();
  // In steps: a tooltip stays while the hand is on its way to it.
  await page.mouse.move(640, 780, { steps: 8 });
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
  expect(await accessibilityFaults(page)).toEqual([]);

  await panel().getByRole('button', { name: 'Restore', exact: true }).click();
  await panel().waitFor({ state: 'hidden' });
  await expect.poll(() => lines(page).count()).toBe(2);
  expect((await onDisk()).nodes.find(({ kind }) => kind === 'map')).not.toHaveProperty('disabled');
  await press('ControlOrMeta+z');
  await expect.poll(() => lines(page).count()).toBe(1);
  await press('ControlOrMeta+Shift+z');
  await expect.poll(() => lines(page).count()).toBe(2);
});

test('a flow that runs by itself keeps running its live version until the draft is made live', async () => {
  const page = fluxo.page();
  await bar().getByRole('button', { name: 'Schedule' }).click();
  await inspector(page).getByRole('switch', { name: 'Runs by itself' }).click();
  await bar().getByRole('button', { name: 'Live', exact: true }).waitFor();
  await selectCard(page, 'Map');
  await press('e');
  await bar().getByRole('button', { name: 'Draft', exact: true }).click();
  await panel().getByText('The schedule runs an earlier version').waitFor();
  await panel().getByText('Map was switched off.').waitFor();
  await saved(page);
  expect((await fileOf('demo-orders.live.json')).nodes.find(({ kind }) => kind === 'map')).not.toHaveProperty('disabled');
  // Home tells it of each flow that runs by itself.
  const inList = (word: string) => page.getByRole('table', { name: 'Flows' }).getByRole('row').filter({ hasText: 'MplusKASSA orders to QuickBooks' }).getByText(word, { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Home' }).click();
  await inList('Draft');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goBack();
  await bar().getByRole('button', { name: 'Draft', exact: true }).click();
  await panel().getByRole('button', { name: 'Make live' }).click();
  await bar().getByRole('button', { name: 'Live', exact: true }).waitFor();
  expect((await fileOf('demo-orders.live.json')).nodes.find(({ kind }) => kind === 'map')?.disabled).toBe(true);
  await panel().getByRole('button', { name: 'Close versions' }).click();
  await page.getByRole('link', { name: 'Home' }).click();
  await inList('Live');
  await page.goBack();
  await bar().getByRole('button', { name: 'Live', exact: true }).waitFor();
});

test('find lists every place in the flow and leads there; in all flows, replace shows what changes and is one step of undo in each', async () => {
  const page = fluxo.page();
  await newFlow(page);
  await paletteRow(page, 'Orders MplusKASSA').dblclick();
  await card(page, 'Orders').waitFor();
  const settings = await selectCard(page, 'Orders');
  await settings.getByRole('textbox', { name: 'Name of the node' }).fill('Demo orders of the till');
  await press('Enter');
  await saved(page);
  await page.getByRole('complementary', { name: 'Flows and nodes' }).getByRole('link', { name: 'MplusKASSA orders to QuickBooks' }).click();
  await page.getByRole('heading', { name: 'MplusKASSA orders to QuickBooks' }).waitFor();

  await press('ControlOrMeta+f');
  await find().getByRole('searchbox').fill('GIFTCARD');
  await find().getByRole('button', { name: 'GIFTCARD' }).first().click();
  await card(page, 'Invoices and sales receipts').and(page.locator('.selected')).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await find().getByRole('radio', { name: 'All flows' }).click();
  await find().getByRole('searchbox').fill('orders');
  await find().getByRole('region', { name: 'New flow' }).getByText('Demo orders of the till').first().waitFor();
  await find().getByRole('button', { name: 'Replace as well' }).click();
  await find().getByRole('textbox', { name: 'Replace with' }).fill('sales');
  await find().locator('ins').first().waitFor();
  await find().getByRole('button', { name: 'Replace all' }).click();
  await page.getByRole('heading', { name: 'MplusKASSA sales to QuickBooks', level: 1 }).waitFor();
  await expect.poll(async () => (await fileOf('new-flow.flow.json')).nodes[0]?.name).toBe('Demo sales of the till');
  await find().getByRole('button', { name: 'Close find' }).click();
  await bar().getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'MplusKASSA orders to QuickBooks' }).waitFor();
});

test('what was done can be undone after a restart, whoever did it', async () => {
  const page = await fluxo.restart();
  await page.getByRole('link', { name: 'New flow' }).first().click();
  await card(page, 'Demo sales of the till').waitFor();
  await bar().getByRole('button', { name: 'Undo' }).click();
  await card(page, 'Demo orders of the till').waitFor();
  await bar().getByRole('button', { name: 'Undo' }).click();
  await card(page, 'Orders').waitFor();
  await bar().getByRole('button', { name: 'Redo' }).click();
  await card(page, 'Demo orders of the till').waitFor();
});

test('a text that is no piece of a flow says so, and a piece with a connection from elsewhere asks for one here', async () => {
  const page = fluxo.page();
  const paste = (text: string) => page.evaluate(`(() => { const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(text)}); document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })); })()`);
  await paste('hello');
  await page.getByText('What is in the clipboard is no piece of a flow.').waitFor();
  const piece = { fluxoNodes: 1, nodes: [{ id: 'till', kind: 'source', connection: 'elsewhere', settings: { stream: 'mplus.orders' }, position: { x: 0, y: 200 } }], edges: [], connections: [{ id: 'elsewhere', connector: 'mplus', name: 'Winkel Utrecht' }] };
  await paste(JSON.stringify(piece, null, 2));
  const dialog = page.getByRole('dialog', { name: 'Which connections do these nodes use here?' });
  await dialog.getByLabel('In place of Winkel Utrecht (MplusKASSA)').waitFor();
  await dialog.getByRole('button', { name: 'Paste' }).click();
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(2);
  await saved(page);
  expect((await fileOf('new-flow.flow.json')).nodes[1]?.connection).toBe('demo-till');
});

test('the palette works on every page', async () => {
  const page = fluxo.page();
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Find or do anything' });
  await palette.getByRole('combobox').fill('look dark');
  await palette.getByRole('option', { name: 'Look: Dark' }).click();
  await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  await press('ControlOrMeta+k');
  await palette.getByRole('combobox').fill('step by step');
  await palette.getByRole('option', { name: 'Set up a new flow step by step' }).click();
  await page.getByRole('heading', { level: 1, name: 'Which two systems are to work together?' }).waitFor();
});
