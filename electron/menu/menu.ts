import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { keysOf } from '#shared/shortcuts.ts';
import { menuTexts, type MenuTexts } from './menuTexts.ts';

interface MenuOptions {
  /** A language tag; see `menuTexts`. */
  readonly language: string;
  /** Tells the screen what was chosen; the names are those of its commands. */
  readonly command: (command: string) => void;
}

/** Commands of the screen in the menu, with the keys the screen itself listens to. */
const groups = {
  flow: ['run', 'dryRun', 'stop', null, 'save', 'versions'],
  edit: ['duplicate', 'disable', 'layout', null, 'find', 'findEverywhere', 'replace'],
  view: ['palette', null, 'fit', 'zoomIn', 'zoomOut', null, 'sideBar', 'inspector', 'dock'],
  go: ['home', 'connections', 'problems', 'settings'],
  help: ['shortcuts'],
} as const satisfies Readonly<Record<string, readonly (keyof MenuTexts | null)[]>>;

/** A key of the screen as Electron writes it; plain letters are left out, because they only mean something on the drawing. */
function acceleratorOf(command: string): string | undefined {
  const keys = keysOf(command);
  if (!keys?.startsWith('mod+')) return undefined;
  return keys.replace('mod+', 'CmdOrCtrl+').replace('shift+', 'Shift+').replace(/\+\+$/, '+Plus').replace(/([a-z])$/, (letter) => letter.toUpperCase());
}

/** The native menu. Text editing keeps the system's roles; everything else is a command of the screen. */
export function showMenu({ language, command }: MenuOptions): void {
  const text = menuTexts(language);
  const onMac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const items = (group: keyof typeof groups): MenuItemConstructorOptions[] =>
    groups[group].map((entry): MenuItemConstructorOptions => {
      if (entry === null) return separator;
      const accelerator = acceleratorOf(entry);
      // Shown and not registered: the screen hears the key first and knows whether a text is being typed.
      return { id: entry, label: text[entry], click: () => command(entry), ...(accelerator !== undefined && { accelerator, registerAccelerator: false }) };
    });

  app.setAboutPanelOptions({ applicationName: 'Fluxo', applicationVersion: __FLUXO_VERSION__ });
  const template: MenuItemConstructorOptions[] = [
    ...(onMac ? [{ role: 'appMenu' as const }] : []),
    { label: text.file, submenu: [{ role: onMac ? 'close' : 'quit' }] },
    { label: text.flow, submenu: items('flow') },
    {
      label: text.edit,
      submenu: [{ role: 'undo' }, { role: 'redo' }, separator, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }, separator, ...items('edit')],
    },
    {
      label: text.view,
      submenu: [...items('view'), separator, { role: 'togglefullscreen' }, ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }])],
    },
    { label: text.go, submenu: items('go') },
    ...(onMac ? [{ role: 'windowMenu' as const }] : []),
    { role: 'help', label: text.help, submenu: [...items('help'), ...(onMac ? [] : [separator, { label: text.about, click: () => app.showAboutPanel() }])] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
