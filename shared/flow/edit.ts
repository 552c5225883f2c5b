import type { Catalog } from '../catalog/catalog.ts';
import { portRef, type FlowDocument, type FlowEdge, type FlowNode } from './document.ts';
import { closesCircle, fits, inputType, nodeById, outputType } from './graph.ts';
import { nodeKindInfo, type PortType } from './nodes.ts';
import type { Schedule } from './schedule.ts';

/**
 * Every change a user can make to a flow, as a plain function from document to document. Nothing is
 * changed in place and an edit that changes nothing gives the same document back, so undo is a list
 * of documents and "is it saved" a comparison.
 */
export type Edit = (flow: FlowDocument) => FlowDocument;

/** Positions snap to this many pixels, so that cards line up without effort. */
export const grid = 8;
export const snap = (value: number) => Math.round(value / grid) * grid;

/** An id that reads well in the file: `orders`, then `orders2`, `orders3`. */
export function freeId(taken: Iterable<string>, wish: string): string {
  const ids = new Set(taken);
  const base = wish.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 56) || 'node';
  if (!ids.has(base)) return base;
  let count = 2;
  while (ids.has(`${base}${count}`)) count += 1;
  return `${base}${count}`;
}

/** Ids of everything on the drawing; nodes, frames and notes never share one. */
export const idsOf = (flow: FlowDocument): readonly string[] => [...flow.nodes, ...(flow.frames ?? []), ...(flow.notes ?? [])].map(({ id }) => id);

export type NewNode = Omit<FlowNode, 'id' | 'position'>;

/** The id a new node gets: its stream's or target's short name, else its kind. */
export function idFor(flow: FlowDocument, node: NewNode): string {
  const of = node.settings['stream'] ?? node.settings['target'];
  return freeId(idsOf(flow), typeof of === 'string' ? of.slice(of.indexOf('.') + 1) : node.kind);
}

export function addNode(flow: FlowDocument, node: NewNode, id: string, position: FlowNode['position']): FlowDocument {
  const added: FlowNode = { ...node, id, position: { x: snap(position.x), y: snap(position.y) } };
  return { ...flow, nodes: [...flow.nodes, added] };
}

/** The nearest place at or below the wished one where a card covers no other and keeps `gap` pixels from them. */
export function freePlace(flow: FlowDocument, wish: FlowNode['position'], gap = 3 * grid): FlowNode['position'] {
  const { width, height } = nodeKindInfo.map.size;
  const place = { x: snap(wish.x), y: snap(wish.y) };
  const covers = () => flow.nodes.some((node) => Math.abs(node.position.x - place.x) < width + gap && Math.abs(node.position.y - place.y) < height + gap);
  while (covers()) place.y += snap(height + 3 * grid);
  return place;
}

/** Removes nodes with the lines at them, notes, and frames; what lay in a frame stays. */
export function removeNodes(flow: FlowDocument, ids: readonly string[]): FlowDocument {
  const gone = new Set(ids);
  const isGone = ({ id }: { readonly id: string }) => gone.has(id);
  if (![...flow.nodes, ...(flow.frames ?? []), ...(flow.notes ?? [])].some(isGone)) return flow;
  const { frames, notes, ...rest } = flow;
  const left = <T extends { id: string; frame?: string | undefined }>(things: readonly T[]): T[] =>
    things.filter((thing) => !isGone(thing)).map((thing) => {
      if (thing.frame === undefined || !gone.has(thing.frame)) return thing;
      const { frame: _gone, ...bare } = thing;
      return bare as T;
    });
  const keptFrames = frames?.filter((frame) => !isGone(frame)) ?? [];
  const keptNotes = left(notes ?? []);
  const nodes = left(flow.nodes);
  const edges = flow.nodes.some(isGone) ? flow.edges.filter((edge) => !gone.has(portRef(edge.from).node) && !gone.has(portRef(edge.to).node)) : flow.edges;
  // An empty list is not written, so that a drawing without frames reads as it did before there were any.
  return { ...rest, nodes: nodes.every((node, at) => node === flow.nodes[at]) && nodes.length === flow.nodes.length ? flow.nodes : nodes, edges, ...(keptFrames.length > 0 && { frames: keptFrames }), ...(keptNotes.length > 0 && { notes: keptNotes }) };
}

const sameEdge = (a: FlowEdge, b: FlowEdge) => a.from === b.from && a.to === b.to;

export function removeEdges(flow: FlowDocument, edges: readonly FlowEdge[]): FlowDocument {
  const kept = flow.edges.filter((edge) => !edges.some((gone) => sameEdge(gone, edge)));
  return kept.length === flow.edges.length ? flow : { ...flow, edges: kept };
}

/** Why a line makes no sense: a port is not there, the kinds of record differ, records would run in a circle, it is there already. */
export type Refusal = { readonly code: 'no_port' | 'circle' | 'same_edge' } | { readonly code: 'type'; readonly given: PortType; readonly wanted: PortType };

/** What keeps a line from being drawn between two ports; null when nothing does. */
export function whyNot(flow: FlowDocument, catalog: Catalog, edge: FlowEdge): Refusal | null {
  const [from, to] = [portRef(edge.from), portRef(edge.to)];
  const source = nodeById(flow, from.node);
  const target = nodeById(flow, to.node);
  if (!source || !nodeKindInfo[source.kind].ports.out.some((port) => port.name === from.port)) return { code: 'no_port' };
  if (!target || !nodeKindInfo[target.kind].ports.in.some((port) => port.name === to.port)) return { code: 'no_port' };
  if (flow.edges.some((other) => sameEdge(other, edge))) return { code: 'same_edge' };
  if (closesCircle(flow, from.node, to.node)) return { code: 'circle' };
  const [given, wanted] = [outputType(flow, catalog, from.node), inputType(catalog, target)];
  return fits(given, wanted) ? null : { code: 'type', given, wanted };
}

/** True when a line between these ports makes sense. */
export function canConnect(flow: FlowDocument, catalog: Catalog, edge: FlowEdge): boolean {
  return whyNot(flow, catalog, edge) === null;
}

export function connect(flow: FlowDocument, edge: FlowEdge): FlowDocument {
  return flow.edges.some((other) => sameEdge(other, edge)) ? flow : { ...flow, edges: [...flow.edges, { from: edge.from, to: edge.to }] };
}

/** The line that joins two nodes when exactly their first free ports fit, or null. */
export function edgeBetween(flow: FlowDocument, catalog: Catalog, fromId: string, toId: string): FlowEdge | null {
  const from = flow.nodes.find((node) => node.id === fromId);
  const to = flow.nodes.find((node) => node.id === toId);
  if (!from || !to) return null;
  for (const out of nodeKindInfo[from.kind].ports.out) {
    for (const into of nodeKindInfo[to.kind].ports.in) {
      const edge = { from: `${fromId}.${out.name}`, to: `${toId}.${into.name}` };
      if (canConnect(flow, catalog, edge)) return edge;
    }
  }
  return null;
}

/** Puts a node into a line: what flowed along it now flows through the node. The flow stays as it is when that does not fit. */
export function insertInto(flow: FlowDocument, catalog: Catalog, nodeId: string, edge: FlowEdge): FlowDocument {
  const cut = removeEdges(flow, [edge]);
  const node = flow.nodes.find((candidate) => candidate.id === nodeId);
  const into = node && nodeKindInfo[node.kind].ports.in[0];
  const out = node && nodeKindInfo[node.kind].ports.out[0];
  if (!into || !out || cut === flow) return flow;
  const first = { from: edge.from, to: `${nodeId}.${into.name}` };
  const second = { from: `${nodeId}.${out.name}`, to: edge.to };
  if (!canConnect(cut, catalog, first)) return flow;
  const joined = connect(cut, first);
  return canConnect(joined, catalog, second) ? connect(joined, second) : flow;
}

/** Puts a node of a line halfway between its neighbours and moves everything after it to the right where the room is too small. */
export function makeRoom(flow: FlowDocument, nodeId: string, gap: number): FlowDocument {
  const step = nodeKindInfo.map.size.width + gap;
  const placeOf = (id: string | undefined) => flow.nodes.find((node) => node.id === id)?.position;
  const before = placeOf(flow.edges.map((edge) => ({ from: portRef(edge.from).node, to: portRef(edge.to).node })).find((edge) => edge.to === nodeId)?.from);
  const after = placeOf(flow.edges.map((edge) => ({ from: portRef(edge.from).node, to: portRef(edge.to).node })).find((edge) => edge.from === nodeId)?.to);
  if (!before || !after) return flow;
  const place = { x: Math.max(before.x + step, (before.x + after.x) / 2), y: (before.y + after.y) / 2 };
  const short = place.x + step - after.x;
  const places = new Map([[nodeId, place]]);
  if (short > 0) for (const node of flow.nodes) if (node.id !== nodeId && leadsTo(flow, nodeId, node.id)) places.set(node.id, { x: node.position.x + short, y: node.position.y });
  return moveNodes(flow, places);
}

const leadsTo = (flow: FlowDocument, fromId: string, toId: string) => closesCircle(flow, toId, fromId);

/** Moves nodes, notes and frames to new places, by id; a frame alone does not take along what is in it. */
export function moveNodes(flow: FlowDocument, places: ReadonlyMap<string, FlowNode['position']>): FlowDocument {
  const move = <T extends { id: string; position: FlowNode['position'] }>(things: readonly T[]): T[] | null => {
    let moved = false;
    const next = things.map((thing) => {
      const place = places.get(thing.id);
      const position = place && { x: snap(place.x), y: snap(place.y) };
      if (!position || (position.x === thing.position.x && position.y === thing.position.y)) return thing;
      moved = true;
      return { ...thing, position };
    });
    return moved ? next : null;
  };
  const [nodes, frames, notes] = [move(flow.nodes), flow.frames && move(flow.frames), flow.notes && move(flow.notes)];
  return nodes || frames || notes ? { ...flow, ...(nodes && { nodes }), ...(frames && { frames }), ...(notes && { notes }) } : flow;
}

/** Moves the chosen things by so many pixels; `ids` names what is in a chosen frame too (`withMembers`). */
export function nudgeNodes(flow: FlowDocument, ids: readonly string[], by: FlowNode['position']): FlowDocument {
  const chosen = new Set(ids);
  const things = [...flow.nodes, ...(flow.frames ?? []), ...(flow.notes ?? [])].filter(({ id }) => chosen.has(id));
  return moveNodes(flow, new Map(things.map(({ id, position }) => [id, { x: position.x + by.x, y: position.y + by.y }])));
}

function changeNode(flow: FlowDocument, id: string, change: (node: FlowNode) => FlowNode): FlowDocument {
  let changed = false;
  const nodes = flow.nodes.map((node) => {
    if (node.id !== id) return node;
    const next = change(node);
    changed ||= JSON.stringify(next) !== JSON.stringify(node);
    return next;
  });
  return changed ? { ...flow, nodes } : flow;
}

/** Sets one setting; `undefined` takes it away, so that the default holds again. */
export function setSetting(flow: FlowDocument, id: string, key: string, value: FlowNode['settings'][string] | undefined): FlowDocument {
  return changeNode(flow, id, (node) => {
    const { [key]: _old, ...others } = node.settings;
    if (value === undefined) return { ...node, settings: others };
    // An existing key keeps its place: a changed value is one changed line in the file.
    return { ...node, settings: key in node.settings ? { ...node.settings, [key]: value } : { ...others, [key]: value } };
  });
}

export function setConnection(flow: FlowDocument, id: string, connection: string | undefined): FlowDocument {
  return changeNode(flow, id, (node) => {
    const { connection: _old, ...bare } = node;
    return connection ? { ...node, connection } : bare;
  });
}

/** An empty name gives the node its stream's or kind's own name back. */
export function renameNode(flow: FlowDocument, id: string, name: string): FlowDocument {
  const trimmed = name.trim().slice(0, 120);
  return changeNode(flow, id, (node) => {
    const { name: _old, ...bare } = node;
    return trimmed === '' ? bare : { ...node, name: trimmed };
  });
}

/** Switches nodes and frames off or on. */
export function setDisabled(flow: FlowDocument, ids: readonly string[], disabled: boolean): FlowDocument {
  const chosen = new Set(ids);
  const set = <T extends { id: string; disabled?: boolean | undefined }>(things: readonly T[]): T[] | null => {
    if (!things.some((thing) => chosen.has(thing.id) && (thing.disabled ?? false) !== disabled)) return null;
    return things.map((thing) => {
      if (!chosen.has(thing.id) || (thing.disabled ?? false) === disabled) return thing;
      const { disabled: _old, ...bare } = thing;
      return (disabled ? { ...thing, disabled } : bare) as T;
    });
  };
  const [nodes, frames] = [set(flow.nodes), flow.frames && set(flow.frames)];
  return nodes || frames ? { ...flow, ...(nodes && { nodes }), ...(frames && { frames }) } : flow;
}

/** An empty name changes nothing: a flow always has one. */
export function renameFlow(flow: FlowDocument, name: string): FlowDocument {
  const trimmed = name.trim().slice(0, 120);
  return trimmed === '' || trimmed === flow.name ? flow : { ...flow, name: trimmed };
}

export function describeFlow(flow: FlowDocument, description: string): FlowDocument {
  const { description: old, ...rest } = flow;
  const text = description.trim().slice(0, 2000);
  if (text === (old ?? '')) return flow;
  return text === '' ? rest : { ...rest, description: text };
}

/** Sets one rule for runs; `undefined` takes it away. */
export function setPolicy<K extends keyof NonNullable<FlowDocument['policy']>>(flow: FlowDocument, key: K, value: NonNullable<FlowDocument['policy']>[K] | undefined): FlowDocument {
  if (flow.policy?.[key] === value) return flow;
  const { policy, ...rest } = flow;
  const { [key]: _old, ...others } = policy ?? {};
  const next = value === undefined ? others : { ...others, [key]: value };
  return Object.keys(next).length === 0 ? rest : { ...rest, policy: next };
}

/** Sets when the flow runs by itself. */
export function setSchedule(flow: FlowDocument, schedule: Schedule): FlowDocument {
  return JSON.stringify(flow.schedule) === JSON.stringify(schedule) ? flow : { ...flow, schedule };
}
