import type { Page } from 'playwright-core';

export type Place = 'home' | 'editor' | 'mapper' | 'log' | 'story' | 'problems' | 'runs' | 'connections' | 'connection' | 'allProblems' | 'settings' | 'setup' | 'records';

/** Where the app can be seen, by address and by what is selected there; the flow of the demo has run before. */
export const places: readonly Place[] = ['home', 'editor', 'mapper', 'log', 'story', 'problems', 'runs', 'connections', 'connection', 'allProblems', 'settings', 'setup', 'records'];

const goTo = (page: Page, hash: string) => page.evaluate(`window.location.hash = ${JSON.stringify(hash)}`);
const flow = '#/flows/demo-orders';

/** Goes to a place without reading a word on the way, so that it works in every language. */
export async function visit(page: Page, place: Place): Promise<void> {
  switch (place) {
    case 'home':
      await goTo(page, '#/');
      return page.locator('main [role="table"] [role="row"]').nth(1).waitFor();
    case 'connections':
      await goTo(page, '#/connections?new=quickbooks');
      return page.locator('main form').waitFor();
    case 'connection':
      await goTo(page, '#/connections/demo-till');
      return page.locator('main form').waitFor();
    case 'allProblems':
      await goTo(page, '#/problems');
      return page.locator('main li').first().waitFor();
    case 'settings':
      await goTo(page, '#/settings');
      return page.locator('main dl').waitFor();
    case 'records':
      await goTo(page, '#/records?q=2026-1036');
      return page.locator('main li').first().waitFor();
    case 'setup':
      await goTo(page, '#/setup/tour/systems');
      return page.locator('main [aria-pressed]').first().waitFor();
    default:
      break;
  }
  await goTo(page, flow);
  await page.locator('.react-flow__node[data-id="sales"]').waitFor();
  switch (place) {
    case 'editor':
      await select(page, 'sales');
      return page.locator('[data-inspector] [data-field="docNumber"]').waitFor();
    case 'mapper':
      await select(page, 'map');
      await page.locator('[data-inspector] [role="tab"]').nth(1).click();
      return page.locator('[data-target="number"]').waitFor();
    case 'log':
    case 'story':
      await openDock(page, 0);
      // In a narrow dock an open story stands in the place of the list.
      if ((await page.locator('#story').isVisible()) && !(await page.locator('[data-log-grid]').isVisible())) await page.locator('#story header button').last().click();
      await page.locator('[data-log-grid] [aria-rowindex]').first().waitFor();
      if (place === 'story') await page.locator('[data-log-grid] [aria-rowindex]').nth(2).click();
      return place === 'story' ? page.locator('#story ol button').first().waitFor() : undefined;
    case 'problems':
      await openDock(page, 1);
      return page.locator('#dock li').first().waitFor();
    case 'runs':
      await openDock(page, 2);
      return page.locator('#dock [role="table"] [role="row"]').nth(1).waitFor();
  }
}

async function openDock(page: Page, tab: number): Promise<void> {
  if (!(await page.locator('#dock').isVisible())) await page.keyboard.press('ControlOrMeta+j');
  await page.locator('#dock [role="tab"]').nth(tab).click();
}

/** Selects a node and sees to it that the inspector is open. */
async function select(page: Page, id: string): Promise<void> {
  await page.locator(`.react-flow__node[data-id="${id}"]`).click({ position: { x: 60, y: 14 } });
  if ((await page.locator('[data-inspector]').count()) === 0) await page.keyboard.press('ControlOrMeta+i');
}
