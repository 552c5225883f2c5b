import { useStore, type ReactFlowState } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { CanvasEdge, CanvasNode } from './canvasNodes.ts';

/** Below this zoom a large flow is one picture instead of thousands of elements. */
export const overviewBelow = 0.35;

const viewOf = (state: ReactFlowState) => state.transform;
const widthOf = (state: ReactFlowState) => state.width;
const heightOf = (state: ReactFlowState) => state.height;

const known = new Map<string, string>();
/** A colour of the theme; asked for once per theme, because the browser has to settle all styles to answer. */
function colour(name: string): string {
  const key = `${document.documentElement.dataset['theme']} ${name}`;
  const value = known.get(key) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  known.set(key, value);
  return value;
}

/** Draws cards as blocks and lines as curves, straight from the viewport's transform. */
export function Overview({ nodes, edges }: { readonly nodes: readonly CanvasNode[]; readonly edges: readonly CanvasEdge[] }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [x, y, zoom] = useStore(viewOf);
  const width = useStore(widthOf);
  const height = useStore(heightOf);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
    const byId = new Map(nodes.map((node) => [node.id, node]));

    context.beginPath();
    for (const edge of edges) {
      const from = byId.get(edge.source);
      const to = byId.get(edge.target);
      if (!from || !to) continue;
      const [x1, y1, x2, y2] = [from.position.x + 220, from.position.y + 36, to.position.x, to.position.y + 36];
      const bend = Math.max(40, Math.abs(x2 - x1) / 2);
      context.moveTo(x1, y1);
      context.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
    }
    context.strokeStyle = colour('--line-strong');
    context.lineWidth = 1.5 / zoom;
    context.stroke();

    for (const state of ['plain', 'missing', 'selected'] as const) {
      context.beginPath();
      for (const node of nodes) {
        const own = node.selected ? 'selected' : node.data.missing ? 'missing' : 'plain';
        if (own === state) context.roundRect(node.position.x, node.position.y, 220, 72, 8);
      }
      context.fillStyle = colour('--surface');
      context.strokeStyle = colour({ plain: '--text-faint', missing: '--parked', selected: '--accent' }[state]);
      context.lineWidth = (state === 'plain' ? 1 : 2) / zoom;
      context.fill();
      context.stroke();
    }
  }, [nodes, edges, x, y, zoom, width, height]);
  return <canvas ref={ref} aria-hidden className="pointer-events-none absolute inset-0 h-full w-full" />;
}
