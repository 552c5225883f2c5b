import { classes } from './classes.ts';

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);
const signs: Readonly<Record<string, string>> = isMac
  ? { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↵', delete: '⌫', escape: 'Esc', tab: 'Tab', up: '↑', down: '↓', left: '←', right: '→', space: '␣' }
  : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', enter: 'Enter', delete: 'Del', escape: 'Esc', tab: 'Tab', up: '↑', down: '↓', left: '←', right: '→', space: 'Space' };

/** How a shortcut such as `mod+shift+z` is written on this machine. */
export function keysText(combo: string): string {
  const parts = combo.split('+').map((part) => signs[part] ?? part.toUpperCase());
  return parts.join(isMac ? '' : '+');
}

export function Keys({ combo, className }: { readonly combo: string; readonly className?: string }) {
  return <kbd className={classes('rounded-4 bg-hover px-1 font-sans text-12 text-faint', className)}>{keysText(combo)}</kbd>;
}
