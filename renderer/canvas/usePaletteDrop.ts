import { useReactFlow } from '@xyflow/react';
import { useCallback, type DragEvent, type RefObject } from 'react';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { frameRect } from '#shared/flow/frames.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import type { CanvasEdge, CanvasNode } from './canvasNodes.ts';
import { dragType, readDragged } from './dragged.ts';
import { noDrop, showDrop, useDrop } from './dropStore.ts';
import { lineAt } from './lines.ts';
import { useAddNode } from './useAddNode.ts';

/** How near a line, in pixels of the screen, something from the palette must be let go to be put into it. */
const nearLine = 20;

/** Dragging something from the palette onto the drawing: into a line, into a frame, or just there. */
export function usePaletteDrop(drawing: RefObject<{ readonly nodes: readonly CanvasNode[]; readonly edges: readonly CanvasEdge[] }>) {
  const { screenToFlowPosition, getZoom } = useReactFlow();
  const addNode = useAddNode();
  const onDragOver = useCallback(
    (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(dragType)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      const point = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const { nodes, edges } = drawing.current;
      const line = lineAt(point, nodes, edges.filter((edge) => edge.data!.lines.length === 1), nearLine / getZoom());
      const frame = useEditor.getState().flow?.frames?.findLast((each) => {
        const { x, y, width, height } = frameRect(each);
        return !each.collapsed && point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
      });
      showDrop({ line: line?.id ?? null, frame: frame?.id ?? null, guides: [] });
    },
    [drawing, screenToFlowPosition, getZoom],
  );
  // Going from one thing on the canvas to another is not leaving it.
  const onDragLeave = useCallback((event: DragEvent) => {
    if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) useDrop.setState(noDrop);
  }, []);
  const onDrop = useCallback(
    (event: DragEvent) => {
      const into = drawing.current.edges.find((edge) => edge.id === useDrop.getState().line)?.data?.line;
      useDrop.setState(noDrop);
      const node = readDragged(event.dataTransfer);
      if (!node) return;
      event.preventDefault();
      const { width, height } = nodeKindInfo[node.kind].size;
      const point = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      addNode(node, { at: { x: point.x - width / 2, y: point.y - height / 2 }, ...(into && { into }) });
    },
    [addNode, drawing, screenToFlowPosition],
  );
  return { onDragOver, onDragLeave, onDrop };
}
