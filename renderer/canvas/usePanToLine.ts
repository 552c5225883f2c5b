import { useReactFlow } from '@xyflow/react';
import { useCallback, type FocusEvent } from 'react';
import { motion } from './useView.ts';

/** Brings a line into view that the keyboard has reached; React Flow does so for nodes only. */
export function usePanToLine(): (event: FocusEvent<HTMLElement>) => void {
  const { screenToFlowPosition, setCenter, getZoom } = useReactFlow();
  return useCallback(
    (event) => {
      const line = event.target.closest('.react-flow__edge');
      if (!line || !event.target.matches(':focus-visible')) return;
      const [box, around] = [line.getBoundingClientRect(), event.currentTarget.getBoundingClientRect()];
      if (box.left >= around.left && box.right <= around.right && box.top >= around.top && box.bottom <= around.bottom) return;
      const { x, y } = screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 }, { snapToGrid: false });
      void setCenter(x, y, { zoom: getZoom(), duration: motion(160) });
    },
    [screenToFlowPosition, setCenter, getZoom],
  );
}
