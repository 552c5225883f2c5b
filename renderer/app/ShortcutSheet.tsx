import { useTranslation } from 'react-i18next';
import { canvasKeys } from '#shared/shortcuts.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Keys } from '#renderer/ui/Keys.tsx';
import { useUi } from './uiStore.ts';
import type { Command, CommandGroup } from './useCommands.ts';

const groups: readonly CommandGroup[] = ['flow', 'edit', 'view'];

/** Every shortcut on one sheet. */
export function ShortcutSheet({ commands }: { readonly commands: readonly Command[] }) {
  const { t } = useTranslation('editor');
  const open = useUi((state) => state.shortcuts);
  return (
    <Dialog open={open} onClose={() => useUi.setState({ shortcuts: false })} title={t('top.shortcuts')} className="w-160">
      <div className="columns-2 gap-8">
        {groups.map((group) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-12 font-medium text-faint">{t(`commandGroup.${group}`)}</h3>
            {commands.filter((command) => command.group === group && command.keys).map((command) => (
              <Row key={command.id} label={command.label} keys={[command.keys!]} />
            ))}
          </section>
        ))}
        <section className="break-inside-avoid">
          <h3 className="mb-1 text-12 font-medium text-faint">{t('commandGroup.canvas')}</h3>
          {Object.entries(canvasKeys).map(([gesture, keys]) => (
            <Row key={gesture} label={t(`shortcut.${gesture}`)} keys={keys} />
          ))}
        </section>
      </div>
    </Dialog>
  );
}

function Row({ label, keys }: { readonly label: string; readonly keys: readonly string[] }) {
  return (
    <div className="flex h-7 items-center justify-between gap-4">
      <span className="truncate">{label}</span>
      <span className="flex shrink-0 gap-1">
        {keys.map((combo) => (
          <Keys key={combo} combo={combo} />
        ))}
      </span>
    </div>
  );
}
