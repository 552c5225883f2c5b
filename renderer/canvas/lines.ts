import type { Point } from '#shared/flow/document.ts';
import type { CanvasEdge, CanvasNode } from './canvasNodes.ts';

/** A line as drawn: a bezier that leaves to the right and arrives from the left. */
export interface Curve {
  readonly from: Point;
  readonly to: Point;
  /** How far the middle points lie beside the ends; the same as React Flow's at this curvature. */
  readonly bend: number;
}

export const curvature = 0.3;

/** Where a line runs, from the cards' places; null when one of its ends is not drawn. */
export function curveOf(edge: CanvasEdge, nodes: ReadonlyMap<string, CanvasNode>): Curve | null {
  const [from, to] = [portOf(nodes.get(edge.source), edge.sourceHandle, 'source'), portOf(nodes.get(edge.target), edge.targetHandle, 'target')];
  if (!from || !to) return null;
  const across = to.x - from.x;
  return { from, to, bend: across >= 0 ? across / 2 : curvature * 25 * Math.sqrt(-across) };
}

function portOf(node: CanvasNode | undefined, id: string | null | undefined, type: 'source' | 'target'): Point | null {
  const handle = node?.handles?.find((each) => each.type === type && each.id === id);
  if (!node || !handle) return null;
  const { width = 0, height = 0 } = handle;
  return { x: node.position.x + handle.x + (type === 'source' ? width : 0), y: node.position.y + handle.y + height / 2 };
}

const pieces = 24;

function pointOn({ from, to, bend }: Curve, share: number): Point {
  const [a, b, c, d] = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share ** 2 * (1 - share), share ** 3];
  return { x: a * from.x + b * (from.x + bend) + c * (to.x - bend) + d * to.x, y: a * from.y + b * from.y + c * to.y + d * to.y };
}

export const middleOf = (curve: Curve): Point => pointOn(curve, 0.5);

function distanceToPiece({ x, y }: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}

/** The line nearest to a point of the drawing, when it is no further than `reach` pixels of the drawing. */
export function lineAt(point: Point, nodes: readonly CanvasNode[], edges: readonly CanvasEdge[], reach: number): CanvasEdge | null {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let [nearest, best]: [CanvasEdge | null, number] = [null, reach];
  for (const edge of edges) {
    const curve = curveOf(edge, byId);
    if (!curve) continue;
    const { from, to, bend } = curve;
    if (point.x < Math.min(from.x, to.x - bend) - best || point.x > Math.max(to.x, from.x + bend) + best || point.y < Math.min(from.y, to.y) - best || point.y > Math.max(from.y, to.y) + best) continue;
    let before = from;
    for (let piece = 1; piece <= pieces; piece++) {
      const here = pointOn(curve, piece / pieces);
      const distance = distanceToPiece(point, before, here);
      if (distance <= best) [nearest, best] = [edge, distance];
      before = here;
    }
  }
  return nearest;
}
