import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingKeyring } from '#storage/secrets/testing/keyringSession.ts';
import type { Language } from '#shared/languages.ts';
import { told } from './support/calls.ts';
import { centreOf, dragTo } from './support/canvas.ts';
import { runNow, setFaults, startDemo } from './support/demo.ts';
import { useFluxo, windowSize } from './support/fluxo.ts';
import { startKeyring, type Keyring } from './support/keyring.ts';
import { logRow, step } from './support/log.ts';
import { visit, type Place } from './support/tour.ts';

const wanted = process.env['FLUXO_SCREENSHOTS'] === '1';
const folder = path.join(import.meta.dirname, '../../docs/screenshots');

/** Everything that moves has come to rest, and nothing is under the pointer. */
async function settled(page: Page): Promise<void> {
  await page.mouse.move(2, page.viewportSize()?.height ?? 0);
  await page.evaluate('document.fonts.ready');
  await expect.poll(() => page.locator('[aria-busy="true"], .animate-breathe').count()).toBe(0);
  await page.evaluate(`Promise.all(document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity).map((each) => each.finished.catch(() => {})))`);
}

const goTo = (page: Page, hash: string) => page.evaluate(`window.location.hash = ${JSON.stringify(hash)}`);

async function fit(page: Page): Promise<void> {
  await page.getByRole('toolbar', { name: 'View' }).getByRole('button', { name: 'Fit the flow into view' }).click();
}

async function fold(page: Page, panel: 'Side bar' | 'Inspector' | 'Log, problems and runs', open: boolean): Promise<void> {
  const toggle = page.getByRole('banner').getByRole('button', { name: panel, exact: true });
  if (((await toggle.getAttribute('aria-pressed')) === 'true') !== open) await toggle.click();
}

/** Moves the line between two panels. */
async function drag(page: Page, separator: string, by: number): Promise<void> {
  const from = await centreOf(page.locator(separator));
  await dragTo(page, from, { x: from.x + by, y: from.y });
}

/** To where the troubles of the made-up shop stand, so that the log shows more than one outcome. */
async function toTroubles(page: Page): Promise<void> {
  await page.locator('[data-log-grid]').evaluate((grid: { scrollTop: number }) => {
    grid.scrollTop = 21 * 28;
  });
  await logRow(page, '2026-1018').waitFor();
}

/** What each picture shows beyond the place itself. */
const scenes: Readonly<Record<string, readonly [Place, (page: Page) => Promise<unknown>]>> = {
  home: ['home', async () => {}],
  editor: ['editor', async (page) => {
    await fold(page, 'Side bar', true);
    await fold(page, 'Inspector', true);
    await fold(page, 'Log, problems and runs', true);
    await page.locator('#dock [role="tab"]').nth(0).click();
    // As narrow as they go: the drawing is what the picture is for.
    await drag(page, '#side + [role="separator"]', -300);
    await drag(page, '[role="separator"]:has(+ #inspector)', 300);
    await fit(page);
    await toTroubles(page);
  }],
  mapper: ['mapper', async (page) => {
    await fold(page, 'Side bar', false);
    await fold(page, 'Log, problems and runs', false);
    await page.locator('[data-target="number"] button').first().click();
  }],
  log: ['log', async (page) => {
    await fold(page, 'Side bar', false);
    await fold(page, 'Inspector', false);
    await fit(page);
    await toTroubles(page);
  }],
  story: ['story', async (page) => {
    await fold(page, 'Side bar', false);
    await fold(page, 'Inspector', false);
    await page.getByRole('button', { name: 'Fill the screen' }).click();
    // The list stands where the picture before left it.
    await page.locator('[data-log-grid]').evaluate((grid: { scrollTop: number }) => {
      grid.scrollTop = 0;
    });
    await logRow(page, '2026-1036').click();
    await step(page, /^Created/).first().click();
  }],
  problems: ['allProblems', (page) => page.getByRole('listitem').filter({ hasText: 'TIKKIE' }).getByRole('button', { name: 'Show the records' }).first().click()],
  passport: ['records', async (page) => {
    await page.locator('main li :is(a, button)').first().click();
    await page.getByRole('article').waitFor();
  }],
  setup: ['setup', async () => {}],
  connections: ['connection', async (page) => {
    await page.getByRole('button', { name: 'Test now' }).click();
    await expect.poll(() => page.getByRole('list', { name: 'Test' }).getByText('passed').count()).toBe(4);
  }],
  templates: ['home', async (page) => {
    const gallery = page.locator('main section:has(> ul)').last();
    await gallery.locator('ul button').first().waitFor();
    await gallery.evaluate((section: { scrollIntoView(options: object): void }) => section.scrollIntoView({ block: 'end' }));
  }],
  'sign-in': ['connection', async (page) => {
    await goTo(page, '#/connections/demo-books');
    await page.locator('main form select').first().selectOption('paste');
    await page.locator('main form input[placeholder^="https://"]').fill('https://www.example.com/fluxo');
    // The last of the row of buttons; the browser itself is not for the picture.
    await page.locator('main form button[type="submit"] ~ button').first().click();
    await page.locator('main form textarea').waitFor();
  }],
  reconnect: ['connection', async (page) => {
    await goTo(page, '#/connections/demo-books');
    await setFaults(page, 'quickbooks', [
      { operation: 'POST token', times: 1, fault: { kind: 'answer', status: 400, headers: { 'content-type': 'application/json' }, body: '{"error":"invalid_grant"}' } },
      { operation: 'GET companyinfo', times: 2, fault: { kind: 'expiredCredential' } },
    ]);
    await page.locator('main aside button').first().click();
    await page.locator('main form > section').waitFor();
    await setFaults(page, 'quickbooks', []);
  }],
  settings: ['settings', async () => {}],
};
/** A place left as it was found. */
const tidyUp: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'sign-in': async (page) => {
    await page.locator('main form section button').last().click();
    await page.locator('main form textarea').waitFor({ state: 'hidden' });
  },
  reconnect: async (page) => {
    await page.locator('main aside button').first().click();
    await page.locator('main form > section').waitFor({ state: 'hidden' });
  },
};

describe.skipIf(!wanted)(wanted ? 'pictures for the docs' : 'pictures for the docs (skipped: set FLUXO_SCREENSHOTS=1 to take them)', () => {
  // With a keychain where there is one, as on the machine of a user.
  let keyring: Keyring | undefined;
  const env: Record<string, string> = {};
  beforeAll(async () => {
    if (missingKeyring() !== null) return;
    keyring = await startKeyring();
    Object.assign(env, keyring.env);
  });
  afterAll(() => keyring?.stop());
  const fluxo = useFluxo({ env });
  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    const page = fluxo.page();
    await fluxo.app().evaluate(({ shell }) => {
      shell.openExternal = async () => {};
    });
    await startDemo(page);
    await runNow(page);
  });

  const dress = async (theme: 'light' | 'dark', language: Language = 'en') => {
    const page = fluxo.page();
    await told(page, 'preferences.set', { theme, language });
    await page.reload();
    await page.locator(`html[data-theme="${theme}"]`).waitFor();
    await page.getByRole('navigation').first().waitFor();
    return page;
  };

  describe.each(['light', 'dark'] as const)('%s', (theme) => {
    beforeAll(() => dress(theme));
    // Signing in and the gallery look the same in the dark.
    test.each(Object.entries(scenes).filter(([name]) => theme === 'light' || !['sign-in', 'reconnect', 'templates'].includes(name)))('%s', async (name, [place, arrange]) => {
      const page = fluxo.page();
      await visit(page, place);
      await arrange(page);
      await settled(page);
      await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
      await tidyUp[name]?.(page);
      const smaller = page.getByRole('button', { name: 'Make smaller' });
      if (await smaller.isVisible()) await smaller.click();
    });
  });

  describe('in Dutch', () => {
    beforeAll(() => dress('light', 'nl'));
    afterAll(() => dress('light'));
    test.each(['editor', 'mapper', 'problems', 'setup'] as const)('%s', async (name) => {
      const page = fluxo.page();
      await visit(page, name === 'problems' ? 'allProblems' : name);
      await settled(page);
      await page.screenshot({ path: path.join(folder, `${name}-nl.png`) });
    });
  });

  describe('in Portuguese', () => {
    beforeAll(() => dress('light', 'pt'));
    afterAll(() => dress('light'));
    test.each(['templates', 'sign-in', 'reconnect'])('%s', async (name) => {
      const page = fluxo.page();
      const [place, arrange] = scenes[name]!;
      await visit(page, place);
      await arrange(page);
      await settled(page);
      await page.screenshot({ path: path.join(folder, `${name}-pt.png`) });
      await tidyUp[name]?.(page);
    });
  });

  test('the editor on a large screen', async () => {
    const page = await dress('light');
    await page.setViewportSize({ width: 2560, height: 1440 });
    await visit(page, 'editor');
    await fold(page, 'Side bar', true);
    await fold(page, 'Log, problems and runs', true);
    await page.locator('#dock [role="tab"]').nth(0).click();
    await drag(page, '#side + [role="separator"]', 60);
    await drag(page, '[role="separator"]:has(+ #inspector)', -100);
    await fit(page);
    await toTroubles(page);
    await settled(page);
    await page.screenshot({ path: path.join(folder, 'editor-2560.png') });
    await page.setViewportSize(windowSize);
  });
});
