import { note } from '../support/journal.ts';
import { ElectronEvent, LoudEmitter } from '../support/loud.ts';
import { app } from './app.ts';
import { WebContents, type WebPreferences } from './webContents.ts';
import { openWindows } from './windows.ts';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface BrowserWindowConstructorOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly show?: boolean;
  readonly title?: string;
  readonly icon?: string;
  readonly backgroundColor?: string;
  readonly autoHideMenuBar?: boolean;
  readonly titleBarStyle?: string;
  readonly webPreferences?: WebPreferences;
}
export interface BrowserWindowEvents {
  'ready-to-show': [];
  show: [];
  hide: [];
  focus: [];
  blur: [];
  close: [event: ElectronEvent];
  closed: [];
  resize: [];
  move: [];
  maximize: [];
  unmaximize: [];
  minimize: [];
  restore: [];
  'enter-full-screen': [];
  'leave-full-screen': [];
  unresponsive: [];
  responsive: [];
}

const workArea: Rectangle = { x: 0, y: 0, width: 1920, height: 1080 };
let lastId = 0;
let focused: BrowserWindow | null = null;

function setFocused(window: BrowserWindow): void {
  focused = window;
}

/** `BrowserWindow` without a screen: a size, a state and a page. */
export class BrowserWindow extends LoudEmitter<BrowserWindowEvents> {
  readonly id = ++lastId;
  readonly webContents: WebContents;
  #bounds: Rectangle;
  #title: string;
  #visible: boolean;
  #destroyed = false;
  #state: 'normal' | 'maximized' | 'minimized' | 'fullscreen' = 'normal';

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused;
  }

  static fromWebContents(webContents: WebContents): BrowserWindow | null {
    return [...openWindows].find((window) => window.webContents === webContents) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return [...openWindows].find((window) => window.id === id) ?? null;
  }

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super([
      'ready-to-show', 'show', 'hide', 'focus', 'blur', 'close', 'closed', 'resize', 'move', 'maximize', 'unmaximize', 'minimize', 'restore',
      'enter-full-screen', 'leave-full-screen', 'unresponsive', 'responsive',
    ]);
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    note('BrowserWindow', options);
    const { width = 800, height = 600, show = true, title = 'Electron' } = options;
    this.#bounds = { x: options.x ?? (workArea.width - width) / 2, y: options.y ?? (workArea.height - height) / 2, width, height };
    this.#visible = show;
    this.#title = title;
    this.webContents = new WebContents(options.webPreferences ?? {}, { width, height });
    openWindows.add(this);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    app.emit('browser-window-created', new ElectronEvent(), this);
    if (show) this.focus();
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  reload(): void {
    this.webContents.reload();
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
    this.focus();
  }

  showInactive(): void {
    this.#visible = true;
    this.emit('show');
  }

  hide(): void {
    this.#visible = false;
    if (focused === this) this.blur();
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  focus(): void {
    if (focused === this) return;
    if (focused !== null) focused.blur();
    setFocused(this);
    this.emit('focus');
  }

  blur(): void {
    if (focused !== this) return;
    focused = null;
    this.emit('blur');
  }

  isFocused(): boolean {
    return focused === this;
  }

  getBounds(): Rectangle {
    return this.#state === 'maximized' || this.#state === 'fullscreen' ? { ...workArea } : { ...this.#bounds };
  }

  /** The bounds the window returns to, whatever its state now. */
  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#resized();
    this.emit('resize');
    this.emit('move');
  }

  maximize(): void {
    this.#enter('maximized', 'maximize');
  }

  unmaximize(): void {
    if (this.#state === 'maximized') this.#enter('normal', 'unmaximize');
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  minimize(): void {
    this.#enter('minimized', 'minimize');
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  restore(): void {
    if (this.#state === 'minimized') this.#enter('normal', 'restore');
  }

  setFullScreen(flag: boolean): void {
    this.#enter(flag ? 'fullscreen' : 'normal', flag ? 'enter-full-screen' : 'leave-full-screen');
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  setBackgroundColor(color: string): void {
    note('BrowserWindow.setBackgroundColor', color);
  }

  setMenuBarVisibility(visible: boolean): void {
    note('BrowserWindow.setMenuBarVisibility', visible);
  }

  setProgressBar(progress: number): void {
    note('BrowserWindow.setProgressBar', progress);
  }

  flashFrame(flag: boolean): void {
    note('BrowserWindow.flashFrame', flag);
  }

  /** Asks first: a listener of `close` may refuse. */
  close(): void {
    if (this.#destroyed) return;
    const event = new ElectronEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  /** Gone without asking. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    openWindows.delete(this);
    if (focused === this) focused = null;
    this.webContents.destroy();
    this.emit('closed');
    app.onWindowClosed();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  #enter(state: 'normal' | 'maximized' | 'minimized' | 'fullscreen', event: keyof BrowserWindowEvents): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#resized();
    this.emit(event as 'show');
    this.emit('resize');
  }

  #resized(): void {
    const { width, height } = this.getBounds();
    if (this.#state !== 'minimized') void this.webContents.setSize({ width, height }).catch(() => {});
  }
}
