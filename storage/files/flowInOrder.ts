import type { FlowDocument } from '#shared/flow/document.ts';
import type { NodeSettings } from '#shared/settings/levels.ts';

/** The same flow always gives the same text, whatever order an editor built it in, so that a diff shows changes only. */
export function flowInOrder(flow: FlowDocument): object {
  return {
    fluxo: flow.fluxo,
    id: flow.id,
    name: flow.name,
    ...(flow.description !== undefined && { description: flow.description }),
    nodes: flow.nodes.map((node) => ({
      id: node.id,
      kind: node.kind,
      ...(node.name !== undefined && { name: node.name }),
      ...(node.connection !== undefined && { connection: node.connection }),
      ...(node.disabled !== undefined && { disabled: node.disabled }),
      ...(node.frame !== undefined && { frame: node.frame }),
      position: { x: node.position.x, y: node.position.y },
      settings: sorted(node.settings),
    })),
    edges: flow.edges.map((edge) => ({ from: edge.from, to: edge.to })),
    ...(flow.frames && { frames: flow.frames.map(idFirst) }),
    ...(flow.notes && { notes: flow.notes.map(idFirst) }),
    ...(flow.bookmarks && { bookmarks: flow.bookmarks.map(idFirst) }),
    ...(flow.nodeSettings && { nodeSettings: sorted(flow.nodeSettings) }),
    ...(flow.schedule && { schedule: sorted(flow.schedule) }),
    ...(flow.policy && { policy: sorted(flow.policy) }),
  };
}

/** Settings for nodes in the order of their names, so that a diff shows changes only. */
export const sortedSettings = (settings: NodeSettings): NodeSettings => sorted(settings) as NodeSettings;

const idFirst = ({ id, ...rest }: { readonly id: string }) => ({ id, ...(sorted(rest) as object) });

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
