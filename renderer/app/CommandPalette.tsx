import { Command as Cmdk, useCommandState } from 'cmdk';
import { FileSearch, Search, Workflow, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFlows } from '#renderer/queries/flows.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Keys } from '#renderer/ui/Keys.tsx';
import { navigate } from './route.ts';
import { useUi } from './uiStore.ts';
import type { Command, CommandGroup } from './useCommands.ts';

const close = () => useUi.setState({ palette: false, paletteText: '' });

/** ⌘K: commands wherever one is, flows to go to, and what the page itself adds (`children`). */
export function CommandPalette({ commands, children }: { readonly commands: readonly Command[]; readonly children?: ReactNode }) {
  const { t } = useTranslation('editor');
  const open = useUi((state) => state.palette);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  return (
    <dialog ref={dialog} aria-label={t('top.palette')} onClose={close} onClick={(event) => event.target === dialog.current && close()} className="mx-auto mt-[12vh] w-140 max-w-[calc(100vw-48px)] overflow-hidden rounded-8 bg-raised text-text shadow-float open:animate-appear">
      {open && <Rows commands={commands}>{children}</Rows>}
    </dialog>
  );
}

const groups: readonly (readonly [CommandGroup, string])[] = [['flow', 'flow'], ['edit', 'edit'], ['view', 'view'], ['go', 'go']];
const later: readonly (readonly [CommandGroup, string])[] = [['make', 'make'], ['look', 'look']];

function Rows({ commands, children }: { readonly commands: readonly Command[]; readonly children: ReactNode }) {
  const { t } = useTranslation('editor');
  const open = useEditor((state) => state.flow?.id);
  const flows = useFlows().data ?? [];
  const [text, setText] = useState(useUi.getState().paletteText);
  const groupRows = ([group, heading]: readonly [CommandGroup, string]) => {
    const own = commands.filter((command) => command.group === group && command.id !== 'palette');
    return own.length === 0 ? null : (
      <Group key={group} heading={t(`commandGroup.${heading}`)}>
        {own.map((command) => (
          <Row key={command.id} value={`command ${command.id}`} words={[command.label, t(`commandGroup.${heading}`)]} icon={command.icon} keys={command.keys} onSelect={command.run}>
            {command.label}
          </Row>
        ))}
      </Group>
    );
  };
  return (
    <Cmdk label={t('top.palette')} loop>
      <div className="flex h-11 items-center gap-2 border-b border-line px-4">
        <Search size={16} aria-hidden className="shrink-0 text-faint" />
        <Cmdk.Input value={text} onValueChange={setText} placeholder={t('palette.placeholder')} className="h-full min-w-0 flex-1 bg-transparent text-15 outline-none" />
      </div>
      <Cmdk.List className="scroll-y max-h-[52vh] p-2">
        <Cmdk.Empty className="p-4 text-center text-muted">{t('palette.nothing')}</Cmdk.Empty>
        {groups.map(groupRows)}
        {children}
        <Group heading={t('side.flows')}>
          {flows.filter((other) => other.id !== open).map((other) => (
            <Row key={other.id} value={`flow ${other.id}`} words={[other.name]} icon={Workflow} onSelect={() => navigate({ page: 'flow', flowId: other.id })}>
              {other.name}
            </Row>
          ))}
        </Group>
        {later.map(groupRows)}
        <FindRecord />
      </Cmdk.List>
    </Cmdk>
  );
}

/** What was typed as the number, name or id of a record: the way to its passport. Always there, also when nothing else matches. */
function FindRecord() {
  const { t } = useTranslation('records');
  const typed = useCommandState((state) => state.search as string).trim();
  if (typed.length < 2) return null;
  return (
    <Cmdk.Group forceMount heading={t('passport.records')} className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint">
      <Row always value={`record ${typed}`} words={[typed]} icon={FileSearch} onSelect={() => navigate({ page: 'records', search: typed })}>
        {t('passport.findTyped', { search: typed })}
      </Row>
    </Cmdk.Group>
  );
}

export function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <Cmdk.Group heading={heading} className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint">
      {children}
    </Cmdk.Group>
  );
}

interface RowProps {
  /** Whatever was typed. */
  readonly always?: boolean;
  readonly value: string;
  readonly words: string[];
  readonly icon?: LucideIcon;
  readonly mark?: ReactNode;
  readonly detail?: string;
  readonly keys?: string | undefined;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function Row({ always = false, value, words, icon: Icon, mark, detail, keys, onSelect, children }: RowProps) {
  const choose = () => {
    close();
    // After the dialog has given the focus back, so that the command finds the canvas as it was.
    requestAnimationFrame(onSelect);
  };
  return (
    <Cmdk.Item value={value} forceMount={always} keywords={words} onSelect={choose} className="flex h-8 items-center gap-2.5 rounded-6 px-2 data-[selected=true]:bg-hover">
      {mark ?? (Icon && <Icon size={16} aria-hidden className="shrink-0 text-muted" />)}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {detail && <span className="text-12 text-faint">{detail}</span>}
      {keys && <Keys combo={keys} />}
    </Cmdk.Item>
  );
}
