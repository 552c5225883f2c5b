/** The part of a keyboard event a shortcut looks at. */
export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** True when the keys pressed are the combo, such as `mod+shift+z` (mod = ⌘ or Ctrl), `delete`, `?`. */
export function pressed(event: Pressed, combo: string): boolean {
  const parts = combo.toLowerCase().split('+');
  // `mod++` ends in the plus key itself.
  const key = combo.endsWith('+') ? '+' : parts.at(-1)!;
  const wantsMod = parts.includes('mod');
  const typed = event.key.toLowerCase();
  const aliases: Readonly<Record<string, readonly string[]>> = { delete: ['delete', 'backspace'], up: ['arrowup'], down: ['arrowdown'], left: ['arrowleft'], right: ['arrowright'], '+': ['+', '='] };
  if (!(aliases[key] ?? [key]).includes(typed)) return false;
  if (wantsMod !== (event.metaKey || event.ctrlKey) || event.altKey !== parts.includes('alt')) return false;
  // Signs such as ? and + need shift on some keyboards; letters and named keys tell it apart.
  return /^[a-z0-9]$|^[a-z]{2,}$/.test(key) ? event.shiftKey === parts.includes('shift') : true;
}

/** True while keys belong to a text being typed, a list being walked or a button about to be pressed. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"], [data-typing], [role="menu"], [role="listbox"], dialog, [role="dialog"]') !== null;
}
