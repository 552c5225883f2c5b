import type { EventEmitter } from 'node:events';
import type * as Real from 'electron';
import type * as Double from './electron.ts';

/**
 * Holds the double against the types of the pinned Electron: each member the double has must exist there, and code that
 * calls Electron must be able to call the double in its place. Compiled, never run.
 *
 * Event methods are compared by the contract specs, and so are members that lead to another class of the double, for no
 * class of the double has all members of Electron's.
 */
type EmitterMember = keyof EventEmitter;
/** Names the double has besides Electron's, for its own parts. */
type Inner = 'start' | 'onWindowClosed' | 'wired' | 'mainFrameId' | 'targetId' | 'frameOf' | 'framesUnder' | 'takeExpectedUrl' | 'setSize' | 'setColorScheme' | 'askToOpen' | 'destroy' | 'settlePermissions' | 'allowsRequest' | 'join' | 'receive' | 'onPartnerClosed';
/** Members whose types name other classes of the double. */
type Linked = 'webContents' | 'session' | 'mainFrame' | 'setWindowOpenHandler' | 'fromWebContents' | 'parent' | 'top' | 'frames' | 'protocol' | 'webRequest' | 'commandLine' | 'postMessage' | 'items' | 'append' | 'getMenuItemById' | 'popup' | 'getDisplayMatching' | 'getAllDisplays' | 'getPrimaryDisplay' | 'handle' | 'handleOnce' | 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'registerSchemesAsPrivileged' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler' | 'setDevicePermissionHandler' | 'setDisplayMediaRequestHandler' | 'setUSBProtectedClassesHandler' | 'setBluetoothPairingHandler' | 'stdout' | 'stderr';

/** Members of the double that Electron does not have: must be none. */
type Invented<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs | EmitterMember | Inner>;
/** Members whose types do not fit in Electron's place: must be none. */
type Misfits<Ours, Theirs> = {
  [K in Exclude<keyof Ours & keyof Theirs, EmitterMember | Inner | Linked>]: Ours[K] extends Theirs[K] ? never : K;
}[Exclude<keyof Ours & keyof Theirs, EmitterMember | Inner | Linked>];
type Check<Ours, Theirs> = Invented<Ours, Theirs> | Misfits<Ours, Theirs>;
/** Compiles only when nothing was found. */
type None<Found extends never> = Found;

export type App = None<Check<typeof Double.app, Real.App>>;
export type CommandLine = None<Check<typeof Double.app.commandLine, Real.CommandLine>>;
export type BrowserWindow = None<Check<Double.BrowserWindow, Real.BrowserWindow>>;
export type WebContents = None<Check<Double.WebContents, Real.WebContents>>;
export type WebFrameMain = None<Check<Double.WebFrameMain, Real.WebFrameMain>>;
export type Session = None<Check<Double.Session, Real.Session>>;
export type Protocol = None<Check<typeof Double.protocol, Real.Protocol>>;
export type IpcMain = None<Exclude<Check<typeof Double.ipcMain, Real.IpcMain>, 'receive'>>;
export type Dialog = None<Check<typeof Double.dialog, Real.Dialog>>;
export type Shell = None<Check<typeof Double.shell, Real.Shell>>;
export type Clipboard = None<Check<typeof Double.clipboard, Real.Clipboard>>;
export type Screen = None<Check<typeof Double.screen, Real.Screen>>;
export type Display = None<Exclude<keyof Double.Display, keyof Real.Display>>;
export type NativeTheme = None<Check<typeof Double.nativeTheme, Real.NativeTheme>>;
export type Notification = None<Check<InstanceType<typeof Double.Notification>, Real.Notification>>;
export type Tray = None<Check<InstanceType<typeof Double.Tray>, Real.Tray>>;
export type Menu = None<Check<InstanceType<typeof Double.Menu>, Real.Menu>>;
export type MenuItem = None<Exclude<keyof InstanceType<typeof Double.MenuItem>, keyof Real.MenuItem>>;
export type MenuItemOptions = None<Exclude<keyof Double.MenuItemConstructorOptions, keyof Real.MenuItemConstructorOptions>>;
export type WindowOptions = None<Exclude<keyof Double.BrowserWindowConstructorOptions, keyof Real.BrowserWindowConstructorOptions>>;
export type Preferences = None<Exclude<keyof Double.WebPreferences, keyof Real.WebPreferences>>;
export type UtilityProcess = None<Check<Double.UtilityProcess, Real.UtilityProcess>>;
export type MessagePort = None<Check<Double.MessagePortMain, Real.MessagePortMain>>;
export type Exports = None<Exclude<keyof typeof Double, keyof typeof Real | 'default' | 'module.exports' | 'electron'>>;
