import type { ELK, ElkNode } from 'elkjs/lib/elk-api.js';
import { portRef, type FlowDocument, type Point } from '#shared/flow/document.ts';
import { moveNodes, snap } from '#shared/flow/edit.ts';
import { around, boxRect, framePadding, foldedSize, growFrames, nodeRect, smallestFrame, type Rect } from '#shared/flow/frames.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { nodeGap } from './geometry.ts';

/** From here on the layout that looks best takes too long. */
const manyNodes = 600;

/**
 * Lays a flow out from left to right; open frames stay around what is in them, folded ones are one card, a note stays beside what it
 * lies next to. `ids` lays out those nodes alone, where they are.
 */
export async function layoutFlow(elk: Pick<ELK, 'layout'>, flow: FlowDocument, ids: readonly string[] = []): Promise<FlowDocument> {
  const chosen = new Set(ids);
  const part = flow.nodes.filter((node) => chosen.has(node.id));
  const isPart = part.length > 1 && part.length < flow.nodes.length;
  const nodes = isPart ? part : flow.nodes;
  if (nodes.length === 0) return flow;
  const frames = isPart ? [] : (flow.frames ?? []);
  const folded = new Set(frames.filter((frame) => frame.collapsed).map(({ id }) => id));
  const framed = new Set(frames.map(({ id }) => id));
  const cardOf = (id: string) => {
    const frame = flow.nodes.find((node) => node.id === id)?.frame;
    return frame !== undefined && folded.has(frame) ? frame : id;
  };
  const notes = isPart ? [] : (flow.notes ?? []);
  const inFrame = (frame: string): ElkNode[] => [
    ...nodes.filter((node) => node.frame === frame).map((node) => ({ id: node.id, ...nodeKindInfo[node.kind].size })),
    ...notes.filter((note) => note.frame === frame).map((note) => ({ id: note.id, ...note.size })),
  ];
  const { side, top } = framePadding;
  const options = {
    'elk.algorithm': 'layered',
    'elk.direction': 'RIGHT',
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.layered.spacing.nodeNodeBetweenLayers': String(nodeGap),
    'elk.spacing.nodeNode': '48',
    'elk.layered.nodePlacement.strategy': nodes.length > manyNodes ? 'LINEAR_SEGMENTS' : 'NETWORK_SIMPLEX',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  };
  const known = new Set(nodes.map(({ id }) => id));
  const result = await elk.layout({
    id: 'flow',
    layoutOptions: options,
    children: [
      ...nodes.filter((node) => node.frame === undefined || !framed.has(node.frame)).map((node) => ({ id: node.id, ...nodeKindInfo[node.kind].size })),
      ...frames.map((frame): ElkNode => {
        if (folded.has(frame.id)) return { id: frame.id, ...foldedSize };
        const children = inFrame(frame.id);
        if (children.length === 0) return { id: frame.id, ...frame.size };
        return { id: frame.id, children, layoutOptions: { 'elk.padding': `[top=${top},left=${side},bottom=${side},right=${side}]`, 'elk.nodeSize.constraints': 'MINIMUM_SIZE', 'elk.nodeSize.minimum': `(${smallestFrame.width},${smallestFrame.height})` } };
      }),
    ],
    edges: flow.edges.flatMap((edge, index) => {
      const [from, to] = [portRef(edge.from).node, portRef(edge.to).node];
      if (!known.has(from) || !known.has(to) || cardOf(from) === cardOf(to)) return [];
      return [{ id: String(index), sources: [cardOf(from)], targets: [cardOf(to)] }];
    }),
  });

  const places = new Map<string, Point>();
  const sizes = new Map<string, Rect>();
  const walk = (node: ElkNode, at: Point) => {
    for (const child of node.children ?? []) {
      const place = { x: at.x + (child.x ?? 0), y: at.y + (child.y ?? 0) };
      places.set(child.id, place);
      sizes.set(child.id, { ...place, width: child.width ?? 0, height: child.height ?? 0 });
      walk(child, place);
    }
  };
  walk(result, { x: 0, y: 0 });

  // A part stays where its middle was.
  if (isPart) {
    const before = around(nodes.map(nodeRect))!;
    const after = around([...sizes.values()])!;
    const by = { x: before.x + before.width / 2 - after.x - after.width / 2, y: before.y + before.height / 2 - after.y - after.height / 2 };
    for (const [id, { x, y }] of places) places.set(id, { x: x + by.x, y: y + by.y });
    return growFrames(moveNodes(flow, places));
  }
  for (const frame of frames.filter(({ id }) => folded.has(id))) {
    const by = { x: places.get(frame.id)!.x - frame.position.x, y: places.get(frame.id)!.y - frame.position.y };
    for (const thing of [...nodes, ...notes]) if (thing.frame === frame.id) places.set(thing.id, { x: thing.position.x + by.x, y: thing.position.y + by.y });
  }
  for (const note of notes) {
    if (note.frame !== undefined) continue;
    const nearest = nearestTo(boxRect(note), nodes.map((node) => ({ id: node.id, rect: nodeRect(node) })));
    const [was, is] = [nearest?.rect, nearest && places.get(nearest.id)];
    if (was && is) places.set(note.id, { x: note.position.x + is.x - was.x, y: note.position.y + is.y - was.y });
  }
  const moved = moveNodes(flow, places);
  const fitted = moved.frames?.map((frame) => {
    const box = sizes.get(frame.id);
    if (!box || folded.has(frame.id)) return frame;
    const size = { width: snap(box.width + 7), height: snap(box.height + 7) };
    return size.width === frame.size.width && size.height === frame.size.height ? frame : { ...frame, size };
  });
  return growFrames(fitted?.some((frame, at) => frame !== moved.frames?.[at]) ? { ...moved, frames: fitted } : moved);
}

function nearestTo<T extends { readonly rect: Rect }>(own: Rect, others: readonly T[]): T | undefined {
  const middle = ({ x, y, width, height }: Rect) => ({ x: x + width / 2, y: y + height / 2 });
  const at = middle(own);
  const away = ({ rect }: T) => Math.hypot(middle(rect).x - at.x, middle(rect).y - at.y);
  return others.toSorted((a, b) => away(a) - away(b))[0];
}
