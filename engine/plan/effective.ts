import { portRef, type FlowDocument, type FlowEdge } from '#shared/flow/document.ts';
import { asFramesSay } from '#shared/flow/frames.ts';

/** Ends of the part of a flow that is run; at least one is given. */
export interface FlowPart {
  readonly to?: string;
  readonly from?: string;
}

type Drawn = Pick<FlowDocument, 'nodes' | 'edges'>;

/**
 * The flow as it runs: switched-off nodes (also by their frame) left out, what they passed on joined again (a limit, a map, a filter by its
 * `kept` port), and of the rest only what lies on a way from a source to a target. A source that leads to no target
 * is not read at all, because what it read would be passed over for good.
 */
export function effectiveFlow(flow: FlowDocument): FlowDocument {
  const drawn = withoutDisabled(flow);
  const fed = reach(idsOf(drawn, 'source'), drawn.edges, 'down');
  const useful = reach(idsOf(drawn, 'target'), drawn.edges, 'up');
  return { ...flow, ...only(drawn, (id) => fed.has(id) && useful.has(id)) };
}

/** What of a flow is run from or to a node: all that leads there, and with `from` also where it leads on from there. Nothing when the node is switched off or not there. */
export function partOfFlow(flow: FlowDocument, { to, from }: FlowPart): FlowDocument {
  const drawn = withoutDisabled(flow);
  const fed = reach(idsOf(drawn, 'source'), drawn.edges, 'down');
  const towards = to === undefined ? reach(idsOf(drawn, 'target'), drawn.edges, 'up') : reach([to], drawn.edges, 'up');
  const through = from === undefined ? null : new Set([...reach([from], drawn.edges, 'up'), ...reach([from], drawn.edges, 'down')]);
  const isThere = (id: string | undefined) => id === undefined || drawn.nodes.some((node) => node.id === id);
  if (!isThere(to) || !isThere(from)) return { ...flow, nodes: [], edges: [] };
  return { ...flow, ...only(drawn, (id) => fed.has(id) && towards.has(id) && (through === null || through.has(id))) };
}

function withoutDisabled(drawn: FlowDocument): Drawn {
  const flow = asFramesSay(drawn);
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
  return { nodes: flow.nodes.filter((node) => !node.disabled), edges: [...edges] };
}

const idsOf = ({ nodes }: Drawn, kind: 'source' | 'target'): readonly string[] => nodes.filter((node) => node.kind === kind).map((node) => node.id);

function only({ nodes, edges }: Drawn, runs: (id: string) => boolean): Drawn {
  return { nodes: nodes.filter((node) => runs(node.id)), edges: edges.filter((edge) => runs(portRef(edge.from).node) && runs(portRef(edge.to).node)) };
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
