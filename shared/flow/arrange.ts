import type { FlowDocument, Point } from './document.ts';
import { moveNodes, snap } from './edit.ts';
import { around, boxRect, frameRect, membersOf, nodeRect, type Rect } from './frames.ts';

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];
export type Axis = 'across' | 'down';

/** Things on the drawing by id, with the room they take. What lies in a chosen frame goes with it and is left out. */
function chosenRects(flow: FlowDocument, ids: readonly string[]): ReadonlyMap<string, Rect> {
  const chosen = new Set(ids);
  const carried = new Set(membersOf(flow, chosen));
  const all: readonly (readonly [string, Rect])[] = [
    ...flow.nodes.map((node) => [node.id, nodeRect(node)] as const),
    ...(flow.notes ?? []).map((note) => [note.id, boxRect(note)] as const),
    ...(flow.frames ?? []).map((frame) => [frame.id, frameRect(frame)] as const),
  ];
  return new Map(all.filter(([id]) => chosen.has(id) && !carried.has(id)));
}

/** Moves things so that each lies where its rectangle is wanted; frames take along what is in them. */
function moveTo(flow: FlowDocument, from: ReadonlyMap<string, Rect>, to: (id: string, rect: Rect) => Point): FlowDocument {
  const places = new Map<string, Point>();
  for (const [id, rect] of from) {
    const wish = to(id, rect);
    const place = { x: snap(wish.x), y: snap(wish.y) };
    places.set(id, place);
    for (const member of membersOf(flow, new Set([id]))) {
      const at = [...flow.nodes, ...(flow.notes ?? [])].find((thing) => thing.id === member)!.position;
      places.set(member, { x: at.x + place.x - rect.x, y: at.y + place.y - rect.y });
    }
  }
  return moveNodes(flow, places);
}

/** Lines the chosen things up along one of their common edges or middles. */
export function align(flow: FlowDocument, ids: readonly string[], to: Alignment): FlowDocument {
  const rects = chosenRects(flow, ids);
  const all = around([...rects.values()]);
  if (!all || rects.size < 2) return flow;
  return moveTo(flow, rects, (_id, { x, y, width, height }) => {
    switch (to) {
      case 'left':
        return { x: all.x, y };
      case 'centre':
        return { x: all.x + (all.width - width) / 2, y };
      case 'right':
        return { x: all.x + all.width - width, y };
      case 'top':
        return { x, y: all.y };
      case 'middle':
        return { x, y: all.y + (all.height - height) / 2 };
      case 'bottom':
        return { x, y: all.y + all.height - height };
    }
  });
}

/** Makes the gaps between the chosen things equal; the outermost two stay. Fewer than three stay as they are. */
export function distribute(flow: FlowDocument, ids: readonly string[], axis: Axis): FlowDocument {
  const rects = chosenRects(flow, ids);
  if (rects.size < 3) return flow;
  const [at, length] = axis === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const);
  const ordered = [...rects].sort(([, a], [, b]) => a[at] - b[at]);
  const [first, last] = [ordered[0]![1], ordered.at(-1)![1]];
  const taken = ordered.reduce((sum, [, rect]) => sum + rect[length], 0);
  const gap = (last[at] + last[length] - first[at] - taken) / (ordered.length - 1);
  const wish = new Map<string, number>();
  let next = first[at];
  for (const [id, rect] of ordered) {
    wish.set(id, next);
    next += rect[length] + gap;
  }
  wish.set(ordered.at(-1)![0], last[at]);
  return moveTo(flow, rects, (id, { x, y }) => (axis === 'across' ? { x: wish.get(id)!, y } : { x, y: wish.get(id)! }));
}
