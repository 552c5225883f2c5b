import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunSummary } from '#shared/records/runs.ts';
import { missingKeyring } from '#storage/secrets/testing/keyringSession.ts';
import { findElectron } from '../../../scripts/electronBinary.ts';
import { eventually, isAlive } from '../contract/fixtureApp.ts';
import { startDouble } from '../launch.ts';
import { startKeyring } from './keyring.ts';
import { fluxoMain, makeFluxo, type FluxoPage } from './fluxoApp.ts';

declare const window: FluxoPage & { heard: unknown[]; matchMedia(query: string): { readonly matches: boolean } };

let fluxo: Awaited<ReturnType<typeof makeFluxo>>;
beforeEach(async () => {
  fluxo = await makeFluxo();
});
afterEach(() => fluxo.remove());

const till = { connector: 'mplus', name: 'Shop', environment: 'sandbox', settings: { baseUrl: 'http://127.0.0.1:1', ident: 'ident' }, secret: { secret: 'canary-9d2e' } } as const;
const filesHolding = (folder: string, text: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name), 'latin1').includes(text))
    .map((entry) => entry.name);

test('without a keychain a connection is not saved, the window says why, and the secret is nowhere', async () => {
  const { call, app } = await fluxo.launch();
  expect(await call('connections.save', till)).toMatchObject({ ok: false, error: { code: 'keychain.unavailable', kind: 'setup', fix: expect.any(String) as string } });
  expect(await call('connections.list', {})).toEqual({ ok: true, data: [] });
  await app.close();
  for (const folder of [fluxo.workspace, fluxo.userData]) expect(filesHolding(folder, 'canary-9d2e')).toEqual([]);
  expect(app.output()).not.toContain('canary-9d2e');
});

const missing = missingKeyring();
test.skipIf(missing !== null)(`with a keychain a credential goes in and never comes back to the window${missing === null ? '' : ` (skipped: ${missing})`}`, async () => {
  const keyring = await startKeyring();
  try {
    const first = await fluxo.launch({ env: keyring.env });
    const saved = await first.call('connections.save', till);
    expect(saved).toMatchObject({ ok: true, data: { storedSecrets: ['secret'] } });
    expect(JSON.stringify([saved, await first.call('connections.list', {})])).not.toContain('canary-9d2e');
    await first.app.close();
    for (const folder of [fluxo.workspace, fluxo.userData]) expect(filesHolding(folder, 'canary-9d2e')).toEqual([]);
    const second = await fluxo.launch({ env: keyring.env });
    expect(await second.call('connections.list', {})).toMatchObject({ ok: true, data: [{ name: 'Shop', storedSecrets: ['secret'] }] });
  } finally {
    await fluxo.remove();
    keyring.stop();
  }
});

test('the demo runs in the engine, and the window hears of it at most ten times a second, the end included', async () => {
  const { page, call } = await fluxo.launch();
  const demo = await call('demo.start', {});
  if (!demo.ok || demo.data.flowId === undefined) throw new Error(JSON.stringify(demo));
  await page.evaluate(() => {
    window.heard = [];
    for (const event of ['run.progress', 'run.finished'] as const) window.fluxo.on(event, (summary) => void window.heard.push([event, performance.now(), summary]));
  });
  const run = await call('runs.start', { flowId: demo.data.flowId, dryRun: true });
  expect(run).toMatchObject({ ok: true, data: { runId: expect.any(String) as string } });
  const heard = await eventually(() => page.evaluate(() => window.heard as [string, number, RunSummary][]), (list) => list.at(-1)?.[0] === 'run.finished');
  const progress = heard.filter(([event]) => event === 'run.progress').map(([, at]) => at);
  expect(heard.at(-1)?.[0]).toBe('run.finished');
  // Ten gaps span a second; the clock of the page is not that of the engine, hence the margin.
  for (let i = 10; i < progress.length; i++) expect((progress[i] ?? 0) - (progress[i - 10] ?? 0)).toBeGreaterThan(800);
});

test('an engine that is killed comes back, and the window works on', async () => {
  const { app, call } = await fluxo.launch();
  await call('flows.create', { name: 'Kept' });
  const before = await enginePid(app.process().pid ?? 0);
  process.kill(before, 'SIGKILL');
  const list = await eventually(() => call('flows.list', {}), (answer) => answer.ok);
  expect(list).toMatchObject({ ok: true, data: [{ name: 'Kept' }] });
  expect(await enginePid(app.process().pid ?? 0)).not.toBe(before);
});

test('nothing is left running after the app quits', async () => {
  const { app, call } = await fluxo.launch();
  await call('demo.start', {});
  const engine = await enginePid(app.process().pid ?? 0);
  await app.close();
  expect(await app.exited).toBe(0);
  expect(await eventually(async () => isAlive(engine), (alive) => !alive)).toBe(false);
});

test('theme, language and window are remembered', async () => {
  const first = await fluxo.launch();
  await first.call('preferences.set', { theme: 'dark', language: 'pt', layout: { dock: 240 } });
  await first.call('preferences.set', { layout: { sideBar: false } });
  expect(await first.page.evaluate(() => window.matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  const labels = () => first.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label) ?? []);
  expect(await eventually(labels, (list) => list.includes('Arquivo'))).toContain('Exibir');
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 1300, height: 850 }));
  await first.app.close();

  const second = await fluxo.launch();
  expect(await second.call('preferences.get', {})).toEqual({ ok: true, data: { theme: 'dark', language: 'pt', layout: { dock: 240, sideBar: false } } });
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual({ x: 40, y: 50, width: 1300, height: 850 });
});

test('a menu item reaches the screen as a command', async () => {
  const { app, page } = await fluxo.launch();
  await page.evaluate(() => {
    window.heard = [];
    window.fluxo.on('menu.command', (payload) => void window.heard.push(payload));
  });
  await app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('palette')?.click());
  expect(await eventually(() => page.evaluate(() => window.heard), (list) => list.length > 0)).toEqual([{ command: 'palette' }]);
});

test('a window that crashes is loaded again while the engine works on', async () => {
  const { app } = await fluxo.launch();
  const engine = await enginePid(app.process().pid ?? 0);
  const reloaded = await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => resolve(contents.getURL()));
        contents?.forcefullyCrashRenderer();
      }),
  );
  expect(reloaded).toMatch(/^app:\/\/fluxo\/index\.html/);
  expect(isAlive(engine)).toBe(true);
});

describe.runIf(findElectron() === null)('in the double', () => {
  test('a second start shows the first window and leaves', async () => {
    const { app } = await fluxo.launch();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    const second = startDouble({ main: fluxoMain, env: { FLUXO_WORKSPACE: fluxo.workspace } }, fluxo.userData);
    expect(await second.exited).toBe(0);
    const minimized = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized());
    expect(await eventually(minimized, (still) => still === false)).toBe(false);
    expect(app.windows()).toHaveLength(1);
  });

  test.each(['--remote-debugging-port=9222', '--inspect=0', '--disable-web-security'])('the installed app does not start with %s', async (dangerous) => {
    const started = startDouble({ main: fluxoMain, args: [dangerous], env: { FLUXO_DOUBLE_PACKAGED: '1', FLUXO_WORKSPACE: fluxo.workspace } }, fluxo.userData);
    expect(await started.exited).toBe(1);
    expect(started.output()).toMatch(/does not start with --/);
  });
});

/** The engine is the one child of main that runs its bundle. */
async function enginePid(main: number): Promise<number> {
  const find = async () =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .find((pid) => {
        try {
          const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
          return parent === main && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine.cjs') && isAlive(pid);
        } catch {
          return false;
        }
      }) ?? 0;
  return eventually(find, (pid) => pid > 0);
}
