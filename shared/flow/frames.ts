import type { FlowDocument, FlowFrame, FlowNode, FlowNote, Paint, Point, Size } from './document.ts';
import { freeId, idsOf, snap } from './edit.ts';
import { nodeKindInfo } from './nodes.ts';

/** A rectangle on the drawing, in its pixels. */
export interface Rect extends Point, Size {}

/** Room between a frame's edge and what is in it; above also its title. */
export const framePadding = { side: 24, top: 48 } as const;
export const smallestFrame: Size = { width: 160, height: 96 };
/** A folded frame is as large as a card. */
export const foldedSize: Size = nodeKindInfo.map.size;

export const nodeRect = ({ position, kind }: Pick<FlowNode, 'position' | 'kind'>): Rect => ({ ...position, ...nodeKindInfo[kind].size });
export const boxRect = ({ position, size }: Pick<FlowNote, 'position' | 'size'>): Rect => ({ ...position, ...size });
export const frameRect = (frame: FlowFrame): Rect => ({ ...frame.position, ...(frame.collapsed ? foldedSize : frame.size) });

/** The smallest rectangle around some; null for none. */
export function around(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Ids of the nodes and notes that lie in any of these frames. */
export function membersOf(flow: FlowDocument, frameIds: ReadonlySet<string>): readonly string[] {
  if (frameIds.size === 0) return [];
  return [...flow.nodes, ...(flow.notes ?? [])].filter(({ frame }) => frame !== undefined && frameIds.has(frame)).map(({ id }) => id);
}

/** The chosen things, and what is in the frames among them. */
export function withMembers(flow: FlowDocument, ids: readonly string[]): readonly string[] {
  const chosen = new Set(ids);
  return [...new Set([...ids, ...membersOf(flow, new Set((flow.frames ?? []).filter(({ id }) => chosen.has(id)).map(({ id }) => id)))])];
}

/** Ids of the nodes that do not run: switched off themselves, or lying in a frame that is. */
export function switchedOff(flow: FlowDocument): ReadonlySet<string> {
  const frames = new Set(flow.frames?.filter((frame) => frame.disabled).map(({ id }) => id));
  return new Set(flow.nodes.filter((node) => node.disabled || (node.frame !== undefined && frames.has(node.frame))).map(({ id }) => id));
}

/** The flow as its frames mean it: nodes of switched-off frames are switched off. The same document when there are none. */
export function asFramesSay(flow: FlowDocument): FlowDocument {
  if (!flow.frames?.some((frame) => frame.disabled)) return flow;
  const off = switchedOff(flow);
  return { ...flow, nodes: flow.nodes.map((node) => (off.has(node.id) && !node.disabled ? { ...node, disabled: true } : node)) };
}

/** The rectangle a frame needs to hold what is in it. */
function needed(flow: FlowDocument, frameId: string): Rect | null {
  const inner = around([...flow.nodes.filter(({ frame }) => frame === frameId).map(nodeRect), ...(flow.notes ?? []).filter(({ frame }) => frame === frameId).map(boxRect)]);
  if (!inner) return null;
  const { side, top } = framePadding;
  return { x: inner.x - side, y: inner.y - top, width: inner.width + 2 * side, height: inner.height + top + side };
}

const onGrid = ({ x, y, width, height }: Rect): { readonly position: Point; readonly size: Size } => {
  const position = { x: Math.floor(x / 8) * 8, y: Math.floor(y / 8) * 8 };
  return { position, size: { width: Math.max(smallestFrame.width, Math.ceil((x + width - position.x) / 8) * 8), height: Math.max(smallestFrame.height, Math.ceil((y + height - position.y) / 8) * 8) } };
};

/** A frame around nodes and notes, which leave the frames they were in. Nothing chosen: an empty one at `at`. */
export function addFrame(flow: FlowDocument, ids: readonly string[], look: { readonly title: string; readonly color: Paint; readonly at?: Point }): { readonly flow: FlowDocument; readonly id: string } {
  const id = freeId(idsOf(flow), 'frame');
  const chosen = new Set(ids);
  const into = <T extends { id: string }>(thing: T): T => (chosen.has(thing.id) ? { ...thing, frame: id } : thing);
  const moved = { ...flow, nodes: flow.nodes.map(into), ...(flow.notes && { notes: flow.notes.map(into) }) };
  const place = needed(moved, id) ?? { x: look.at?.x ?? 0, y: look.at?.y ?? 0, width: 480, height: 240 };
  const frame: FlowFrame = { id, title: look.title.trim().slice(0, 120), color: look.color, ...onGrid(place) };
  return { flow: { ...moved, frames: [...(flow.frames ?? []), frame] }, id };
}

/** Changes what a frame looks like or whether it is folded or on. `undefined` takes a mark away. */
export function changeFrame(flow: FlowDocument, id: string, change: { readonly title?: string; readonly color?: Paint; readonly collapsed?: boolean; readonly disabled?: boolean }): FlowDocument {
  let changed = false;
  const frames = flow.frames?.map((frame) => {
    if (frame.id !== id) return frame;
    const { collapsed, disabled, ...bare } = { ...frame, ...change };
    const next: FlowFrame = { ...bare, title: bare.title.trim().slice(0, 120), ...(collapsed && { collapsed }), ...(disabled && { disabled }) };
    changed ||= JSON.stringify(next) !== JSON.stringify(frame);
    return next;
  });
  return changed && frames ? { ...flow, frames } : flow;
}

const inside = (rect: Rect, of: Rect) => {
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
  return x >= of.x && x <= of.x + of.width && y >= of.y && y <= of.y + of.height;
};

/** Things that were put somewhere belong to the frame they lie in by their middle, and to none when there is none there. What is folded away stays where it is. */
export function settle(flow: FlowDocument, ids: readonly string[]): FlowDocument {
  if (!flow.frames || flow.frames.length === 0) return flow;
  const moved = new Set(ids);
  const folded = new Set(flow.frames.filter((frame) => frame.collapsed).map(({ id }) => id));
  const open = flow.frames.filter((frame) => !frame.collapsed).toReversed();
  const settled = <T extends { id: string; frame?: string | undefined }>(thing: T, rect: Rect): T => {
    if (!moved.has(thing.id) || (thing.frame !== undefined && folded.has(thing.frame))) return thing;
    const home = open.find((frame) => inside(rect, frameRect(frame)))?.id;
    if (home === thing.frame) return thing;
    const { frame: _left, ...bare } = thing;
    return (home === undefined ? bare : { ...bare, frame: home }) as T;
  };
  const nodes = flow.nodes.map((node) => settled(node, nodeRect(node)));
  const notes = flow.notes?.map((note) => settled(note, boxRect(note)));
  const same = nodes.every((node, at) => node === flow.nodes[at]) && (notes ?? []).every((note, at) => note === flow.notes?.[at]);
  return same ? flow : { ...flow, nodes, ...(notes && { notes }) };
}

/** Frames grow where what is in them would stick out; they never shrink by themselves. */
export function growFrames(flow: FlowDocument): FlowDocument {
  let grew = false;
  const frames = flow.frames?.map((frame) => {
    const inner = frame.collapsed ? null : needed(flow, frame.id);
    if (!inner) return frame;
    const next = onGrid(around([inner, boxRect(frame)])!);
    if (next.position.x === frame.position.x && next.position.y === frame.position.y && next.size.width === frame.size.width && next.size.height === frame.size.height) return frame;
    grew = true;
    return { ...frame, ...next };
  });
  return grew && frames ? { ...flow, frames } : flow;
}

/** Gives a frame or a note another rectangle; a frame then holds what lies in it. */
export function resizeBox(flow: FlowDocument, id: string, rect: Rect): FlowDocument {
  const box = { position: { x: snap(rect.x), y: snap(rect.y) }, size: { width: Math.max(8, snap(rect.width)), height: Math.max(8, snap(rect.height)) } };
  const resized = <T extends { id: string; position: Point; size: Size }>(thing: T): T => (thing.id === id && JSON.stringify(boxRect(thing)) !== JSON.stringify(boxRect(box)) ? { ...thing, ...box } : thing);
  const frames = flow.frames?.map(resized);
  const notes = flow.notes?.map(resized);
  const isFrame = frames?.some((frame, at) => frame !== flow.frames?.[at]) ?? false;
  if (!isFrame && !notes?.some((note, at) => note !== flow.notes?.[at])) return flow;
  const next = { ...flow, ...(frames && { frames }), ...(notes && { notes }) };
  return settle(next, isFrame ? [...flow.nodes, ...(flow.notes ?? [])].map((thing) => thing.id) : [id]);
}
