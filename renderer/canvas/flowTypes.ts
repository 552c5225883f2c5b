import { findStream, type Catalog } from '#shared/catalog/catalog.ts';
import { portRef, type FlowDocument, type FlowNode } from '#shared/flow/document.ts';
import type { PortType } from '#shared/flow/nodes.ts';

/** Nodes from the sources on, each after what feeds it; nodes in a circle come last. Tab and the screen reader walk them so. */
export function inFlowOrder(flow: FlowDocument): readonly FlowNode[] {
  const waitsFor = new Map(flow.nodes.map((node) => [node.id, 0]));
  const leadsTo = new Map<string, string[]>();
  for (const edge of flow.edges) {
    const [from, to] = [portRef(edge.from).node, portRef(edge.to).node];
    if (!waitsFor.has(from) || !waitsFor.has(to)) continue;
    waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
    leadsTo.set(from, [...(leadsTo.get(from) ?? []), to]);
  }
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));
  const ready = flow.nodes.filter((node) => waitsFor.get(node.id) === 0).map((node) => node.id);
  const ordered: FlowNode[] = [];
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    ordered.push(byId.get(id)!);
    for (const next of leadsTo.get(id) ?? []) {
      const left = waitsFor.get(next)! - 1;
      waitsFor.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  const placed = new Set(ordered);
  return [...ordered, ...flow.nodes.filter((node) => !placed.has(node))];
}

/**
 * What comes out of every node, in one walk; the same answers as `outputType` of `shared/flow/graph.ts`,
 * which looks at one node and walks the whole flow for it.
 */
export function outputTypes(flow: FlowDocument, catalog: Catalog): ReadonlyMap<string, PortType> {
  const firstInto = new Map<string, string>();
  for (const edge of flow.edges) {
    const to = portRef(edge.to).node;
    if (!firstInto.has(to)) firstInto.set(to, portRef(edge.from).node);
  }
  const known = new Map<string, { readonly type: PortType; readonly stream: unknown }>();
  for (const node of inFlowOrder(flow)) {
    const fed = known.get(firstInto.get(node.id) ?? '');
    if (node.kind === 'source') known.set(node.id, { type: 'source', stream: node.settings['stream'] });
    else if (node.kind === 'map') {
      const mapping = node.settings['mapping'] as { entity?: unknown } | undefined;
      const type = typeof mapping?.entity === 'string' ? mapping.entity : (findStream(catalog, fed?.stream)?.entity ?? 'any');
      known.set(node.id, { type, stream: fed?.stream });
    } else known.set(node.id, node.kind === 'target' || !fed ? { type: 'any', stream: fed?.stream } : fed);
  }
  return new Map([...known].map(([id, { type }]) => [id, type]));
}
