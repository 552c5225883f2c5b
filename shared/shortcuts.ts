/**
 * Every key of the screen, once: the listener, the palette, the tooltips, the sheet behind `?` and the menu of the desktop app all read this
 * table. `mod` is ⌘ or Ctrl. A command without a key is not in it.
 */
export const shortcuts = {
  run: 'mod+r',
  dryRun: 'mod+shift+r',
  save: 'mod+s',

  undo: 'mod+z',
  redo: 'mod+shift+z',
  cut: 'mod+x',
  copy: 'mod+c',
  paste: 'mod+v',
  duplicate: 'mod+d',
  delete: 'delete',
  disable: 'e',
  selectAll: 'mod+a',
  layout: 'l',
  note: 'n',
  frame: 'mod+g',
  rename: 'f2',
  connect: 'c',
  replace: 'mod+shift+h',

  palette: 'mod+k',
  find: 'mod+f',
  findEverywhere: 'mod+shift+f',
  fit: 'mod+0',
  zoomIn: 'mod++',
  zoomOut: 'mod+-',
  dock: 'mod+j',
  sideBar: 'mod+b',
  inspector: 'mod+i',
  toolSelect: 'v',
  toolLasso: 'q',
  toolHand: 'h',
  shortcuts: '?',
} as const;

/** What hands do on the drawing that is no command of its own. */
export const canvasKeys = {
  nudge: ['up', 'down', 'left', 'right'],
  nudgeFar: ['shift+up'],
  walk: ['tab'],
  open: ['enter'],
  area: ['alt'],
  pan: ['space'],
  leave: ['escape'],
} as const;

export const keysOf = (command: string): string | undefined => (shortcuts as Readonly<Record<string, string>>)[command];
