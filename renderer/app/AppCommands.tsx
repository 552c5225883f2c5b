import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Keyboard, Search } from 'lucide-react';
import { shortcuts } from '#shared/shortcuts.ts';
import { on } from '#renderer/bridge.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { isTyping, pressed } from './shortcut.ts';
import { useUi } from './uiStore.ts';
import { useAppCommands } from './useAppCommands.ts';
import type { Command } from './useCommands.ts';

/** Palette and sheet on every page but the editor, which has its own with more in them. */
export function AppCommands() {
  const { t } = useTranslation('editor');
  const app = useAppCommands();
  const commands: readonly Command[] = [
    ...app,
    { id: 'palette', group: 'view', label: t('command.palette'), icon: Search, keys: shortcuts.palette, always: true, run: () => useUi.setState({ palette: true }) },
    { id: 'shortcuts', group: 'view', label: t('command.shortcuts'), icon: Keyboard, keys: shortcuts.shortcuts, run: () => useUi.setState({ shortcuts: true }) },
  ];
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = latest.current.find((each) => each.keys && (each.always || !isTyping(event.target)) && pressed(event, each.keys));
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener('keydown', onKey);
    const stop = on('menu.command', ({ command }) => latest.current.find((each) => each.id === command)?.run());
    return () => {
      document.removeEventListener('keydown', onKey);
      stop();
    };
  }, []);
  return (
    <>
      <CommandPalette commands={commands} />
      <ShortcutSheet commands={commands} />
    </>
  );
}
