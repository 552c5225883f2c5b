import { useStore, type ReactFlowState } from '@xyflow/react';
import { useMemo } from 'react';
import type { Rect } from '#shared/flow/frames.ts';
import type { CanvasEdge, CanvasNode } from './canvasNodes.ts';
import { curveOf } from './lines.ts';

/** Views are told apart by cells of this share of the screen, so that a moving view asks for other things only now and then. */
const cell = 0.5;

/** The part of the drawing that is kept at hand, as text so that an unchanged one is the same: the view and half a screen around it. */
function cellsOf({ transform: [x, y, zoom], width, height }: ReactFlowState): string {
  if (width === 0 || height === 0) return '';
  // Doubling steps of zoom: within one, things are a little more or less than needed.
  const scale = 2 ** Math.floor(Math.log2(zoom));
  const [across, down] = [(width / scale) * cell, (height / scale) * cell];
  const [left, top] = [Math.floor(-x / zoom / across) - 1, Math.floor(-y / zoom / down) - 1];
  return [left * across, top * down, (Math.ceil((width - x) / zoom / across) + 1) * across, (Math.ceil((height - y) / zoom / down) + 1) * down].map(Math.round).join(' ');
}

const everything = () => 'all';

interface Drawing {
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

/**
 * What of a large drawing React Flow is given: what lies in view or a little beside it, lines that cross it, and the cards at their ends. Its work
 * at every move of a card or the view grows with what it holds, not with what it shows. `many` false: all of it.
 */
export function useInView({ nodes, edges }: Drawing, many: boolean): Drawing {
  const cells = useStore(many ? cellsOf : everything);
  return useMemo(() => {
    if (cells === 'all' || cells === '') return { nodes, edges };
    const [left = 0, top = 0, right = 0, bottom = 0] = cells.split(' ').map(Number);
    return partOf({ nodes, edges }, { x: left, y: top, width: right - left, height: bottom - top });
  }, [nodes, edges, cells]);
}

/** Things in an area, lines that run through it, and what those lines begin and end at. */
export function partOf({ nodes, edges }: Drawing, area: Rect): Drawing {
  const [right, bottom] = [area.x + area.width, area.y + area.height];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const kept = new Set(nodes.filter(({ position, width = 0, height = 0 }) => position.x < right && position.x + width > area.x && position.y < bottom && position.y + height > area.y).map(({ id }) => id));
  const lines = edges.filter((edge) => {
    if (kept.has(edge.source) || kept.has(edge.target)) return true;
    const curve = curveOf(edge, byId);
    if (!curve) return false;
    const { from, to, bend } = curve;
    return Math.min(from.x, to.x - bend) < right && Math.max(to.x, from.x + bend) > area.x && Math.min(from.y, to.y) < bottom && Math.max(from.y, to.y) > area.y;
  });
  for (const { source, target } of lines) {
    kept.add(source);
    kept.add(target);
  }
  return { nodes: nodes.filter(({ id }) => kept.has(id)), edges: lines };
}
