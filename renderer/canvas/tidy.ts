import { moveNodes } from '#shared/flow/edit.ts';
import { portRef } from '#shared/flow/document.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { nodeGap } from './geometry.ts';

/** Lays the flow out from left to right, as one step of undo. The layout library is only loaded when asked for. */
export async function tidy(): Promise<void> {
  const flow = useEditor.getState().flow;
  if (!flow || flow.nodes.length === 0) return;
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const known = new Set(flow.nodes.map((node) => node.id));
  const result = await new Elk().layout({
    id: 'flow',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': String(nodeGap),
      'elk.spacing.nodeNode': '48',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: flow.nodes.map((node) => ({ id: node.id, ...nodeKindInfo[node.kind].size })),
    edges: flow.edges.flatMap((edge, index) => {
      const [from, to] = [portRef(edge.from).node, portRef(edge.to).node];
      return known.has(from) && known.has(to) ? [{ id: String(index), sources: [from], targets: [to] }] : [];
    }),
  });
  const places = new Map(result.children?.map((child) => [child.id, { x: child.x ?? 0, y: child.y ?? 0 }]));
  useEditor.getState().edit((current) => moveNodes(current, places));
}
