import { loud, LoudEmitter, type ElectronEvent } from '../support/loud.ts';
import { note } from '../support/journal.ts';
import { chromium } from './runningChromium.ts';
import { protocol } from './protocol.ts';
import type { WebContents } from './webContents.ts';

/** Electron's permission names, with Chromium's name where the DevTools protocol can set it. */
const permissions: readonly (readonly [electron: string, chromium: string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['display-capture', 'display-capture'],
  ['idle-detection', 'idle-detection'],
  ['window-management', 'window-management'],
  ['media', 'camera'],
  ['media', 'microphone'],
];

type CheckHandler = (webContents: WebContents | null, permission: string, requestingOrigin: string, details: Record<string, unknown>) => boolean;
type RequestHandler = (webContents: WebContents, permission: string, callback: (granted: boolean) => void, details: RequestDetails) => void;
interface RequestDetails {
  readonly requestingUrl: string;
  readonly isMainFrame: boolean;
}
interface BeforeRequestDetails {
  readonly id: number;
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
}
type BeforeRequestListener = (details: BeforeRequestDetails, callback: (response: { cancel?: boolean }) => void) => void;

export interface SessionEvents {
  'will-download': [event: ElectronEvent, item: { getURL(): string }, webContents: WebContents];
}

export class Session extends LoudEmitter<SessionEvents> {
  readonly protocol = protocol;
  #check: CheckHandler | null = null;
  #request: RequestHandler | null = null;
  #beforeRequest: BeforeRequestListener | null = null;
  readonly webRequest = loud('session.webRequest', {
    /** Without a filter, as the app uses it: every request of every window. */
    onBeforeRequest: (listener: BeforeRequestListener | null): void => {
      this.#beforeRequest = listener;
    },
  });

  constructor() {
    // Chromium is told to refuse downloads, so the event never comes; listening for it is allowed.
    super(['will-download']);
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  setDevicePermissionHandler(handler: ((details: Record<string, unknown>) => boolean) | null): void {
    note('session.setDevicePermissionHandler', handler);
  }

  setDisplayMediaRequestHandler(handler: ((request: Record<string, unknown>, callback: (streams: Record<string, unknown>) => void) => void) | null): void {
    note('session.setDisplayMediaRequestHandler', handler);
  }

  setUSBProtectedClassesHandler(handler: ((details: { protectedClasses: string[] }) => string[]) | null): void {
    note('session.setUSBProtectedClassesHandler', handler);
  }

  setBluetoothPairingHandler(handler: ((details: Record<string, unknown>, callback: (response: { confirmed: boolean }) => void) => void) | null): void {
    note('session.setBluetoothPairingHandler', handler);
  }

  setSpellCheckerEnabled(enable: boolean): void {
    note('session.setSpellCheckerEnabled', enable);
  }

  /** Whether `onBeforeRequest` lets a request of a page through. */
  async allowsRequest(details: BeforeRequestDetails): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (listener === null) return true;
    const { cancel } = await new Promise<{ cancel?: boolean }>((resolve) => listener(details, resolve));
    return cancel !== true;
  }

  /**
   * Asks the app's handlers about every permission and tells Chromium the answers, once per document: Chromium cannot be
   * made to ask in the moment. Without handlers everything is granted, which is Electron's default.
   */
  async settlePermissions(webContents: WebContents, appUrl: string, chromiumUrl: string): Promise<void> {
    const requestingOrigin = `${new URL(appUrl).protocol}//${new URL(appUrl).host}/`;
    const settled = permissions.map(async ([electronName, chromiumName]) => {
      const checked = this.#check?.(webContents, electronName, requestingOrigin, { requestingUrl: appUrl, isMainFrame: true }) ?? true;
      const granted = checked && (await this.#requested(webContents, electronName, appUrl));
      const setting = granted ? 'granted' : 'denied';
      await chromium().call('Browser.setPermission', { permission: { name: chromiumName }, setting, origin: new URL(chromiumUrl).origin });
    });
    await Promise.all(settled);
  }

  #requested(webContents: WebContents, permission: string, requestingUrl: string): Promise<boolean> {
    const handler = this.#request;
    if (handler === null) return Promise.resolve(true);
    return new Promise((resolve) => handler(webContents, permission, resolve, { requestingUrl, isMainFrame: true }));
  }
}

const defaultSession = new Session();
export const session = loud('session', { defaultSession });
