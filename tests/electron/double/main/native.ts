import { EventEmitter } from 'node:events';
import { note } from '../support/journal.ts';
import { loud, LoudEmitter, type ElectronEvent } from '../support/loud.ts';
import type { BrowserWindow, Rectangle } from './browserWindow.ts';
import { openWindows } from './windows.ts';

/**
 * What belongs to the desktop and not to the app: nothing of it is real here, every use stands in the journal. A spec
 * that needs an answer replaces the method through `app.evaluate`, as it would on Electron itself.
 */
export interface FileFilter {
  readonly name: string;
  readonly extensions: string[];
}
interface DialogOptions {
  readonly title?: string;
  readonly defaultPath?: string;
  readonly buttonLabel?: string;
  readonly filters?: FileFilter[];
  readonly properties?: string[];
  readonly message?: string;
}
interface MessageBoxOptions {
  readonly message: string;
  readonly type?: 'none' | 'info' | 'error' | 'question' | 'warning';
  readonly title?: string;
  readonly detail?: string;
  readonly buttons?: string[];
  readonly defaultId?: number;
  readonly cancelId?: number;
  readonly noLink?: boolean;
}

/** Dialogs take an optional window before their options. */
function optionsOf<T>(first: unknown, second: T | undefined): T {
  return second ?? (first as T);
}

function showOpenDialog(window: BrowserWindow, options: DialogOptions): Promise<{ canceled: boolean; filePaths: string[] }>;
function showOpenDialog(options: DialogOptions): Promise<{ canceled: boolean; filePaths: string[] }>;
async function showOpenDialog(first: BrowserWindow | DialogOptions, second?: DialogOptions) {
  note('dialog.showOpenDialog', optionsOf(first, second));
  return { canceled: true, filePaths: [] as string[] };
}
function showSaveDialog(window: BrowserWindow, options: DialogOptions): Promise<{ canceled: boolean; filePath: string }>;
function showSaveDialog(options: DialogOptions): Promise<{ canceled: boolean; filePath: string }>;
async function showSaveDialog(first: BrowserWindow | DialogOptions, second?: DialogOptions) {
  note('dialog.showSaveDialog', optionsOf(first, second));
  return { canceled: true, filePath: '' };
}
function showMessageBox(window: BrowserWindow, options: MessageBoxOptions): Promise<{ response: number; checkboxChecked: boolean }>;
function showMessageBox(options: MessageBoxOptions): Promise<{ response: number; checkboxChecked: boolean }>;
async function showMessageBox(first: BrowserWindow | MessageBoxOptions, second?: MessageBoxOptions) {
  const options = optionsOf(first, second);
  note('dialog.showMessageBox', options);
  return { response: options.cancelId ?? 0, checkboxChecked: false };
}

export const dialog = loud('dialog', {
  showOpenDialog,
  showSaveDialog,
  showMessageBox,
  showErrorBox: (title: string, content: string): void => note('dialog.showErrorBox', title, content),
});

export const shell = loud('shell', {
  openExternal: async (url: string): Promise<void> => note('shell.openExternal', url),
  openPath: async (path: string): Promise<string> => {
    note('shell.openPath', path);
    return '';
  },
  showItemInFolder: (path: string): void => note('shell.showItemInFolder', path),
  beep: (): void => note('shell.beep'),
});

let clipboardText = '';
export const clipboard = loud('clipboard', {
  readText: async (): Promise<string> => clipboardText,
  async writeText(text: string): Promise<void> {
    note('clipboard.writeText', text);
    clipboardText = text;
  },
  clear(): void {
    clipboardText = '';
  },
});

export interface Display {
  readonly id: number;
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
  readonly scaleFactor: number;
}
const display: Display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
  scaleFactor: 1,
};

class Screen extends LoudEmitter<{ 'display-removed': []; 'display-added': []; 'display-metrics-changed': [] }> {
  constructor() {
    super(['display-removed', 'display-added', 'display-metrics-changed']);
  }
  getPrimaryDisplay(): Display {
    return display;
  }
  getAllDisplays(): Display[] {
    return [display];
  }
  getDisplayMatching(_rectangle: Rectangle): Display {
    return display;
  }
}
/** One display of 1920 × 1080. */
export const screen = new Screen();

class NativeTheme extends LoudEmitter<{ updated: [] }> {
  #source: 'system' | 'light' | 'dark' = 'system';
  constructor() {
    super(['updated']);
  }
  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source;
  }
  /** The pages' `prefers-color-scheme` follows; the system itself is light. */
  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source;
    for (const window of openWindows) void window.webContents.setColorScheme(this.shouldUseDarkColors ? 'dark' : 'light').catch(() => {});
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
  get shouldUseHighContrastColors(): boolean {
    return false;
  }
}
export const nativeTheme = new NativeTheme();

class PowerMonitor extends LoudEmitter<{ suspend: []; resume: []; shutdown: [event: ElectronEvent]; 'lock-screen': []; 'unlock-screen': [] }> {
  constructor() {
    super(['suspend', 'resume', 'shutdown', 'lock-screen', 'unlock-screen']);
  }
}
/** Never sends anything by itself; a spec emits what it wants to happen. */
export const powerMonitor = new PowerMonitor();

export interface NotificationConstructorOptions {
  readonly title?: string;
  readonly body?: string;
  readonly silent?: boolean;
  readonly urgency?: 'normal' | 'critical' | 'low';
}
export class Notification extends LoudEmitter<{ show: []; click: []; close: [] }> {
  readonly #options: NotificationConstructorOptions;
  static isSupported(): boolean {
    return true;
  }
  constructor(options: NotificationConstructorOptions = {}) {
    super(['show', 'click', 'close']);
    this.#options = options;
  }
  get title(): string {
    return this.#options.title ?? '';
  }
  get body(): string {
    return this.#options.body ?? '';
  }
  show(): void {
    note('Notification.show', this.#options);
    setImmediate(() => this.emit('show'));
  }
  close(): void {
    this.emit('close');
  }
}

export class Tray extends EventEmitter {
  #destroyed = false;
  constructor(image: string) {
    super();
    note('Tray', image);
  }
  setToolTip(toolTip: string): void {
    note('Tray.setToolTip', toolTip);
  }
  setContextMenu(menu: unknown): void {
    note('Tray.setContextMenu', menu === null ? null : '[menu]');
  }
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
}
