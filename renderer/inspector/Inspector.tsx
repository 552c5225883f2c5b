import { useTranslation } from 'react-i18next';
import { useEditor, useNode, useOnlySelected } from '#renderer/state/editorStore.ts';
import { FlowInspector } from './FlowInspector.tsx';
import { MultiInspector } from './MultiInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';

/** Right of the canvas: the selected node, the selected nodes, or the flow itself. */
export function Inspector() {
  const { t } = useTranslation('editor');
  const count = useEditor((state) => state.selectedIds.length);
  const node = useNode(useOnlySelected());
  return (
    <aside data-inspector aria-label={t('panels.inspector')} className="flex h-full min-w-0 flex-col bg-surface">
      {node ? <NodeInspector key={node.id} node={node} /> : count > 1 ? <MultiInspector /> : <FlowInspector />}
    </aside>
  );
}
