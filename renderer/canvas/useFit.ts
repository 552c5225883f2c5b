import { getViewportForBounds, useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { around, boxRect, frameRect, nodeRect } from '#shared/flow/frames.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { motion } from './useView.ts';

export const zoomLimits = { least: 0.05, most: 2 } as const;

/**
 * Brings the whole flow into view. Works from the document, not from React Flow's cards: of a large flow
 * seen from afar it has none.
 */
export function useFit(): (options?: { readonly duration?: number }) => void {
  const { setViewport } = useReactFlow();
  return useCallback(
    ({ duration = 160 } = {}) => {
      const flow = useEditor.getState().flow;
      const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
      const all = flow && around([...flow.nodes.map(nodeRect), ...(flow.frames ?? []).map(frameRect), ...(flow.notes ?? []).map(boxRect)]);
      if (!all || !box || box.width === 0) return;
      void setViewport(getViewportForBounds(all, box.width, box.height, zoomLimits.least, 1, 0.1), { duration: motion(duration) });
    },
    [setViewport],
  );
}
