import { useKeyPress, useReactFlow } from '@xyflow/react';
import { useEffect, useRef, type RefObject } from 'react';
import type { Point } from '#shared/flow/document.ts';
import type { Rect } from '#shared/flow/frames.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import type { CanvasNode } from './canvasNodes.ts';
import { insideLoop, insideRect } from './inside.ts';
import { useTool } from './toolStore.ts';

/** Less is a click. */
const leastDrag = 4;

interface SelectAreaProps {
  readonly nodes: RefObject<readonly CanvasNode[]>;
  /** Cards are one picture and take no clicks of their own. */
  readonly isPicture: boolean;
}

/**
 * Selecting by dragging on empty canvas: a rectangle, or with Alt (or the lasso tool) a loop; Shift adds to what is selected. Works from the
 * cards' places, so it does the same whether they are elements or one picture. The shape is drawn past React: it changes at every move.
 */
export function SelectArea({ nodes, isPicture }: SelectAreaProps) {
  const shape = useRef<SVGPathElement>(null);
  const { screenToFlowPosition } = useReactFlow();
  const isPanning = useKeyPress('Space', { preventDefault: false });
  const tool = useTool((state) => state.tool);

  useEffect(() => {
    const canvas = document.querySelector<HTMLElement>('[data-canvas]');
    if (!canvas || isPanning || tool === 'hand') return;
    const onDown = (down: PointerEvent) => {
      if (down.button !== 0 || !down.isPrimary || down.pointerType === 'touch' || !(down.target instanceof Element) || !down.target.matches('.react-flow__pane')) return;
      const isLasso = tool === 'lasso' || down.altKey;
      const box = canvas.getBoundingClientRect();
      const { selectedIds, selectedEdges } = useEditor.getState();
      const before = down.shiftKey || down.metaKey || down.ctrlKey ? { ids: selectedIds, edges: selectedEdges } : { ids: [], edges: [] };
      const points: Point[] = [{ x: down.clientX, y: down.clientY }];
      let frame = 0;
      let isDrag = false;

      const choose = () => {
        const path = points.map((point) => screenToFlowPosition(point, { snapToGrid: false }));
        const found = isLasso ? insideLoop(nodes.current, path) : insideRect(nodes.current, rectBetween(path[0]!, path.at(-1)!));
        const ids = [...new Set([...before.ids, ...found])];
        const now = useEditor.getState().selectedIds;
        if (ids.length !== now.length || ids.some((id, at) => id !== now[at])) useEditor.getState().select(ids, before.edges);
      };
      const draw = () => {
        const [first, last] = [points[0]!, points.at(-1)!];
        const corners = isLasso ? points : [first, { x: last.x, y: first.y }, last, { x: first.x, y: last.y }];
        shape.current?.setAttribute('d', `M${corners.map(({ x, y }) => `${x - box.left},${y - box.top}`).join('L')}Z`);
      };
      const onMove = (event: PointerEvent) => {
        const last = points.at(-1)!;
        isDrag ||= Math.hypot(event.clientX - points[0]!.x, event.clientY - points[0]!.y) >= leastDrag;
        if (!isDrag || Math.hypot(event.clientX - last.x, event.clientY - last.y) < 2) return;
        points.push({ x: event.clientX, y: event.clientY });
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(() => {
          draw();
          choose();
        });
      };
      const end = () => {
        cancelAnimationFrame(frame);
        window.removeEventListener('pointermove', onMove);
        window.removeEventListener('pointerup', onUp);
        window.removeEventListener('pointercancel', end);
        shape.current?.removeAttribute('d');
      };
      const onUp = (event: PointerEvent) => {
        if (isDrag) {
          points.push({ x: event.clientX, y: event.clientY });
          choose();
          // The click that follows would select nothing again.
          const swallow = (click: MouseEvent) => click.stopPropagation();
          window.addEventListener('click', swallow, { capture: true, once: true });
          setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
        } else if (isPicture) {
          const at = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
          const [id] = insideRect(nodes.current, { ...at, width: 0, height: 0 }).slice(-1);
          useEditor.getState().select(id === undefined ? before.ids : [...new Set([...before.ids, id])], before.edges);
        }
        end();
      };
      window.addEventListener('pointermove', onMove);
      window.addEventListener('pointerup', onUp);
      window.addEventListener('pointercancel', end);
    };
    canvas.addEventListener('pointerdown', onDown);
    return () => canvas.removeEventListener('pointerdown', onDown);
  }, [nodes, isPicture, isPanning, tool, screenToFlowPosition]);

  return (
    <svg aria-hidden className="pointer-events-none absolute inset-0 z-4 h-full w-full">
      <path ref={shape} className="select-area" />
    </svg>
  );
}

const rectBetween = (a: Point, b: Point): Rect => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) });
