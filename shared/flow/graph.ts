import { findStream, findTarget, type Catalog } from '../catalog/catalog.ts';
import { portRef, type FlowDocument, type FlowEdge, type FlowNode } from './document.ts';
import { nodeKindInfo, type PortType } from './nodes.ts';

/** Ids of the nodes that feed each node, in the order of the edges. Documents never change in place, so the arrays themselves are the key. */
const feedersCache = new WeakMap<readonly FlowEdge[], ReadonlyMap<string, readonly string[]>>();
const nodesCache = new WeakMap<readonly FlowNode[], ReadonlyMap<string, FlowNode>>();

export function feedersOf(flow: FlowDocument): ReadonlyMap<string, readonly string[]> {
  const known = feedersCache.get(flow.edges);
  if (known) return known;
  const feeders = new Map<string, string[]>();
  for (const edge of flow.edges) {
    const to = portRef(edge.to).node;
    const list = feeders.get(to);
    if (list) list.push(portRef(edge.from).node);
    else feeders.set(to, [portRef(edge.from).node]);
  }
  feedersCache.set(flow.edges, feeders);
  return feeders;
}

export function nodeById(flow: FlowDocument, id: string): FlowNode | undefined {
  let byId = nodesCache.get(flow.nodes);
  if (!byId) {
    // The first of two nodes with the same id counts, as it does in a search.
    byId = new Map(flow.nodes.toReversed().map((node) => [node.id, node]));
    nodesCache.set(flow.nodes, byId);
  }
  return byId.get(id);
}

/** The nodes that feed a node, nearest first, each once. */
export function upstreamOf(flow: FlowDocument, nodeId: string): readonly FlowNode[] {
  const found: FlowNode[] = [];
  const seen = new Set([nodeId]);
  const queue = [nodeId];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const from of feedersOf(flow).get(id) ?? []) {
      if (seen.has(from)) continue;
      seen.add(from);
      const node = nodeById(flow, from);
      if (node) found.push(node);
      queue.push(from);
    }
  }
  return found;
}

/** The source node that feeds a node's branch; the nearest one when several do. */
export function sourceOf(flow: FlowDocument, nodeId: string): FlowNode | undefined {
  const own = nodeById(flow, nodeId);
  return own?.kind === 'source' ? own : upstreamOf(flow, nodeId).find((node) => node.kind === 'source');
}

/** All source nodes whose records can reach a node. */
export function sourcesOf(flow: FlowDocument, nodeId: string): readonly FlowNode[] {
  return upstreamOf(flow, nodeId).filter((node) => node.kind === 'source');
}

/** What comes out of a node: `source` records before a map, the entity's name after it, `any` while it is unknown. */
export function outputType(flow: FlowDocument, catalog: Catalog, nodeId: string): PortType {
  const known = knownTypes(flow, catalog);
  const seen = new Set<string>();
  const found = typeUp(flow, catalog, nodeId, known, seen);
  for (const id of seen) known.set(id, found);
  return found;
}

interface KnownTypes {
  readonly edges: readonly FlowEdge[];
  readonly catalog: Catalog;
  readonly types: Map<string, PortType>;
}
const typesCache = new WeakMap<readonly FlowNode[], KnownTypes>();

/** What is known of a flow's types already: a long row of filters is walked once, not once for each of them. */
function knownTypes(flow: FlowDocument, catalog: Catalog): Map<string, PortType> {
  const before = typesCache.get(flow.nodes);
  if (before?.edges === flow.edges && before.catalog === catalog) return before.types;
  const types = new Map<string, PortType>();
  typesCache.set(flow.nodes, { edges: flow.edges, catalog, types });
  return types;
}

function typeUp(flow: FlowDocument, catalog: Catalog, nodeId: string, known: ReadonlyMap<string, PortType>, seen: Set<string>): PortType {
  // Filters, rules and limits pass on the kind they get: up the line to the node that says what it is.
  for (let id: string | undefined = nodeId; id !== undefined && !seen.has(id); id = feedersOf(flow).get(id)?.[0]) {
    const before = known.get(id);
    if (before !== undefined) return before;
    seen.add(id);
    const node = nodeById(flow, id);
    switch (node?.kind) {
      case 'source':
        return 'source';
      case 'map': {
        const mapping = node.settings['mapping'] as { entity?: unknown } | undefined;
        if (typeof mapping?.entity === 'string') return mapping.entity;
        return findStream(catalog, sourceOf(flow, id)?.settings['stream'])?.entity ?? 'any';
      }
      case 'filter':
      case 'rules':
      case 'limit':
        continue;
      default:
        return 'any';
    }
  }
  return 'any';
}

/** What a node's input takes: an entity for a target, service records for a map, anything for the rest. */
export function inputType(catalog: Catalog, node: FlowNode): PortType {
  if (node.kind === 'target') return findTarget(catalog, node.settings['target'])?.entity ?? 'any';
  return nodeKindInfo[node.kind].ports.in[0]?.type ?? 'any';
}

/** True when records of one type may run into a port of the other. */
export function fits(from: PortType, to: PortType): boolean {
  return from === 'any' || to === 'any' || from === to;
}

const circleCache = new WeakMap<readonly FlowEdge[], boolean>();

/** True when records would run in a circle somewhere. Looked at once for each list of lines. */
export function hasCircle(flow: FlowDocument): boolean {
  const known = circleCache.get(flow.edges);
  if (known !== undefined) return known;
  const waitsFor = new Map<string, number>();
  const next = new Map<string, string[]>();
  for (const edge of flow.edges) {
    const [from, to] = [portRef(edge.from).node, portRef(edge.to).node];
    waitsFor.set(from, waitsFor.get(from) ?? 0);
    waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
    const list = next.get(from);
    if (list) list.push(to);
    else next.set(from, [to]);
  }
  const ready = [...waitsFor].flatMap(([id, count]) => (count === 0 ? [id] : []));
  let passed = 0;
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    passed += 1;
    for (const to of next.get(id) ?? []) {
      const left = waitsFor.get(to)! - 1;
      waitsFor.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  const found = passed < waitsFor.size;
  circleCache.set(flow.edges, found);
  return found;
}

/** True when the new edge would let records run in a circle. */
export function closesCircle(flow: FlowDocument, fromNode: string, toNode: string): boolean {
  return fromNode === toNode || upstreamOf(flow, fromNode).some((node) => node.id === toNode);
}
