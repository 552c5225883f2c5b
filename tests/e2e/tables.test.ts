import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FlowNode } from '#shared/flow/document.ts';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { chooseIn, inspector, saved } from './support/canvas.ts';
import { runAfter, runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
afterEach(() => expect(fluxo.watch().errors).toEqual([]));

const select = (id: string) => fluxo.page().locator(`.react-flow__node[data-id="${id}"]`).click({ position: { x: 60, y: 14 } });
const grid = () => fluxo.page().getByRole('grid', { name: 'Payment method' });
const cell = (name: string) => grid().getByRole('gridcell', { name, exact: true });
const fileText = () => readFile(path.join(fluxo.workspace, 'tables', 'payment-method.table.json'), 'utf8').catch(() => '');

test('the table of a setting is shared with one click, and says what came by and has no row', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await runNow(page);
  await select('sales');
  const field = inspector(page).locator('[data-field="paymentMethod"]');
  await field.getByText(/without a row: .*TIKKIE \(1\)/).waitFor();
  await field.getByRole('button', { name: 'Share' }).click();
  await expect.poll(() => field.getByRole('combobox', { name: 'Where the rows are' }).inputValue()).toBe('payment-method');
  await field.getByRole('gridcell', { name: 'PIN', exact: true }).first().waitFor();
  await saved(page);
  expect(await accessibilityFaults(page)).toEqual([]);
  await field.getByRole('button', { name: 'Open the table' }).click();
  await page.getByRole('heading', { name: 'Payment method' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('the grid is filled by keyboard, from a spreadsheet and from a CSV, whose bad lines are told', async () => {
  const page = fluxo.page();
  await grid().focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Home');
  for (const text of ['BONNEN', 'PIN']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await cell('BONNEN').waitFor();
  // What Excel puts on the clipboard.
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'MUNTEN\\tContant\\r\\nMUNTEN\\tPIN\\r\\n');
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }`);
  // The second one is there twice, and marked.
  await expect.poll(() => grid().locator('[aria-invalid="true"]').count()).toBe(1);
  await page.keyboard.press('Control+z');
  await cell('MUNTEN').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => cell('MUNTEN').count()).toBe(2);
  await page.keyboard.press('Control+Backspace');
  await cell('MUNTEN').waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('from;to\nAPPLEPAY;PIN\n;Contant\napplepay;iDEAL');
  await dialog.getByText('1 row can be taken.').waitFor();
  expect(await dialog.getByRole('listitem').allTextContents()).toEqual(['Line 3: The line has nothing in its first column.', 'Line 4: “applepay” stands there a second time.']);
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Take 1 row' }).click();
  await cell('APPLEPAY').waitFor();
  await expect.poll(fileText).toMatch(/\{ "from": "BONNEN", "to": "[^"]+" \},\n {4}\{ "from": "APPLEPAY", "to": "PIN" \}/);
});

test('a question of the list of problems writes into the shared table', async () => {
  const page = fluxo.page();
  await page.getByRole('link', { name: /^Problems/ }).first().click();
  const form = page.getByRole('form', { name: /Payment method.*“TIKKIE”.*QuickBooks/ });
  await form.getByText('Kept in the table “Payment method”').waitFor();
  await chooseIn(page, form.getByRole('combobox', { name: 'Becomes' }), 'PIN');
  await form.getByRole('button', { name: 'Save and continue' }).click();
  await expect.poll(fileText).toContain('"from": "TIKKIE"');
  const { document } = await told(page, 'flows.get', { flowId: 'demo-orders' });
  expect(document.nodes.find(({ id }) => id === 'sales')?.settings['paymentMethod']).not.toHaveProperty('table');
});

test('rules read as sentences, show what they make of a record, are put in order and switched off, and the run does the same', async () => {
  const page = fluxo.page();
  const { document, revision } = await told(page, 'flows.get', { flowId: 'demo-orders' });
  const rules: FlowNode = { id: 'rules', kind: 'rules', position: { x: 560, y: 320 }, settings: { blocks: [{ id: 'date', field: 'shippingMethod', rows: [{ use: { from: { kind: 'text', text: 'by hand' } } }] }] } };
  const edges = document.edges.flatMap((edge) => (edge.from === 'map.records' ? [{ from: 'map.records', to: 'rules.records' }, { from: 'rules.records', to: edge.to }] : [edge]));
  await told(page, 'flows.save', { document: { ...document, nodes: [...document.nodes, rules], edges }, revision });
  await page.evaluate(`window.location.hash = '#/flows/demo-orders'`);
  await select('rules');
  const panel = inspector(page);
  await panel.getByRole('button', { name: 'Add rule' }).click();
  const rule = panel.locator('[data-rule="rule"]');
  await chooseIn(page, rule.getByRole('combobox', { name: 'Field', exact: true }), 'note');
  await rule.getByRole('button', { name: 'Add row' }).click();
  await rule.getByRole('combobox', { name: 'Begin with' }).selectOption('text');
  await rule.getByRole('textbox', { name: 'Text', exact: true }).fill('large');
  await page.keyboard.press('Enter');
  await rule.getByText('“large”').first().waitFor();
  await rule.getByRole('button', { name: 'Add condition' }).click();
  await chooseIn(page, rule.getByRole('group', { name: 'Condition 1' }).getByRole('combobox', { name: 'Field' }), 'totalIncl');
  await rule.getByRole('combobox', { name: 'Comparison' }).selectOption('atLeast');
  await rule.getByRole('combobox', { name: 'Value', exact: true }).click();
  await page.getByRole('dialog').getByRole('combobox').fill('0');
  await page.getByRole('option', { name: /“0”/ }).click();
  await rule.getByText('If Total including tax is at least “0”: “large”, otherwise Note').waitFor();
  await rule.locator('[data-trace]').getByText('large').last().waitFor();
  await rule.getByRole('button', { name: /^Touches \d+ of the last \d+ records$/ }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  // Up by the keyboard, and the one below switched off.
  await rule.getByRole('button', { name: /^Move “Note”/ }).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => panel.locator('[data-rule]').first().getAttribute('data-rule')).toBe('rule');
  await panel.getByRole('switch', { name: '“Shipping method” is on' }).click();
  await saved(page);
  const [last] = await told(page, 'runs.list', { limit: 1 });
  const { runId } = await told(page, 'runs.start', { flowId: 'demo-orders', dryRun: true, of: 'last' });
  expect(runId).not.toBe(last?.runId);
  const run = await runAfter(page, last?.runId);
  const { rows } = await told(page, 'records.list', { runId: run.runId, limit: 1 });
  const story = await told(page, 'records.story', { runId: run.runId, seq: rows[0]!.seq });
  expect(story.mapped).toMatchObject({ note: 'large' });
  expect(story.mapped).not.toHaveProperty('shippingMethod', 'by hand');
});
