import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/react';
import { portRef, type FlowDocument, type FlowEdge, type FlowFrame, type FlowNode, type FlowNote, type NodeKind, type Paint, type Point } from '#shared/flow/document.ts';
import { foldedSize, frameRect, type Rect } from '#shared/flow/frames.ts';
import { nodeKindInfo, type PortType } from '#shared/flow/nodes.ts';
import { portSize, portTop } from './geometry.ts';

/** What a card shows. Plain texts, so that an unchanged card can be told from a changed one. */
export interface CardData extends Record<string, unknown> {
  readonly kind: NodeKind;
  readonly name: string;
  /** One line: what it does, or what is missing. */
  readonly summary: string;
  /** Third line: connection, for instance. */
  readonly detail: string;
  readonly connector: string;
  readonly missing: boolean;
  readonly disabled: boolean;
  readonly inType: PortType;
  readonly outType: PortType;
}

export interface FrameData extends Record<string, unknown> {
  readonly title: string;
  readonly color: Paint;
  readonly collapsed: boolean;
  readonly disabled: boolean;
  /** Ids of the nodes in it, with a blank between them. */
  readonly inside: string;
}

export interface NoteData extends Record<string, unknown> {
  readonly text: string;
  readonly color: Paint;
}

export type CardNode = Node<CardData, NodeKind>;
export type FrameBoxNode = Node<FrameData, 'frame'>;
export type NoteBoxNode = Node<NoteData, 'note'>;
export type CanvasNode = CardNode | FrameBoxNode | NoteBoxNode;
export const isCard = (node: CanvasNode): node is CardNode => node.type !== 'frame' && node.type !== 'note';

export interface LineData extends Record<string, unknown> {
  readonly line: FlowEdge;
  /** All lines of the flow this one stands for: several, when an end of it is a folded frame. */
  readonly lines: readonly FlowEdge[];
  readonly type: PortType;
  /** Nothing runs along it: what it comes from is switched off. */
  readonly off: boolean;
}
export type CanvasEdge = Edge<LineData, 'line'>;

/** Ports of a folded frame, which has one on each side for all lines that cross its border. */
export const frameIn = 'frame-in';
export const frameOut = 'frame-out';

const half = portSize / 2;
const handleAt = (id: string, direction: 'in' | 'out', width: number, top: number): NodeHandle => ({
  id,
  type: direction === 'in' ? 'target' : 'source',
  position: direction === 'in' ? Position.Left : Position.Right,
  x: (direction === 'in' ? 0 : width) - half,
  y: top - half,
  width: portSize,
  height: portSize,
});

const handlesOf = Object.fromEntries(
  Object.values(nodeKindInfo).map(({ kind, ports, size }) => {
    const side = (direction: 'in' | 'out'): NodeHandle[] => ports[direction].map((port, index) => handleAt(port.name, direction, size.width, portTop(kind, direction, index)));
    return [kind, [...side('in'), ...side('out')]];
  }),
) as Record<NodeKind, NodeHandle[]>;
const foldedHandles = [handleAt(frameIn, 'in', foldedSize.width, foldedSize.height / 2), handleAt(frameOut, 'out', foldedSize.width, foldedSize.height / 2)];

export interface Drawn {
  readonly node: CanvasNode;
  readonly data: CanvasNode['data'];
  /** What was last asked to be shown: the same object again needs no look into it. */
  readonly asked: CanvasNode['data'];
}

const sameData = (a: CanvasNode['data'], b: CanvasNode['data']) => Object.keys(b).every((key) => a[key] === b[key]);

/** Makes things for React Flow; one that did not change keeps its object (in `drawn`, owned by the caller), so it is not drawn again. */
export function makeDrawer(drawn: Map<string, Drawn>, selected: ReadonlySet<string>) {
  const gone = new Set(drawn.keys());
  const draw = <T extends CanvasNode>(id: string, type: T['type'] & string, asked: T['data'], { x, y, width, height }: Rect, more: Partial<CanvasNode>): T => {
    gone.delete(id);
    const before = drawn.get(id);
    const was = before?.node;
    const data = before && (before.asked === asked || (was?.type === type && sameData(before.data, asked))) ? before.data : asked;
    const isSelected = selected.has(id);
    if (was && was.type === type && before.data === data && was.selected === isSelected && was.position.x === x && was.position.y === y && was.width === width && was.height === height) {
      if (before.asked !== asked) drawn.set(id, { node: was, data, asked });
      return was as T;
    }
    const node = { id, type, position: { x, y }, data, width, height, measured: { width, height }, selected: isSelected, ...more } as unknown as T;
    drawn.set(id, { node, data, asked });
    return node;
  };
  /** Forgets what is no longer there. */
  const end = () => {
    for (const id of gone) drawn.delete(id);
  };
  return { draw, end };
}

/** Where things are while a hand moves or resizes them; everything else is where the document says, and keeps its object. */
export function inHand(nodes: readonly CanvasNode[], dragged: ReadonlyMap<string, Point>, resized: ReadonlyMap<string, Rect>): CanvasNode[] {
  return nodes.map((node) => {
    const [place, box] = [dragged.get(node.id), resized.get(node.id)];
    if (box) return { ...node, position: { x: box.x, y: box.y }, width: box.width, height: box.height, measured: { width: box.width, height: box.height } };
    return place ? { ...node, position: place } : node;
  });
}

/** Cards, whose size, ports and measures are given, so nothing is mounted to be measured. */
export function toCanvasNodes(nodes: readonly FlowNode[], dataOf: (node: FlowNode) => CardData, { draw }: Pick<ReturnType<typeof makeDrawer>, 'draw'>): CardNode[] {
  return nodes.map((node) => {
    const data = dataOf(node);
    return draw<CardNode>(node.id, node.kind, data, { ...node.position, ...nodeKindInfo[node.kind].size }, { handles: handlesOf[node.kind], ariaLabel: [data.name, data.summary, data.detail].filter(Boolean).join(', ') });
  });
}

/** Frames lie under everything; an open one lets the pointer through to what is in it, its title does not. */
export function toFrameNodes(frames: readonly FlowFrame[], insideOf: (id: string) => string, label: (frame: FlowFrame) => string, { draw }: Pick<ReturnType<typeof makeDrawer>, 'draw'>): FrameBoxNode[] {
  return frames.map((frame) => {
    const { id, title, color, collapsed = false, disabled = false } = frame;
    const look = collapsed ? { handles: foldedHandles } : { zIndex: -2, style: { pointerEvents: 'none' as const }, dragHandle: '.frame-title' };
    return draw<FrameBoxNode>(id, 'frame', { title, color, collapsed, disabled, inside: insideOf(id) }, frameRect(frame), { ...look, connectable: false, ariaLabel: label(frame) } as Partial<CanvasNode>);
  });
}

export function toNoteNodes(notes: readonly FlowNote[], label: (note: FlowNote) => string, { draw }: Pick<ReturnType<typeof makeDrawer>, 'draw'>): NoteBoxNode[] {
  return notes.map((note) => draw<NoteBoxNode>(note.id, 'note', { text: note.text, color: note.color }, { ...note.position, ...note.size }, { zIndex: -1, connectable: false, ariaLabel: label(note) } as Partial<CanvasNode>));
}

export const edgeId = (edge: FlowEdge) => `${edge.from}→${edge.to}`;

interface LineFacts {
  readonly selected: readonly FlowEdge[];
  readonly types: ReadonlyMap<string, PortType>;
  readonly off: ReadonlySet<string>;
  /** The folded frame a node is drawn as. */
  readonly foldedInto: ReadonlyMap<string, string>;
  readonly label: (from: string, to: string) => string;
}

/** Lines between cards that are drawn; those that cross the border of a folded frame at the same card become one. */
export function toCanvasEdges(flow: FlowDocument, { selected, types, off, foldedInto, label }: LineFacts, drawn: Map<string, CanvasEdge>): CanvasEdge[] {
  const chosen = new Set(selected.map(edgeId));
  const ids = new Set(flow.nodes.map((node) => node.id));
  const bundles = new Map<string, FlowEdge[]>();
  const ends = (line: FlowEdge) => {
    const [from, to] = [portRef(line.from), portRef(line.to)];
    const [source, target] = [foldedInto.get(from.node), foldedInto.get(to.node)];
    return { from, to, source: source ?? from.node, sourceHandle: source ? frameOut : from.port, target: target ?? to.node, targetHandle: target ? frameIn : to.port };
  };
  for (const line of flow.edges) {
    const { from, to, source, sourceHandle, target, targetHandle } = ends(line);
    if (!ids.has(from.node) || !ids.has(to.node) || (source === target && foldedInto.size > 0 && foldedInto.has(from.node))) continue;
    const key = foldedInto.size === 0 ? edgeId(line) : `${source}.${sourceHandle}→${target}.${targetHandle}`;
    const bundle = bundles.get(key);
    if (bundle) bundle.push(line);
    else bundles.set(key, [line]);
  }
  const kept = new Map<string, CanvasEdge>();
  for (const lines of bundles.values()) {
    const line = lines[0]!;
    const { from, to, source, sourceHandle, target, targetHandle } = ends(line);
    const id = edgeId(line);
    const type = types.get(from.node) ?? 'any';
    const isOff = off.has(from.node) || off.has(to.node);
    const isSelected = lines.some((each) => chosen.has(edgeId(each)));
    const before = drawn.get(id);
    const ariaLabel = label(from.node, to.node);
    const isSame = before && before.source === source && before.target === target && before.selected === isSelected && before.data!.type === type && before.data!.off === isOff && before.ariaLabel === ariaLabel && before.data!.lines.length === lines.length && before.data!.lines.every((each, at) => edgeId(each) === edgeId(lines[at]!));
    kept.set(id, isSame ? before : { id, type: 'line', source, sourceHandle, target, targetHandle, selected: isSelected, data: { line, lines, type, off: isOff }, ariaLabel });
  }
  drawn.clear();
  for (const [id, edge] of kept) drawn.set(id, edge);
  return [...kept.values()];
}
