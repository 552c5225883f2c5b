import { Copy, Frame, LayoutGrid, Power, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { copyNodes } from '#shared/flow/fragment.ts';
import { shortcuts } from '#shared/shortcuts.ts';
import { arrange, arrangements } from '#renderer/app/useCanvasCommands.ts';
import { tidy } from '#renderer/canvas/tidy.ts';
import { useAddExtras } from '#renderer/canvas/useAddExtras.ts';
import { connectorOfNode, nameOf } from '#renderer/canvas/summary.ts';
import { NodeMark } from '#renderer/canvas/nodes/NodeMark.tsx';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';

/** Several nodes at once: which, and what can be done with all of them. */
export function MultiInspector() {
  const { t } = useTranslation(['editor', 'settings']);
  const catalog = useCatalog().data ?? noCatalog;
  const flow = useEditor((state) => state.flow);
  const selectedIds = useEditor((state) => state.selectedIds);
  const { frameSelection } = useAddExtras();
  const { select, deleteSelection, toggleDisabled, paste } = useEditor.getState();
  const nodes = flow?.nodes.filter((node) => selectedIds.includes(node.id)) ?? [];
  const duplicate = () => {
    const fragment = flow && copyNodes(flow, selectedIds);
    if (fragment) paste(fragment);
  };
  return (
    <>
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-15 font-semibold">{t('multi.title', { count: nodes.length > 0 ? nodes.length : selectedIds.length })}</h2>
      </header>
      <div className="flex flex-wrap gap-2 border-b border-line p-4">
        <Button icon={Power} onClick={toggleDisabled}>{t('command.disable')}</Button>
        <Button icon={Copy} onClick={duplicate}>{t('actions.duplicate')}</Button>
        <Button icon={Trash2} look="danger" onClick={deleteSelection}>{t('actions.delete')}</Button>
      </div>
      <div role="toolbar" aria-label={t('multi.align')} className="flex flex-wrap items-center gap-0.5 border-b border-line px-3 py-2">
        {arrangements.map(([id, icon, to]) => (
          <IconButton key={id} icon={icon} label={t(`command.${id}`)} disabled={(to === 'across' || to === 'down') && selectedIds.length < 3} onClick={() => arrange(to)} />
        ))}
        <span aria-hidden className="mx-1 h-4 w-px bg-line" />
        <IconButton icon={LayoutGrid} label={t('command.layout')} keys={shortcuts.layout} onClick={() => void tidy()} />
        <IconButton icon={Frame} label={t('command.frame')} keys={shortcuts.frame} onClick={() => frameSelection()} />
      </div>
      <ul className="scroll-y min-h-0 flex-1 p-2">
        {nodes.map((node) => (
          <li key={node.id}>
            <button type="button" onClick={() => select([node.id])} className="flex h-8 w-full items-center gap-2 rounded-6 px-2 text-left hover:bg-hover">
              <NodeMark kind={node.kind} connector={connectorOfNode(node)} size="small" />
              <span className="min-w-0 flex-1 truncate">{nameOf(node, catalog, t)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
