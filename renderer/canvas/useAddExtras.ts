import { useMemo } from 'react';
import type { FlowDocument, Point } from '#shared/flow/document.ts';
import { addFrame, boxRect, nodeRect, settle, type Rect } from '#shared/flow/frames.ts';
import { addNote, firstNoteSize } from '#shared/flow/notes.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useTool } from './toolStore.ts';
import { useView } from './useView.ts';

/** Putting a note or a frame on the drawing; each is selected and can be typed in at once. */
export function useAddExtras() {
  const view = useView();
  return useMemo(
    () => ({
      /** In the middle of the view when no place is given. */
      addNoteAt: (at?: Point) => {
        const { flow, edit, select } = useEditor.getState();
        if (!flow) return;
        const { width, height } = firstNoteSize;
        const middle = view.current().position;
        const { id } = addNote(flow, { color: 'yellow', at: { x: 0, y: 0 } });
        const place = at ?? freePlaceFor(flow, { x: middle.x - width / 2, y: middle.y - height / 2, width, height });
        edit((current) => settle(addNote(current, { color: 'yellow', at: place }).flow, [id]));
        select([id]);
        // After the menu or the palette has given the focus back.
        requestAnimationFrame(() => useTool.setState({ typing: id }));
      },
      /** A frame around what is selected, or an empty one at a place. */
      frameSelection: (at?: Point) => {
        const { flow, selectedIds, edit, select } = useEditor.getState();
        if (!flow) return;
        const frames = new Set(flow.frames?.map(({ id }) => id));
        const inside = selectedIds.filter((id) => !frames.has(id));
        const middle = at ?? view.current().position;
        const look = { title: '', color: 'blue' as const, at: { x: middle.x - 240, y: middle.y - 120 } };
        const { id } = addFrame(flow, inside, look);
        edit((current) => addFrame(current, inside, look).flow);
        select([id]);
        requestAnimationFrame(() => useTool.setState({ typing: id }));
      },
    }),
    [view],
  );
}

/** The nearest place above or below the wished one where a note covers nothing. */
function freePlaceFor(flow: FlowDocument, wish: Rect): Point {
  const taken = [...flow.nodes.map(nodeRect), ...(flow.notes ?? []).map(boxRect)];
  const covers = (y: number) => taken.some((rect) => wish.x < rect.x + rect.width + 16 && rect.x < wish.x + wish.width + 16 && y < rect.y + rect.height + 16 && rect.y < y + wish.height + 16);
  let away = 0;
  while (covers(wish.y + away) && Math.abs(away) < 4000) away = away >= 0 ? -away - 24 : -away;
  return { x: wish.x, y: wish.y + away };
}
