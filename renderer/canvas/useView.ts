import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import type { FlowBookmark, Point } from '#shared/flow/document.ts';

/** What of the drawing is in view, as a bookmark keeps it, and going to such a place. */
export function useView() {
  const { getViewport, setCenter } = useReactFlow();
  return useMemo(
    () => ({
      current: (): { readonly position: Point; readonly zoom: number } => {
        const { x, y, zoom } = getViewport();
        const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
        return { position: { x: ((box?.width ?? 0) / 2 - x) / zoom, y: ((box?.height ?? 0) / 2 - y) / zoom }, zoom };
      },
      goTo: ({ position, zoom }: Pick<FlowBookmark, 'position' | 'zoom'>) => void setCenter(position.x, position.y, { zoom, duration: motion(160) }),
    }),
    [getViewport, setCenter],
  );
}

/** How long a movement of the view takes, in milliseconds; none for those who asked their system for less motion. */
export const motion = (duration: number): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : duration);
