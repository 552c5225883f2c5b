import type { Point } from '#shared/flow/document.ts';
import type { Rect } from '#shared/flow/frames.ts';
import type { CanvasNode } from './canvasNodes.ts';

const rectOf = ({ position, width = 0, height = 0 }: CanvasNode): Rect => ({ ...position, width, height });
/** An open frame is under everything: it is meant only when all of it is. */
const isOpenFrame = (node: CanvasNode) => node.type === 'frame' && !node.data.collapsed;

/** Ids of what a rectangle touches; of open frames those that lie in it whole. */
export function insideRect(nodes: readonly CanvasNode[], area: Rect): readonly string[] {
  const touches = ({ x, y, width, height }: Rect) => x <= area.x + area.width && area.x <= x + width && y <= area.y + area.height && area.y <= y + height;
  const holds = ({ x, y, width, height }: Rect) => x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height;
  return nodes.filter((node) => (isOpenFrame(node) ? holds(rectOf(node)) : touches(rectOf(node)))).map(({ id }) => id);
}

/** Ids of what has its middle or a corner in a loop drawn by hand; of open frames those with all corners in it. */
export function insideLoop(nodes: readonly CanvasNode[], loop: readonly Point[]): readonly string[] {
  return nodes
    .filter((node) => {
      const { x, y, width, height } = rectOf(node);
      const corners = [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }];
      return isOpenFrame(node) ? corners.every((corner) => isIn(corner, loop)) : isIn({ x: x + width / 2, y: y + height / 2 }, loop) || corners.some((corner) => isIn(corner, loop));
    })
    .map(({ id }) => id);
}

/** True when a point lies in a polygon, by the even-odd rule. */
function isIn({ x, y }: Point, loop: readonly Point[]): boolean {
  let inside = false;
  for (let at = 0, before = loop.length - 1; at < loop.length; before = at++) {
    const [a, b] = [loop[at]!, loop[before]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
