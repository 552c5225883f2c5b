import { expect, test } from 'vitest';
import { findElectron } from '../../../scripts/electronBinary.ts';
import { eventually, useFixtureApp, type FixturePage } from './fixtureApp.ts';

// https://www.electronjs.org/docs/latest/api/web-contents, protocol and session
interface PageDocument {
  createElement(tag: string): { textContent: string };
  readonly body: { append(node: unknown): void };
}
declare const window: FixturePage & {
  open(url: string): unknown;
  readonly location: { href: string };
  readonly document: PageDocument;
  readonly navigator: { readonly permissions: { query(query: { name: string }): Promise<{ readonly state: string }> } };
  inline?: boolean;
};
declare const global: { readonly navigations: string[]; readonly opened: string[][]; readonly requests: string[] };
const { app, page } = useFixtureApp({ args: ['--deny-permissions'] });
const navigations = () => app().evaluate(() => global.navigations.splice(0));
const currentUrl = () => app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
/** `loaded`, or the words of the error. */
async function load(url: string): Promise<string | undefined> {
  const outcome = await app().evaluate(({ BrowserWindow }, target) => BrowserWindow.getAllWindows()[0]?.webContents.loadURL(target).then(() => 'loaded', (error: Error) => error.message), url);
  // Playwright hears of it in its own time; a redirect leads elsewhere.
  if (outcome === 'loaded') await page().waitForURL(new RegExp(url.includes('redirect') ? 'second' : `${new URL(url).host}.*${new URL(url).pathname}`));
  return outcome;
}
/** A denied window is null to the page that wanted it. */
async function openByScript() {
  expect(await page().evaluate(() => window.open('https://evil.test/open'))).toBeNull();
}
async function fresh() {
  await load('app://fluxo/index.html');
  await navigations();
}

test('the page is served by the protocol handler and runs its script', async () => {
  expect(await page().evaluate(() => window.ran)).toBe(true);
  expect(await currentUrl()).toBe('app://fluxo/index.html');
  expect(await app().evaluate(() => global.requests)).toContain('GET app://fluxo/page.js');
});

test('will-navigate is not sent for loadURL', async () => {
  await navigations();
  await load('app://fluxo/second.html');
  expect(await navigations()).toEqual(['did-navigate app://fluxo/second.html']);
});

test('a link out of the app is asked about and can be refused', async () => {
  await fresh();
  await page().click('#away');
  const seen = await eventually(() => app().evaluate(() => global.navigations), (list) => list.length >= 2);
  expect(seen).toEqual(['will-frame-navigate https://evil.test/', 'will-navigate https://evil.test/']);
  expect(await currentUrl()).toBe('app://fluxo/index.html');
});

test('a script and a form are asked about like a link', async () => {
  await fresh();
  await page().click('#send');
  await page().evaluate(() => {
    window.location.href = 'https://evil.test/script';
  });
  const seen = await eventually(() => app().evaluate(() => global.navigations), (list) => list.length >= 4);
  expect(seen.filter((entry) => entry.startsWith('will-navigate'))).toEqual(['will-navigate https://evil.test/form', 'will-navigate https://evil.test/script']);
  expect(await currentUrl()).toBe('app://fluxo/index.html');
});

test('a link inside the app navigates, and a hash does so within the page', async () => {
  await fresh();
  await page().click('#hash');
  await page().click('#second');
  const seen = await eventually(() => app().evaluate(() => global.navigations), (list) => list.includes('did-navigate app://fluxo/second.html'));
  expect(seen).toEqual([
    'did-navigate-in-page app://fluxo/index.html#here', 'will-frame-navigate app://fluxo/second.html',
    'will-navigate app://fluxo/second.html', 'did-navigate app://fluxo/second.html',
  ]);
});

test('a redirect is told apart from a navigation', async () => {
  await fresh();
  await load('app://fluxo/redirect');
  expect(await navigations()).toEqual(['will-redirect app://fluxo/second.html', 'did-navigate app://fluxo/second.html']);
});

test('loadURL rejects in the words of Electron', async () => {
  await fresh();
  expect(await load('app2://fluxo/index.html')).toMatch(/^ERR_\w+ \(-\d+\) loading 'app2:\/\/fluxo\/index\.html'$/);
});

test('windows a page wants are refused, whichever way it asks, and no page is left behind', async () => {
  await fresh();
  await app().evaluate(() => global.opened.splice(0));
  const ways: [url: string, ask: () => Promise<unknown>][] = [
    ['https://evil.test/open', openByScript],
    ['https://docs.test/x', () => page().click('#docs')],
    ['https://evil.test/', () => page().click('#away', { modifiers: ['Control'] })],
    ['https://evil.test/', () => page().click('#away', { button: 'middle' })],
    ['https://evil.test/', () => page().click('#away', { modifiers: ['Shift'] })],
  ];
  for (const [url, ask] of ways) {
    await ask();
    const opened = await eventually(() => app().evaluate(() => global.opened.splice(0)), (list) => list.length > 0);
    expect(opened.map(([asked]) => asked)).toEqual([url]);
    await eventually(async () => app().windows().length, (count) => count === 1);
  }
  expect(await eventually(async () => app().windows().length, (count) => count === 1)).toBe(1);
  expect(await app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test.runIf(findElectron() === null)('what went to the desktop stands in the journal', async () => {
  expect((await app().journal('shell.openExternal')).map(({ args }) => args)).toEqual([['https://docs.test/x']]);
});

test('a page from another origin is told apart by its sender', async () => {
  await load('app://stranger/index.html');
  const sender = await page().evaluate(() => window.api.invoke('sender'));
  expect(sender).toEqual({ url: 'app://stranger/index.html', origin: 'app://stranger', isMain: true });
  await fresh();
});

test('the content security policy of the handler stops inline scripts and eval', async () => {
  await fresh();
  const seen = await page().evaluate(
    () =>
      new Promise((resolve) => {
        const script = window.document.createElement('script');
        script.textContent = 'window.inline = true';
        window.document.body.append(script);
        // DevTools' own evaluation is exempt from the policy, so eval has to be tried from a timer.
        setTimeout(() => {
          let evaluated = 'ran';
          try {
            // oxlint-disable-next-line no-eval -- whether the policy stops it is the question
            (0, eval)('1');
          } catch (error) {
            evaluated = (error as Error).name;
          }
          resolve({ inline: window.inline ?? false, evaluated });
        }, 0);
      }),
  );
  expect(seen).toEqual({ inline: false, evaluated: 'EvalError' });
});

test('the handler sees a path as the page wrote it, dots and all that Chromium leaves in', async () => {
  const status = await page().evaluate(() => fetch('/..%2f..%2fetc/passwd').then((response) => response.status));
  expect(status).toBe(404);
  expect(await app().evaluate(() => global.requests.at(-1))).toBe('GET app://fluxo/..%2f..%2fetc/passwd');
});

test('permissions the handlers deny are denied to the page', async () => {
  const states = await page().evaluate(async () => {
    return Promise.all(['geolocation', 'notifications', 'camera', 'clipboard-read'].map(async (name) => (await window.navigator.permissions.query({ name })).state));
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
});

test('a request the session cancels never reaches the handler', async () => {
  await app().evaluate(({ session }) => {
    session.defaultSession.webRequest.onBeforeRequest((details, callback) => callback({ cancel: details.url.includes('secret') }));
  });
  const seen = await page().evaluate(() => fetch('/secret.txt').then(() => 'answered', () => 'cancelled'));
  expect(seen).toBe('cancelled');
  expect(await app().evaluate(() => global.requests.some((line) => line.includes('secret')))).toBe(false);
});
