import { mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { commandLine } from '../support/commandLine.ts';
import { note } from '../support/journal.ts';
import { ElectronEvent, LoudEmitter } from '../support/loud.ts';
import { SingleInstanceLock } from '../support/singleInstance.ts';
import type { BrowserWindow } from './browserWindow.ts';
import { chromiumIfStarted, startChromium } from './runningChromium.ts';
import type { WebContents } from './webContents.ts';
import { openWindows } from './windows.ts';

export interface AppEvents {
  'will-finish-launching': [];
  ready: [event: ElectronEvent, launchInfo: Record<string, unknown>];
  activate: [event: ElectronEvent, hasVisibleWindows: boolean];
  'window-all-closed': [];
  'before-quit': [event: ElectronEvent];
  'will-quit': [event: ElectronEvent];
  quit: [event: ElectronEvent, exitCode: number];
  'second-instance': [event: ElectronEvent, argv: string[], workingDirectory: string, additionalData: unknown];
  'open-url': [event: ElectronEvent, url: string];
  'open-file': [event: ElectronEvent, path: string];
  'web-contents-created': [event: ElectronEvent, webContents: WebContents];
  'browser-window-created': [event: ElectronEvent, window: BrowserWindow];
  'render-process-gone': [event: ElectronEvent, webContents: WebContents, details: { reason: string; exitCode: number }];
  'child-process-gone': [event: ElectronEvent, details: { type: string; reason: string; exitCode: number; serviceName?: string; name?: string }];
}

export interface AboutPanelOptions {
  applicationName?: string;
  applicationVersion?: string;
  copyright?: string;
  version?: string;
  credits?: string;
  website?: string;
  iconPath?: string;
}

type PathName = 'home' | 'appData' | 'userData' | 'sessionData' | 'temp' | 'exe' | 'desktop' | 'documents' | 'downloads' | 'logs' | 'crashDumps';

export class App extends LoudEmitter<AppEvents> {
  /** False as when Electron runs from a checkout; specs of the packaged behaviour set FLUXO_DOUBLE_PACKAGED. */
  readonly isPackaged = process.env['FLUXO_DOUBLE_PACKAGED'] === '1';
  readonly commandLine = commandLine;
  readonly #ready = Promise.withResolvers<void>();
  readonly #paths = new Map<string, string>();
  #name = 'Electron';
  #isReady = false;
  #quitting = false;
  #leaving = false;
  #lock: SingleInstanceLock | null = null;

  constructor() {
    super([
      'will-finish-launching', 'ready', 'activate', 'window-all-closed', 'before-quit', 'will-quit', 'quit', 'second-instance', 'open-url',
      'open-file', 'web-contents-created', 'browser-window-created', 'render-process-gone', 'child-process-gone',
    ]);
  }

  /** Called by the double once the main script has run to its end. */
  async start(): Promise<void> {
    if (this.#quitting) return;
    this.emit('will-finish-launching');
    const chromium = await startChromium(this.getPath('sessionData'));
    chromium.on('gone', () => {
      if (!this.#leaving) this.exit(1);
    });
    this.#isReady = true;
    this.emit('ready', new ElectronEvent(), {});
    this.#ready.resolve();
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  /** Closes all windows, any of which may refuse, then leaves. The order of events is Electron's. */
  quit(): void {
    if (this.#quitting) return;
    const before = new ElectronEvent();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#quitting = true;
    for (const window of openWindows) window.close();
    if (openWindows.size > 0) {
      this.#quitting = false;
      return;
    }
    const will = new ElectronEvent();
    this.emit('will-quit', will);
    if (will.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    this.#leave(0);
  }

  /** Leaves at once, without asking windows and without `before-quit` and `will-quit`. */
  exit(exitCode = 0): void {
    this.#quitting = true;
    this.#leave(exitCode);
  }

  relaunch(options?: { args?: string[]; execPath?: string }): void {
    note('app.relaunch', options ?? {});
  }

  /** Called by a window that is gone; the last one ends the app unless somebody listens. */
  onWindowClosed(): void {
    if (openWindows.size > 0 || this.#quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  getPath(name: PathName): string {
    const found = this.#paths.get(name) ?? this.#defaultPath(name);
    if (name !== 'exe') mkdirSync(found, { recursive: true });
    return found;
  }

  setPath(name: PathName, value: string): void {
    this.#paths.set(name, value);
  }

  getAppPath(): string {
    return path.dirname(process.argv[1] ?? '.');
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  /** Version of the app's package.json, or Electron's own when there is none, as Electron does. */
  getVersion(): string {
    try {
      return (JSON.parse(readFileSync(path.join(this.getAppPath(), 'package.json'), 'utf8')) as { version: string }).version;
    } catch {
      return process.versions['electron'] ?? '0.0.0';
    }
  }

  getLocale(): string {
    return commandLine.getSwitchValue('lang') || 'en-US';
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    this.#lock ??= new SingleInstanceLock(this.getPath('userData'));
    return this.#lock.request({ argv: process.argv, cwd: process.cwd(), additionalData }, (second) => {
      // Electron holds the news back until the app is ready.
      void this.whenReady().then(() => this.emit('second-instance', new ElectronEvent(), [...second.argv], second.cwd, second.additionalData));
    });
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock?.held ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    note('app.enableSandbox');
  }

  setAppUserModelId(id: string): void {
    note('app.setAppUserModelId', id);
  }

  setAboutPanelOptions(options: AboutPanelOptions): void {
    note('app.setAboutPanelOptions', options);
  }

  showAboutPanel(): void {
    note('app.showAboutPanel');
  }

  focus(options?: { steal: boolean }): void {
    note('app.focus', options ?? {});
  }

  #defaultPath(name: PathName): string {
    switch (name) {
      case 'userData': return commandLine.getSwitchValue('user-data-dir') || this.#missingUserData();
      case 'sessionData': return this.getPath('userData');
      case 'appData': return path.dirname(this.getPath('userData'));
      case 'temp': return tmpdir();
      case 'exe': return process.execPath;
      case 'home': return homedir();
      // The user's own folders are put under userData: a spec never writes into the real ones.
      default: return path.join(this.getPath('userData'), name);
    }
  }

  #missingUserData(): never {
    throw new Error('electron double: start it with --user-data-dir, so that no spec writes into a real profile');
  }

  #leave(exitCode: number): void {
    if (this.#leaving) return;
    this.#leaving = true;
    for (const window of openWindows) window.destroy();
    this.emit('quit', new ElectronEvent(), exitCode);
    this.#lock?.release();
    const chromium = chromiumIfStarted();
    if (chromium === null) process.exit(exitCode);
    void chromium.close().then(() => process.exit(exitCode));
  }
}

export const app = new App();
