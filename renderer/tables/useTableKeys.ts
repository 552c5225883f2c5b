import { useEffect, useRef } from 'react';
import { shortcuts } from '#shared/shortcuts.ts';
import { on } from '#renderer/bridge.ts';
import { isTyping, pressed } from '#renderer/app/shortcut.ts';

/**
 * Undo and redo of the table that is open as a page, wherever on the page the focus is but in a text that is being typed: with the keys, and from
 * the menu of the app. The grid itself takes the keys first.
 */
export function useTableKeys(undo: (redo: boolean) => void): void {
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      const redo = pressed(event, shortcuts.redo);
      if (!redo && !pressed(event, shortcuts.undo)) return;
      event.preventDefault();
      latest.current(redo);
    };
    document.addEventListener('keydown', onKey);
    const stop = on('menu.command', ({ command }) => (command === 'undo' || command === 'redo') && latest.current(command === 'redo'));
    return () => {
      document.removeEventListener('keydown', onKey);
      stop();
    };
  }, []);
}
