import type { FlowDocument } from '#shared/flow/document.ts';

/** A flow with many nodes in a grid of chains, to see how the canvas bears it. */
export function manyNodes(count: number, id = 'kassa-orders'): FlowDocument {
  const perRow = Math.ceil(Math.sqrt(count));
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    kind: index % perRow === 0 ? ('source' as const) : ('filter' as const),
    settings: index % perRow === 0 ? { stream: 'mplus.orders' } : { conditions: { join: 'all', rows: [{ field: 'reference', op: 'hasValue' }] } },
    position: { x: (index % perRow) * 296, y: Math.floor(index / perRow) * 120 },
  }));
  const edges = nodes.flatMap((node, index) => (index % perRow === 0 ? [] : [{ from: `n${index - 1}.${nodes[index - 1]!.kind === 'source' ? 'records' : 'kept'}`, to: `${node.id}.records` }]));
  return { fluxo: 1, id, name: `${count} nodes`, nodes, edges };
}
