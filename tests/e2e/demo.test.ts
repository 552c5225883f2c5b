import { afterEach, expect, test } from 'vitest';
import type { OutcomeCounts } from '#shared/records/outcomes.ts';
import { fluxo as cli } from '#tests/support/cli.ts';
import { card, dock, inspector, saved } from './support/canvas.ts';
import { told } from './support/calls.ts';
import { booked, runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { logRow, widenDock } from './support/log.ts';

const fluxo = useFluxo();
/** What the troubles of the made-up shop are called on the screen, with the order each of them holds. */
const troubles = [
  ['2026-1006', /Article \S+ is not in QuickBooks/, 'Invalid'],
  ['2026-1008', /TIKKIE.*not in the table/, 'Parked'],
  ['2026-1012', /2x.*not a number/, 'Invalid'],
  ['2026-1016', /Verweggistan/, 'Parked'],
  ['2026-1018', /customers in QuickBooks have this e-mail address/, 'Parked'],
] as const;
let before: readonly string[] = [];

const tab = (name: RegExp) => dock(fluxo.page()).getByRole('tab', { name });

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('the first screen says what Fluxo is and offers the demo, which opens its flow', async () => {
  const page = fluxo.page();
  await page.getByRole('heading', { name: 'Draw how data moves between your till and your books' }).waitFor();
  await startDemo(page);
  await page.getByRole('heading', { name: 'MplusKASSA orders to QuickBooks' }).waitFor();
  for (const name of ['Orders', 'Map', 'Invoices and sales receipts']) await card(page, name).waitFor();
  await page.getByRole('banner').getByRole('button', { name: 'Checked' }).waitFor();
});

test('its run ends as the command line’s demo does, and the log says so', async () => {
  const page = fluxo.page();
  const [run, fromCli] = await Promise.all([runNow(page), cli(['demo', '--json', '--only', 'mplus-orders-to-quickbooks'])]);
  const first = (JSON.parse(fromCli.stdout) as { runs: { flow: string; read: number; outcomes: OutcomeCounts }[] }).runs.find(({ flow }) => flow === 'demo-orders');
  expect(run).toMatchObject({ status: 'problems', read: first?.read, outcomes: first?.outcomes });
  await widenDock(page);
  const chips = dock(page).getByRole('group', { name: 'Filter by outcome' });
  await chips.getByRole('button', { name: `All ${run.read}` }).waitFor();
  await chips.getByRole('button', { name: `Created ${run.outcomes.created}` }).waitFor();
  await chips.getByRole('button', { name: `Skipped ${run.outcomes.skipped}` }).click();
  await logRow(page, '2026-1010').getByText('Skipped').waitFor();
  await chips.getByRole('button', { name: /^All/ }).click();
  before = await booked(page);
  expect(before).toHaveLength(run.outcomes.created);
});

test('the problems tab tells each cause with a way out and leads to its record', async () => {
  const page = fluxo.page();
  await tab(/Problems 5/).click();
  const problems = dock(page).getByRole('list', { name: 'Open problems' });
  for (const [number, cause, outcome] of troubles) {
    const group = problems.getByRole('listitem').filter({ hasText: cause }).first();
    await group.getByText(outcome, { exact: true }).waitFor();
    await group.getByRole('button', { name: 'Show the records' }).click();
    await group.getByRole('button', { name: number, exact: true }).waitFor();
  }
  await problems.getByRole('button', { name: '2026-1008', exact: true }).click();
  await dock(page).locator('#story').getByText(/TIKKIE/).first().waitFor();
  expect(await tab(/Log/).getAttribute('aria-selected')).toBe('true');
});

test('the rail and the home page count what waits', async () => {
  const page = fluxo.page();
  await page.getByRole('link', { name: 'Problems: 5 open' }).waitFor();
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('table', { name: 'Flows' }).getByText('5 open').waitFor();
  await page.getByRole('region', { name: 'Waiting for you' }).getByText(/TIKKIE/).waitFor();
  await page.getByRole('region', { name: 'Latest runs' }).getByText('40 read').waitFor();
  await page.getByRole('link', { name: 'Open its flow' }).click();
  await card(page, 'Map').waitFor();
});

test('running again creates nothing, and both runs are listed', async () => {
  const page = fluxo.page();
  const again = await runNow(page);
  expect(again.outcomes.created).toBe(0);
  expect(await booked(page)).toEqual(before);
  await tab(/Runs/).click();
  const runs = dock(page).getByRole('table', { name: 'Runs of this flow' }).getByRole('row');
  await expect.poll(() => runs.count()).toBe(3);
  await runs.nth(2).getByRole('img', { name: `Created ${before.length}` }).waitFor();
  await runs.nth(2).getByRole('button').first().click();
  await logRow(page, '2026-1040').waitFor();
});

test('a parked order goes on once the row it waits for is there', async () => {
  const page = fluxo.page();
  await tab(/Problems/).click();
  const group = dock(page).getByRole('listitem').filter({ hasText: /TIKKIE/ }).first();
  await group.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Go to setting' }).click();
  const addRow = async (setting: string, value: string) => {
    const grid = inspector(page).locator(`[data-field="${setting}"]`).getByRole('grid');
    await grid.focus();
    // On the empty row below the last one: the value, then what it becomes, each taken by Tab.
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Home');
    for (const text of ['TIKKIE', value]) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await grid.getByRole('gridcell', { name: value }).last().waitFor();
  };
  await addRow('paymentMethod', 'iDEAL');
  await addRow('depositAccount', 'Kruisposten PIN en iDEAL');
  await saved(page);
  const run = await runNow(page);
  expect(run.outcomes.created).toBe(1);
  expect((await booked(page)).filter((number) => !before.includes(number))).toEqual(['MPL-2026-1008']);
  await tab(/Problems 4/).waitFor();
  const solved = await told(page, 'problems.list', { state: 'solved', limit: 10 });
  expect(solved.map((problem) => problem.title)).toEqual(['2026-1008']);
});

test('stopping the demo is said where it matters: a run then names it', async () => {
  const page = fluxo.page();
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('button', { name: 'Stop the demo' }).click();
  await page.getByRole('button', { name: 'Try with demo data' }).waitFor();
  await page.getByRole('link', { name: 'MplusKASSA orders to QuickBooks' }).first().click();
  await card(page, 'Map').waitFor();
  await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('The demo services are not running.').first().waitFor();
});
