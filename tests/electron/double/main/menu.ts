import { note } from '../support/journal.ts';
import { app } from './app.ts';
import { BrowserWindow } from './browserWindow.ts';

export type MenuRole =
  | 'about' | 'appMenu' | 'close' | 'copy' | 'cut' | 'delete' | 'editMenu' | 'fileMenu' | 'front' | 'help' | 'hide' | 'hideOthers' | 'minimize'
  | 'paste' | 'pasteAndMatchStyle' | 'quit' | 'redo' | 'reload' | 'forceReload' | 'resetZoom' | 'selectAll' | 'services' | 'toggleDevTools'
  | 'togglefullscreen' | 'undo' | 'unhide' | 'viewMenu' | 'window' | 'windowMenu' | 'zoom' | 'zoomIn' | 'zoomOut';

export interface MenuItemConstructorOptions {
  readonly id?: string;
  readonly label?: string;
  readonly type?: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio';
  readonly role?: MenuRole;
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly visible?: boolean;
  readonly checked?: boolean;
  readonly submenu?: MenuItemConstructorOptions[];
  readonly registerAccelerator?: boolean;
  readonly click?: (item: MenuItem, window: BrowserWindow | undefined, event: object) => void;
}

const roleActions: Partial<Record<MenuRole, (window: BrowserWindow | undefined) => void>> = {
  quit: () => app.quit(),
  close: (window) => window?.close(),
  minimize: (window) => window?.minimize(),
  reload: (window) => window?.reload(),
  forceReload: (window) => window?.reload(),
  togglefullscreen: (window) => window?.setFullScreen(!window.isFullScreen()),
  toggleDevTools: (window) => window?.webContents.toggleDevTools(),
  about: () => app.showAboutPanel(),
};

export class MenuItem {
  readonly id: string;
  readonly label: string;
  readonly type: NonNullable<MenuItemConstructorOptions['type']>;
  readonly role: MenuRole | undefined;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: MenuItemConstructorOptions['click'];

  constructor(options: MenuItemConstructorOptions) {
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal');
    if (this.type !== 'separator' && options.label === undefined && options.role === undefined) {
      throw new Error('electron double: a menu item needs a label, a role or the type separator');
    }
    this.id = options.id ?? '';
    this.label = options.label ?? options.role ?? '';
    this.role = options.role;
    this.accelerator = options.accelerator;
    this.submenu = options.submenu ? Menu.buildFromTemplate(options.submenu) : undefined;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.#click = options.click;
  }

  /** As if the user chose it; a disabled item does nothing. */
  click(): void {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    note('Menu.click', this.id || this.label);
    if (this.role !== undefined) roleActions[this.role]?.(window);
    else this.#click?.(this, window, {});
  }
}

let applicationMenu: Menu | null = null;

export class Menu {
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    const menu = new Menu();
    for (const options of template) menu.append(new MenuItem(options));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(): void {
    note('Menu.popup', this.items.map((item) => item.label));
  }
}
