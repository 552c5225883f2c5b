import { expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { card, inspector, selectCard } from './support/canvas.ts';
import { told } from './support/calls.ts';
import { runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
const gallery = () => fluxo.page().getByRole('region', { name: 'Templates' });

test('the first screen shows the templates of one pair of services, and the others are one click away', async () => {
  const page = fluxo.page();
  const all = await told(page, 'templates.list', {});
  const pairs = gallery().getByRole('group', { name: 'Between which services' }).getByRole('button');
  await pairs.first().waitFor();
  const counts = await pairs.allTextContents();
  expect(counts.map((text) => Number(/\d+$/.exec(text)?.[0])).reduce((one, other) => one + other, 0)).toBe(all.length);
  expect(await gallery().getByRole('listitem').count()).toBeLessThan(all.length);
  await pairs.filter({ hasText: 'MplusKASSA to MailChimp' }).click();
  await gallery().getByRole('list', { name: 'MplusKASSA to MailChimp' }).getByText('MplusKASSA customers to MailChimp').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('a search looks through all of them, by what they are about and between what', async () => {
  const search = gallery().getByRole('searchbox', { name: 'Search templates' });
  await search.fill('stock quickbooks');
  await gallery().getByText('MplusKASSA stock to QuickBooks').waitFor();
  expect(await gallery().getByText('MplusKASSA customers to MailChimp').count()).toBe(0);
  await search.fill('zeppelin');
  await gallery().getByText('No template is about “zeppelin”.').waitFor();
  await search.fill('');
});

test('a chosen template says what it does, takes the connections and runs; its records have their own words', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await page.getByRole('link', { name: 'Home' }).click();
  await gallery().getByRole('searchbox', { name: 'Search templates' }).fill('products to quickbooks');
  await gallery().getByRole('button', { name: /MplusKASSA products to QuickBooks/ }).click();
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('MplusKASSA products to QuickBooks');
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await card(page, 'Map').waitFor();
  expect(await card(page, 'Map').locator('.port-out').getAttribute('data-port-type')).toBe('product');
  expect((await runNow(page)).outcomes.created).toBeGreaterThan(0);
  const headings = page.locator('#dock [role="columnheader"]');
  await headings.getByText('Price', { exact: true }).waitFor();
  expect(await headings.allTextContents()).toEqual(expect.arrayContaining(['Name', 'Number', 'Price', 'Outcome']));
});

test('a long form folds and can be searched', async () => {
  const page = fluxo.page();
  await page.locator('.react-flow__node').last().waitFor();
  const target = await selectCard(page, (await page.locator('.react-flow__node').last().locator('p').first().textContent()) ?? '');
  const fields = () => target.locator('[data-field]');
  await target.getByRole('searchbox', { name: 'Search settings' }).waitFor();
  const before = await fields().count();
  const heading = target.getByRole('heading', { level: 3 }).getByRole('button').first();
  await heading.click();
  expect(await heading.getAttribute('aria-expanded')).toBe('false');
  expect(await fields().count()).toBeLessThan(before);
  await target.getByRole('searchbox', { name: 'Search settings' }).fill('income account');
  expect(await fields().count()).toBeLessThan(before);
  expect(await accessibilityFaults(page)).toEqual([]);
  await target.getByRole('searchbox', { name: 'Search settings' }).fill('');
  await heading.click();
  expect(await fields().count()).toBe(before);
  expect(await inspector(page).isVisible()).toBe(true);
});
