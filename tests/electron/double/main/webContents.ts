import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { note } from '../support/journal.ts';
import { ElectronEvent, LoudEmitter } from '../support/loud.ts';
import { fromChromium, toChromium } from '../support/schemes.ts';
import { createCodec } from '../worlds/codec.ts';
import type { FromPreload, ToPreload } from '../worlds/preloadWorld.ts';
import { bindingName, preloadWorldName, worldScripts } from '../worlds/scripts.ts';
import { app } from './app.ts';
import { chromium } from './runningChromium.ts';
import { ipcMain } from './ipcMain.ts';
import { decideRequest, type PausedRequest } from './requests.ts';
import { session, type Session } from './session.ts';
import { WebFrameMain, type FrameState } from './webFrameMain.ts';

export interface WebPreferences {
  readonly preload?: string;
  readonly contextIsolation?: boolean;
  readonly sandbox?: boolean;
  readonly nodeIntegration?: boolean;
  readonly nodeIntegrationInWorker?: boolean;
  readonly nodeIntegrationInSubFrames?: boolean;
  readonly webSecurity?: boolean;
  readonly allowRunningInsecureContent?: boolean;
  readonly experimentalFeatures?: boolean;
  readonly enableBlinkFeatures?: string;
  readonly webviewTag?: boolean;
  readonly devTools?: boolean;
  readonly spellcheck?: boolean;
  readonly navigateOnDragDrop?: boolean;
  readonly disableDialogs?: boolean;
  readonly safeDialogs?: boolean;
  readonly backgroundThrottling?: boolean;
  readonly autoplayPolicy?: string;
}
export interface HandlerDetails {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
  readonly disposition: 'default' | 'foreground-tab' | 'background-tab' | 'new-window' | 'other';
  readonly referrer: { readonly url: string; readonly policy: string };
}
type WindowOpenHandler = (details: HandlerDetails) => { action: 'allow' | 'deny' };
export interface ConsoleMessage {
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly message: string;
  readonly lineNumber: number;
  readonly sourceId: string;
}
type NavigationEvent = ElectronEvent & { readonly url: string; readonly isMainFrame: boolean; readonly isSameDocument: boolean; readonly frame: WebFrameMain | null };

export interface WebContentsEvents {
  'did-start-loading': [];
  'did-stop-loading': [];
  'did-finish-load': [];
  'did-fail-load': [event: ElectronEvent, errorCode: number, errorDescription: string, validatedURL: string, isMainFrame: boolean];
  'dom-ready': [];
  'did-navigate': [event: ElectronEvent, url: string];
  'did-navigate-in-page': [event: ElectronEvent, url: string, isMainFrame: boolean];
  'will-navigate': [event: NavigationEvent, url: string, isInPlace: boolean, isMainFrame: boolean, frameProcessId: number, frameRoutingId: number];
  'will-frame-navigate': [event: NavigationEvent];
  'will-redirect': [event: NavigationEvent, url: string, isInPlace: boolean, isMainFrame: boolean, frameProcessId: number, frameRoutingId: number];
  'will-attach-webview': [event: ElectronEvent, webPreferences: WebPreferences, params: Record<string, string>];
  'console-message': [event: ElectronEvent & ConsoleMessage];
  'preload-error': [event: ElectronEvent, preloadPath: string, error: Error];
  'render-process-gone': [event: ElectronEvent, details: { reason: string; exitCode: number }];
  unresponsive: [];
  responsive: [];
  destroyed: [];
}

const codec = createCodec();
/** Chromium's network errors the double can meet, with their numbers. */
const netErrors: Record<string, number> = { ERR_ABORTED: -3, ERR_FAILED: -2, ERR_BLOCKED_BY_CLIENT: -20, ERR_ADDRESS_UNREACHABLE: -109, ERR_NAME_NOT_RESOLVED: -105, ERR_CONNECTION_REFUSED: -102, ERR_UNKNOWN_URL_SCHEME: -301 };
let lastId = 0;

/** `webContents`: one Chromium target with its frames, its preload world and its requests. */
export class WebContents extends LoudEmitter<WebContentsEvents> {
  readonly id = ++lastId;
  readonly session: Session = session.defaultSession;
  /** Resolves once the target exists and is wired; everything that talks to Chromium waits for it. */
  readonly wired: Promise<void>;
  readonly #preferences: WebPreferences;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #frames = new Map<string, { state: FrameState; frame: WebFrameMain }>();
  readonly #worlds = new Map<number, { frameId: string; name: string }>();
  #sessionId = '';
  #targetId = '';
  #mainFrameId = '';
  #expectedUrl: string | null = null;
  #openHandler: WindowOpenHandler | null = null;
  #loading = false;
  /** Chromium's number of the load that finished last. */
  #lastLoaded: string | null = null;
  #crashed = false;
  #destroyed = false;
  #zoomLevel = 0;

  constructor(preferences: WebPreferences, size: { readonly width: number; readonly height: number }) {
    super([
      'did-start-loading', 'did-stop-loading', 'did-finish-load', 'did-fail-load', 'dom-ready', 'did-navigate', 'did-navigate-in-page', 'will-navigate',
      'will-frame-navigate', 'will-redirect', 'will-attach-webview', 'console-message', 'preload-error', 'render-process-gone', 'unresponsive',
      'responsive', 'destroyed',
    ]);
    if (preferences.contextIsolation === false || preferences.nodeIntegration === true || preferences.sandbox === false) {
      throw new Error('electron double: only sandboxed windows with context isolation and without Node are implemented');
    }
    this.#preferences = preferences;
    this.#size = size;
    this.wired = this.#wire();
    this.wired.catch((error: unknown) => {
      if (!this.#destroyed) console.error('electron double: a window could not be made:', error);
    });
    app.emit('web-contents-created', new ElectronEvent(), this);
  }

  get mainFrame(): WebFrameMain {
    const known = this.#frames.get(this.#mainFrameId)?.frame;
    return known ?? new WebFrameMain({ id: '', parentId: null, url: '', name: '', detached: false }, this);
  }

  get mainFrameId(): string {
    return this.#mainFrameId;
  }

  get targetId(): string {
    return this.#targetId;
  }

  frameOf(id: string): WebFrameMain | null {
    return this.#frames.get(id)?.frame ?? null;
  }

  framesUnder(parentId: string): WebFrameMain[] {
    return [...this.#frames.values()].filter(({ state }) => state.parentId === parentId).map(({ frame }) => frame);
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  getType(): 'window' {
    return 'window';
  }

  isLoading(): boolean {
    return this.#loading;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  /** Resolves when the page has loaded; rejects as Electron does when it could not. */
  async loadURL(url: string): Promise<void> {
    await this.wired;
    this.#expectedUrl = toChromium(url);
    // Chromium would ask in a dialog, which takes the input from the page for good, whether to open another program.
    if (!/^(https?|file|data|about|blob|chrome):/i.test(this.#expectedUrl)) throw this.#failed('ERR_UNKNOWN_URL_SCHEME', url);
    const { errorText, loaderId } = await this.#call<{ errorText?: string; loaderId?: string }>('Page.navigate', { url: this.#expectedUrl });
    if (errorText !== undefined) throw this.#failed(errorText.replace('net::', ''), url);
    // Without a loader it was a jump within the document.
    if (loaderId === undefined || this.#lastLoaded === loaderId) return;
    await new Promise<void>((resolve) => {
      const check = () => {
        if (this.#lastLoaded !== loaderId && !this.#destroyed) return void this.once('did-finish-load', check);
        resolve();
      };
      check();
    });
  }

  reload(): void {
    void this.#call('Page.reload').catch(() => {});
  }

  /** Delivered to the preload of the main frame; what cannot be cloned throws here, as in Electron. */
  send(channel: string, ...args: unknown[]): void {
    const message: ToPreload = { is: 'message', channel, args: codec.encode(args) };
    for (const [contextId, world] of this.#worlds) {
      if (world.name === preloadWorldName && world.frameId === this.#mainFrameId) void this.#deliver(contextId, message);
    }
  }

  async executeJavaScript(code: string): Promise<unknown> {
    await this.wired;
    interface Evaluated {
      readonly result: { readonly value?: unknown };
      readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
    }
    const { result, exceptionDetails } = await this.#call<Evaluated>('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'script failed');
    return result.value;
  }

  forcefullyCrashRenderer(): void {
    void this.#call('Page.crash').catch(() => {});
  }

  openDevTools(options?: { mode: string }): void {
    note('webContents.openDevTools', options ?? {});
  }

  closeDevTools(): void {
    note('webContents.closeDevTools');
  }

  toggleDevTools(): void {
    note('webContents.toggleDevTools');
  }

  isDevToolsOpened(): boolean {
    return false;
  }

  getZoomLevel(): number {
    return this.#zoomLevel;
  }

  setZoomLevel(level: number): void {
    this.#zoomLevel = level;
    note('webContents.setZoomLevel', level);
  }

  focus(): void {
    void this.#call('Page.bringToFront').catch(() => {});
  }

  // What follows is between the double's own parts.

  /** True once for a document request that `loadURL` started. */
  takeExpectedUrl(chromiumUrl: string): boolean {
    if (this.#expectedUrl === null || withoutHash(this.#expectedUrl) !== withoutHash(chromiumUrl)) return false;
    this.#expectedUrl = null;
    return true;
  }

  async setSize(size: { readonly width: number; readonly height: number }): Promise<void> {
    await this.wired;
    await this.#applySize(size);
  }

  async setColorScheme(scheme: 'dark' | 'light'): Promise<void> {
    await this.wired;
    await this.#call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  }

  /** A page wanted a window. The double never makes one; the app's handler hears of it and must refuse. */
  askToOpen(details: HandlerDetails): void {
    const action = this.#openHandler?.(details).action ?? 'allow';
    note('window-open', details.url, action);
    if (action === 'allow') console.error(`electron double: opening ${details.url} was allowed, but child windows are not implemented`);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    void this.wired.then(() => chromium().call('Target.closeTarget', { targetId: this.#targetId })).catch(() => {});
    this.emit('destroyed');
  }

  #failed(description: string, url: string): Error {
    const errorCode = netErrors[description] ?? -2;
    this.emit('did-fail-load', new ElectronEvent(), errorCode, description, url, true);
    return Object.assign(new Error(`${description} (${errorCode}) loading '${url}'`), { code: description, errno: errorCode, url });
  }

  #call<Result = Record<string, unknown>>(method: string, params: Record<string, unknown> = {}): Promise<Result> {
    return chromium().call<Result>(method, params, this.#sessionId);
  }

  async #wire(): Promise<void> {
    const target = { url: `about:blank#window-${this.id}`, newWindow: true, ...this.#size };
    this.#targetId = (await chromium().call<{ targetId: string }>('Target.createTarget', target)).targetId;
    const attach = { targetId: this.#targetId, flatten: true };
    this.#sessionId = (await chromium().call<{ sessionId: string }>('Target.attachToTarget', attach)).sessionId;
    this.#followWorlds();
    this.#followFrames();
    this.#followLoading();
    this.#on('Runtime.bindingCalled', (call: BindingCall) => void this.#receive(call));
    this.#on('Fetch.requestPaused', (paused: PausedRequest) => {
      void decideRequest(this, paused, (method, params) => this.#call(method, params)).catch(() => {});
    });
    await Promise.all([this.#call('Page.enable'), this.#call('Runtime.enable'), this.#call('Inspector.enable'), this.#call('Fetch.enable', { patterns: [{ urlPattern: '*' }] })]);
    interface Tree { readonly frameTree: { readonly frame: { readonly id: string; readonly url: string } } }
    const { frame } = (await this.#call<Tree & Record<string, unknown>>('Page.getFrameTree')).frameTree;
    this.#mainFrameId = frame.id;
    this.#keepFrame({ id: frame.id, url: frame.url });
    await Promise.all([this.#applySize(this.#size), this.#call('Page.setLifecycleEventsEnabled', { enabled: true })]);
    await this.#addPreload();
  }

  #applySize(size: { readonly width: number; readonly height: number }): Promise<unknown> {
    return this.#call('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 0, mobile: false });
  }

  async #addPreload(): Promise<void> {
    const { preload } = this.#preferences;
    if (preload === undefined) return;
    const scripts = worldScripts(readFileSync(preload, 'utf8'), randomUUID());
    await this.#call('Runtime.addBinding', { name: bindingName, executionContextName: preloadWorldName });
    await this.#call('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page });
    await this.#call('Page.addScriptToEvaluateOnNewDocument', { source: scripts.preload, worldName: preloadWorldName });
  }

  #on<Params>(event: string, listener: (params: Params) => void): void {
    chromium().on(`${this.#sessionId}:${event}`, listener);
  }

  #followWorlds(): void {
    this.#on('Runtime.executionContextCreated', ({ context }: { context: { id: number; name: string; auxData?: { frameId?: string } } }) => {
      this.#worlds.set(context.id, { frameId: context.auxData?.frameId ?? '', name: context.name });
    });
    this.#on('Runtime.executionContextDestroyed', (gone: { executionContextId: number }) => this.#worlds.delete(gone.executionContextId));
    this.#on('Runtime.executionContextsCleared', () => this.#worlds.clear());
  }

  #followFrames(): void {
    this.#on('Page.frameAttached', ({ frameId, parentFrameId }: { frameId: string; parentFrameId: string }) => {
      this.#keepFrame({ id: frameId, parentId: parentFrameId, url: '' });
    });
    this.#on('Page.frameNavigated', ({ frame: told }: { frame: { id: string; parentId?: string; url: string; urlFragment?: string; name?: string } }) => {
      const frame = { ...told, url: told.url + (told.urlFragment ?? '') };
      this.#keepFrame(frame);
      if (frame.parentId !== undefined) return;
      this.#mainFrameId = frame.id;
      this.emit('did-navigate', new ElectronEvent(), fromChromium(frame.url));
    });
    this.#on('Page.navigatedWithinDocument', ({ frameId, url }: { frameId: string; url: string }) => {
      const known = this.#frames.get(frameId);
      if (known) known.state.url = url;
      this.emit('did-navigate-in-page', new ElectronEvent(), fromChromium(url), frameId === this.#mainFrameId);
    });
    this.#on('Page.frameDetached', ({ frameId }: { frameId: string }) => {
      const known = this.#frames.get(frameId);
      if (known) known.state.detached = true;
      this.#frames.delete(frameId);
    });
    // A window the page asks for, with its features; and a link opened with Ctrl or the middle button.
    this.#on('Page.windowOpen', (wanted: { url: string; windowName: string; windowFeatures?: string[] }) => {
      this.askToOpen({ ...asked(wanted.url), frameName: wanted.windowName, features: (wanted.windowFeatures ?? []).join(','), disposition: 'new-window' });
    });
    this.#on('Page.frameRequestedNavigation', ({ url, disposition }: { url: string; disposition: string }) => {
      if (disposition === 'newTab') this.askToOpen({ ...asked(url), disposition: 'background-tab' });
      if (disposition === 'newWindow') this.askToOpen({ ...asked(url), disposition: 'new-window' });
    });
  }

  #followLoading(): void {
    this.#on('Page.frameStartedLoading', ({ frameId }: { frameId: string }) => {
      if (frameId !== this.#mainFrameId) return;
      this.#loading = true;
      this.emit('did-start-loading');
    });
    this.#on('Page.frameStoppedLoading', ({ frameId }: { frameId: string }) => {
      if (frameId !== this.#mainFrameId) return;
      this.#loading = false;
      this.emit('did-stop-loading');
    });
    this.#on('Page.lifecycleEvent', ({ frameId, loaderId, name }: { frameId: string; loaderId: string; name: string }) => {
      if (frameId !== this.#mainFrameId || this.getURL().startsWith('about:blank')) return;
      if (name === 'DOMContentLoaded') this.emit('dom-ready');
      if (name !== 'load') return;
      this.#lastLoaded = loaderId;
      this.emit('did-finish-load');
    });
    this.#on('Runtime.consoleAPICalled', (call: ConsoleCall) => this.#onConsole(call));
    this.#on('Inspector.targetCrashed', () => {
      this.#crashed = true;
      const details = { reason: 'crashed', exitCode: 1 };
      this.emit('render-process-gone', new ElectronEvent(), details);
      app.emit('render-process-gone', new ElectronEvent(), this, details);
    });
    this.#on('Inspector.targetReloadedAfterCrash', () => {
      this.#crashed = false;
    });
  }

  #keepFrame({ id, parentId, url, name }: { id: string; parentId?: string; url: string; name?: string }): void {
    const known = this.#frames.get(id);
    if (known) {
      known.state.url = url;
      known.state.name = name ?? '';
    } else {
      const state: FrameState = { id, parentId: parentId ?? null, url, name: name ?? '', detached: false };
      this.#frames.set(id, { state, frame: new WebFrameMain(state, this) });
    }
  }

  /** The context a message came from names its frame, and so its URL: a page cannot claim to be another. */
  async #receive(call: BindingCall): Promise<void> {
    const world = this.#worlds.get(call.executionContextId);
    if (call.name !== bindingName || world?.name !== preloadWorldName) return;
    const message = JSON.parse(call.payload) as FromPreload | { readonly is: 'preloadError'; readonly text: string };
    if (message.is === 'preloadError') {
      console.error(`Unable to load preload script: ${this.#preferences.preload}\n${message.text}`);
      this.emit('preload-error', new ElectronEvent(), this.#preferences.preload ?? '', new Error(message.text));
      return;
    }
    const senderFrame = this.#frames.get(world.frameId)?.frame ?? null;
    const reply = (channel: string, ...args: unknown[]) => this.send(channel, ...args);
    const answer = await ipcMain.receive(message, { type: 'frame', sender: this, senderFrame, processId: 1, frameId: 1, reply });
    if (answer !== null) await this.#deliver(call.executionContextId, answer);
  }

  async #deliver(executionContextId: number, message: ToPreload): Promise<void> {
    const functionDeclaration = 'function (message) { __fluxoDeliver(message); }';
    // The document may be gone by now; its caller then is, too.
    await this.#call('Runtime.callFunctionOn', { executionContextId, functionDeclaration, arguments: [{ value: message }] }).catch(() => {});
  }

  #onConsole(call: ConsoleCall): void {
    const message = call.args.map((arg) => (arg.value === undefined ? (arg.description ?? 'undefined') : String(arg.value))).join(' ');
    const level = ({ debug: 'debug', warning: 'warning', error: 'error', assert: 'error' } as const)[call.type as 'debug'] ?? 'info';
    const { lineNumber = 0, url = '' } = call.stackTrace?.callFrames[0] ?? {};
    this.emit('console-message', Object.assign(new ElectronEvent(), { level, message, lineNumber, sourceId: fromChromium(url) }));
  }
}

interface BindingCall {
  readonly name: string;
  readonly payload: string;
  readonly executionContextId: number;
}
interface ConsoleCall {
  readonly type: string;
  readonly args: readonly { readonly value?: unknown; readonly description?: string }[];
  readonly stackTrace?: { readonly callFrames: readonly { readonly lineNumber: number; readonly url: string }[] };
}

function asked(url: string) {
  return { url: fromChromium(url), frameName: '', features: '', referrer: { url: '', policy: 'strict-origin-when-cross-origin' } };
}

function withoutHash(url: string): string {
  return url.split('#')[0] ?? url;
}
