import * as z from 'zod';
import { FlowEdgeSchema, FlowNodeSchema, flowVersion, portRef, type FlowDocument, type FlowNode } from './document.ts';
import { freeId, snap } from './edit.ts';

/**
 * A piece of a flow as readable JSON: what copy puts into the clipboard and paste takes out, also between
 * flows, windows and chats. Nodes never hold secrets, so neither does this.
 */
export const FragmentSchema = z.strictObject({
  fluxoNodes: z.literal(flowVersion),
  nodes: z.array(FlowNodeSchema).min(1),
  edges: z.array(FlowEdgeSchema),
});
export type Fragment = z.infer<typeof FragmentSchema>;

/** The chosen nodes and the lines between them; null when none of the ids exists. */
export function copyNodes(flow: FlowDocument, ids: readonly string[]): Fragment | null {
  const nodes = flow.nodes.filter((node) => ids.includes(node.id));
  if (nodes.length === 0) return null;
  const edges = flow.edges.filter((edge) => ids.includes(portRef(edge.from).node) && ids.includes(portRef(edge.to).node));
  return { fluxoNodes: flowVersion, nodes, edges };
}

/** Reads a clipboard text; null when it is something else. */
export function parseFragment(text: string): Fragment | null {
  if (!text.includes('"fluxoNodes"')) return null;
  try {
    return FragmentSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Adds a fragment with new ids, its first corner at `at` (default: a step beside where it was).
 * Connections the workspace does not have (`knows`) are left out, so that the check asks for one.
 */
export function pasteNodes(
  flow: FlowDocument,
  fragment: Fragment,
  options: { readonly at?: FlowNode['position']; readonly knows?: (connection: string) => boolean } = {},
): { readonly flow: FlowDocument; readonly ids: readonly string[] } {
  const taken = new Set(flow.nodes.map((node) => node.id));
  const ids = new Map<string, string>();
  for (const node of fragment.nodes) {
    const id = freeId(taken, node.id.replace(/\d+$/, '') || node.id);
    taken.add(id);
    ids.set(node.id, id);
  }
  const left = Math.min(...fragment.nodes.map((node) => node.position.x));
  const top = Math.min(...fragment.nodes.map((node) => node.position.y));
  const by = options.at ? { x: options.at.x - left, y: options.at.y - top } : { x: 32, y: 32 };
  const nodes = fragment.nodes.map(({ connection, ...node }): FlowNode => ({
    ...node,
    id: ids.get(node.id)!,
    ...(connection && (options.knows?.(connection) ?? true) && { connection }),
    position: { x: snap(node.position.x + by.x), y: snap(node.position.y + by.y) },
  }));
  const edges = fragment.edges.flatMap((edge) => {
    const [from, to] = [portRef(edge.from), portRef(edge.to)];
    const [newFrom, newTo] = [ids.get(from.node), ids.get(to.node)];
    return newFrom && newTo ? [{ from: `${newFrom}.${from.port}`, to: `${newTo}.${to.port}` }] : [];
  });
  return { flow: { ...flow, nodes: [...flow.nodes, ...nodes], edges: [...flow.edges, ...edges] }, ids: [...ids.values()] };
}
