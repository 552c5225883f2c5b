import type { Catalog } from '#shared/catalog/catalog.ts';
import { portRef, type FlowDocument, type FlowNode } from '#shared/flow/document.ts';
import { outputType } from '#shared/flow/graph.ts';
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

/** What comes out of every node. */
export function outputTypes(flow: FlowDocument, catalog: Catalog): ReadonlyMap<string, PortType> {
  return new Map(flow.nodes.map(({ id }) => [id, outputType(flow, catalog, id)]));
}
