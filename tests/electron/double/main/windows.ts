import type { BrowserWindow } from './browserWindow.ts';

/** Every window that is not gone, in the order it was made. Apart, so that the app and its windows can know each other. */
export const openWindows = new Set<BrowserWindow>();
