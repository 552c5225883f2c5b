import { getViewportForBounds, useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { useEditor } from '#renderer/state/editorStore.ts';

export const zoomLimits = { least: 0.05, most: 2 } as const;

/**
 * Brings the whole flow into view. Works from the document, not from React Flow's cards: of a large flow
 * seen from afar it has none.
 */
export function useFit(): (options?: { readonly duration?: number }) => void {
  const { setViewport } = useReactFlow();
  return useCallback(
    ({ duration = 160 } = {}) => {
      const nodes = useEditor.getState().flow?.nodes ?? [];
      const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
      if (nodes.length === 0 || !box || box.width === 0) return;
      let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const { kind, position } of nodes) {
        const { width, height } = nodeKindInfo[kind].size;
        left = Math.min(left, position.x);
        top = Math.min(top, position.y);
        right = Math.max(right, position.x + width);
        bottom = Math.max(bottom, position.y + height);
      }
      void setViewport(getViewportForBounds({ x: left, y: top, width: right - left, height: bottom - top }, box.width, box.height, zoomLimits.least, 1, 0.1), { duration });
    },
    [setViewport],
  );
}
