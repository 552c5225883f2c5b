import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findElectron } from '../../../scripts/electronBinary.ts';
import { launchApp, startDouble, type LaunchedApp } from '../launch.ts';
import { eventually, fixtureMain, isAlive } from './fixtureApp.ts';

// https://www.electronjs.org/docs/latest/api/app
declare const global: { trace: string[]; refuseClose?: boolean; second?: { argv: string[]; data: unknown } };
declare const window: { readonly localStorage: Record<string, string> };
const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(path.join(tmpdir(), 'fluxo-lifecycle-'));
  folders.push(made);
  return made;
};
const apps: LaunchedApp[] = [];
async function launch(options: { userData?: string; args?: string[] } = {}) {
  const app = await launchApp({ main: fixtureMain, userData: options.userData ?? folder(), ...(options.args && { args: options.args }) });
  apps.push(app);
  await app.firstWindow();
  return app;
}
afterEach(async () => {
  for (const app of apps.splice(0)) {
    app.process().kill('SIGKILL');
    await app.exited;
  }
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true, maxRetries: 3 });
});
const traceOf = (app: LaunchedApp) => /TRACE (.*)/.exec(app.output())?.[1];

test('quitting goes before-quit, the windows, will-quit, quit, without window-all-closed', async () => {
  const app = await launch();
  await app.close();
  expect(await app.exited).toBe(0);
  expect(traceOf(app)).toBe('before-quit, window close, window closed, will-quit, quit 0');
});

test('closing the last window sends window-all-closed, after which the app may quit', async () => {
  const app = await launch({ args: ['--quit-when-closed'] });
  void app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
  expect(await app.exited).toBe(0);
  expect(traceOf(app)).toBe('window close, window closed, window-all-closed, before-quit, will-quit, quit 0');
});

test('a window that refuses to close stops the quit, which can be tried again', async () => {
  const app = await launch();
  await app.evaluate(({ app: electronApp }) => {
    global.refuseClose = true;
    electronApp.quit();
  });
  expect(await app.evaluate(() => global.trace.slice())).toEqual(['before-quit', 'window close']);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await app.evaluate(() => {
    global.refuseClose = false;
  });
  await app.close();
  expect(await app.exited).toBe(0);
});

test('exit asks nobody and keeps its code', async () => {
  const app = await launch();
  void app.evaluate(({ app: electronApp }) => electronApp.exit(7)).catch(() => {});
  expect(await app.exited).toBe(7);
  expect(traceOf(app)).not.toMatch(/before-quit|window close,|will-quit/);
});

test('handlers and windows that come too early or too late are refused', async () => {
  const app = await launch();
  const messages = await app.evaluate(({ protocol, app: electronApp }) => {
    const messageOf = (call: () => void) => {
      try {
        call();
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    };
    return [messageOf(() => protocol.registerSchemesAsPrivileged([{ scheme: 'late' }])), messageOf(() => electronApp.enableSandbox())];
  });
  expect(messages[0]).toMatch(/should be called before app is ready/);
  expect(messages[1]).toMatch(/before app is ready/);
});

describe.runIf(findElectron() === null)('in the double', () => {
  test('a second instance leaves at once and the first hears its arguments and data', async () => {
    const userData = folder();
    const first = await launch({ userData });
    const second = startDouble({ main: fixtureMain, args: ['--open', 'x.flow.json'] }, userData);
    expect(await second.exited).toBe(0);
    const told = await eventually(() => first.evaluate(() => global.second ?? null), (value) => value !== null);
    expect(told?.argv.slice(-2)).toEqual(['--open', 'x.flow.json']);
    expect(told?.data).toEqual({ greeting: 'hello' });
  });

  test('killing main takes Chromium along, and the app starts again on the same data', async () => {
    const userData = folder();
    const app = await launch({ userData });
    const page = await app.firstWindow();
    await page.evaluate(() => window.localStorage['kept'] = 'yes');
    const chromium = Number((await app.journal('Chromium'))[0]?.args[0]);
    expect(isAlive(chromium)).toBe(true);
    app.process().kill('SIGKILL');
    await app.exited;
    expect(await eventually(async () => isAlive(chromium), (alive) => !alive)).toBe(false);
    const again = await launch({ userData });
    expect(await (await again.firstWindow()).title()).toBe('first');
  });

  test('what the double does not have fails loudly: a module, a member, an event', async () => {
    const app = await launch();
    const missing = (fn: Parameters<LaunchedApp['evaluate']>[0]) => app.evaluate(fn).then(() => 'silent', (error: Error) => error.message);
    expect(await missing((electron) => electron.desktopCapturer)).toMatch(/electron\.desktopCapturer is not implemented/);
    expect(await missing(({ app: electronApp }) => electronApp.getGPUInfo('basic'))).toMatch(/App\.getGPUInfo is not implemented/);
    expect(await missing(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setKiosk(true))).toMatch(/BrowserWindow\.setKiosk is not implemented/);
    expect(await missing(({ app: electronApp }) => electronApp.on('login', () => {}) && undefined)).toMatch(/App never sends 'login'/);
  });

  test('a renderer that crashes is reported to its window', async () => {
    const app = await launch();
    const gone = await app.evaluate(
      ({ BrowserWindow }) =>
        new Promise((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.on('render-process-gone', (_event, details) => resolve(details.reason));
          contents?.forcefullyCrashRenderer();
        }),
    );
    expect(gone).toBe('crashed');
  });
});
