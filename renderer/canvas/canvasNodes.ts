import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/react';
import { portRef, type FlowDocument, type FlowEdge, type FlowNode, type NodeKind } from '#shared/flow/document.ts';
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
export type CanvasNode = Node<CardData, NodeKind>;
export interface LineData extends Record<string, unknown> {
  readonly line: FlowEdge;
  readonly type: PortType;
}
export type CanvasEdge = Edge<LineData, 'line'>;

const handlesOf = Object.fromEntries(
  Object.values(nodeKindInfo).map(({ kind, ports, size }) => {
    const half = portSize / 2;
    const side = (direction: 'in' | 'out'): NodeHandle[] =>
      ports[direction].map((port, index) => ({
        id: port.name,
        type: direction === 'in' ? 'target' : 'source',
        position: direction === 'in' ? Position.Left : Position.Right,
        x: (direction === 'in' ? 0 : size.width) - half,
        y: portTop(kind, direction, index) - half,
        width: portSize,
        height: portSize,
      }));
    return [kind, [...side('in'), ...side('out')]];
  }),
) as Record<NodeKind, NodeHandle[]>;

interface Drawn {
  readonly node: CanvasNode;
  readonly data: CardData;
}

const sameData = (a: CardData, b: CardData) => (Object.keys(b) as (keyof CardData)[]).every((key) => a[key] === b[key]);

/**
 * Cards for React Flow. Size, ports and measures are given, so nothing is mounted to be measured; a card that did not
 * change keeps its object (in `drawn`, owned by the caller), so it is not drawn again.
 */
export function toCanvasNodes(
  nodes: readonly FlowNode[],
  dataOf: (node: FlowNode) => CardData,
  selected: ReadonlySet<string>,
  dragged: ReadonlyMap<string, FlowNode['position']>,
  drawn: Map<string, Drawn>,
): CanvasNode[] {
  const gone = new Set(drawn.keys());
  const result = nodes.map((node) => {
    gone.delete(node.id);
    const before = drawn.get(node.id);
    const fresh = dataOf(node);
    const data = before && sameData(before.data, fresh) ? before.data : fresh;
    const position = dragged.get(node.id) ?? node.position;
    const isSelected = selected.has(node.id);
    if (before && before.data === data && before.node.selected === isSelected && before.node.type === node.kind && before.node.position.x === position.x && before.node.position.y === position.y) return before.node;
    const { width, height } = nodeKindInfo[node.kind].size;
    const card: CanvasNode = {
      id: node.id,
      type: node.kind,
      position,
      data,
      width,
      height,
      measured: { width, height },
      handles: handlesOf[node.kind],
      selected: isSelected,
      ariaLabel: [data.name, data.summary, data.detail].filter(Boolean).join(', '),
    };
    drawn.set(node.id, { node: card, data });
    return card;
  });
  for (const id of gone) drawn.delete(id);
  return result;
}

export const edgeId = (edge: FlowEdge) => `${edge.from}→${edge.to}`;

export function toCanvasEdges(flow: FlowDocument, selected: readonly FlowEdge[], types: ReadonlyMap<string, PortType>, label: (from: string, to: string) => string): CanvasEdge[] {
  const chosen = new Set(selected.map(edgeId));
  const ids = new Set(flow.nodes.map((node) => node.id));
  return flow.edges.flatMap((line): CanvasEdge[] => {
    const [from, to] = [portRef(line.from), portRef(line.to)];
    if (!ids.has(from.node) || !ids.has(to.node)) return [];
    const id = edgeId(line);
    return [{ id, type: 'line', source: from.node, sourceHandle: from.port, target: to.node, targetHandle: to.port, selected: chosen.has(id), data: { line, type: types.get(from.node) ?? 'any' }, ariaLabel: label(from.node, to.node) }];
  });
}
