import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { manyNodes } from '#renderer/testing/manyNodes.ts';
import { cardRenders, countCardRenders } from '../../bench/canvas/countRenders.ts';
import { accessibilityFaults } from './support/axe.ts';
import { card, centreOf, connectPorts, dock, dragTo, inspector, lines, newFlow, onCanvas, openInspector, paletteRow, port, saved } from './support/canvas.ts';
import { runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { logRow, widenDock } from './support/log.ts';

const fluxo = useFluxo();
const press = (keys: string) => fluxo.page().keyboard.press(keys);
const sales = 'Invoices and sales receipts';
const frames = () => fluxo.page().locator('.react-flow__node-frame');
const notes = () => fluxo.page().locator('.react-flow__node-note');
const selected = () => fluxo.page().locator('.react-flow__node.selected');

/** The flow as its file holds it, once the last edit is there. */
async function onDisk(): Promise<FlowDocument> {
  await saved(fluxo.page());
  const flowId = new URL(fluxo.page().url()).hash.replace('#/flows/', '');
  return JSON.parse(await readFile(path.join(fluxo.workspace, 'flows', `${flowId}.flow.json`), 'utf8')) as FlowDocument;
}
/** Where the view is: its shift across and down, and its zoom. */
const view = async () => ((await fluxo.page().locator('.react-flow__viewport').getAttribute('style')) ?? '').match(/-?[\d.]+/g)!.map(Number);
const edges = async () => (await onDisk()).edges.map(({ from, to }) => `${from} ${to}`).toSorted();

/** Puts something of the palette down where nothing is selected, so that nothing is joined to it. */
async function put(name: string, across: number, down: number): Promise<void> {
  const page = fluxo.page();
  await dragTo(page, await centreOf(paletteRow(page, name)), await onCanvas(page, across, down));
}

async function faultless(): Promise<void> {
  expect(await accessibilityFaults(fluxo.page())).toEqual([]);
}

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('a line that is drawn lights up where it can end, says over a card why it cannot, and takes a whole card as aim', async () => {
  const page = fluxo.page();
  page.setDefaultTimeout(30_000);
  await startDemo(page);
  await newFlow(page);
  // Room for the drawing: the inspector is not needed here.
  await press('ControlOrMeta+i');
  await inspector(page).waitFor({ state: 'hidden' });
  await put('Orders MplusKASSA', 0.2, 0.25);
  await put('Map', 0.5, 0.25);
  await put('Invoices and sales receipts QuickBooks Online', 0.8, 0.6);
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3);

  const [from, target, map] = [await centreOf(port(page, 'Orders', 'out')), await centreOf(card(page, sales)), await centreOf(card(page, 'Map'))];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(target.x, target.y, { steps: 6 });
  await page.getByText('Takes orders: put a map in between.').waitFor();
  expect(await card(page, sales).locator('.misfit').count()).toBe(1);
  expect(await card(page, 'Map').locator('.misfit').count()).toBe(0);
  expect(await page.locator('.react-flow__handle.fits').count()).toBe(1);
  await page.mouse.move(map.x, map.y, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => lines(page).count()).toBe(1);
  expect(await edges()).toEqual(['orders.records map.records']);
});

test('a line let go over nothing asks what should stand there; something let go on a line goes into it', async () => {
  const page = fluxo.page();
  await dragTo(page, await centreOf(port(page, 'Map', 'out')), await onCanvas(page, 0.55, 0.8));
  const picker = page.getByRole('dialog', { name: 'What should stand here?' });
  await picker.getByRole('combobox').fill('limit');
  await press('Enter');
  await card(page, 'Limit').waitFor();
  await connectPorts(page, 'Limit', sales);
  await expect.poll(edges).toEqual(['limit.records sales.records', 'map.records limit.records', 'orders.records map.records']);

  // From the palette onto a line.
  const line = (from: string, to: string) => page.locator(`.react-flow__edge[data-id="${from}→${to}"]`);
  const middle = async (one: Locator) => {
    const box = (await one.locator('path').first().boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  await dragTo(page, await centreOf(paletteRow(page, 'Filter')), await middle(line('orders.records', 'map.records')));
  await expect.poll(edges).toEqual(['filter.kept map.records', 'limit.records sales.records', 'map.records limit.records', 'orders.records filter.records']);

  // A card that stands free, dragged onto a line; then one step back, as one edit.
  await press('Escape');
  await press('ControlOrMeta+0');
  await put('Filter', 0.12, 0.85);
  const free = page.locator('.react-flow__node[data-id="filter2"]');
  await free.waitFor();
  await expect.poll(async () => (await onDisk()).nodes.length).toBe(6);
  const at = await centreOf(free);
  await dragTo(page, { x: at.x, y: at.y - 20 }, await middle(line('map.records', 'limit.records')).then(({ x, y }) => ({ x, y: y - 20 })));
  await expect.poll(async () => (await edges()).filter((edge) => edge.includes('filter2'))).toEqual(['filter2.kept limit.records', 'map.records filter2.records']);
  await press('ControlOrMeta+z');
  await expect.poll(async () => (await edges()).filter((edge) => edge.includes('filter2'))).toEqual([]);
});

test('things are chosen with a rectangle or a loop, lined up, spaced and laid out', async () => {
  const page = fluxo.page();
  const start = await onDisk();
  await press('ControlOrMeta+0');
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(6);
  const corner = await onCanvas(page, 0.01, 0.02);
  const opposite = await onCanvas(page, 0.99, 0.86);
  await page.mouse.move(corner.x, corner.y);
  await page.mouse.down();
  await page.mouse.move(opposite.x, opposite.y, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => selected().count()).toBe(6);
  await press('ControlOrMeta+i');
  const arrange = inspector(page).getByRole('toolbar', { name: 'Line up' });
  await arrange.getByRole('button', { name: 'Line up at the top' }).click();
  await expect.poll(async () => new Set((await onDisk()).nodes.map(({ position }) => position.y)).size).toBe(1);
  await press('ControlOrMeta+z');
  await arrange.getByRole('button', { name: 'Equal gaps down' }).click();
  await faultless();
  await press('ControlOrMeta+z');
  await press('ControlOrMeta+i');

  // A loop around two cards.
  await page.locator('.react-flow__pane').click({ position: { x: 8, y: 8 } });
  await expect.poll(() => selected().count()).toBe(0);
  await press('q');
  const boxes = await Promise.all(['orders', 'filter'].map((id) => page.locator(`.react-flow__node[data-id="${id}"]`).boundingBox()));
  const [left, top, right, bottom] = [Math.min(...boxes.map((box) => box!.x)) - 14, Math.min(...boxes.map((box) => box!.y)) - 14, Math.max(...boxes.map((box) => box!.x + box!.width)) + 8, Math.max(...boxes.map((box) => box!.y + box!.height)) + 14];
  await page.mouse.move(left, top);
  await page.mouse.down();
  for (const [x, y] of [[right, top], [right, bottom], [left, bottom], [left, top + 4]] as const) await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
  await press('v');
  await expect.poll(async () => (await Promise.all((await selected().all()).map((each) => each.getAttribute('data-id')))).toSorted()).toEqual(['filter', 'orders']);

  await press('Escape');
  await press('l');
  await expect.poll(async () => (await onDisk()).nodes.map(({ position }) => position)).not.toEqual(start.nodes.map(({ position }) => position));
  const laid = await onDisk();
  const across = ['orders', 'filter', 'map', 'limit', 'sales'].map((id) => laid.nodes.find((node) => node.id === id)!.position.x);
  expect(across).toEqual(across.toSorted((one, other) => one - other));
  await press('ControlOrMeta+z');
  await expect.poll(async () => (await onDisk()).nodes).toEqual(start.nodes);
});

test('a frame holds its nodes: it gets a title and a colour, folds away, and switches them off; a note says something to people', async () => {
  const page = fluxo.page();
  await press('ControlOrMeta+0');
  await page.locator('.react-flow__node[data-id="orders"]').click({ position: { x: 40, y: 6 } });
  await page.locator('.react-flow__node[data-id="filter"]').click({ position: { x: 40, y: 6 }, modifiers: ['Shift'] });
  await press('ControlOrMeta+g');
  await page.getByRole('textbox', { name: 'Title' }).fill('From the till');
  await press('Enter');
  await expect.poll(async () => (await onDisk()).frames?.map(({ title }) => title)).toEqual(['From the till']);
  expect((await onDisk()).nodes.filter((node) => node.frame).map(({ id }) => id).toSorted()).toEqual(['filter', 'orders']);
  await press('ControlOrMeta+i');
  await inspector(page).getByRole('radio', { name: 'Violet' }).click();
  await inspector(page).getByRole('switch', { name: 'What is in it runs' }).click();
  await expect.poll(() => page.getByText('Switched off with its frame').count()).toBe(2);
  await expect.poll(async () => (await onDisk()).frames?.[0]).toMatchObject({ color: 'violet', disabled: true });
  await faultless();
  await inspector(page).getByRole('switch', { name: 'What is in it runs' }).click();
  await press('Escape');
  await press('ControlOrMeta+0');
  await frames().getByRole('button', { name: 'Fold the frame' }).click();
  await frames().getByText('2 nodes').waitFor({ state: 'attached' });
  expect(await page.locator('.react-flow__node[data-id="orders"]').count()).toBe(0);
  await expect.poll(() => lines(page).count()).toBe(3);
  await faultless();
  await frames().getByRole('button', { name: 'Unfold the frame' }).click();
  await page.locator('.react-flow__node[data-id="orders"]').waitFor();

  // Dragged by its title it takes its nodes along.
  const before = await onDisk();
  const title = await centreOf(frames().getByText('From the till'));
  await dragTo(page, title, { x: title.x + 40, y: title.y + 64 });
  await expect.poll(async () => {
    const after = await onDisk();
    const [was, is] = [before, after].map((flow) => [...flow.frames!, ...flow.nodes.filter((node) => node.frame)].map(({ position }) => position));
    return new Set(is!.map((place, at) => `${place.x - was![at]!.x},${place.y - was![at]!.y}`)).size === 1 && is![0]!.y !== was![0]!.y;
  }).toBe(true);

  await press('Escape');
  await press('n');
  await page.getByRole('textbox', { name: 'Text' }).first().fill('Ask Ana about returns');
  await press('Escape');
  await notes().getByText('Ask Ana about returns').waitFor();
  await expect.poll(async () => (await onDisk()).notes?.map(({ text }) => text)).toEqual(['Ask Ana about returns']);
  await faultless();
  await press('Delete');
  await expect.poll(() => notes().count()).toBe(0);
  await press('ControlOrMeta+z');
  await notes().waitFor();
});

test('a view is kept under a name, and its digit leads back to it', async () => {
  const page = fluxo.page();
  await page.getByRole('toolbar', { name: 'View' }).getByRole('button', { name: 'Places' }).click();
  await page.getByRole('textbox', { name: 'Name for this view' }).fill('All of it');
  await press('Enter');
  await expect.poll(async () => (await onDisk()).bookmarks).toMatchObject([{ name: 'All of it', key: 1 }]);
  await faultless();
  await press('Escape');
  const place = await view();
  await page.locator('.react-flow__pane').click({ position: { x: 8, y: 8 } });
  await page.mouse.wheel(400, 300);
  await expect.poll(view).not.toEqual(place);
  await press('1');
  await expect.poll(async () => (await view()).every((part, at) => Math.abs(part - place[at]!) < 2)).toBe(true);
});

test('after a run a line shows its last records, and the record chosen in the log its way', async () => {
  const page = fluxo.page();
  await page.getByRole('link', { name: 'MplusKASSA orders to QuickBooks' }).first().click();
  await card(page, sales).waitFor();
  await runNow(page);
  await press('ControlOrMeta+0');
  const line = page.locator('.react-flow__edge').first();
  const box = (await line.locator('path').first().boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const peek = page.getByRole('region', { name: 'Records on this line' });
  await peek.getByRole('button').first().waitFor();
  await peek.getByText('transactionString').waitFor();
  await faultless();
  await page.mouse.move(box.x, box.y - 150);
  await peek.waitFor({ state: 'hidden' });

  await widenDock(page);
  await logRow(page, '2026-1039').click();
  await page.getByRole('status').getByText('Path of').waitFor();
  await expect.poll(() => page.locator('.on-path.node-card').count()).toBe(3);
  expect(await page.locator('.line-path').count()).toBe(2);
  expect(await page.locator('.line-label.on-path').allTextContents()).toEqual(['2026-1039', '2026-1039']);
  await page.getByRole('button', { name: 'Hide the path' }).click();
  await expect.poll(() => page.locator('.line-path').count()).toBe(0);
  // The side bar is folded away, and the story of a record stands open.
  await page.locator('#story').getByRole('heading', { level: 2, name: '2026-1039' }).waitFor();
  await faultless();
  if (await dock(page).isVisible()) await press('ControlOrMeta+j');
});

test('five thousand nodes are one picture from afar, and near by no more than what is in view', async () => {
  const page = fluxo.page();
  await writeFile(path.join(fluxo.workspace, 'flows', 'large.flow.json'), JSON.stringify(manyNodes(5000, 'large')));
  // The counter begins at a page that draws no card; the flow opened before may be drawn faster than one leaves it.
  await page.goto(`${page.url().split('#')[0]}#/`);
  await page.getByRole('navigation').waitFor();
  await page.locator('.react-flow__node').first().waitFor({ state: 'detached' });
  await countCardRenders(page);
  await page.reload();
  await page.getByRole('navigation').waitFor();
  await page.goto(`${page.url().split('#')[0]}#/flows/large`);
  await page.getByRole('img', { name: /5,?000 things/ }).waitFor();
  const elements = () => page.locator('[data-canvas] *').count();
  expect(await elements()).toBeLessThan(200);
  expect(await cardRenders(page)).toBe(0);
  // A card is chosen in the picture as it would be near by.
  const somewhere = await onCanvas(page, 0.5, 0.5);
  await page.mouse.dblclick(somewhere.x, somewhere.y);
  await page.locator('.react-flow__node').first().waitFor();
  await expect.poll(async () => (await view())[2]).toBe(1);
  await openInspector(page);
  await expect.poll(elements).toBeLessThanOrEqual(700);

  const some = page.locator('.react-flow__node').nth(8);
  const at = await centreOf(some);
  await page.mouse.move(at.x, at.y - 24);
  const before = await cardRenders(page);
  expect(before).toBeGreaterThan(8);
  await page.mouse.down();
  for (let move = 1; move <= 60; move += 1) await page.mouse.move(at.x + move, at.y - 24 + move / 2);
  await page.mouse.up();
  await saved(page);
  expect((await cardRenders(page)) - before).toBeLessThanOrEqual(130);
  expect((await cardRenders(page)) - before).toBeGreaterThan(0);
});
