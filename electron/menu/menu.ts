import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import { menuTexts, type MenuTexts } from './menuTexts.ts';

interface MenuOptions {
  /** A language tag; see `menuTexts`. */
  readonly language: string;
  /** Tells the screen what was chosen; the names are those of its commands. */
  readonly command: (command: string) => void;
}

/** Commands of the screen in the menu, with the keys the screen itself listens to. */
const groups = {
  flow: [['run', 'CmdOrCtrl+R'], ['dryRun', 'CmdOrCtrl+Shift+R'], ['stop'], null, ['save', 'CmdOrCtrl+S']],
  edit: [['duplicate', 'CmdOrCtrl+D'], ['disable'], ['layout'], null, ['find', 'CmdOrCtrl+F']],
  view: [['palette', 'CmdOrCtrl+K'], null, ['fit', 'CmdOrCtrl+0'], ['zoomIn'], ['zoomOut'], null, ['sideBar', 'CmdOrCtrl+B'], ['inspector', 'CmdOrCtrl+I'], ['dock', 'CmdOrCtrl+J']],
  go: [['home'], ['connections'], ['problems'], ['settings']],
  help: [['shortcuts']],
} as const satisfies Readonly<Record<string, readonly (readonly [keyof MenuTexts, string?] | null)[]>>;

/** The native menu. Text editing keeps the system's roles; everything else is a command of the screen. */
export function showMenu({ language, command }: MenuOptions): void {
  const text = menuTexts(language);
  const onMac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const items = (group: keyof typeof groups): MenuItemConstructorOptions[] =>
    groups[group].map((entry): MenuItemConstructorOptions => {
      if (entry === null) return separator;
      const [id, accelerator] = entry;
      // Shown and not registered: the screen hears the key first and knows whether a text is being typed.
      return { id, label: text[id], click: () => command(id), ...(accelerator !== undefined && { accelerator, registerAccelerator: false }) };
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
