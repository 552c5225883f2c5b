import { app } from './main/app.ts';
import { BrowserWindow } from './main/browserWindow.ts';
import { ipcMain } from './main/ipcMain.ts';
import { Menu, MenuItem } from './main/menu.ts';
import { clipboard, dialog, nativeTheme, Notification, powerMonitor, screen, shell, Tray } from './main/native.ts';
import { protocol as protocolParts } from './main/protocol.ts';
import { session } from './main/session.ts';
import { loud } from './support/loud.ts';
import { MessageChannelMain } from './utility/ports.ts';
import { utilityProcess } from './utility/utilityProcess.ts';

/**
 * What `electron` is in the double. Named exports for the type check of the app against the double; `module.exports` is
 * what `require('electron')` gives, and refuses any name that is not here.
 */
const protocol = loud('protocol', protocolParts);
const electron = loud('electron', {
  app, BrowserWindow, clipboard, dialog, ipcMain, Menu, MenuItem, MessageChannelMain, nativeTheme, Notification, powerMonitor, protocol,
  screen, session, shell, Tray, utilityProcess,
});

export { app, BrowserWindow, clipboard, dialog, ipcMain, Menu, MenuItem, MessageChannelMain, nativeTheme, Notification, powerMonitor, protocol, screen, session, shell, Tray, utilityProcess };
export { electron as default, electron as 'module.exports' };

export type { BrowserWindowConstructorOptions, Rectangle } from './main/browserWindow.ts';
export type { Display } from './main/native.ts';
export type { HandlerDetails, WebContents, WebPreferences } from './main/webContents.ts';
export type { IpcMainEvent, IpcMainInvokeEvent } from './main/ipcMain.ts';
export type { MenuItemConstructorOptions } from './main/menu.ts';
export type { MessagePortMain } from './utility/ports.ts';
export type { Session } from './main/session.ts';
export type { UtilityProcess } from './utility/utilityProcess.ts';
export type { WebFrameMain } from './main/webFrameMain.ts';
