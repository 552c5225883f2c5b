import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Electron from 'electron';
import { _electron, chromium, type Browser, type ElectronApplication, type Page } from 'playwright-core';
import { ensureChromium } from '../../scripts/chromium.ts';
import { findElectron } from '../../scripts/electronBinary.ts';
import type { SpecAnswer, SpecRequest } from './double/specChannel.ts';
import type { JournalEntry } from './double/support/journal.ts';
import { version } from './double/version.ts';
import { createCodec } from './double/worlds/codec.ts';

type ElectronModule = typeof Electron;
/** A function that runs in the main process; it sees its arguments and nothing of the spec around it. */
type InMain<Result, Arg> = (electron: ElectronModule, arg: Arg) => Result | Promise<Result>;

export interface LaunchOptions {
  /** The built main bundle. */
  readonly main: string;
  /** Kept when given; otherwise a fresh folder that goes away with the app. */
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** A running app, in real Electron or in the double; specs use only what both can do, or ask for the mode first. */
export interface LaunchedApp {
  /** `double` or `electron 45.4.1`. */
  readonly mode: string;
  readonly userData: string;
  process(): ChildProcess;
  /** What main and its children wrote to stdout and stderr so far. */
  output(): string;
  /** Resolves with the exit code once the app is gone. */
  readonly exited: Promise<number | null>;
  windows(): Page[];
  firstWindow(): Promise<Page>;
  evaluate<Result, Arg = undefined>(fn: InMain<Result, Arg>, arg?: Arg): Promise<Result>;
  /** What the app asked of the desktop; the double alone keeps it. */
  journal(api?: string): Promise<readonly JournalEntry[]>;
  /** Quits as a user would and waits. */
  close(): Promise<void>;
}

/** Which of the two the specs run on; printed once by every spec file. */
export function electronMode(): string {
  return findElectron() === null ? 'double' : `electron ${version}`;
}

// No app outlives the specs, even when a spec file is stopped in the middle.
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const temporary = options.userData === undefined;
  const userData = options.userData ?? mkdtempSync(path.join(tmpdir(), 'fluxo-electron-'));
  const executable = findElectron();
  const app = executable === null ? await launchDouble(options, userData) : await launchElectron(options, userData, executable);
  void app.exited.then(() => {
    if (temporary) rmSync(userData, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
  return app;
}

/**
 * Starts the main process in the double without waiting for a window, for specs about starting and quitting.
 * It ends when the spec does.
 */
export function startDouble(options: LaunchOptions, userData: string) {
  const hook = pathToFileURL(path.join(import.meta.dirname, 'double/register.ts')).href;
  const child = fork(options.main, [`--user-data-dir=${userData}`, ...(options.args ?? [])], {
    env: { ...process.env, FLUXO_CHROMIUM: ensureChromium(), ...options.env },
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', hook],
    execPath: projectNode(),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const told = track(child);
  return { child, ...told };
}

async function launchDouble(options: LaunchOptions, userData: string): Promise<LaunchedApp> {
  const { child, output, exited } = startDouble(options, userData);
  const codec = createCodec();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<string>();
  let lastId = 0;
  child.on('message', (answer: SpecAnswer) => {
    if (answer.is === 'ready') return ready.resolve(answer.endpoint);
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.is === 'value') asked?.resolve(codec.decode(answer.value));
    else asked?.reject(new Error(answer.message));
  });
  void exited.then((code) => {
    ready.reject(new Error(`The app left with code ${code} before it was ready:\n${output()}`));
    for (const asked of waiting.values()) asked.reject(new Error('The app has left'));
  });
  function ask<Result>(request: WithoutId<SpecRequest>): Promise<Result> {
    const asked = Promise.withResolvers<unknown>();
    const id = ++lastId;
    waiting.set(id, asked);
    if (child.connected) child.send({ ...request, id });
    else asked.reject(new Error('The app has left'));
    return asked.promise as Promise<Result>;
  }
  const browser = await chromium.connectOverCDP(await ready.promise);
  const windows = () => appPages(browser);
  return {
    mode: 'double',
    userData,
    process: () => child,
    output,
    exited,
    windows,
    firstWindow: () => firstOf(windows, output),
    evaluate: <Result, Arg>(fn: InMain<Result, Arg>, arg?: Arg) => ask<Result>({ ask: 'evaluate', source: String(fn), arg: codec.encode(arg) }),
    journal: async (api) => (await ask<JournalEntry[]>({ ask: 'journal' })).filter((entry) => api === undefined || entry.api === api),
    async close() {
      if (child.connected) void ask({ ask: 'evaluate', source: '({ app }) => app.quit()', arg: codec.encode(null) }).catch(() => {});
      const stubborn = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await exited;
      clearTimeout(stubborn);
      await browser.close().catch(() => {});
    },
  };
}

async function launchElectron(options: LaunchOptions, userData: string, executablePath: string): Promise<LaunchedApp> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app: ElectronApplication = await _electron.launch({
    executablePath,
    args: [options.main, `--user-data-dir=${userData}`, ...asRoot, ...(options.args ?? [])],
    env: { ...(process.env as Record<string, string>), ...options.env },
  });
  const { output, exited } = track(app.process());
  return {
    mode: electronMode(),
    userData,
    process: () => app.process(),
    output,
    exited,
    windows: () => app.windows(),
    firstWindow: () => app.firstWindow(),
    evaluate: (fn, arg) => app.evaluate(fn as never, arg as never),
    journal: () => Promise.reject(new Error('Real Electron keeps no journal; replace the method through evaluate instead')),
    close: () => app.close(),
  };
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The Node the project brings along, whatever runs the specs. */
function projectNode(): string {
  const bundled = path.join(import.meta.dirname, '../../node_modules/.bin/node');
  return existsSync(bundled) ? bundled : process.execPath;
}

function track(child: ChildProcess) {
  running.add(child);
  let text = '';
  const collect = (chunk: Buffer) => {
    text += chunk.toString('utf8');
    if (process.env['FLUXO_SHOW_OUTPUT']) process.stderr.write(chunk);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { output: () => text, exited };
}

/** Pages of the app: not the blank page a window is before it loads, nor one that is being closed. */
function appPages(browser: Browser): Page[] {
  return browser.contexts().flatMap((context) => context.pages()).filter((page) => !page.isClosed() && /^https?:/.test(page.url()));
}

async function firstOf(windows: () => Page[], output: () => string): Promise<Page> {
  for (let waited = 0; waited < 15_000; waited += 25) {
    const [page] = windows();
    if (page) {
      await page.waitForLoadState();
      return page;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`No window appeared:\n${output()}`);
}
