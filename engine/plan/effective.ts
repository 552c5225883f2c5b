import { portRef, type FlowDocument, type FlowEdge } from '#shared/flow/document.ts';

/**
 * The flow as it runs: switched-off nodes left out, what they passed on joined again (a limit, a map, a filter by its
 * `kept` port), and of the rest only what lies on a way from a source to a target. A source that leads to no target
 * is not read at all, because what it read would be passed over for good.
 */
export function effectiveFlow(flow: FlowDocument): FlowDocument {
  let edges: readonly FlowEdge[] = flow.edges;
  for (const node of flow.nodes) {
    if (!node.disabled) continue;
    const passes = node.kind === 'filter' ? 'kept' : 'records';
    const into = edges.filter((edge) => portRef(edge.to).node === node.id);
    const out = edges.filter((edge) => edge.from === `${node.id}.${passes}`);
    const joined = into.flatMap((first) => out.map((second) => ({ from: first.from, to: second.to })));
    const others = edges.filter((edge) => portRef(edge.from).node !== node.id && portRef(edge.to).node !== node.id);
    edges = [...others, ...joined.filter((edge) => !others.some((other) => other.from === edge.from && other.to === edge.to))];
  }
  const enabled = flow.nodes.filter((node) => !node.disabled);
  const fed = reach(enabled.filter((node) => node.kind === 'source').map((node) => node.id), edges, 'down');
  const useful = reach(enabled.filter((node) => node.kind === 'target').map((node) => node.id), edges, 'up');
  const runs = (id: string) => fed.has(id) && useful.has(id);
  return {
    ...flow,
    nodes: enabled.filter((node) => runs(node.id)),
    edges: edges.filter((edge) => runs(portRef(edge.from).node) && runs(portRef(edge.to).node)),
  };
}

function reach(from: readonly string[], edges: readonly FlowEdge[], way: 'down' | 'up'): ReadonlySet<string> {
  const found = new Set(from);
  const queue = [...from];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const edge of edges) {
      const [here, there] = way === 'down' ? [portRef(edge.from).node, portRef(edge.to).node] : [portRef(edge.to).node, portRef(edge.from).node];
      if (here !== id || found.has(there)) continue;
      found.add(there);
      queue.push(there);
    }
  }
  return found;
}
