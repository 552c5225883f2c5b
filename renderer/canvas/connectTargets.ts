import type { Catalog } from '#shared/catalog/catalog.ts';
import { portRef, type FlowDocument } from '#shared/flow/document.ts';
import { fits, inputType } from '#shared/flow/graph.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { outputTypes } from './flowTypes.ts';

/**
 * The ports (`node.port`) a line drawn from one may end at; `side` is the side of the port it starts from. The same answers as
 * `canConnect` of `shared/flow/edit.ts`, which looks at one pair and walks the flow for it.
 */
export function connectTargets(flow: FlowDocument, catalog: Catalog, own: string, side: 'in' | 'out'): ReadonlySet<string> {
  const start = portRef(own).node;
  const node = flow.nodes.find(({ id }) => id === start);
  if (!node) return new Set();
  const types = outputTypes(flow, catalog);
  const known = new Set(flow.edges.map((edge) => `${edge.from} ${edge.to}`));
  // Whoever already leads to the start (or away from it, when the line is drawn backwards) would close a circle.
  const circle = beyond(flow, start, side === 'out' ? 'up' : 'down');
  const found = new Set<string>();
  for (const other of flow.nodes) {
    if (circle.has(other.id)) continue;
    const [giver, taker] = side === 'out' ? [node, other] : [other, node];
    if (!fits(types.get(giver.id) ?? 'any', inputType(catalog, taker))) continue;
    for (const port of nodeKindInfo[other.kind].ports[side === 'out' ? 'in' : 'out']) {
      const ref = `${other.id}.${port.name}`;
      if (!known.has(side === 'out' ? `${own} ${ref}` : `${ref} ${own}`)) found.add(ref);
    }
  }
  return found;
}

function beyond(flow: FlowDocument, start: string, way: 'up' | 'down'): ReadonlySet<string> {
  const next = Map.groupBy(flow.edges, (edge) => portRef(way === 'up' ? edge.to : edge.from).node);
  const found = new Set([start]);
  const queue = [start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const edge of next.get(id) ?? []) {
      const there = portRef(way === 'up' ? edge.from : edge.to).node;
      if (found.has(there)) continue;
      found.add(there);
      queue.push(there);
    }
  }
  return found;
}
