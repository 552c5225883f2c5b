import { useTranslation } from 'react-i18next';
import { useEditor, useNode, useOnlySelected } from '#renderer/state/editorStore.ts';
import { FlowInspector } from './FlowInspector.tsx';
import { FrameInspector } from './FrameInspector.tsx';
import { MultiInspector } from './MultiInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';
import { NoteInspector } from './NoteInspector.tsx';

/** Right of the canvas: the selected node, frame or note, the selected ones, or the flow itself. */
export function Inspector({ isMain = false }: { readonly isMain?: boolean }) {
  const { t } = useTranslation('editor');
  const count = useEditor((state) => state.selectedIds.length);
  const only = useOnlySelected();
  const node = useNode(only);
  const frame = useEditor((state) => state.flow?.frames?.find(({ id }) => id === only));
  const note = useEditor((state) => state.flow?.notes?.find(({ id }) => id === only));
  // Over the whole width it is what the page is about; the drawing behind it is not there then.
  const Root = isMain ? 'main' : 'aside';
  return (
    <Root data-inspector aria-label={t('panels.inspector')} className="flex h-full min-w-0 flex-col bg-surface">
      {node ? (
        <NodeInspector key={node.id} node={node} />
      ) : frame ? (
        <FrameInspector key={frame.id} frame={frame} />
      ) : note ? (
        <NoteInspector key={note.id} note={note} />
      ) : count > 1 ? (
        <MultiInspector />
      ) : (
        <FlowInspector />
      )}
    </Root>
  );
}
