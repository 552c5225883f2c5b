import { afterEach, expect, test } from 'vitest';
import type { Locator } from 'playwright-core';
import { card, inspector, saved, selectCard } from './support/canvas.ts';
import { booked, runNow, startDemo } from './support/demo.ts';
import type { FieldRule, Mapping } from '#shared/mapping/mapping.ts';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
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

test('functions form a chain, each with its arguments and with the value it makes', async () => {
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
  // Every letter of an argument shows, before it is taken over.
  await what.fill('-till');
  await expect.poll(() => number.locator('[data-step-value]').last().textContent()).toMatch(/^X\d+-till$/);
  await what.press('Escape');
  await add('upper');
  await expect.poll(async () => (await number.locator('[data-step-value]').allTextContents()).map((value) => value.replace(/\d+/, '#'))).toEqual(['X#', 'X#-kassa', 'X#-KASSA']);
  await number.getByRole('button', { name: 'upper earlier' }).click();
  await expect.poll(async () => (await number.locator('[data-step-value]').allTextContents()).map((value) => value.replace(/\d+/, '#'))).toEqual(['X#', 'X#', 'X#-kassa']);
  await number.getByRole('button', { name: 'upper later' }).click();
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

test('typing on a row maps it: fields that fit by name first, any text as a fixed one; Delete empties it', async () => {
  const page = fluxo.page();
  const due = row('dueDate').getByRole('button').first();
  await due.focus();
  await page.keyboard.type('billTo.cit');
  await page.getByRole('option', { name: /^billTo\.city/ }).waitFor();
  await page.keyboard.press('Enter');
  await row('dueDate').getByText('billTo.city').waitFor();
  await due.focus();
  await page.keyboard.press('Delete');
  await row('dueDate').getByText('not mapped').waitFor();
  await due.focus();
  await page.keyboard.type('2026-12-31');
  await page.getByRole('option', { name: 'Fixed text “2026-12-31”' }).click();
  await expect.poll(() => row('dueDate').locator('[data-result]').textContent()).toBe('2026-12-31');
  await page.getByRole('banner').getByRole('button', { name: 'Undo' }).click();
  await inspector(page).getByText('Changed 1').waitFor();
});

test('how much is filled and what of the source nothing reads is counted', async () => {
  const page = fluxo.page();
  await inspector(page).getByText(/^\d+ of \d+ fields$/).waitFor();
  await inspector(page).getByText(/^(\d+) of \1 required$/).waitFor();
  const unused = inspector(page).getByRole('button', { name: /^\d+ unused$/ });
  const count = Number.parseInt((await unused.textContent()) ?? '', 10);
  await unused.click();
  const leaves = page.locator('[data-source]:not([aria-expanded])');
  await expect.poll(() => leaves.count()).toBe(count);
  await unused.click();
});

test('a formula completes fields and functions, says its parts, marks what is wrong and shows the result while one types', async () => {
  const page = fluxo.page();
  const reference = await openRow('reference');
  await reference.getByRole('radio', { name: 'Formula' }).click();
  const box = reference.getByRole('textbox', { name: 'Formula' });
  await box.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('$upperc');
  await page.getByRole('option', { name: /\$uppercase/ }).waitFor();
  await page.keyboard.press('Enter');
  await reference.getByText('capitals').waitFor();
  await page.keyboard.type('buyer.na');
  await page.getByRole('option', { name: /^name/ }).waitFor();
  await page.keyboard.press('Enter');
  const name = ((await source('buyer.name').textContent()) ?? '').replace(/^name\s*/, '');
  await expect.poll(() => reference.locator('[data-result]').textContent()).toContain(name.toUpperCase());
  // Half a formula: told in words, and marked where it is.
  await page.keyboard.press('End');
  await page.keyboard.type(' & ');
  await reference.getByText(/cannot be read at letter \d+/).first().waitFor();
  expect(await reference.locator('.f-error').textContent()).toBe('&');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.type('"!"');
  await expect.poll(() => reference.locator('[data-result]').textContent()).toBe(`${name.toUpperCase()}!`);
  await page.keyboard.press('ControlOrMeta+Enter');
  await inspector(page).getByText('Changed 2').waitFor();
  await reference.getByRole('button', { name: 'Back to the default' }).click();
  await inspector(page).getByText('Changed 1').waitFor();
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

test('when the default mapping gets better, each field is taken or kept beside what it was and what one has', async () => {
  const page = fluxo.page();
  await saved(page);
  const { document, revision } = await told(page, 'flows.get', { flowId: 'demo-orders' });
  const standard = (await told(page, 'catalog.get', {})).connectors.flatMap(({ streams }) => streams).find(({ id }) => id === 'mplus.orders')!.defaultMapping;
  const older = (target: string, path: string): FieldRule => ({ target, from: { kind: 'path', path } });
  // As a version before this one left it: the reference was read elsewhere, the order number too, and the user had changed the latter.
  const mapping: Mapping = { ...standard, fields: standard.fields.map((rule) => (rule.target === 'reference' ? older('reference', 'extOrderId') : rule.target === 'number' ? { target: 'number', from: { kind: 'template', text: 'MY{orderNumber.number}' } } : rule)) };
  const base = { number: older('number', 'orderNumber.number') };
  const settings = { ...document.nodes.find((node) => node.id === 'map')!.settings, mapping, base };
  await page.evaluate(`location.hash = '#/'`);
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(0);
  await told(page, 'flows.save', { document: { ...document, nodes: document.nodes.map((node) => (node.id === 'map' ? { ...node, settings: settings as never } : node)) }, revision });
  await page.evaluate(`location.hash = '#/flows/demo-orders'`);
  await selectCard(page, 'Map');
  await inspector(page).getByRole('tab', { name: 'Mapping' }).click();
  const updates = inspector(page).getByRole('region', { name: 'The default mapping has changed in 2 fields' });
  const number = updates.locator('[data-update="number"]');
  await number.getByText('MY{orderNumber.number}').waitFor();
  expect(await number.locator('dd').allTextContents()).toEqual(['orderNumber.number', '{orderNumber.year}-{orderNumber.number}', 'MY{orderNumber.number}']);
  await updates.getByRole('button', { name: 'Take the one I never changed' }).click();
  await inspector(page).getByRole('region', { name: 'The default mapping has changed in 1 field' }).getByRole('button', { name: 'Keep mine' }).click();
  await expect.poll(() => page.locator('[data-update]').count()).toBe(0);
  await expect.poll(() => row('number').locator('[data-result]').textContent()).toMatch(/^MY\d+$/);
  await inspector(page).getByText('Changed 1').waitFor();
  await saved(page);
  await expect.poll(async () => (await told(page, 'flows.get', { flowId: 'demo-orders' })).document.nodes.find((node) => node.id === 'map')?.settings['base']).toEqual({ number: standard.fields.find(({ target }) => target === 'number') });
});

test('“update product information” is one tick for all names and texts', async () => {
  const page = fluxo.page();
  const { flowId } = await told(page, 'flows.create', { name: 'Products', templateId: 'mplus-products-to-quickbooks', connections: { mplus: 'demo-till', quickbooks: 'demo-books' } });
  await page.evaluate(`location.hash = '#/flows/${flowId}'`);
  await selectCard(page, 'Map');
  await inspector(page).getByRole('tab', { name: 'Settings' }).click();
  const tick = inspector(page).getByRole('checkbox', { name: 'Update product information' });
  expect(await tick.isChecked()).toBe(true);
  await tick.click();
  await inspector(page).getByText(/^Written for new products only: Name/).waitFor();
  await inspector(page).getByRole('tab', { name: 'Mapping' }).click();
  await row('name').getByText('On create').waitFor();
  expect(await row('priceIncl').getByText('On create').count()).toBe(0);
});
