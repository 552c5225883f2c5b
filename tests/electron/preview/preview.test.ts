import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { contentSecurityPolicy } from '#electron/servedFiles.ts';
import { ensureChromium } from '../../../scripts/chromium.ts';
import { ensureBuilt } from '../../../scripts/freshBuild.ts';

const root = path.join(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'fluxo-preview-'));
const children: ChildProcess[] = [];
let address: URL;
let browser: Browser;

/** Starts a script of the project; resolves with its first line that matches, or rejects with all it said. */
function start(script: string, args: readonly string[], wanted: RegExp): Promise<string> {
  const child = spawn(process.execPath, [path.join(root, script), ...args], { env: { ...process.env, FLUXO_WORKSPACE: path.join(folder, 'workspace'), HOME: folder, DBUS_SESSION_BUS_ADDRESS: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const found = wanted.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`left with ${code}: ${said}`)));
  });
}

beforeAll(async () => {
  await ensureBuilt();
  address = new URL(await start('scripts/preview.ts', ['--port', '0'], /http:\/\/127\.0\.0\.1:\d+\/\?door=\S+/));
  browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await browser?.close();
  for (const child of children) {
    if (child.exitCode !== null) continue;
    child.kill('SIGTERM');
    const stubborn = setTimeout(() => child.kill('SIGKILL'), 5000);
    await new Promise((resolve) => child.once('exit', resolve));
    clearTimeout(stubborn);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

function get(pathname: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: address.port, path: pathname, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    }).once('error', reject).end();
  });
}

/** `open`, or the status the server refused with. */
function knock(door: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${address.port}/__fluxo?door=${door}`, { headers });
    socket.once('open', () => {
      socket.close();
      resolve('open');
    });
    socket.once('error', (error) => resolve(/\d{3}/.exec(error.message)?.[0] ?? error.message));
  });
}

test('the screen works in a plain browser, under the same policy as in the app', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const response = await page.goto(address.href);
  expect(response?.headers()['content-security-policy']).toBe(contentSecurityPolicy);
  await page.locator('#root :visible').first().waitFor();
  await page.waitForFunction(() => (globalThis as unknown as { document: { body: { innerText: string } } }).document.body.innerText.length > 40);
  expect(complaints).toEqual([]);
  await page.close();
});

test('only the page this server sent, with the token of this start, gets in', async () => {
  const token = address.searchParams.get('door') ?? '';
  const origin = `http://127.0.0.1:${address.port}`;
  expect(await knock(token, { origin })).toBe('open');
  expect(await knock('wrong', { origin })).toBe('403');
  expect(await knock('', { origin })).toBe('403');
  expect(await knock(token, { origin: 'https://evil.test' })).toBe('403');
  expect(await knock(token, { origin: 'http://evil.test', host: `evil.test:${address.port}` })).toBe('403');
  expect(await knock(token, {})).toBe('403');
});

test('a frame that is no call ends the connection, and the server goes on', async () => {
  for (const frame of ['not json', '{}', '{"id":1,"call":"__proto__","input":{}}', '{"id":1,"call":"no.such","input":{}}']) {
    const socket = new WebSocket(address.href.replace('http', 'ws').replace('/?', '/__fluxo?'), { headers: { origin: address.origin } });
    socket.once('open', () => socket.send(frame));
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(1008);
  }
  expect((await get('/')).status).toBe(200);
});

test('with hot reload the screen works in a plain browser too', async () => {
  const dev = await start('scripts/dev.ts', ['--port', '0'], /http:\/\/127\.0\.0\.1:\d+\/\?door=\S+/);
  const page = await browser.newPage();
  await page.goto(dev);
  await page.locator('#root button:visible').first().waitFor({ timeout: 60_000 });
  await page.close();
});

test('the server answers with the files of the build and nothing else', async () => {
  for (const pathname of ['/../package.json', '/%2e%2e/package.json', '/served-files.json', '/etc/passwd', '//index.html']) expect((await get(pathname)).status).toBe(404);
});

test('a taken port is said in one line, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const failure = await start('scripts/preview.ts', ['--port', String(port)], /never said/).catch((error: Error) => error.message);
  other.close();
  expect(failure).toContain(`Port ${port} is taken by another program.`);
  expect(failure).toContain('--port');
});

test('npm start without a display or without Electron says so in one line and names the preview', async () => {
  const child = spawn(process.execPath, [path.join(root, 'scripts/start.ts')], { env: { PATH: process.env['PATH'], ELECTRON_EXEC: '/nowhere/electron' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  expect(said.trimEnd().split('\n')).toHaveLength(1);
  expect(said).toMatch(/npm run preview/);
});
