/** Draws `resources/icons/icon.svg` as the PNG files that installers and windows need. Run by hand after a change of the drawing. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.ts';

const folder = path.join(import.meta.dirname, '../resources/icons');
const sizes = [16, 32, 48, 64, 128, 256, 512] as const;

const svg = await readFile(path.join(folder, 'icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
for (const size of sizes) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>html, body { margin: 0; background: transparent } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`);
  await writeFile(path.join(folder, `icon-${size}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
console.log(`${sizes.length} icons in resources/icons.`);
