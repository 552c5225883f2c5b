import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Middle of something on the screen. */
export async function centreOf(thing: Locator): Promise<Point> {
  await thing.scrollIntoViewIfNeeded();
  const box = await thing.boundingBox();
  if (!box) throw new Error(`${String(thing)} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A point of the drawing, as shares of its width and height. */
export async function onCanvas(page: Page, across: number, down: number): Promise<Point> {
  const box = await page.locator('[data-canvas]').boundingBox();
  if (!box) throw new Error('There is no canvas');
  return { x: Math.round(box.x + box.width * across), y: Math.round(box.y + box.height * down) };
}

/** Presses, moves in steps and lets go, as a hand does. */
export async function dragTo(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 6, from.y + 4, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

/** A row of the palette, such as `Orders MplusKASSA` or `Map`. */
export function paletteRow(page: Page, name: string): Locator {
  return page.getByRole('complementary', { name: 'Flows and nodes' }).getByRole('button', { name: `Add ${name}`, exact: true });
}

/** The card of a node by a text on it. */
export function card(page: Page, text: string): Locator {
  return page.locator('.react-flow__node').filter({ hasText: text });
}

export function port(page: Page, node: string, side: 'in' | 'out'): Locator {
  return card(page, node).locator(side === 'in' ? '.port-in' : '.port-out').first();
}

export async function connectPorts(page: Page, from: string, to: string): Promise<void> {
  await dragTo(page, await centreOf(port(page, from, 'out')), await centreOf(port(page, to, 'in')));
}

export function lines(page: Page): Locator {
  return page.locator('.react-flow__edge');
}

/** Selects a node by clicking its card, and sees to it that the inspector is open. */
export async function selectCard(page: Page, text: string): Promise<Locator> {
  await card(page, text).click({ position: { x: 60, y: 14 } });
  await card(page, text).and(page.locator('.selected')).waitFor();
  await openInspector(page);
  return inspector(page);
}

/** Sees to it that the inspector is open. Its key shuts what opens by itself in that very moment, so it is looked at afterwards. */
export async function openInspector(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      if (await inspector(page).isVisible()) return true;
      await page.keyboard.press('ControlOrMeta+i');
      return inspector(page).waitFor({ timeout: 5_000 }).then(() => true, () => false);
    })
    .toBe(true);
}

export function inspector(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Inspector' });
}

export function dock(page: Page): Locator {
  return page.getByRole('region', { name: 'Log, problems and runs' });
}

/** Waits until the last edit is in the flow's file. */
export async function saved(page: Page): Promise<void> {
  await page.getByRole('banner').getByText('Saved', { exact: true }).waitFor();
}

/** Takes an option of one of our combo boxes by its text. */
export async function chooseIn(page: Page, box: Locator, option: string): Promise<void> {
  await box.click();
  await page.getByRole('listbox').getByRole('option', { name: option }).first().click();
  await expect.poll(() => box.textContent()).toContain(option);
}

/** Makes an empty flow with the side bar's plus and waits for its canvas. */
export async function newFlow(page: Page): Promise<void> {
  await page.getByRole('complementary', { name: 'Flows and nodes' }).getByRole('button', { name: 'New flow', exact: true }).click();
  await page.getByText('Draw where data comes from and where it goes').waitFor();
}
