import { afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { card, dock } from './support/canvas.ts';
import { booked, runAfter, runNow, setFaults, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { logRow, widenDock } from './support/log.ts';

const fluxo = useFluxo();
beforeAll(() => startDemo(fluxo.page()));
afterEach(() => expect(fluxo.watch().errors).toEqual([]));

const newest = async () => (await told(fluxo.page(), 'runs.list', { limit: 1 }))[0]!.runId;
const refused = { kind: 'answer', status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ Fault: { Error: [{ Message: 'Business Validation Error', Detail: 'The account period is closed on the moon', code: '6000' }], type: 'ValidationFault' } }) };
/** Shots are taken when they are asked for. */
const shot = async (name: string) => process.env['FLUXO_SCREENSHOTS'] && fluxo.page().screenshot({ path: `${process.env['FLUXO_SCREENSHOTS']}/${name}.png` });

test('refused orders are run again by their cause from the list of problems: each is booked once', async () => {
  const page = fluxo.page();
  await setFaults(page, 'quickbooks', [{ operation: 'POST invoice', times: 10_000, fault: refused }]);
  const run = await runNow(page);
  await setFaults(page, 'quickbooks', []);
  expect(run.outcomes.rejected).toBeGreaterThan(1);
  await widenDock(page);
  await dock(page).getByRole('tab', { name: /Problems/ }).click();
  const group = dock(page).getByRole('list', { name: 'Open problems' }).getByRole('listitem').filter({ hasText: 'closed on the moon' }).first();
  await dock(page).getByRole('button', { name: /^Run all \d+ again$/ }).waitFor();
  await shot('replay-problems');
  const before = await newest();
  await group.getByRole('button', { name: `Run these ${run.outcomes.rejected} again` }).click();
  const again = await runAfter(page, before);
  expect(again).toMatchObject({ read: run.outcomes.rejected, outcomes: { created: run.outcomes.rejected }, part: { again: { way: 'recorded' } } });
  expect(await booked(page)).toHaveLength(run.outcomes.created + run.outcomes.rejected);
  expect(new Set(await booked(page)).size).toBe(run.outcomes.created + run.outcomes.rejected);
});

test('records that meet the filter of the log are run again after a look at what will be repeated; nothing is booked twice', async () => {
  const page = fluxo.page();
  const run = await runNow(page);
  expect(run.read).toBeGreaterThan(0);
  const runs = await told(page, 'runs.list', { limit: 10 });
  const first = runs.at(-1)!;
  await dock(page).getByRole('tab', { name: 'Runs' }).click();
  await dock(page).getByRole('row').last().getByRole('button').first().click();
  await dock(page).getByRole('tab', { name: 'Log' }).click();
  const all = dock(page).getByRole('button', { name: `Run all ${first.read} again` });
  await all.waitFor();
  await page.getByRole('searchbox', { name: 'Search records' }).or(page.getByRole('textbox', { name: 'Search records' })).first().fill('moon');
  const these = dock(page).getByRole('button', { name: /^Run (these \d+|this one) again$/ });
  await these.waitFor();
  await shot('replay-log');
  const count = Number(/\d+/.exec((await these.textContent()) ?? '')?.[0] ?? '1');
  await these.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: `Run ${count} ${count === 1 ? 'record' : 'records'} again` }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await shot('replay-dialog');
  const before = await newest();
  const held = await booked(page);
  await dialog.getByRole('button', { name: 'Run again', exact: true }).click();
  expect(await runAfter(page, before)).toMatchObject({ read: count, outcomes: { created: 0 } });
  expect(await booked(page)).toEqual(held);
});

test('one record is run again from its story, as it was read or sent as new; what the books have is left alone', async () => {
  const page = fluxo.page();
  const held = await booked(page);
  const row = logRow(page, 'Skipped').or(logRow(page, 'Created')).first();
  await row.click();
  const before = await newest();
  await page.getByRole('button', { name: 'Run this record again' }).click();
  expect(await runAfter(page, before)).toMatchObject({ read: 1, part: { again: { way: 'recorded' } } });
  await page.getByRole('button', { name: 'More ways to run it again' }).click();
  await page.getByRole('menuitem', { name: 'Send as new…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('anything else stands there twice').waitFor();
  const last = await newest();
  await dialog.getByRole('button', { name: 'Send as new' }).click();
  expect(await runAfter(page, last)).toMatchObject({ read: 1, outcomes: { skipped: 1 }, part: { again: { way: 'new' } } });
  expect(await booked(page)).toEqual(held);
});

test('a node’s menu runs to it with the last input and from it; the numbers stand on the cards', async () => {
  const page = fluxo.page();
  const held = await booked(page);
  await card(page, 'Map').click({ button: 'right' });
  await shot('replay-menu');
  const before = await newest();
  await page.getByRole('menuitem', { name: 'Run to here with the last input' }).click();
  const trial = await runAfter(page, before);
  expect(trial).toMatchObject({ dryRun: true, part: { to: expect.any(String) as string } });
  expect(trial.read).toBeGreaterThan(0);
  await card(page, 'Map').getByText(new RegExp(`^${trial.read} `)).waitFor();

  // By the keyboard: the menu key opens the same menu.
  await card(page, 'Map').click();
  await page.keyboard.press('ContextMenu');
  await page.getByRole('menuitem', { name: 'Run from here with the last input' }).focus();
  await page.keyboard.press('Enter');
  const last = await newest();
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
  expect(await runAfter(page, last)).toMatchObject({ dryRun: false, part: { from: expect.any(String) as string }, outcomes: { created: 0 } });
  expect(await booked(page)).toEqual(held);
});
