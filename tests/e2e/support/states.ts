import type { Page } from 'playwright-core';
import { card } from './canvas.ts';
import { visit, type Place } from './tour.ts';

interface State {
  readonly from: Place;
  /** Opens it, in English, and waits until it stands. */
  readonly open: (page: Page) => Promise<void>;
}

const menu = (page: Page) => page.getByRole('menu').waitFor();
const dialog = (page: Page) => page.getByRole('dialog').waitFor();

/** What opens over a place: dialogs, menus, pop-ups and forms unfolded. Escape closes each of them. */
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
    await page.getByRole('banner').getByRole('button', { name: 'Checked' }).click();
    await dialog(page);
  } },
  'the menu of a node': { from: 'editor', open: async (page) => {
    await card(page, 'Orders').first().click({ button: 'right', position: { x: 60, y: 14 } });
    await menu(page);
  } },
  'the menu of a dry run': { from: 'editor', open: async (page) => {
    await page.getByRole('button', { name: 'Dry run with fewer records' }).click();
    await menu(page);
  } },
  'a new flow': { from: 'home', open: async (page) => {
    await page.getByRole('main').getByRole('button', { name: 'New flow' }).click();
    await dialog(page);
  } },
  'the menu of a flow': { from: 'home', open: async (page) => {
    await page.getByRole('button', { name: /^More for/ }).first().click();
    await menu(page);
  } },
  'the columns of the log': { from: 'log', open: async (page) => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.locator('[role="menu"], [role="dialog"]').first().waitFor();
  } },
  'removing a connection': { from: 'connection', open: async (page) => {
    await page.getByRole('button', { name: 'Remove…' }).click();
    await dialog(page);
  } },
};

export async function show(page: Page, name: keyof typeof states): Promise<void> {
  const state = states[name]!;
  await visit(page, state.from);
  await state.open(page);
}

/** Steps out until nothing stands over the page any more. */
export async function leave(page: Page): Promise<void> {
  for (let presses = 0; presses < 3 && (await page.locator('[role="menu"], [role="dialog"], dialog[open]').count()) > 0; presses += 1) await page.keyboard.press('Escape');
  await page.locator('[role="menu"], [role="dialog"], dialog[open]').first().waitFor({ state: 'detached' }).catch(() => {});
}
