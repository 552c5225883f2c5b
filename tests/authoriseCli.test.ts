import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSandbox, type Sandbox } from '#sandbox/index.ts';
import { fluxo } from './support/cli.ts';
import { cliProgram } from './support/cliProgram.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Signing in on a machine without a screen: the terminal prints the address, a browser anywhere opens it. */
const root = path.join(import.meta.dirname, '..');
const env = { FLUXO_PASSPHRASE: 'a passphrase of the test' };
let dir: string;
let sandbox: Sandbox;
const keys = () => ['--workspace', dir, '--secrets-file', path.join(dir, 'secrets.json')];

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-cli-authorise-'));
  sandbox = await startSandbox({ orders: 4, customers: 4, products: 4 });
});
afterAll(async () => {
  await sandbox.stop();
  await rm(dir, { recursive: true, force: true });
});

/** `fluxo connections authorise …`, until it has printed the address to open. */
async function begin(...args: string[]) {
  const child = spawn(process.execPath, [cliProgram, 'connections', 'authorise', ...args, ...keys()], { cwd: root, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  const ended = once(child, 'close').then(([code]) => code as number);
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const page = new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /^http\S+$/m.exec(said);
      if (found) resolve(found[0]);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  page.catch(() => undefined);
  return { child, page, ended, said: () => said };
}
const newBooks = () => ['books', '--connector', 'quickbooks', '--name', 'Books', '--environment', 'demo', '--set', `baseUrl=${sandbox.quickbooks.baseUrl}`, '--set', `authBaseUrl=${sandbox.quickbooks.authBaseUrl}`];

test('a new connection is made by opening the printed address; the keys come from stdin', async () => {
  const { clientId, clientSecret } = sandbox.quickbooks;
  const { child, page, ended, said } = await begin(...newBooks());
  child.stdin.write(`clientId=${clientId}\nclientSecret=${clientSecret}\n`);
  expect(await (await fetch(await page)).text()).toContain('Back to Fluxo');
  expect(await ended, said()).toBe(0);
  expect(said()).toContain('saved as books');
  expect(said()).not.toContain(clientSecret);
  expect(await fluxo(['connections', 'test', 'books', ...keys()], { env })).toMatchObject({ code: 0, stdout: expect.stringContaining('Signed in to the company') as string });
});

test('the connection is signed in to again by its name, with the pasted address', async () => {
  const { child, page, ended, said } = await begin('Books', '--way', 'paste', '--redirect', 'https://shop.example/fluxo');
  const back = (await fetch(await page, { redirect: 'manual' })).headers.get('location') ?? '';
  child.stdin.write('https://shop.example/fluxo?code=a&state=another\n');
  await vi.waitFor(() => expect(said()).toContain('another try'), 20_000);
  child.stdin.write(`${back}\n`);
  expect(await ended, said()).toBe(0);
  const list = JSON.parse((await fluxo(['connections', 'list', '--json', ...keys()], { env })).stdout) as { connections: { id: string; settings: Record<string, string> }[] };
  expect(list.connections).toMatchObject([{ id: 'books', settings: { signIn: 'paste', redirectUri: 'https://shop.example/fluxo', realmId: sandbox.quickbooks.realmId } }]);
});

test('a stop ends the wait without a trace; unknown names and ways are wrong calls', async () => {
  const { child, page, ended, said } = await begin('Books', '--way', 'paste');
  await page;
  child.kill('SIGINT');
  expect(await ended, said()).toBe(130);
  expect(said()).toContain('nothing was changed');
  expect(await fluxo(['connections', 'authorise', 'nobody', ...keys()], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining('no connection “nobody”') as string });
  expect(await fluxo(['connections', 'authorise', 'Books', '--way', 'pigeon', ...keys()], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining('browser, paste, relay') as string });
});
