import type { FlowDocument, FlowNote, Paint, Point, Size } from './document.ts';
import { freeId, idsOf, snap } from './edit.ts';

export const firstNoteSize: Size = { width: 208, height: 120 };
export const smallestNote: Size = { width: 96, height: 48 };

/** Puts an empty note on the drawing, its corner at `at`. */
export function addNote(flow: FlowDocument, look: { readonly text?: string; readonly color: Paint; readonly at: Point }): { readonly flow: FlowDocument; readonly id: string } {
  const id = freeId(idsOf(flow), 'note');
  const note: FlowNote = { id, text: look.text ?? '', color: look.color, position: { x: snap(look.at.x), y: snap(look.at.y) }, size: firstNoteSize };
  return { flow: { ...flow, notes: [...(flow.notes ?? []), note] }, id };
}

/** Changes what a note says or its colour. */
export function changeNote(flow: FlowDocument, id: string, change: { readonly text?: string; readonly color?: Paint }): FlowDocument {
  let changed = false;
  const notes = flow.notes?.map((note) => {
    if (note.id !== id) return note;
    const next = { ...note, ...change, text: (change.text ?? note.text).slice(0, 4000) };
    changed ||= next.text !== note.text || next.color !== note.color;
    return next;
  });
  return changed && notes ? { ...flow, notes } : flow;
}
