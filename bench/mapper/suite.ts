import { chromium, type Page } from 'playwright-core';
import { formatTable } from '#cli/table.ts';
import { ensureChromium } from '../../scripts/chromium.ts';
import { serveGallery } from './serveGallery.ts';
import { typeAndTime, type Typed } from './typing.ts';

/** Where one types in the row of the order number; each puts the caret behind what stands there. */
const places: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'a text with fields': async (page) => {
    await page.locator('[data-target="number"]').getByRole('textbox', { name: 'Text', exact: true }).click();
    await page.keyboard.press('End');
  },
  'a formula': async (page) => {
    await page.locator('[data-target="number"]').getByRole('radio', { name: 'Formula' }).click();
    await page.locator('[data-formula] .cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('orderNumber.number & "');
  },
  'a fixed text': async (page) => {
    await page.locator('[data-target="number"]').getByRole('radio', { name: 'Fixed' }).click();
    await page.locator('[data-target="number"]').getByRole('textbox', { name: 'Fixed' }).click();
    await page.keyboard.type('x');
  },
};

/** `npm run bench -- --suite mapper`: from a letter typed in the mapper to its result on the screen, in Chromium, with the screen as it is shipped. */
export async function runMapperSuite({ fields, letters }: { readonly fields: number; readonly letters: number }): Promise<{ readonly rows: readonly Typed[]; readonly text: string }> {
  const gallery = await serveGallery();
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox'] });
  try {
    const rows: Typed[] = [];
    for (const [what, begin] of Object.entries(places)) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(`${gallery.url}?fields=${fields}#/flows/kassa-orders`);
      await page.locator('.react-flow__node[data-id="map"]').click({ position: { x: 60, y: 14 } });
      await page.locator('[data-inspector] [role="tab"]').nth(1).click();
      await page.locator('[data-target="number"] button').first().click();
      const shown = await page.locator('[data-target]').count();
      if (shown < fields) throw new Error(`the mapper shows ${shown} fields, not ${fields}`);
      await begin(page);
      rows.push(await typeAndTime(page, what, letters));
      await page.close();
    }
    const text = formatTable(['typing into', 'letters', 'p50 ms', 'p95 ms', 'most ms', 'processor ms a letter', 'target p95'], rows.map((row) => [row.what, String(row.letters), row.p50.toFixed(1), row.p95.toFixed(1), row.most.toFixed(1), row.work.toFixed(1), `≤ 50 ${row.p95 <= 50 ? 'reached' : 'short'}`]), ['letters', 'p50 ms', 'p95 ms', 'most ms', 'processor ms a letter']);
    return { rows, text };
  } finally {
    await browser.close();
    gallery.close();
  }
}
