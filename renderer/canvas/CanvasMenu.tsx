import { ClipboardPaste, Frame, LayoutGrid, Maximize, Plus, SquareDashedMousePointer, StickyNote } from 'lucide-react';
import { useReactFlow } from '@xyflow/react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { idsOf } from '#shared/flow/edit.ts';
import { shortcuts } from '#shared/shortcuts.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { MenuItems } from '#renderer/ui/Menu.tsx';
import { useNodePicker } from './NodePicker.tsx';
import { tidy } from './tidy.ts';
import { useAddExtras } from './useAddExtras.ts';
import { useFit } from './useFit.ts';

interface CanvasMenuState {
  readonly at: { readonly x: number; readonly y: number } | null;
  /** Pastes from the system's clipboard; put here by the screen that owns it. */
  readonly paste: (() => void) | null;
}

/** Where the menu of the empty canvas is open. */
export const useCanvasMenu = create<CanvasMenuState>(() => ({ at: null, paste: null }));

/** What can be put on the drawing where the right mouse key was pressed, and what can be done with all of it. */
export function CanvasMenu() {
  const { t } = useTranslation('editor');
  const { at, paste } = useCanvasMenu();
  const { screenToFlowPosition } = useReactFlow();
  const fit = useFit();
  const { addNoteAt, frameSelection } = useAddExtras();
  const { select } = useEditor.getState();
  if (!at) return null;
  const point = screenToFlowPosition(at, { snapToGrid: false });
  return (
    <DropdownMenu.Root modal={false} open onOpenChange={(stays) => !stays && useCanvasMenu.setState({ at: null })}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="fixed size-px" style={{ left: at.x, top: at.y }} />
      </DropdownMenu.Trigger>
      <MenuItems
        align="start"
        label={t('canvas.menu')}
        entries={[
          { label: t('canvas.addNode'), icon: Plus, onSelect: () => requestAnimationFrame(() => useNodePicker.setState({ at, from: null, into: null })) },
          { label: t('command.note'), icon: StickyNote, keys: shortcuts.note, onSelect: () => addNoteAt(point) },
          { label: t('command.frame'), icon: Frame, keys: shortcuts.frame, onSelect: () => frameSelection(point) },
          'line',
          { label: t('command.paste'), icon: ClipboardPaste, keys: shortcuts.paste, disabled: !paste, onSelect: () => paste?.() },
          { label: t('command.selectAll'), icon: SquareDashedMousePointer, keys: shortcuts.selectAll, onSelect: () => select(idsOf(useEditor.getState().flow!)) },
          'line',
          { label: t('command.layout'), icon: LayoutGrid, keys: shortcuts.layout, onSelect: () => void tidy().then(() => fit()) },
          { label: t('command.fit'), icon: Maximize, keys: shortcuts.fit, onSelect: () => fit() },
        ]}
      />
    </DropdownMenu.Root>
  );
}
