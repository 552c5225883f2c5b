import path from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme, screen, type WebPreferences } from 'electron';
import { startUrl } from '../origin.ts';
import type { AppStore } from '../preferences.ts';
import { minimumSize, placeWindow } from './windowState.ts';

/** The same for every window, and never made from data. */
export const webPreferences: Readonly<WebPreferences> = Object.freeze({
  preload: path.join(import.meta.dirname, 'preload.cjs'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools: !app.isPackaged,
});

const icon = path.join(import.meta.dirname, '../../resources/icons/icon-256.png');
let mainWindow: BrowserWindow | null = null;

/** Shows the window of the app, made if there is none. */
export function showMainWindow(store: AppStore): void {
  if (mainWindow === null) {
    mainWindow = openWindow(store);
    return;
  }
  if (mainWindow.isMinimized()) mainWindow.restore();
  mainWindow.show();
  mainWindow.focus();
}

function openWindow(store: AppStore): BrowserWindow {
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
  const { bounds, maximized } = placeWindow(store.windowState.get(), areas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Fluxo',
    // The ground of the screen (renderer/ui/tokens.css), for the moment before the page draws it.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#111214' : '#f7f7f8',
    ...(process.platform === 'linux' && { icon }),
    webPreferences,
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => store.windowState.set({ bounds: window.getNormalBounds(), maximized: window.isMaximized() }));
  window.on('closed', () => {
    mainWindow = null;
  });
  offerReload(window);
  window.loadURL(startUrl).catch((error: unknown) => {
    if (!window.isDestroyed()) dialog.showErrorBox('Fluxo', `The window could not be loaded (${error instanceof Error ? error.message : 'unknown'}). Install Fluxo again.`);
  });
  return window;
}

const secondCrashMs = 30_000;

/** A page that crashed is loaded again; the engine never stopped. If it goes on crashing, the user decides. */
function offerReload(window: BrowserWindow): void {
  let crashedAt = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', async (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const again = performance.now() - crashedAt < secondCrashMs;
    crashedAt = performance.now();
    if (again) {
      const { response } = await dialog.showMessageBox({ type: 'error', message: 'The window of Fluxo stopped twice in a row.', detail: 'Runs go on meanwhile.', buttons: ['Load it again', 'Close it'], defaultId: 0, cancelId: 1 });
      if (response === 1) return window.destroy();
    }
    window.reload();
  });
}
