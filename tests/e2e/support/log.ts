import type { Locator, Page } from 'playwright-core';

/** The rows of the log that are on the screen, without its head. */
export function logRows(page: Page): Locator {
  return page.getByRole('grid', { name: 'Records' }).locator('[role="row"][aria-rowindex]');
}

export function logRow(page: Page, text: string): Locator {
  return logRows(page).filter({ hasText: text });
}

/** A step of the open story by its words. */
export function step(page: Page, words: string | RegExp): Locator {
  return page.getByRole('list', { name: 'What happened, step by step' }).getByRole('button', { name: words });
}

/** Gives the log the whole width by folding side bar and inspector away. */
export async function widenDock(page: Page): Promise<void> {
  for (const panel of ['Side bar', 'Inspector']) {
    const toggle = page.getByRole('banner').getByRole('button', { name: panel, exact: true });
    if ((await toggle.getAttribute('aria-pressed')) === 'true') await toggle.click();
  }
}
