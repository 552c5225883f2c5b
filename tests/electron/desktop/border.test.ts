import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { callNames } from '#shared/ipc/contract.ts';
import { contentSecurityPolicy } from '#electron/servedFiles.ts';
import { findElectron } from '../../../scripts/electronBinary.ts';
import { eventually } from '../contract/fixtureApp.ts';
import type { LaunchedApp } from '../launch.ts';
import { makeFluxo, type FluxoPage } from './fluxoApp.ts';

interface PageDocument {
  readonly body: { append(node: unknown): void };
  createElement(tag: string): { textContent: string; href: string; target: string; click(): void };
  addEventListener(type: string, listener: (event: { effectiveDirective: string; blockedURI: string }) => void): void;
}
declare const window: FluxoPage & {
  readonly document: PageDocument;
  readonly navigator: {
    readonly permissions: { query(query: { name: string }): Promise<{ readonly state: string }> };
    readonly clipboard: { writeText(text: string): Promise<void> };
  };
  readonly location: { href: string };
  open(url: string): unknown;
  ran?: boolean;
};

let fluxo: Awaited<ReturnType<typeof makeFluxo>>;
let app: LaunchedApp;
let page: Page;
let call: Awaited<ReturnType<typeof fluxo.launch>>['call'];
beforeAll(async () => {
  fluxo = await makeFluxo();
  ({ app, page, call } = await fluxo.launch());
});
afterAll(() => fluxo.remove());
async function load(url: string): Promise<void> {
  await app.evaluate(({ BrowserWindow }, target) => BrowserWindow.getAllWindows()[0]?.webContents.loadURL(target).catch(() => {}), url);
  // Playwright hears of it in its own time.
  await page.waitForURL(new RegExp(new URL(url).host));
}
const currentUrl = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
/** Replaced rather than journalled, so that it is the same on real Electron. */
const linksOpened = () => app.evaluate(() => (globalThis as { opened?: string[] }).opened?.splice(0) ?? []);

test('the page finds one frozen object with the calls of the contract and nothing else', async () => {
  const seen = await page.evaluate(() => ({
    keys: Object.keys(window.fluxo),
    calls: Object.keys(window.fluxo.calls),
    frozen: Object.isFrozen(window.fluxo) && Object.isFrozen(window.fluxo.calls),
    leaks: ['require', 'process', 'electron', 'ipcRenderer', 'Buffer'].filter((name) => name in window),
  }));
  expect(seen).toEqual({ keys: ['calls', 'on'], calls: [...callNames], frozen: true, leaks: [] });
});

test('a call goes through main to the engine and back', async () => {
  expect(await call('app.info', {})).toMatchObject({ ok: true, data: { host: 'electron', workspace: 'workspace', secretBackend: expect.stringMatching(/^(keychain|none)$/) as string } });
});

test('whatever the page sends, it gets an error that says nothing of what was sent, and the app goes on', async () => {
  const answers = await page.evaluate(async () => {
    const hostile = [undefined, null, 1, 'canary', [], { canary: 1 }, { __proto__: { flowId: 'x' } }, { flowId: '../../canary' }, new Date(), new Map([['canary', 1]])];
    const answers: string[] = [];
    for (const ask of Object.values(window.fluxo.calls)) {
      for (const input of hostile) answers.push((await (ask as (value: unknown) => Promise<string>)(input)).slice(0, 2000));
    }
    answers.push(await window.fluxo.calls['flows.get']({ flowId: 'canary'.repeat(2_000_000) }));
    return answers.filter((answer) => answer.includes('canary') || !/^\{"ok":(true,|false,"error":\{)/.test(answer));
  });
  expect(answers).toEqual([]);
  expect(await call('app.info', {})).toMatchObject({ ok: true });
});

test('an event that is none is refused, and a listener hears the payload alone', async () => {
  const seen = await page.evaluate(() => {
    try {
      window.fluxo.on('no.such' as 'menu.command', () => {});
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(seen).toMatch(/no event of this name/);
});

test('every file comes from the app itself, under the policy, and the screen breaks none of its rules', async () => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.addInitScript(() => {
    const violations: string[] = ((window as unknown as { violations: string[] }).violations = []);
    window.document.addEventListener('securitypolicyviolation', (event) => violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
  });
  await page.reload();
  await page.locator('#root :visible').first().waitFor();
  await call('demo.state', {});
  const headers = await page.evaluate(() => fetch('/index.html').then((response) => Object.fromEntries(response.headers)));
  expect(headers).toMatchObject({ 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff', 'content-type': 'text/html; charset=utf-8' });
  expect(requested.length).toBeGreaterThan(2);
  const ownOrigin = new URL(page.url()).origin;
  expect(requested.filter((url) => !url.startsWith(`${ownOrigin}/`))).toEqual([]);
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
});

test('a script in the page, evaluated text and a request to another host are all stopped', async () => {
  const seen = await page.evaluate(
    () =>
      new Promise((resolve) => {
        // From a timer: what DevTools evaluates is exempt from the policy.
        setTimeout(async () => {
          const script = window.document.createElement('script');
          let inline = 'stopped';
          try {
            script.textContent = 'window.ran = true';
            window.document.body.append(script);
            inline = window.ran ? 'ran' : 'stopped';
          } catch {}
          let evaluated = 'ran';
          try {
            // oxlint-disable-next-line no-eval -- whether the policy stops it is the question
            (0, eval)('1');
          } catch {
            evaluated = 'stopped';
          }
          const fetched = await fetch('https://evil.test/').then(() => 'answered', () => 'stopped');
          resolve({ inline, evaluated, fetched });
        }, 0);
      }),
  );
  expect(seen).toEqual({ inline: 'stopped', evaluated: 'stopped', fetched: 'stopped' });
});

test('no spelling of a path leads out of the build, and nothing but reading is answered', async () => {
  const paths = [
    '/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/%2e%2e%2fpackage.json', '/..\\package.json', '/..%5cpackage.json', '/assets/../../electron/main.cjs',
    '/assets/..%2f..%2felectron/main.cjs', '/electron/main.cjs', '/.vite/manifest.json', '/served-files.json', '/INDEX.HTML', '/index.html%00.js', '/index.html/', '//index.html',
    '/etc/passwd', '/%2fetc%2fpasswd', '/file:///etc/passwd', '/index.html;.js', '/./%2e/package.json', '/..;/package.json', '/%c0%ae%c0%ae/package.json', '/%252e%252e/package.json',
  ];
  const statuses = await page.evaluate((list) => Promise.all(list.map((path) => fetch(path).then((response) => response.status, () => 0))), paths);
  expect(Object.fromEntries(paths.map((path, index) => [path, statuses[index]])))
    .toEqual(Object.fromEntries(paths.map((path) => [path, path === '//index.html' ? 0 : 404])));
  const methods = await page.evaluate(() => Promise.all(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'].map((method) => fetch('/index.html', { method }).then((response) => response.status))));
  expect(methods).toEqual([405, 405, 405, 405, 405]);
});

test('the page cannot leave, open a window or embed another, and only known pages open in the browser', async () => {
  await app.evaluate(({ shell }) => {
    const opened: string[] = ((globalThis as { opened?: string[] }).opened = []);
    shell.openExternal = async (url) => void opened.push(url);
  });
  const start = await currentUrl();
  await page.evaluate(() => {
    window.open('https://evil.test/');
    window.open('https://developer.intuit.com/docs');
    for (const href of ['https://evil.test/a', 'https://qbo.intuit.com/b']) {
      const link = window.document.createElement('a');
      link.href = href;
      link.target = '_blank';
      window.document.body.append(link);
      link.click();
    }
    window.location.href = 'https://evil.test/c';
  });
  await page.evaluate(() => {
    window.location.href = 'https://developer.intuit.com/d';
  });
  const expected = ['https://developer.intuit.com/docs', 'https://qbo.intuit.com/b', 'https://developer.intuit.com/d'];
  let opened: string[] = [];
  await eventually(async () => (opened = [...opened, ...(await linksOpened())]), (list) => list.length >= expected.length);
  expect(opened.toSorted()).toEqual(expected.toSorted());
  expect(await currentUrl()).toBe(start);
  expect(app.windows()).toHaveLength(1);
});

test('the page may load itself again, and nothing else of the app as a page', async () => {
  await page.evaluate(() => {
    window.location.href = '/index.html?again#/problems';
  });
  await page.waitForURL(/again#\/problems/);
  const asset = await page.evaluate(() => fetch('/').then((response) => response.text()).then((html) => /"(\/assets\/[^"]+\.js)"/.exec(html)?.[1]));
  expect(asset).toMatch(/^\/assets\//);
  await page.evaluate((path) => {
    window.location.href = path ?? '';
  }, asset);
  await call('demo.state', {});
  expect(await currentUrl()).toBe('app://fluxo/index.html?again#/problems');
  await load('app://fluxo/index.html');
});

test('copying is allowed, everything else a page can ask a system for is not', async () => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'idle-detection', 'window-management'];
    return Promise.all(names.map(async (name) => [name, (await window.navigator.permissions.query({ name })).state]));
  });
  expect(states.filter(([, state]) => state !== 'denied')).toEqual([]);
  await page.bringToFront();
  expect(await page.evaluate(() => window.navigator.clipboard.writeText('copied').then(() => 'copied', (error: Error) => error.message))).toBe('copied');
});

test('a page of another origin is not loaded, and would be refused if it were', async () => {
  const outcome = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.loadURL('app://stranger/index.html').then(() => 'loaded', (error: Error) => error.message));
  expect(outcome).toBe("ERR_BLOCKED_BY_CLIENT (-20) loading 'app://stranger/index.html'");
  await app.evaluate(({ session }) => session.defaultSession.webRequest.onBeforeRequest(null));
  await load('app://stranger/index.html');
  const answer = await page.evaluate(() => window.fluxo.calls['flows.list']({}));
  expect(JSON.parse(answer)).toMatchObject({ ok: false, error: { code: 'border.refused', what: 'This page may not call Fluxo.' } });
  await load('app://fluxo/index.html');
  expect(await call('flows.list', {})).toMatchObject({ ok: true });
});

test.runIf(findElectron() === null)('every window is sandboxed, isolated and without Node, and the whole app is told to be', async () => {
  const windows = await app.journal('BrowserWindow');
  expect(windows.map(({ args: [options] }) => (options as { webPreferences: object }).webPreferences)).toEqual([
    {
      preload: expect.stringMatching(/dist.electron.preload\.cjs$/) as string,
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, webSecurity: true,
      allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, navigateOnDragDrop: false, spellcheck: false, devTools: true,
    },
  ]);
  expect(await app.journal('app.enableSandbox')).toHaveLength(1);
});
