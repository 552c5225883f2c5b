import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { defaultWorkspaceDir } from '#host/defaultWorkspace.ts';
import type { EventName, Notice } from '#shared/ipc/contract.ts';
import { chooseSecrets } from '#storage/secrets/chooseSecrets.ts';
import { declareAppScheme, serveApp } from './appProtocol.ts';
import { startEngine } from './engine/startEngine.ts';
import { startFormulas } from './engine/startFormulas.ts';
import { answerQuestions } from './engine/answerQuestions.ts';
import { refuseDebugging } from './refuseDebugging.ts';
import { serveCalls, tellWindows } from './ipc/serve.ts';
import { showMenu } from './menu/menu.ts';
import { guardNavigation } from './navigation.ts';
import { refusePermissions } from './permissions.ts';
import { showNotice } from './notices.ts';
import { showBackups } from './showBackups.ts';
import { makeAppStore, type AppStore } from './preferences.ts';
import { showMainWindow } from './window/windowFactory.ts';

/** The desktop app, put together. What each part does stands in its own file. */
const root = path.join(import.meta.dirname, '../..');

app.setName('Fluxo');
app.setAppUserModelId('app.fluxo.desktop');
app.enableSandbox();
declareAppScheme();
guardNavigation();
refuseDebugging();

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch((error: unknown) => {
    dialog.showErrorBox('Fluxo could not start', error instanceof Error ? error.message : 'unknown');
    app.exit(1);
  });
} else {
  app.quit();
}

async function start(): Promise<void> {
  refusePermissions();
  await serveApp(path.join(root, 'dist/renderer'));

  const store = makeAppStore();
  const secrets = chooseSecrets({ env: process.env });
  const tell = (event: EventName, payload: unknown): void => {
    tellWindows(event, payload as never);
    if (event !== 'notice') return;
    const notice = payload as Notice;
    const { language, notifications } = store.current();
    showNotice(notice, { language: language ?? app.getLocale(), isWanted: notifications ?? true, onClick: () => openNotice(store, notice) });
  };
  const formulas = startFormulas();
  const workspaceDir = defaultWorkspaceDir();
  const engine = startEngine(
    { version: __FLUXO_VERSION__, workspaceDir, resourcesDir: path.join(root, 'resources'), locale: app.getLocale(), secretBackend: secrets.backend },
    { onEvent: tell, onQuestion: answerQuestions(secrets, store.preferences, formulas, () => showBackups(workspaceDir)) },
  );
  serveCalls((name, input) => engine.call(name, input));

  const draw = () => showMenu({ language: store.current().language ?? app.getLocale(), command: (command) => tellWindows('menu.command', { command }) });
  draw();
  store.onChange(draw);

  app.on('second-instance', () => showMainWindow(store));
  app.on('activate', () => showMainWindow(store));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  stopEngineBeforeQuit(() => engine.stop().finally(formulas.close));
  showMainWindow(store);
}

/** Shows the window and, in it, what the notification was about. */
function openNotice(store: AppStore, notice: Notice): void {
  const isOpen = BrowserWindow.getAllWindows().length > 0;
  showMainWindow(store);
  const [window] = BrowserWindow.getAllWindows();
  if (isOpen || !window) tellWindows('notice.opened', notice);
  else window.webContents.once('did-finish-load', () => tellWindows('notice.opened', notice));
}

/** Runs end after the records in hand; only then does the program. */
function stopEngineBeforeQuit(stop: () => Promise<void>): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void stop().finally(() => {
      stopped = true;
      for (const window of BrowserWindow.getAllWindows()) window.destroy();
      app.quit();
    });
  });
}
