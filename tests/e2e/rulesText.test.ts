import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FlowNode } from '#shared/flow/document.ts';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { inspector, saved, selectCard } from './support/canvas.ts';
import { runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
afterEach(() => expect(fluxo.watch().errors).toEqual([]));

const select = (id: string) => fluxo.page().locator(`.react-flow__node[data-id="${id}"]`).click({ position: { x: 60, y: 14 } });
const flowNow = async () => (await told(fluxo.page(), 'flows.get', { flowId: 'demo-orders' })).document;
const blocksNow = async () => (await flowNow()).nodes.find(({ id }) => id === 'rules')?.settings['blocks'];
async function go(hash: string) {
  await fluxo.page().evaluate(`window.location.hash = '${hash}'`);
}

/** Puts a node between the map and the target, as somebody with an editor would. */
async function between(node: Pick<FlowNode, 'id' | 'kind' | 'settings'>, out: string, change: (node: FlowNode) => FlowNode = (one) => one) {
  const { document, revision } = await told(fluxo.page(), 'flows.get', { flowId: 'demo-orders' });
  const edges = document.edges.flatMap((edge) => (edge.to === 'sales.records' ? [{ from: edge.from, to: `${node.id}.records` }, { from: `${node.id}.${out}`, to: edge.to }] : [edge]));
  await told(fluxo.page(), 'flows.save', { document: { ...document, nodes: [...document.nodes.map(change), { ...node, position: { x: 560, y: -160 } }], edges }, revision });
}

test('rules are read and changed as text; what cannot be read is told by its line and changes nothing', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await runNow(page);
  await go('#/tables');
  await page.getByRole('heading', { name: 'Tables', exact: true }).waitFor();
  await between({ id: 'rules', kind: 'rules', settings: { blocks: [{ id: 'how', field: 'shippingMethod', rows: [{ use: { from: { kind: 'text', text: 'by hand' } } }] }] } }, 'records');
  await go('#/flows/demo-orders');
  await select('rules');
  const panel = inspector(page);
  await panel.getByRole('radio', { name: 'Text' }).click();
  const box = panel.getByRole('textbox', { name: 'Rules as text' });
  await expect.poll(() => box.innerText()).toContain('rule shippingMethod #how');
  await box.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('rule note\nif totalIncl 0: "large"\n');
  await page.keyboard.press('Control+Enter');
  const faults = panel.getByRole('status', { name: 'What is wrong in the text' });
  await faults.getByText(/Line 4:.*Behind totalIncl a comparison is wanted, not “0”/).waitFor();
  expect(await blocksNow()).toHaveLength(1);
  expect(await accessibilityFaults(page)).toEqual([]);

  // The line leads to its place.
  await faults.getByRole('button', { name: 'Line 4:' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('rule shippingMethod #how\nalways: "by hand"\n');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('rule note\nif totalIncl >= 0: "large"');
  await page.keyboard.press('Control+Enter');
  await expect.poll(blocksNow).toEqual([{ id: 'how', field: 'shippingMethod', rows: [{ use: { from: { kind: 'text', text: 'by hand' } } }] }, { id: 'rule', field: 'note', rows: [{ if: { join: 'all', rows: [{ field: 'totalIncl', op: 'atLeast', value: '0' }] }, use: { from: { kind: 'text', text: 'large' } } }] }]);
  await panel.getByRole('region', { name: 'Note' }).locator('[data-trace]').getByText('large').last().waitFor();
  await panel.getByRole('radio', { name: 'Blocks' }).click();
  await panel.locator('[data-rule="rule"]').getByText('If Total including tax is at least “0”: “large”, otherwise nothing').waitFor();
});

test('blocks of a tool that joins parts with pipes are pasted, and what was understood is shown before it is taken', async () => {
  const page = fluxo.page();
  const panel = inspector(page);
  await panel.getByRole('button', { name: 'Paste rules' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rules from a text' });
  await dialog.getByRole('textbox').fill('Field: reference\nName: What it is\n{kind}|note has value|what ever this is\nMapping table\norder|TRUE -> large order\nUnmapped: keep original');
  await dialog.getByText('1 rule was understood.').waitFor();
  await dialog.getByRole('list', { name: 'Understood' }).getByText('If Note has a value: TRUE, otherwise FALSE').waitFor();
  await dialog.getByRole('list', { name: 'To know about' }).getByText(/Line 3:.*“what ever this is” was not understood/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Take 1 rule' }).click();
  await panel.locator('[data-rule="rule2"] [data-trace]').getByText('large order').first().waitFor();
  await saved(page);
  expect(await blocksNow()).toMatchObject([{ id: 'how' }, { id: 'rule' }, { id: 'rule2', name: 'What it is', map: { rows: [{ from: 'order|TRUE', to: 'large order' }], unmapped: 'keepSource' } }]);
});

test('columns of a table by country are added, renamed and removed in the grid, and Ctrl+Z anywhere on the page takes it back', async () => {
  const page = fluxo.page();
  await told(page, 'tables.create', { name: 'Taxes', content: { kind: 'countries', columns: [{ key: 'taxRate', label: 'Rate', isKey: true }, { key: 'taxCode', label: 'Tax code' }], rows: [{ country: 'NL', keys: { taxRate: '21' }, values: { taxCode: 'hoog' } }] } });
  await told(page, 'tables.create', { name: 'Ways', content: { kind: 'pairs', rows: [{ from: '*', to: 'Any way' }] } });
  await go('#/tables/taxes');
  const grid = page.getByRole('grid', { name: 'Taxes' });
  const heads = () => grid.getByRole('columnheader').allInnerTexts();
  const fileText = () => readFile(path.join(fluxo.workspace, 'tables', 'taxes.table.json'), 'utf8');
  await grid.getByRole('button', { name: 'Column “Tax code”' }).click();
  const form = page.getByRole('dialog', { name: 'Column “Tax code”' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Code of the books');
  await page.keyboard.press('Enter');
  await expect.poll(heads).toEqual(['Country', 'Rate', 'Code of the books']);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await grid.getByRole('button', { name: 'Add a column' }).click();
  await page.getByRole('dialog', { name: 'Add a column' }).getByRole('textbox', { name: 'Name' }).fill('Cost centre');
  await page.keyboard.press('Enter');
  await expect.poll(heads).toEqual(['Country', 'Rate', 'Code of the books', 'Cost centre']);
  await grid.getByRole('button', { name: 'Column “Rate”' }).click();
  await page.getByRole('button', { name: 'Remove the column' }).click();
  await expect.poll(heads).toEqual(['Country', 'Code of the books', 'Cost centre']);
  await expect.poll(fileText).not.toContain('taxRate');
  await page.keyboard.press('Control+z');
  await expect.poll(heads).toEqual(['Country', 'Rate', 'Code of the books', 'Cost centre']);
  await grid.getByRole('gridcell', { name: '21', exact: true }).waitFor();
  await expect.poll(fileText).toContain('{ "country": "NL", "keys": { "taxRate": "21" }, "values": { "taxCode": "hoog" } }');
});

test('a look-up of the mapper takes its rows from a shared table, and a condition that is a formula has the formula box', async () => {
  const page = fluxo.page();
  await between({ id: 'filter', kind: 'filter', settings: { conditions: { join: 'all', rows: [{ field: '', op: 'formula', value: '$number(totalIncl) > 0' }] } } }, 'kept', (node) => (node.id === 'rules' ? { ...node, position: { x: 300, y: -160 } } : node));
  await go('#/flows/demo-orders');
  await select('filter');
  const formula = inspector(page).getByRole('textbox', { name: 'fulfils the formula' });
  await formula.click();
  await inspector(page).getByText(/^= true$/).waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' and');
  await inspector(page).getByText(/cannot be read/).waitFor();
  // The first closes what is offered, the second takes back what was typed.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await inspector(page).getByText(/^= true$/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await selectCard(page, 'Map');
  await inspector(page).getByRole('tab', { name: 'Mapping' }).click();
  const row = page.locator('[data-target="paymentMethod"]');
  await row.getByRole('button').first().click();
  await row.getByRole('button', { name: 'Translate by table' }).click();
  await row.getByRole('combobox', { name: 'Where the rows are' }).selectOption({ label: 'Shared: Ways' });
  await expect.poll(() => row.locator('[data-result]').textContent()).toBe('Any way');
  await saved(page);
  const mapping = (await flowNow()).nodes.find(({ id }) => id === 'map')?.settings['mapping'] as { fields: { target: string; lookup?: object }[] };
  expect(mapping.fields.find(({ target }) => target === 'paymentMethod')?.lookup).toEqual({ rows: [], sharedTable: 'ways', unmapped: 'park' });
  expect(await accessibilityFaults(page)).toEqual([]);
});
