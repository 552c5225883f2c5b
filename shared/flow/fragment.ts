import * as z from 'zod';
import { connectorOf } from '../catalog/catalog.ts';
import { FlowEdgeSchema, FlowFrameSchema, FlowNodeSchema, FlowNoteSchema, IdSchema, flowVersion, portRef, type FlowDocument, type FlowNode } from './document.ts';
import { freeId, idsOf, snap } from './edit.ts';
import { withMembers } from './frames.ts';

const CopiedConnectionSchema = z.strictObject({ id: IdSchema, connector: z.string().max(40), name: z.string().max(120) });
export type CopiedConnection = z.infer<typeof CopiedConnectionSchema>;

/**
 * A piece of a flow as readable JSON: what copy puts into the clipboard and paste takes out, also between
 * flows, windows and chats. Nodes never hold secrets, so neither does this.
 */
export const FragmentSchema = z
  .strictObject({
    fluxoNodes: z.literal(flowVersion),
    nodes: z.array(FlowNodeSchema),
    edges: z.array(FlowEdgeSchema),
    frames: z.array(FlowFrameSchema).optional(),
    notes: z.array(FlowNoteSchema).optional(),
    /** What the connections of the nodes are called where they were copied: no more, so that another workspace can ask for its own. */
    connections: z.array(CopiedConnectionSchema).optional(),
  })
  .refine(({ nodes, frames = [], notes = [] }) => nodes.length + frames.length + notes.length > 0);
export type Fragment = z.infer<typeof FragmentSchema>;

/** The chosen nodes, the lines between them, notes, and frames with what is in them; null when none of the ids exists. `connections` are those of the workspace. */
export function copyNodes(flow: FlowDocument, ids: readonly string[], connections: readonly CopiedConnection[] = []): Fragment | null {
  const chosen = new Set(withMembers(flow, ids));
  const isChosen = ({ id }: { readonly id: string }) => chosen.has(id);
  const [nodes, frames, notes] = [flow.nodes.filter(isChosen), flow.frames?.filter(isChosen) ?? [], flow.notes?.filter(isChosen) ?? []];
  if (nodes.length + frames.length + notes.length === 0) return null;
  const edges = flow.edges.filter((edge) => chosen.has(portRef(edge.from).node) && chosen.has(portRef(edge.to).node));
  const used = connections.filter((connection) => nodes.some((node) => node.connection === connection.id)).map(({ id, connector, name }) => ({ id, connector, name }));
  return { fluxoNodes: flowVersion, nodes, edges, ...(frames.length > 0 && { frames }), ...(notes.length > 0 && { notes }), ...(used.length > 0 && { connections: used }) };
}

/** The service a node speaks to; empty for nodes between services. */
const serviceOf = ({ settings }: FlowNode): string => {
  const of = settings['stream'] ?? settings['target'];
  return typeof of === 'string' ? connectorOf(of) : '';
};

/** Connections the nodes were copied with that this workspace does not have, or has for another service; each once. */
export function missingConnections(fragment: Fragment, known: readonly CopiedConnection[]): readonly CopiedConnection[] {
  const missing = new Map<string, CopiedConnection>();
  for (const node of fragment.nodes) {
    if (node.connection === undefined || known.some(({ id, connector }) => id === node.connection && connector === serviceOf(node))) continue;
    const name = fragment.connections?.find(({ id }) => id === node.connection)?.name ?? node.connection;
    missing.set(node.connection, { id: node.connection, connector: serviceOf(node), name });
  }
  return [...missing.values()];
}

/** The fragment with other connections in the place of its own; an empty one leaves the node without. */
export function withConnections(fragment: Fragment, chosen: Readonly<Record<string, string>>): Fragment {
  return {
    ...fragment,
    nodes: fragment.nodes.map((node) => {
      const { connection, ...bare } = node;
      const other = connection === undefined ? undefined : chosen[connection];
      return other === undefined ? node : other === '' ? bare : { ...node, connection: other };
    }),
  };
}

/** What is wrong with a text that is no fragment: something `other`, from a `newer` Fluxo, or `broken`. */
export function readFragment(text: string): Fragment | 'other' | 'newer' | 'broken' {
  const fragment = parseFragment(text);
  if (fragment) return fragment;
  if (!text.includes('"fluxoNodes"')) return 'other';
  const version = /"fluxoNodes"\s*:\s*(\d+)/.exec(text)?.[1];
  return Number(version) > flowVersion ? 'newer' : 'broken';
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
  const taken = new Set(idsOf(flow));
  const ids = new Map<string, string>();
  const things = [...fragment.nodes, ...(fragment.frames ?? []), ...(fragment.notes ?? [])];
  for (const thing of things) {
    const id = freeId(taken, thing.id.replace(/\d+$/, '') || thing.id);
    taken.add(id);
    ids.set(thing.id, id);
  }
  const left = Math.min(...things.map(({ position }) => position.x));
  const top = Math.min(...things.map(({ position }) => position.y));
  const by = options.at ? { x: options.at.x - left, y: options.at.y - top } : { x: 32, y: 32 };
  const placed = ({ id, position }: Pick<FlowNode, 'id' | 'position'>) => ({ id: ids.get(id)!, position: { x: snap(position.x + by.x), y: snap(position.y + by.y) } });
  // A node copied without its frame stays in that frame only when it is pasted beside where it was.
  const framed = (frame: string | undefined) => {
    const known = frame && (ids.get(frame) ?? (options.at ? undefined : flow.frames?.find(({ id }) => id === frame)?.id));
    return known ? { frame: known } : {};
  };
  const nodes = fragment.nodes.map(({ connection, frame, ...node }): FlowNode => ({ ...node, ...placed(node), ...(connection && (options.knows?.(connection) ?? true) && { connection }), ...framed(frame) }));
  const frames = (fragment.frames ?? []).map((frame) => ({ ...frame, ...placed(frame) }));
  const notes = (fragment.notes ?? []).map(({ frame, ...note }) => ({ ...note, ...placed(note), ...framed(frame) }));
  const edges = fragment.edges.flatMap((edge) => {
    const [from, to] = [portRef(edge.from), portRef(edge.to)];
    const [newFrom, newTo] = [ids.get(from.node), ids.get(to.node)];
    return newFrom && newTo ? [{ from: `${newFrom}.${from.port}`, to: `${newTo}.${to.port}` }] : [];
  });
  const pasted = {
    ...flow,
    nodes: [...flow.nodes, ...nodes],
    edges: [...flow.edges, ...edges],
    ...(frames.length > 0 && { frames: [...(flow.frames ?? []), ...frames] }),
    ...(notes.length > 0 && { notes: [...(flow.notes ?? []), ...notes] }),
  };
  return { flow: pasted, ids: [...ids.values()] };
}
