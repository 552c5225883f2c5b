import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { card, centreOf, connectPorts, dock, dragTo, inspector, lines, newFlow, paletteRow, saved, selectCard } from './support/canvas.ts';
import { startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
const cards = () => fluxo.page().locator('.react-flow__node');
const press = (keys: string) => fluxo.page().keyboard.press(keys);

/** The flow as its file holds it, once the last edit is there. */
async function onDisk(): Promise<FlowDocument> {
  await saved(fluxo.page());
  const flowId = new URL(fluxo.page().url()).hash.replace('#/flows/', '');
  return JSON.parse(await readFile(path.join(fluxo.workspace, 'flows', `${flowId}.flow.json`), 'utf8')) as FlowDocument;
}

async function drawThree(): Promise<void> {
  const page = fluxo.page();
  await newFlow(page);
  for (const name of ['Orders MplusKASSA', 'Map', 'Invoices and sales receipts QuickBooks Online']) await paletteRow(page, name).dblclick();
  await expect.poll(() => cards().count()).toBe(3);
}

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('nodes added by double-click join by themselves, and every step can be undone and done again', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await drawThree();
  expect(await lines(page).count()).toBe(2);
  await selectCard(page, 'Map');
  await press('Delete');
  await expect.poll(() => cards().count()).toBe(2);
  expect(await lines(page).count()).toBe(0);
  await press('ControlOrMeta+z');
  await expect.poll(() => cards().count()).toBe(3);
  expect(await lines(page).count()).toBe(2);
  const undo = page.getByRole('banner').getByRole('button', { name: 'Undo' });
  const redo = page.getByRole('banner').getByRole('button', { name: 'Redo' });
  while (await undo.isEnabled()) await undo.click();
  await page.getByText('Draw where data comes from and where it goes').waitFor();
  while (await redo.isEnabled()) await press('ControlOrMeta+Shift+z');
  await expect.poll(() => cards().count()).toBe(2);
  await press('ControlOrMeta+z');
  await expect.poll(() => cards().count()).toBe(3);
  expect((await onDisk()).edges).toHaveLength(2);
});

test('a piece of the drawing can be copied, pasted, duplicated, cut and deleted', async () => {
  const page = fluxo.page();
  await press('ControlOrMeta+a');
  await inspector(page).getByText('3 nodes selected').waitFor();
  await press('ControlOrMeta+c');
  await press('ControlOrMeta+v');
  await expect.poll(() => cards().count()).toBe(6);
  expect(await lines(page).count()).toBe(4);
  await press('ControlOrMeta+d');
  await expect.poll(() => cards().count()).toBe(9);
  await press('ControlOrMeta+x');
  await expect.poll(() => cards().count()).toBe(6);
  await press('ControlOrMeta+v');
  await expect.poll(() => cards().count()).toBe(9);
  await press('Delete');
  await expect.poll(() => cards().count()).toBe(6);
  for (let step = 0; step < 5; step++) await press('ControlOrMeta+z');
  await expect.poll(() => cards().count()).toBe(3);
  const { nodes } = await onDisk();
  expect(new Set(nodes.map((node) => node.id)).size).toBe(3);
});

test('a line that makes no sense is not drawn: a source has to be mapped before a target takes it', async () => {
  const page = fluxo.page();
  await newFlow(page);
  await paletteRow(page, 'Orders MplusKASSA').dblclick();
  await card(page, 'Orders').waitFor();
  await press('Escape');
  await paletteRow(page, 'Invoices and sales receipts QuickBooks Online').dblclick();
  await expect.poll(() => cards().count()).toBe(2);
  expect(await lines(page).count()).toBe(0);
  await page.keyboard.press('ControlOrMeta+0');
  await connectPorts(page, 'Orders', 'Invoices and sales receipts');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.react-flow__connection').count()).toBe(0);
  expect(await lines(page).count()).toBe(0);
  expect((await onDisk()).edges).toEqual([]);
});

test('arrow keys nudge on the grid, further with shift, and a drag moves a node; each is one step back', async () => {
  const page = fluxo.page();
  const at = async () => (await onDisk()).nodes.find((node) => node.kind === 'source')?.position ?? { x: NaN, y: NaN };
  await selectCard(page, 'Orders');
  await card(page, 'Orders').focus();
  const start = await at();
  await press('ArrowRight');
  await press('ArrowRight');
  await press('ArrowDown');
  await expect.poll(at).toEqual({ x: start.x + 16, y: start.y + 8 });
  await press('Shift+ArrowUp');
  await expect.poll(at).toEqual({ x: start.x + 16, y: start.y - 32 });
  const from = await centreOf(card(page, 'Orders'));
  await dragTo(page, from, { x: from.x - 40, y: from.y + 80 });
  await expect.poll(async () => (await at()).y).toBeGreaterThan(start.y);
  const moved = await at();
  expect([moved.x % 8, moved.y % 8].map(Math.abs)).toEqual([0, 0]);
  await press('ControlOrMeta+z');
  await expect.poll(at).toEqual({ x: start.x + 16, y: start.y - 32 });
});

test('the command palette finds commands, nodes to add and other flows', async () => {
  const page = fluxo.page();
  await press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Find or do anything' });
  await palette.getByPlaceholder('Find a node, a flow or a command…').fill('filter');
  await palette.getByRole('option', { name: 'Add Filter' }).waitFor();
  await press('Enter');
  await card(page, 'Filter').waitFor();
  await expect.poll(() => palette.count()).toBe(0);
  await press('ControlOrMeta+k');
  await palette.getByPlaceholder('Find a node, a flow or a command…').fill('mpluskassa orders to');
  await palette.getByRole('option', { name: 'MplusKASSA orders to QuickBooks', exact: true }).click();
  await page.getByRole('heading', { name: 'MplusKASSA orders to QuickBooks' }).waitFor();
});

test('? shows every shortcut, and the panels fold away by theirs', async () => {
  const page = fluxo.page();
  await page.locator('.react-flow__pane').click({ position: { x: 30, y: 30 } });
  await press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const words of ['Undo', 'Duplicate', 'Find or do anything', 'Show or hide the dock', 'Move the selected nodes', 'Next node, in flow order']) await sheet.getByText(words).waitFor();
  await press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  const panels = [
    ['ControlOrMeta+b', page.getByRole('complementary', { name: 'Flows and nodes' })],
    ['ControlOrMeta+j', dock(page)],
    ['ControlOrMeta+i', inspector(page)],
  ] as const;
  for (const [keys, panel] of panels) {
    const shown = await panel.isVisible();
    await press(keys);
    await panel.waitFor({ state: shown ? 'hidden' : 'visible' });
    await press(keys);
    await panel.waitFor({ state: shown ? 'visible' : 'hidden' });
  }
});

test('what is typed in a field is kept at a pause, by a run started from within it, and when the page ends; one visit is one step back', async () => {
  const page = fluxo.page();
  const field = () => inspector(page).getByRole('textbox', { name: 'Name of the node' });
  const nameOf = async () => (await onDisk()).nodes.find(({ kind }) => kind === 'map')?.name;
  await selectCard(page, 'Map');
  await field().click();
  await page.keyboard.type('Orders', { delay: 5 });
  await expect.poll(nameOf).toBe('Orders');
  // Still in the field, after a pause: the same step.
  await page.keyboard.type(' as sales', { delay: 5 });
  await page.keyboard.press('ControlOrMeta+Shift+r');
  await page.getByRole('banner').getByText('Saved', { exact: true }).waitFor();
  await expect.poll(nameOf).toBe('Orders as sales');
  expect(await field().evaluate((input: unknown) => input === (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement)).toBe(true);
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(nameOf).toBeUndefined();

  await field().fill('Typed at the last moment');
  await page.reload();
  await card(page, 'Typed at the last moment').waitFor();
  await expect.poll(nameOf).toBe('Typed at the last moment');
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(nameOf).toBeUndefined();
});

test('flow and node can be renamed, a node switched off, and the keyboard alone walks the drawing', async () => {
  const page = fluxo.page();
  await page.getByRole('heading', { name: 'MplusKASSA orders to QuickBooks' }).getByRole('button').click();
  await page.getByRole('textbox', { name: 'Name of the flow' }).first().fill('Sales of the shop');
  await press('Enter');
  const settings = await selectCard(page, 'Map');
  const name = settings.getByRole('textbox', { name: 'Name of the node' });
  await name.fill('To an order');
  await name.press('Enter');
  await card(page, 'To an order').waitFor();
  await card(page, 'Orders').focus();
  await press('Tab');
  await card(page, 'To an order').and(page.locator('.selected')).waitFor();
  await press('e');
  await card(page, 'To an order').getByText('Switched off').waitFor();
  const flow = await onDisk();
  expect(flow.name).toBe('Sales of the shop');
  expect(flow.nodes.find((node) => node.kind === 'map')).toMatchObject({ name: 'To an order', disabled: true });
});

test('after a restart everything is as it was left: drawing, names, panels', async () => {
  const was = await onDisk();
  await press('ControlOrMeta+b');
  await fluxo.page().getByRole('complementary', { name: 'Flows and nodes' }).waitFor({ state: 'hidden' });
  // The layout is written a moment after the last change.
  await expect.poll(() => readFile(path.join(fluxo.workspace, '../user-data/window-and-preferences.json'), 'utf8').catch(() => '')).toContain('"sideBarOpen": false');
  const page = await fluxo.restart();
  await page.getByRole('link', { name: 'Sales of the shop' }).first().click();
  await card(page, 'To an order').waitFor();
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor();
  expect(await page.getByRole('complementary', { name: 'Flows and nodes' }).count()).toBe(0);
  expect(await onDisk()).toEqual(was);
});
