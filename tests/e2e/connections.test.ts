import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '#sandbox/index.ts';
import { missingKeyring } from '#storage/secrets/testing/keyringSession.ts';
import { told } from './support/calls.ts';
import { filesHolding } from './support/files.ts';
import { useFluxo } from './support/fluxo.ts';
import { startKeyring, type Keyring } from './support/keyring.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** Fills the form of a new connection to the till’s look-alike and sends it. */
async function addTill(page: Page, secret: string): Promise<void> {
  await page.getByRole('link', { name: 'Connections' }).click();
  await page.getByRole('button', { name: 'Add a connection' }).click();
  await page.getByRole('menuitem', { name: 'MplusKASSA' }).click();
  const form = page.getByRole('region', { name: 'New connection to MplusKASSA' });
  await form.getByLabel('Name').fill('Shop in Utrecht');
  await form.getByRole('radio', { name: 'Sandbox' }).click();
  await form.getByLabel('Address').fill(sandbox.mplus.baseUrl);
  await form.getByLabel('Ident').fill(sandbox.mplus.ident);
  await form.getByLabel('Secret').fill(secret);
  await form.getByRole('button', { name: 'Save and test' }).click();
}

/** All a script in the page could read: the document with what stands in its fields, and its storage. */
function textOfPage(page: Page): Promise<string> {
  return page.evaluate(`document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\\n') + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.cookie`);
}

describe.skipIf(process.platform !== 'linux')(process.platform === 'linux' ? 'without a keychain' : 'without a keychain (skipped: only Linux can be without one)', () => {
  const fluxo = useFluxo();

  test('an empty page says what a connection is and offers the services', async () => {
    const page = fluxo.page();
    await page.getByRole('link', { name: 'Connections' }).click();
    await page.getByRole('heading', { name: 'Connect a service' }).waitFor();
    await page.getByRole('list', { name: 'Add a connection' }).getByRole('link', { name: 'MplusKASSA' }).waitFor();
    await page.getByText('No keychain was found').waitFor();
  });

  test('a form with holes says which', async () => {
    const page = fluxo.page();
    await page.getByRole('list', { name: 'Add a connection' }).getByRole('link', { name: 'QuickBooks Online' }).click();
    const form = page.getByRole('region', { name: 'New connection to QuickBooks Online' });
    await form.getByRole('button', { name: 'Sign in at Intuit…' }).click();
    await expect.poll(() => form.getByText('This is needed.').count()).toBeGreaterThanOrEqual(3);
  });

  test('a secret that cannot be kept is refused with words, and nothing is stored anywhere', async () => {
    const page = fluxo.page();
    await addTill(page, sandbox.mplus.secret);
    const note = page.getByRole('alert');
    await note.getByText(/nothing was stored/).waitFor();
    expect(await note.textContent()).toMatch(/keychain|keyring/i);
    // Trying again does not make it look like success.
    await page.getByRole('button', { name: 'Save and test' }).click();
    await note.getByText(/nothing was stored/).waitFor();
    expect(await told(page, 'connections.list', {})).toEqual([]);
    expect(filesHolding(path.dirname(fluxo.workspace), sandbox.mplus.secret)).toEqual([]);
    expect(fluxo.app().output()).not.toContain(sandbox.mplus.secret);
  });
});

const missing = missingKeyring();
describe.skipIf(missing !== null)(missing === null ? 'with a keychain' : `with a keychain (skipped: ${missing})`, () => {
  let keyring: Keyring;
  const env: Record<string, string> = {};
  beforeAll(async () => {
    keyring = await startKeyring();
    Object.assign(env, keyring.env);
  });
  // Runs after the app has ended: hooks run in the order opposite to that they were set up in.
  afterAll(() => keyring.stop());
  const fluxo = useFluxo({ env });
  const stages = () => fluxo.page().getByRole('list', { name: 'Test' }).getByRole('listitem');

  test('a new connection is tested stage by stage as soon as it is saved', async () => {
    const page = fluxo.page();
    await addTill(page, sandbox.mplus.secret);
    await expect.poll(() => stages().getByText('passed').count()).toBe(4);
    expect(await stages().allTextContents()).toEqual([expect.stringContaining('A till answers'), expect.stringContaining('accepted'), expect.stringContaining('Orders and customers'), expect.stringMatching(/Read order \d{4}-\d+/)]);
    await page.getByRole('list', { name: 'Connections' }).getByText('Works').waitFor();
    expect(await told(page, 'connections.list', {})).toMatchObject([{ name: 'Shop in Utrecht', environment: 'sandbox', storedSecrets: ['secret'], status: 'ok' }]);
  });

  test('the secret is in the keychain and nowhere else: not on the page, not in a file, not in what is printed', async () => {
    const page = fluxo.page();
    await page.getByText('Stored in the keychain. It cannot be shown again.').waitFor();
    await page.getByText('Secrets are in the system’s keychain').waitFor();
    expect(await textOfPage(page)).not.toContain(sandbox.mplus.secret);
    expect(JSON.stringify(await told(page, 'connections.list', {}))).not.toContain(sandbox.mplus.secret);
    expect(filesHolding(path.dirname(fluxo.workspace), sandbox.mplus.secret)).toEqual([]);
    expect(fluxo.app().output()).not.toContain(sandbox.mplus.secret);
  });

  test('a wrong secret is told at its stage with the way out, and what comes after it is not tried', async () => {
    const page = fluxo.page();
    await page.getByRole('button', { name: 'Replace' }).click();
    await page.getByLabel('Secret').fill('canary-wrong-7f3a');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const failed = stages().nth(1);
    await failed.getByText('failed', { exact: true }).waitFor();
    expect(await failed.getByRole('alert').textContent()).toMatch(/secret/i);
    await stages().nth(0).getByText('passed').waitFor();
    expect(await stages().getByText('Not tried.').count()).toBe(2);
    await page.getByRole('list', { name: 'Connections' }).getByText('Needs you').waitFor();
    expect(await textOfPage(page)).not.toContain('canary-wrong-7f3a');
    expect(filesHolding(path.dirname(fluxo.workspace), 'canary-wrong-7f3a')).toEqual([]);
  });

  test('after a restart the right secret is put back and works', async () => {
    const page = await fluxo.restart();
    await page.getByRole('link', { name: 'Connections' }).click();
    await page.getByRole('button', { name: 'Replace' }).click();
    await page.getByLabel('Secret').fill(sandbox.mplus.secret);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(() => stages().getByText('passed').count()).toBe(4);
    const again = await fluxo.restart();
    await again.getByRole('link', { name: 'Connections' }).click();
    await again.getByRole('button', { name: 'Test now' }).click();
    await expect.poll(() => stages().getByText('passed').count()).toBe(4);
  });

  test('removing asks first, then takes connection and credentials away', async () => {
    const page = fluxo.page();
    const remove = page.getByRole('button', { name: 'Remove…' });
    await remove.click();
    const dialog = page.getByRole('dialog', { name: /Shop in Utrecht/ });
    await dialog.getByText(/credentials are deleted/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await told(page, 'connections.list', {})).toHaveLength(1);
    await remove.click();
    await dialog.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('heading', { name: 'Connect a service' }).waitFor();
    expect(await told(page, 'connections.list', {})).toEqual([]);
  });
});
