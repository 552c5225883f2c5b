import type { Catalog } from '../catalog/catalog.ts';
import { portRef, type FlowDocument, type FlowEdge } from './document.ts';
import { canConnect, connect, removeEdges } from './edit.ts';
import { nodeById } from './graph.ts';
import { nodeKindInfo } from './nodes.ts';

/**
 * A line drawn from a port and let go on another line. A node that is still free on its other side is put into that line; one
 * that is not gets its records to where the line leads, or from where it comes. Null when neither makes sense.
 */
export function joinLine(flow: FlowDocument, catalog: Catalog, ref: string, side: 'in' | 'out', line: FlowEdge): FlowDocument | null {
  const { node: id } = portRef(ref);
  const node = nodeById(flow, id);
  if (!node || portRef(line.from).node === id || portRef(line.to).node === id) return null;
  const isFree = !flow.edges.some((edge) => portRef(side === 'out' ? edge.to : edge.from).node === id);
  for (const port of isFree ? nodeKindInfo[node.kind].ports[side === 'out' ? 'in' : 'out'] : []) {
    const far = `${id}.${port.name}`;
    const [first, second] = side === 'out' ? [{ from: line.from, to: far }, { from: ref, to: line.to }] : [{ from: line.from, to: ref }, { from: far, to: line.to }];
    const cut = removeEdges(flow, [line]);
    if (!canConnect(cut, catalog, first)) continue;
    const joined = connect(cut, first);
    if (canConnect(joined, catalog, second)) return connect(joined, second);
  }
  const branch = side === 'out' ? { from: ref, to: line.to } : { from: line.from, to: ref };
  return canConnect(flow, catalog, branch) ? connect(flow, branch) : null;
}
