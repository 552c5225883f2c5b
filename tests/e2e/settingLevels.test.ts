import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { saved, selectCard } from './support/canvas.ts';
import { ledger, runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
const panel = () => fluxo.page().locator('[data-inspector]');
const field = (key: string) => fluxo.page().locator(`[data-field="${key}"]`);
const origin = (key: string) => field(key).locator('[data-origin]');
const ladder = () => fluxo.page().getByRole('dialog', { name: /^Where .* is set$/ });
const openLadder = (key: string) => field(key).getByRole('button', { name: /^Choose where/ }).click();
const file = async (name: string) => JSON.parse(await readFile(path.join(fluxo.workspace, name), 'utf8')) as { nodeSettings?: unknown };
const look = async (name: string) => {
  const dir = process.env['FLUXO_LOOK'];
  for (const theme of dir === undefined ? [] : (['light', 'dark'] as const)) {
    await fluxo.page().evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    await fluxo.page().screenshot({ path: `${dir}/${name}-${theme}.png` });
  }
};
async function showSales(): Promise<void> {
  await selectCard(fluxo.page(), 'Invoices and sales');
  await panel().getByRole('tab', { name: 'Settings' }).click();
}

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('a value of a node is used for the whole flow: it says so, whom it reaches, and undo brings it back', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await showSales();
  await field('memo').getByRole('textbox').fill('Thank you!');
  await field('memo').getByRole('textbox').press('Tab');
  await origin('memo').getByText(/^Chosen in this node/).waitFor();
  await openLadder('memo');
  expect(await accessibilityFaults(page)).toEqual([]);
  await look('ladder-node');
  await ladder().getByRole('button', { name: 'Use for the whole flow' }).click();
  await origin('memo').getByRole('button', { name: 'From this flow' }).waitFor();
  await page.getByText(/now holds for the whole flow\. Reaches 1 node\./).waitFor();
  expect(await field('memo').getByRole('textbox').inputValue()).toBe('Thank you!');
  await saved(page);
  await expect.poll(async () => (await file('flows/demo-orders.flow.json')).nodeSettings).toEqual({ 'quickbooks.sales': { memo: 'Thank you!' } });

  await page.keyboard.press('ControlOrMeta+z');
  await origin('memo').getByText(/^Chosen in this node/).waitFor();
  await page.keyboard.press('ControlOrMeta+Shift+z');
  // The way there: the flow’s own page, with the value in a form and its reach.
  await origin('memo').getByRole('button', { name: 'From this flow' }).click();
  const given = panel().getByRole('region', { name: 'Settings for nodes' });
  await given.getByText('Reaches 1 node').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await look('flow-given');
  await given.locator('[data-field="memo"]').getByRole('textbox').fill('See you soon');
  await given.locator('[data-field="memo"]').getByRole('textbox').press('Tab');
  await showSales();
  expect(await field('memo').getByRole('textbox').inputValue()).toBe('See you soon');
});

/** What the connection of the books gives as memo, by its file. */
const ofBooks = async () => (await told(fluxo.page(), 'connections.list', {})).find(({ id }) => id === 'demo-books')?.nodeSettings?.['quickbooks.sales']?.['memo'];
const atBooks = { place: { level: 'connection', connectionId: 'demo-books' }, owner: 'quickbooks.sales', key: 'memo' } as const;

test('what the connection gives holds where nothing nearer does, undo takes it back from there too, and a run takes it', async () => {
  const page = fluxo.page();
  await told(page, 'settings.put', { ...atBooks, value: 'As before' });
  await openLadder('memo');
  await ladder().getByRole('button', { name: 'Use for this connection' }).click();
  await origin('memo').getByRole('button', { name: /^From the connection/ }).waitFor();
  await expect.poll(ofBooks).toBe('See you soon');
  await page.keyboard.press('ControlOrMeta+z');
  await origin('memo').getByRole('button', { name: 'From this flow' }).waitFor();
  await expect.poll(ofBooks).toBe('As before');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(ofBooks).toBe('See you soon');

  // Somebody gives the connection another value: undo brings the flow's own back, leaves the other one alone and says so.
  await told(page, 'settings.put', { ...atBooks, value: 'By a colleague' });
  await page.keyboard.press('ControlOrMeta+z');
  await page.getByText(/gives for “.*” was changed again meanwhile, so it stays as it is/).waitFor();
  await origin('memo').getByRole('button', { name: 'From this flow' }).waitFor();
  expect(await ofBooks()).toBe('By a colleague');
  await told(page, 'settings.put', { ...atBooks, value: 'As before' });
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(ofBooks).toBe('See you soon');
  await origin('memo').getByRole('button', { name: /^From the connection/ }).waitFor();
  await saved(page);
  await expect.poll(async () => (await file('flows/demo-orders.flow.json')).nodeSettings).toBeUndefined();
  await runNow(page);
  const { entities } = await ledger(page, 'quickbooks');
  const memos = [...(entities['SalesReceipt'] ?? []), ...(entities['Invoice'] ?? [])].filter(({ DocNumber }) => !String(DocNumber).startsWith('KK-')).map(({ CustomerMemo }) => (CustomerMemo as { value?: string } | undefined)?.value);
  expect([...new Set(memos)]).toEqual(['See you soon']);

  // In the node it can be something else, also what is standard; taken back, the connection’s holds again.
  await showSales();
  await field('memo').getByRole('textbox').fill('Only here');
  await field('memo').getByRole('textbox').press('Tab');
  await origin('memo').getByText('See you soon').waitFor();
  await openLadder('memo');
  await ladder().locator('[data-level="connection"]').getByText('covered').waitFor();
  expect(await ladder().getByRole('button', { name: 'Use everywhere in this workspace' }).count()).toBe(0);
  await look('ladder-covered');
  await page.keyboard.press('Escape');
  await origin('memo').getByRole('button', { name: /back to: Connection/ }).click();
  await origin('memo').getByRole('button', { name: /^From the connection/ }).click();
  const given = page.getByRole('region', { name: 'Settings for nodes' });
  await given.getByText(/^Reaches \d+ nodes? in \d+ flows?/).waitFor();
  await expect.poll(() => given.locator('[data-field="memo"] :focus').count()).toBe(1);
  expect(await accessibilityFaults(page)).toEqual([]);
  await look('connection-given');
});

test('everywhere in the workspace: it stands in the settings, and taken back the standard holds', async () => {
  const page = fluxo.page();
  await page.goBack();
  await showSales();
  await openLadder('memo');
  await ladder().getByRole('button', { name: 'Use everywhere in this workspace' }).click();
  await origin('memo').getByRole('button', { name: 'From this workspace' }).waitFor();
  expect((await told(page, 'connections.list', {})).some(({ nodeSettings }) => nodeSettings)).toBe(false);
  expect(await file('settings.json')).toEqual({ fluxo: 1, nodeSettings: { 'quickbooks.sales': { memo: 'See you soon' } } });
  // From one level above the flow to the other: the flow has no part in it, and its undo takes it back all the same.
  await page.keyboard.press('ControlOrMeta+z');
  await origin('memo').getByRole('button', { name: /^From the connection/ }).waitFor();
  await expect.poll(async () => (await file('settings.json')).nodeSettings).toEqual({});
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await origin('memo').getByRole('button', { name: 'From this workspace' }).waitFor();
  await look('node-inherited');
  await origin('memo').getByRole('button', { name: 'From this workspace' }).click();
  const given = page.getByRole('region', { name: 'Settings for nodes' });
  await given.getByText(/^Reaches \d+ nodes? in \d+ flows?/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await look('workspace-given');
  await given.getByRole('button', { name: /^Take back/ }).click();
  await given.getByText('Nothing yet.').waitFor();
  await page.goBack();
  await showSales();
  await expect.poll(() => field('memo').getByRole('textbox').inputValue()).toBe('');
  expect(await origin('memo').count()).toBe(0);
});
