import { useReactFlow, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Catalog } from '#shared/catalog/catalog.ts';
import { portRef, type FlowDocument, type FlowEdge, type Point } from '#shared/flow/document.ts';
import { grid, insertInto, makeRoom, moveNodes } from '#shared/flow/edit.ts';
import { around, frameRect, growFrames, membersOf, settle, type Rect } from '#shared/flow/frames.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import type { CanvasEdge, CanvasNode } from './canvasNodes.ts';
import { noDrop, showDrop, useDrop, useResizing } from './dropStore.ts';
import { nodeGap } from './geometry.ts';
import { snapToOthers } from './guides.ts';
import { lineAt } from './lines.ts';

const noDrag: ReadonlyMap<string, Point> = new Map();
/** How near the middle of a card must come to a line to be put into it. */
const nearLine = 32;
/** Above this many things in view nobody sees what a guide is about. */
const mostForGuides = 400;

interface Drawing {
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

const rectOf = ({ position, width = 0, height = 0 }: CanvasNode, at: Point = position): Rect => ({ ...at, width, height });

/** The flow once a free card is put into a line, or null when it does not fit there. */
function put(flow: FlowDocument, catalog: Catalog, id: string, line: FlowEdge): FlowDocument | null {
  const next = insertInto(flow, catalog, id, line);
  return next === flow ? null : next;
}

/** Only a card nothing runs through can be put into a line by dropping it there. */
function isFree(flow: FlowDocument, id: string): boolean {
  const node = flow.nodes.find((each) => each.id === id);
  if (!node || nodeKindInfo[node.kind].ports.in.length === 0 || nodeKindInfo[node.kind].ports.out.length === 0) return false;
  return !flow.edges.some((edge) => portRef(edge.from).node === id || portRef(edge.to).node === id);
}

/** Moving things by hand: places that are not in the document yet, guides, and what would happen when they are let go. */
export function useNodeDrag(catalog: Catalog, drawing: RefObject<Drawing>) {
  const [dragged, setDragged] = useState(noDrag);
  const { getViewport } = useReactFlow();
  const latest = useRef(dragged);
  // The places being dragged give way once the document has them.
  const flow = useEditor((state) => state.flow);
  useEffect(() => {
    latest.current = noDrag;
    setDragged((before) => (before.size > 0 ? noDrag : before));
  }, [flow]);

  const move = useCallback(
    (changes: readonly NodeChange<CanvasNode>[]) => {
      const { flow: current } = useEditor.getState();
      const resizing = useResizing.getState().rects;
      const moved = changes.flatMap((change) => (change.type === 'position' && change.position && !resizing.has(change.id) ? [{ id: change.id, position: change.position }] : []));
      if (!current || moved.length === 0) return;
      const places = new Map(moved.map(({ id, position }) => [id, position]));
      // What else is selected goes with it, also when it is too far away to be an element.
      const [first] = moved;
      const from = first && [...current.nodes, ...(current.frames ?? []), ...(current.notes ?? [])].find(({ id }) => id === first.id)?.position;
      const { selectedIds } = useEditor.getState();
      if (first && from && selectedIds.length > 1 && selectedIds.includes(first.id)) {
        const chosen = new Set(selectedIds);
        const by = { x: first.position.x - from.x, y: first.position.y - from.y };
        for (const { id, position } of [...current.nodes, ...(current.frames ?? []), ...(current.notes ?? [])]) if (chosen.has(id) && !places.has(id)) places.set(id, { x: position.x + by.x, y: position.y + by.y });
      }
      // What lies in a frame goes with it.
      for (const frame of current.frames ?? []) {
        const place = places.get(frame.id);
        if (!place) continue;
        const by = { x: place.x - frame.position.x, y: place.y - frame.position.y };
        const members = new Set(membersOf(current, new Set([frame.id])));
        for (const thing of [...current.nodes, ...(current.notes ?? [])]) if (members.has(thing.id) && !places.has(thing.id)) places.set(thing.id, { x: thing.position.x + by.x, y: thing.position.y + by.y });
      }

      const { nodes, edges } = drawing.current;
      const view = viewOf(getViewport());
      const inView: Rect[] = [];
      let hand: Rect | null = null;
      for (const node of nodes) {
        const place = places.get(node.id);
        if (place) hand = around([...(hand ? [hand] : []), rectOf(node, place)]);
        else if (node.type !== 'frame' && overlaps(rectOf(node), view)) inView.push(rectOf(node));
      }
      const { by, guides } = hand && inView.length <= mostForGuides ? snapToOthers(hand, inView, Math.max(grid, 6 / view.zoom)) : { by: { x: 0, y: 0 }, guides: [] };
      if (by.x !== 0 || by.y !== 0) for (const [id, place] of places) places.set(id, { x: place.x + by.x, y: place.y + by.y });

      const only = moved.length === 1 && selectedIds.length <= 1 ? moved[0]!.id : null;
      const middle = hand && { x: hand.x + by.x + hand.width / 2, y: hand.y + by.y + hand.height / 2 };
      let line: CanvasEdge | null = null;
      if (only && middle && isFree(current, only)) {
        const near = lineAt(middle, nodes, edges, nearLine);
        if (near && near.data!.lines.length === 1 && put(current, catalog, only, near.data!.line)) line = near;
      }
      const thing = only ? [...current.nodes, ...(current.notes ?? [])].find(({ id }) => id === only) : undefined;
      const frame = thing && middle ? current.frames?.findLast((each) => !each.collapsed && each.id !== thing.frame && contains(frameRect(each), middle)) : undefined;
      showDrop({ line: line?.id ?? null, frame: frame?.id ?? null, guides });
      latest.current = new Map([...latest.current, ...places]);
      setDragged(latest.current);
    },
    [catalog, drawing, getViewport],
  );

  /** One step of undo for the whole drag, with what it led to. */
  const commit = useCallback(() => {
    const places = latest.current;
    const { line } = useDrop.getState();
    useDrop.setState(noDrop);
    if (places.size === 0) return;
    const into = drawing.current.edges.find((edge) => edge.id === line)?.data?.line;
    queueMicrotask(() => {
      const before = useEditor.getState().flow;
      useEditor.getState().edit((current) => {
        const moved = moveNodes(current, places);
        const [id] = places.keys();
        const joined = into && id !== undefined ? put(moved, catalog, id, into) : null;
        return growFrames(settle(joined && id !== undefined ? makeRoom(joined, id, nodeGap) : moved, [...places.keys()]));
      });
      if (useEditor.getState().flow === before) {
        latest.current = noDrag;
        setDragged(noDrag);
      }
    });
  }, [catalog, drawing]);

  return { dragged, move, commit };
}

function viewOf({ x, y, zoom }: { readonly x: number; readonly y: number; readonly zoom: number }): Rect & { readonly zoom: number } {
  const box = document.querySelector('[data-canvas]');
  return { x: -x / zoom, y: -y / zoom, width: (box?.clientWidth ?? 0) / zoom, height: (box?.clientHeight ?? 0) / zoom, zoom };
}

const overlaps = (a: Rect, b: Rect) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const contains = (rect: Rect, { x, y }: Point) => x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
