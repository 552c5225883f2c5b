import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Answer, TextBridge, CallName, Input, Output } from '#shared/ipc/contract.ts';
import { ensureBuilt } from '../../../scripts/freshBuild.ts';
import { electronMode, launchApp, type LaunchedApp, type LaunchOptions } from '../launch.ts';

export const fluxoMain = path.join(import.meta.dirname, '../../../dist/electron/main.cjs');

/** The page's globals, for functions that Playwright runs there. */
export interface FluxoPage {
  readonly fluxo: TextBridge;
}
declare const window: FluxoPage;

let built: Promise<void> | null = null;

/** The built desktop app with folders of its own, which stay until `remove`, so that it can be started again on them. */
export async function makeFluxo(more: Partial<LaunchOptions> = {}) {
  await (built ??= ensureBuilt());
  const folder = mkdtempSync(path.join(tmpdir(), 'fluxo-desktop-'));
  const [workspace, userData, home] = ['workspace', 'user-data', 'home'].map((name) => path.join(folder, name)) as [string, string, string];
  for (const made of [workspace, userData, home]) mkdirSync(made);
  const running: LaunchedApp[] = [];
  console.log(`mode=${electronMode()}`);

  return {
    workspace,
    userData,
    async launch(extra: Partial<LaunchOptions> = {}): Promise<{ app: LaunchedApp; page: Page; call: ReturnType<typeof caller> }> {
      const app = await launchApp({
        main: fluxoMain,
        userData,
        ...more,
        ...extra,
        // A home and a bus of its own: no spec may find the keychain of the person who runs it.
        env: { FLUXO_WORKSPACE: workspace, HOME: home, XDG_RUNTIME_DIR: home, DBUS_SESSION_BUS_ADDRESS: '', ...more.env, ...extra.env },
      });
      running.push(app);
      const page = await app.firstWindow();
      return { app, page, call: caller(page) };
    },
    async remove(): Promise<void> {
      for (const app of running) await app.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Does a call of the contract from inside the page, as the screen does. */
function caller(page: Page) {
  return async <C extends CallName>(name: C, input: Input<C>): Promise<Answer<Output<C>>> => {
    const json = JSON.stringify({ name, input });
    const answer = await page.evaluate((text) => {
      const asked = JSON.parse(text) as { name: 'app.info'; input: Record<string, never> };
      return window.fluxo.calls[asked.name](asked.input);
    }, json);
    return JSON.parse(answer) as Answer<Output<C>>;
  };
}
