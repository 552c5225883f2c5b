import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { runNow, setFaults, startDemo } from './support/demo.ts';
import { filesHolding } from './support/files.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
const shown = '__shownPages';

/** Pages that were to open in the system's browser are kept instead. */
beforeAll(async () => {
  await fluxo.app().evaluate(({ shell }, name) => {
    const pages: string[] = [];
    (globalThis as Record<string, unknown>)[name] = pages;
    shell.openExternal = async (url) => void pages.push(url);
  }, shown);
  await startDemo(fluxo.page());
});

const pagesShown = () => fluxo.app().evaluate((_electron, name) => (globalThis as Record<string, unknown>)[name] as readonly string[], shown);
async function lastPage(after: number): Promise<string> {
  await expect.poll(async () => (await pagesShown()).length).toBeGreaterThan(after);
  return (await pagesShown()).at(-1) ?? '';
}
const goTo = (page: Page, hash: string) => page.evaluate(`window.location.hash = ${JSON.stringify(hash)}`);
const redirectOf = async (url: string) => (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
const status = async (page: Page) => (await told(page, 'connections.list', {})).find(({ id }) => id === 'demo-books')?.status;

/** The service takes the refresh token no longer; Fluxo finds out when it needs a new access token. */
const losePermission = (page: Page) => setFaults(page, 'quickbooks', [{ operation: 'POST token', times: 1, fault: { kind: 'answer', status: 400, headers: { 'content-type': 'application/json' }, body: '{"error":"invalid_grant"}' } }]);

test('a permission that is lost in a run is told with the way back, in the list of runs and on the connection', async () => {
  const page = fluxo.page();
  await losePermission(page);
  expect((await runNow(page)).error).toMatchObject({ code: 'quickbooks.reconnect', needsOwner: true });
  expect(await status(page)).toBe('needsOwner');
  await page.locator('#dock [role="tab"]').nth(2).click();
  await page.locator('#dock').getByRole('link', { name: 'Reconnect' }).click();
  const card = page.getByRole('region', { name: 'Intuit no longer lets Fluxo in' });
  await card.getByText(/stop until somebody signs in again/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('reconnecting opens the browser, listens for one answer and makes the same connection work again', async () => {
  const page = fluxo.page();
  const before = (await pagesShown()).length;
  await page.getByRole('button', { name: 'Reconnect' }).click();
  const waiting = page.getByRole('region', { name: 'Waiting for you in the browser' });
  await waiting.getByText(/\d:\d\d left/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  const consent = await lastPage(before);
  const listener = (await waiting.locator('[data-source]').textContent()) ?? '';
  // Somebody else's page cannot end the wait.
  expect((await fetch(`${listener}?code=x&state=guessed`)).status).toBe(400);
  expect(await (await fetch(consent)).text()).toContain('Back to Fluxo');
  await page.getByText('Signed in at Intuit').first().waitFor();
  await expect.poll(() => page.getByRole('list', { name: 'Test' }).getByText('passed').count()).toBe(4);
  expect(await status(page)).toBe('ok');
  await expect(fetch(listener)).rejects.toThrow();
  await goTo(page, '#/flows/demo-orders');
  await page.locator('.react-flow__node').nth(2).waitFor();
  expect((await runNow(page)).outcomes.created).toBeGreaterThan(0);
});

test('the address can be pasted; a wrong one is refused in words and the wait goes on', async () => {
  const page = fluxo.page();
  const before = (await pagesShown()).length;
  await goTo(page, '#/connections/demo-books');
  await page.getByRole('combobox', { name: 'Sign in' }).selectOption('paste');
  await page.getByRole('textbox', { name: 'Redirect address' }).fill('https://shop.example/fluxo');
  await page.getByRole('button', { name: 'Sign in again…' }).click();
  const field = page.getByRole('textbox', { name: 'Address you ended up at' });
  await field.fill('https://shop.example/fluxo?code=canary-code&state=another');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText(/belongs to another try/).waitFor();
  expect(await field.inputValue()).toBe('');
  const back = await redirectOf(await lastPage(before));
  expect(back).toMatch(/^https:\/\/shop\.example\/fluxo\?code=/);
  await field.fill(back);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect.poll(() => page.getByRole('list', { name: 'Test' }).getByText('passed').count()).toBe(4);
  expect((await told(page, 'connections.list', {})).find(({ id }) => id === 'demo-books')).toMatchObject({ status: 'ok', settings: { signIn: 'paste', redirectUri: 'https://shop.example/fluxo' } });
});

test('a person who changes their mind ends the wait, and nothing listens any more', async () => {
  const page = fluxo.page();
  await page.getByRole('combobox', { name: 'Sign in' }).selectOption('browser');
  await page.getByRole('textbox', { name: 'Redirect address' }).fill('');
  await page.getByRole('button', { name: 'Sign in again…' }).click();
  const waiting = page.getByRole('region', { name: 'Waiting for you in the browser' });
  const listener = (await waiting.locator('[data-source]').textContent()) ?? '';
  await waiting.getByRole('button', { name: 'Cancel' }).click();
  await waiting.waitFor({ state: 'hidden' });
  await expect(fetch(listener)).rejects.toThrow();
});

test('code, state and tokens reach neither the page nor a file nor what is printed', async () => {
  const page = fluxo.page();
  const secrets = (await pagesShown()).flatMap((url) => ['state', 'client_id'].map((name) => new URL(url).searchParams.get(name) ?? ''));
  const text = await page.evaluate(`document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\\n') + JSON.stringify({ ...localStorage })`);
  const current = JSON.stringify(await told(page, 'authorisations.current', {}));
  for (const secret of [...secrets, 'canary-code']) {
    expect(secret.length).toBeGreaterThan(8);
    expect(text).not.toContain(secret);
    expect(current).not.toContain(secret);
    expect(fluxo.app().output()).not.toContain(secret);
    expect(filesHolding(path.dirname(fluxo.workspace), secret)).toEqual([]);
  }
});
