import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { electronMode, launchApp, type LaunchedApp } from '#tests/electron/launch.ts';
import { watchPage, type PageWatch } from './watchPage.ts';

const main = path.join(import.meta.dirname, '../../../dist/electron/main.cjs');
export const windowSize = { width: 1280, height: 800 } as const;

/** The whole app, as one spec file uses it. */
export interface Fluxo {
  app(): LaunchedApp;
  page(): Page;
  /** What the page did since it was first seen: requests, complaints of its console. */
  watch(): PageWatch;
  /** Folder with the flows; the spec may read and write in it as a person with an editor would. */
  readonly workspace: string;
  /** Quits and starts again on the same workspace and the same preferences; what is given is done while it is away. */
  restart(between?: () => Promise<void>): Promise<Page>;
}

interface FluxoOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where the workspace lies below a folder of its own. */
  readonly folder?: string;
}

/**
 * Starts the built app with a fresh workspace and fresh preferences before the specs of a file, and ends everything after
 * them. No keychain can be reached unless `env` says where one is.
 */
export function useFluxo({ env = {}, folder = 'workspace' }: FluxoOptions = {}): Fluxo {
  const home = mkdtempSync(path.join(tmpdir(), 'fluxo-e2e-'));
  const workspace = path.join(home, folder);
  let app: LaunchedApp | undefined;
  let page: Page | undefined;
  let watch: PageWatch | undefined;

  async function open(): Promise<Page> {
    app = await launchApp({ main, userData: path.join(home, 'user-data'), env: { FLUXO_WORKSPACE: workspace, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', LANG: 'en_GB.UTF-8', LANGUAGE: 'en', ...env } });
    page = await app.firstWindow();
    watch = watchPage(page);
    await page.setViewportSize(windowSize);
    // A machine that does much else at the same time needs patience.
    page.setDefaultTimeout(30_000);
    await page.getByRole('navigation').or(page.getByRole('main', { name: 'Bring back a backup' })).first().waitFor();
    return page;
  }

  beforeAll(async () => {
    console.log(`mode=${electronMode()}`);
    await open();
  });
  // A failed spec leaves a picture of what the user would have seen.
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || !page || page.isClosed()) return;
    const picture = path.join(tmpdir(), 'fluxo-e2e-failures', `${task.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60)}.png`);
    await page.screenshot({ path: picture }).then(() => console.log(`The screen at the failure: ${picture}`), () => {});
  });
  afterAll(async () => {
    await app?.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  return {
    app: () => app as LaunchedApp,
    page: () => page as Page,
    watch: () => watch as PageWatch,
    workspace,
    restart: async (between) => {
      await app?.close();
      await between?.();
      return open();
    },
  };
}
