import type { Page } from 'playwright-core';
import type { FlowNode } from '#shared/flow/document.ts';
import { told } from './calls.ts';
import { card, dock } from './canvas.ts';
import { runAfter, runNow } from './demo.ts';
import { visit, type Place } from './tour.ts';

interface State {
  /** Null when its address leads there. */
  readonly from: Place | null;
  /** Opens it, in English, and waits until it stands. */
  readonly open: (page: Page) => Promise<unknown>;
  /** What it is, when that is neither a dialog nor a menu. */
  readonly within?: string;
  /** Steps out of it, where Escape does not. */
  readonly close?: (page: Page) => Promise<unknown>;
}

const opened = '[role="menu"], [role="dialog"], dialog[open]';
const menu = (page: Page) => page.getByRole('menu').waitFor();
const dialog = (page: Page) => page.getByRole('dialog').waitFor();
const goTo = (page: Page, hash: string) => page.evaluate(`window.location.hash = ${JSON.stringify(hash)}`);
const bar = (page: Page) => page.getByRole('banner');

/** A later step of a set-up that is half done. */
const setupStep = (step: string, seen: (page: Page) => Promise<unknown>): State => ({
  from: null,
  within: 'main',
  open: async (page) => {
    await goTo(page, `#/setup/half/${step}`);
    await page.locator(`nav a[aria-current="step"][href$="/${step}"], nav [aria-current="step"]`).first().waitFor();
    await seen(page);
  },
});

/** What the states need beyond the demo: a dry run and a run, a setting of a connection, a version and what changed since, a node with rules, a table, a set-up half done. */
export async function prepareStates(page: Page): Promise<void> {
  const flowId = 'demo-orders';
  await told(page, 'runs.start', { flowId, dryRun: true });
  await runAfter(page, undefined);
  await runNow(page);
  await told(page, 'settings.put', { place: { level: 'connection', connectionId: 'demo-books' }, owner: 'quickbooks.sales', key: 'memo', value: 'Thank you!' });
  await told(page, 'versions.keep', { flowId, name: 'As it came', kind: 'named' });
  const { document, revision } = await told(page, 'flows.get', { flowId });
  const rules: FlowNode = { id: 'rules', kind: 'rules', position: { x: 560, y: 320 }, settings: { blocks: [{ id: 'how', name: 'How it is sent', field: 'shippingMethod', rows: [{ use: { from: { kind: 'text', text: 'by hand' } }, if: { join: 'all', rows: [{ field: 'totalIncl', op: 'atLeast', value: '100' }] } }], default: { on: true, value: 'post', force: false } }] } };
  const edges = document.edges.flatMap((edge) => (edge.from === 'map.records' ? [{ from: 'map.records', to: 'rules.records' }, { from: 'rules.records', to: edge.to }] : [edge]));
  const nodes = document.nodes.map((node) => (node.id === 'map' ? { ...node, name: 'To an order' } : node));
  await told(page, 'flows.save', { document: { ...document, nodes: [...nodes, rules], edges }, revision });
  await told(page, 'tables.create', { name: 'Ways to pay', content: { kind: 'pairs', rows: [{ from: 'CASH', to: 'Contant' }, { from: 'CARD', to: 'PIN' }] } });
  const template = 'mplus-orders-to-quickbooks';
  const half = { id: 'half', systems: ['mplus', 'quickbooks'], connections: { mplus: 'demo-till', quickbooks: 'demo-books' }, templates: [template], flows: { [template]: flowId }, step: 'questions', visited: ['systems', 'connections', 'flows', 'questions', 'dryRun', 'checklist', 'schedule'], at: 1 };
  await told(page, 'preferences.set', { layout: { setups: { half } } });
  await page.reload();
  await page.getByRole('navigation').first().waitFor();
}

/** What opens over a place, or stands deeper than one: dialogs, menus, pop-ups, panels, forms unfolded. */
export const states: Readonly<Record<string, State>> = {
  'the command palette': { from: 'editor', open: async (page) => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('option').first().waitFor();
  } },
  'the sheet of shortcuts': { from: 'editor', open: async (page) => {
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await dialog(page);
  } },
  'the check': { from: 'editor', open: async (page) => {
    await bar(page).getByRole('button', { name: 'Checked' }).click();
    await dialog(page);
  } },
  'where a setting may stand': { from: 'editor', open: async (page) => {
    await page.locator('[data-inspector] [data-field="memo"]').getByRole('button', { name: /^Choose where/ }).click();
    await page.getByRole('dialog', { name: /^Where .* is set$/ }).locator('[data-level="connection"]').getByText('holds', { exact: true }).waitFor();
  } },
  'the menu of a node': { from: 'editor', open: async (page) => {
    await card(page, 'Orders').first().click({ button: 'right', position: { x: 60, y: 14 } });
    await menu(page);
  } },
  'the menu of a dry run': { from: 'editor', open: async (page) => {
    await page.getByRole('button', { name: 'Dry run with fewer records' }).click();
    await menu(page);
  } },
  'the versions, and what changed as a drawing': {
    from: 'editor',
    within: '#inspector',
    open: async (page) => {
      await bar(page).getByRole('button', { name: 'Versions and what changed' }).click();
      const panel = page.getByRole('complementary', { name: 'Versions' });
      await panel.getByRole('button', { name: 'As it came', pressed: true }).waitFor();
      await panel.getByRole('list', { name: 'What changed' }).getByRole('listitem').first().waitFor();
      await page.getByRole('main', { name: 'What changed, as a drawing' }).locator('.react-flow__node').first().waitFor();
    },
    close: (page) => page.getByRole('complementary', { name: 'Versions' }).getByRole('button', { name: 'Close versions' }).click(),
  },
  'find and replace': {
    from: 'editor',
    within: '#side',
    open: async (page) => {
      await page.keyboard.press('ControlOrMeta+f');
      const find = page.getByRole('complementary', { name: 'Find and replace' });
      await find.getByRole('searchbox').fill('orders');
      if (!(await find.getByRole('textbox', { name: 'Replace with' }).isVisible())) await find.getByRole('button', { name: 'Replace as well' }).click();
      await find.getByRole('textbox', { name: 'Replace with' }).fill('sales');
      await find.locator('ins').first().waitFor();
    },
    close: (page) => page.getByRole('button', { name: 'Close find' }).click(),
  },
  'a node with rules, open': { from: 'editor', within: '#inspector', open: async (page) => {
    await page.locator('.react-flow__node[data-id="rules"]').click({ position: { x: 60, y: 14 } });
    const rule = page.locator('[data-inspector] [data-rule]').first();
    await rule.waitFor();
    const fold = rule.locator('h3 button[aria-expanded="false"]');
    if ((await fold.count()) > 0) await fold.first().click();
    await rule.getByRole('button', { name: 'Add row' }).waitFor();
  } },
  'the grid of a table': { from: null, within: 'main', open: async (page) => {
    await goTo(page, '#/tables/ways-to-pay');
    await page.getByRole('grid', { name: 'Ways to pay' }).getByRole('gridcell', { name: 'CASH', exact: true }).waitFor();
  } },
  'a CSV for a table': { from: null, open: async (page) => {
    await goTo(page, '#/tables/ways-to-pay');
    await page.getByRole('button', { name: 'Import CSV' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('from;to\nAPPLEPAY;PIN\n;Contant\napplepay;iDEAL');
    await page.getByRole('dialog').getByText('1 row can be taken.').waitFor();
  } },
  'a new flow': { from: 'home', open: async (page) => {
    await page.getByRole('main').getByRole('button', { name: 'New flow' }).click();
    await dialog(page);
  } },
  'the menu of a flow': { from: 'home', open: async (page) => {
    await page.getByRole('button', { name: /^More for/ }).first().click();
    await menu(page);
  } },
  'the filter of the log': { from: 'log', open: async (page) => {
    await dock(page).getByRole('button', { name: /^Filter( \d+)?$/ }).click();
    await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'Today' }).waitFor();
  } },
  'the columns of the log': { from: 'log', open: async (page) => {
    await dock(page).getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('dialog', { name: 'Columns' }).waitFor();
  } },
  'the passport of a record': { from: 'records', within: 'main', open: async (page) => {
    await page.locator('main li :is(a, button)').first().click();
    await page.getByRole('article').getByRole('listitem').first().waitFor();
  } },
  'two runs compared': {
    from: 'runs',
    within: '#dock',
    open: async (page) => {
      const boxes = dock(page).getByRole('table', { name: 'Runs of this flow' }).getByRole('checkbox');
      await boxes.nth(0).click();
      await boxes.nth(1).click();
      await dock(page).getByRole('button', { name: 'Compare', exact: true }).click();
      await page.getByRole('region', { name: 'Two runs compared' }).getByRole('list').first().waitFor();
    },
    close: (page) => page.getByRole('region', { name: 'Two runs compared' }).getByRole('button', { name: 'Back to the runs' }).click(),
  },
  'removing a connection': { from: 'connection', open: async (page) => {
    await page.getByRole('button', { name: 'Remove…' }).click();
    await dialog(page);
  } },
  'putting a problem away': { from: 'allProblems', open: async (page) => {
    await page.getByRole('list', { name: 'Open problems' }).getByRole('button', { name: 'More', exact: true }).first().click();
    await page.getByRole('menuitem', { name: 'Dismiss…' }).click();
    await dialog(page);
  } },
  'the connections of a set-up': setupStep('connections', (page) => page.getByRole('radio', { name: /Demo till/ }).waitFor()),
  'the flows of a set-up': setupStep('flows', (page) => page.getByRole('checkbox').first().waitFor()),
  'the questions of a set-up': setupStep('questions', (page) => page.locator('[data-field]').first().waitFor()),
  'the dry run of a set-up': setupStep('dryRun', (page) => page.getByRole('columnheader', { name: 'Documents' }).waitFor()),
  'the checklist of a set-up': setupStep('checklist', (page) => page.getByRole('list', { name: 'Ready to go live?' }).getByRole('listitem').first().waitFor()),
  'the times of a set-up': setupStep('schedule', (page) => page.getByRole('switch', { name: 'Runs by itself' }).waitFor()),
};

/** What of the page a state is. */
export const placeOf = (name: string): string => states[name]?.within ?? opened;

export async function show(page: Page, name: string): Promise<void> {
  const state = states[name]!;
  if (state.from) await visit(page, state.from);
  await state.open(page);
}

/** Steps out until nothing stands over the page any more. */
export async function leave(page: Page, name: string): Promise<void> {
  await states[name]!.close?.(page);
  for (let presses = 0; presses < 3 && (await page.locator(opened).count()) > 0; presses += 1) await page.keyboard.press('Escape');
  await page.locator(opened).first().waitFor({ state: 'detached' }).catch(() => {});
}
