import { afterEach, expect, test } from 'vitest';
import type { Locator } from 'playwright-core';
import { card, inspector, saved, selectCard } from './support/canvas.ts';
import { booked, runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
/** One row of the target side, by the path of its field. */
const row = (path: string): Locator => fluxo.page().locator(`[data-target="${path}"]`);
/** One field of the source, with its value in the current record. */
const source = (path: string): Locator => fluxo.page().locator(`[data-source="${path}"]`);
const check = () => fluxo.page().getByRole('banner').getByRole('button', { name: /to fix|Checked/ });

async function openRow(path: string): Promise<Locator> {
  const head = row(path).getByRole('button').first();
  if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
  return row(path);
}

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('the default mapping stands there with a sample of the till and what becomes of it', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await selectCard(page, 'Map');
  await inspector(page).getByRole('tab', { name: 'Mapping' }).click();
  await expect.poll(() => source('buyer.name').textContent()).toMatch(/^name\s*\S+ \S+/);
  await row('number').getByText(/^\d{4}-\d+$/).waitFor();
  await expect.poll(() => row('currency').textContent()).toContain('EUR');
  // Another record, other values everywhere.
  const first = await row('number').textContent();
  await inspector(page).getByRole('button', { name: 'Next record' }).click();
  await inspector(page).getByText(/^2 of \d+$/).waitFor();
  await expect.poll(() => row('number').textContent()).not.toBe(first);
  expect(await check().textContent()).toBe('Checked');
});

test('a field can be a text with fields in it; the result, a mark and the card say so at once', async () => {
  const page = fluxo.page();
  const number = await openRow('number');
  const text = number.getByRole('textbox', { name: 'Text', exact: true });
  await text.fill('X{orderNumber.number}');
  await text.press('Enter');
  await expect.poll(() => number.getByText(/^X\d+$/).count()).toBeGreaterThan(0);
  await number.getByLabel('differs from the default').first().waitFor();
  await inspector(page).getByText('Changed 1').waitFor();
  await inspector(page).getByRole('tab', { name: 'Settings' }).click();
  await inspector(page).getByText('1 field differs from the default mapping.').waitFor();
  await card(page, 'Map').getByText(/Own mapping/).waitFor();
  await inspector(page).getByRole('tab', { name: 'Mapping' }).click();
});

test('functions form a chain, each with its arguments', async () => {
  const page = fluxo.page();
  const number = await openRow('number');
  const add = async (name: string) => {
    await number.getByRole('combobox', { name: 'Add function' }).click();
    await page.getByRole('dialog').getByRole('combobox').fill(name);
    await page.getByRole('listbox').getByRole('option', { name: new RegExp(`^${name}`) }).first().click();
  };
  await add('append');
  const what = number.getByRole('textbox', { name: 'append: text' });
  await what.fill('-kassa');
  await what.press('Enter');
  await expect.poll(() => number.getByText(/^X\d+-kassa$/).count()).toBeGreaterThan(0);
  await add('upper');
  await expect.poll(() => number.getByText(/^X\d+-KASSA$/).count()).toBeGreaterThan(0);
  await number.getByRole('button', { name: 'Remove upper' }).click();
  await expect.poll(() => number.getByText(/^X\d+-kassa$/).count()).toBeGreaterThan(0);
});

test('a field can be dragged from the source onto a target, and put back to the default', async () => {
  const city = (await source('billTo.city').textContent())?.replace('city', '').trim() ?? '';
  expect(city).toMatch(/\w{3}/);
  await source('billTo.city').dragTo(row('dueDate'));
  await row('dueDate').getByText('billTo.city').waitFor();
  expect(await row('dueDate').textContent()).toContain(city);
  await inspector(fluxo.page()).getByText('Changed 2').waitFor();
  await row('dueDate').hover();
  await row('dueDate').getByRole('button', { name: /^Reset/ }).click();
  await inspector(fluxo.page()).getByText('Changed 1').waitFor();
});

test('a required field that nothing fills keeps the flow from running until it is undone', async () => {
  const page = fluxo.page();
  const date = await openRow('date');
  await date.getByRole('button', { name: 'Do not fill' }).click();
  await inspector(page).getByText('1 required field is not mapped').waitFor();
  await expect.poll(() => check().textContent()).toBe('1 to fix');
  await card(page, 'Map').getByText('Date is not mapped').waitFor();
  expect(await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
  await check().click();
  await page.getByRole('dialog', { name: 'What is missing' }).getByRole('button').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => check().textContent()).toBe('Checked');
});

test('the run does what the mapper showed', async () => {
  const page = fluxo.page();
  await saved(page);
  const run = await runNow(page);
  expect(run.outcomes.created).toBeGreaterThan(20);
  const numbers = await booked(page);
  expect(numbers).toHaveLength(run.outcomes.created);
  for (const number of numbers) expect(number).toMatch(/^MPL-X\d{4}-kassa$/);
});

test('all of it can be put back at once', async () => {
  const page = fluxo.page();
  await inspector(page).getByRole('button', { name: 'Reset all' }).click();
  await card(page, 'Map').getByText(/Default mapping/).waitFor();
  await row('number').getByText(/^\d{4}-\d+$/).waitFor();
});
