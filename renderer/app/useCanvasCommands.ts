import { AlignCenterHorizontal, AlignCenterVertical, AlignEndHorizontal, AlignEndVertical, AlignHorizontalSpaceAround, AlignStartHorizontal, AlignStartVertical, AlignVerticalSpaceAround, Bookmark, Frame, Hand, LassoSelect, LayoutGrid, MousePointer2, PencilLine, StickyNote, UnfoldVertical, type LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { align, distribute, type Alignment, type Axis } from '#shared/flow/arrange.ts';
import { changeFrame } from '#shared/flow/frames.ts';
import { keysOf } from '#shared/shortcuts.ts';
import { tidy } from '#renderer/canvas/tidy.ts';
import { useTool, type CanvasTool } from '#renderer/canvas/toolStore.ts';
import { useAddExtras } from '#renderer/canvas/useAddExtras.ts';
import { useFit } from '#renderer/canvas/useFit.ts';
import { useView } from '#renderer/canvas/useView.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import type { Command } from './useCommands.ts';

/** The six ways to line things up and the two to space them, with their signs. */
export const arrangements: readonly (readonly [id: string, icon: LucideIcon, to: Alignment | Axis])[] = [
  ['alignLeft', AlignStartVertical, 'left'],
  ['alignCentre', AlignCenterVertical, 'centre'],
  ['alignRight', AlignEndVertical, 'right'],
  ['alignTop', AlignStartHorizontal, 'top'],
  ['alignMiddle', AlignCenterHorizontal, 'middle'],
  ['alignBottom', AlignEndHorizontal, 'bottom'],
  ['distributeAcross', AlignHorizontalSpaceAround, 'across'],
  ['distributeDown', AlignVerticalSpaceAround, 'down'],
];

/** Lines up or spaces what is selected, as one step of undo. */
export function arrange(to: Alignment | Axis): void {
  const { selectedIds, edit } = useEditor.getState();
  edit((flow) => (to === 'across' || to === 'down' ? distribute(flow, selectedIds, to) : align(flow, selectedIds, to)));
}

const tools: readonly (readonly [string, LucideIcon, CanvasTool])[] = [['toolSelect', MousePointer2, 'select'], ['toolLasso', LassoSelect, 'lasso'], ['toolHand', Hand, 'hand']];

/** Commands about the drawing itself: notes, frames, lining up, tools, and a digit for every place that has one. */
export function useCanvasCommands(): readonly Command[] {
  const { t } = useTranslation('editor');
  const bookmarks = useEditor((state) => state.flow?.bookmarks);
  const { addNoteAt, frameSelection } = useAddExtras();
  const view = useView();
  const fit = useFit();
  return useMemo(() => {
    const command = (id: string, icon: LucideIcon, run: () => void, group: Command['group'] = 'edit'): Command => {
      const keys = keysOf(id);
      return { id, group, label: t(`command.${id}`), icon, run, ...(keys !== undefined && { keys }) };
    };
    return [
      command('layout', LayoutGrid, () => {
        const isPart = useEditor.getState().selectedIds.length > 1;
        void tidy().then(() => isPart || fit());
      }),
      command('note', StickyNote, () => addNoteAt()),
      command('frame', Frame, () => frameSelection()),
      command('foldFrames', UnfoldVertical, foldSelected),
      command('rename', PencilLine, renameSelected),
      ...arrangements.map(([id, icon, to]) => command(id, icon, () => arrange(to))),
      ...tools.map(([id, icon, tool]) => command(id, icon, () => useTool.setState({ tool }), 'view')),
      ...(bookmarks ?? []).map((bookmark): Command => ({ id: `place ${bookmark.id}`, group: 'go', label: t('bookmarks.goTo', { name: bookmark.name }), icon: Bookmark, run: () => view.goTo(bookmark), ...(bookmark.key !== undefined && { keys: String(bookmark.key) }) })),
    ];
  }, [t, bookmarks, addNoteAt, frameSelection, view, fit]);
}

function foldSelected(): void {
  const { flow, selectedIds, edit } = useEditor.getState();
  const frames = flow?.frames?.filter(({ id }) => selectedIds.includes(id)) ?? [];
  const collapsed = !frames.every((frame) => frame.collapsed);
  edit((current) => frames.reduce((next, { id }) => changeFrame(next, id, { collapsed }), current));
}

/** A frame's title and a note are typed in place, a node's name in the inspector. */
function renameSelected(): void {
  const { flow, selectedIds } = useEditor.getState();
  const [id] = selectedIds;
  if (!flow || id === undefined || selectedIds.length > 1) return;
  if ([...(flow.frames ?? []), ...(flow.notes ?? [])].some((thing) => thing.id === id)) return useTool.setState({ typing: id });
  useLayout.getState().showInspector();
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-inspector] header input')?.focus());
}
