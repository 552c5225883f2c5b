import { useReactFlow } from '@xyflow/react';
import { Command as Cmdk, useCommandState } from 'cmdk';
import { FileSearch, Plus, Search, Workflow, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NodeMark } from '#renderer/canvas/nodes/NodeMark.tsx';
import { paletteEntries } from '#renderer/canvas/paletteEntries.ts';
import { connectorOfNode, nameOf } from '#renderer/canvas/summary.ts';
import { useAddNode } from '#renderer/canvas/useAddNode.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { Keys } from '#renderer/ui/Keys.tsx';
import { navigate } from './route.ts';
import { useUi } from './uiStore.ts';
import type { Command } from './useCommands.ts';

const close = () => useUi.setState({ palette: false });

/** ⌘K: commands, nodes of this flow (also by what is in their settings), nodes to add, other flows. */
export function CommandPalette({ commands }: { readonly commands: readonly Command[] }) {
  const { t } = useTranslation('editor');
  const open = useUi((state) => state.palette);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  return (
    <dialog ref={dialog} aria-label={t('top.palette')} onClose={close} onClick={(event) => event.target === dialog.current && close()} className="mx-auto mt-[12vh] w-140 max-w-[calc(100vw-48px)] overflow-hidden rounded-8 bg-raised text-text shadow-float open:animate-appear">
      {open && <Rows commands={commands} />}
    </dialog>
  );
}

function Rows({ commands }: { readonly commands: readonly Command[] }) {
  const { t } = useTranslation(['editor', 'settings']);
  const flow = useEditor((state) => state.flow);
  const flows = useFlows().data ?? [];
  const catalog = useCatalog().data ?? noCatalog;
  const addNode = useAddNode();
  const { setCenter } = useReactFlow();
  const goTo = (id: string) => {
    useEditor.getState().select([id]);
    useLayout.getState().showInspector();
    const node = flow?.nodes.find((candidate) => candidate.id === id);
    if (node) void setCenter(node.position.x + 110, node.position.y + 36, { zoom: 1, duration: 160 });
  };
  return (
    <Cmdk label={t('editor:top.palette')} loop>
      <div className="flex h-11 items-center gap-2 border-b border-line px-4">
        <Search size={16} aria-hidden className="shrink-0 text-faint" />
        <Cmdk.Input placeholder={t('editor:palette.placeholder')} className="h-full min-w-0 flex-1 bg-transparent text-15 outline-none" />
      </div>
      <Cmdk.List className="scroll-y max-h-[52vh] p-2">
        <Cmdk.Empty className="p-4 text-center text-muted">{t('editor:palette.nothing')}</Cmdk.Empty>
        <Group heading={t('editor:palette.commands')}>
          {commands.filter((command) => command.id !== 'palette').map((command) => (
            <Row key={command.id} value={`command ${command.id}`} words={[command.label]} icon={command.icon} keys={command.keys} onSelect={command.run}>
              {command.label}
            </Row>
          ))}
        </Group>
        {flow && flow.nodes.length > 0 && (
          <Group heading={t('editor:palette.nodes')}>
            {flow.nodes.map((node) => (
              <Row key={node.id} value={`node ${node.id}`} words={[nameOf(node, catalog, t), node.id, JSON.stringify(node.settings)]} mark={<NodeMark kind={node.kind} connector={connectorOfNode(node)} size="small" />} onSelect={() => goTo(node.id)}>
                {nameOf(node, catalog, t)}
              </Row>
            ))}
          </Group>
        )}
        <Group heading={t('editor:palette.add')}>
          {paletteEntries(catalog, t, '').flatMap((group) => group.entries).map((entry) => (
            <Row key={entry.id} value={`add ${entry.id}`} words={[t('editor:palette.addNode', { name: entry.label }), entry.detail]} icon={Plus} detail={entry.detail} onSelect={() => addNode(entry.node)}>
              {t('editor:palette.addNode', { name: entry.label })}
            </Row>
          ))}
        </Group>
        <FindRecord />
        <Group heading={t('editor:side.flows')}>
          {flows.filter((other) => other.id !== flow?.id).map((other) => (
            <Row key={other.id} value={`flow ${other.id}`} words={[other.name]} icon={Workflow} onSelect={() => navigate({ page: 'flow', flowId: other.id })}>
              {other.name}
            </Row>
          ))}
        </Group>
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

function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
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

function Row({ always = false, value, words, icon: Icon, mark, detail, keys, onSelect, children }: RowProps) {
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
