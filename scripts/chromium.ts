import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of a Chromium on this machine: `FLUXO_CHROMIUM` first, then the usual places, then Playwright's own; null when there is none. */
function findChromium(): string | null {
  const own = process.env['FLUXO_CHROMIUM'];
  if (own) return existsSync(own) ? own : null;
  return [...places, chromium.executablePath()].find((place) => place !== '' && existsSync(place)) ?? null;
}

/**
 * A Chromium, installed if need be: through apt as root on Debian and its kin, else Playwright's own
 * download. Throws with the command to type when neither works.
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  console.error('No Chromium on this machine; getting one for the screen tests …');
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (isRootOnDebian) {
    const quiet: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  } else {
    spawnSync('playwright-core', ['install', 'chromium'], { stdio: 'inherit', shell: process.platform === 'win32' });
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    'The screen tests need a Chromium and none could be installed. Install one (`sudo apt-get install chromium`, or `npx playwright-core install chromium`) or name one in FLUXO_CHROMIUM.',
  );
}
