import { useReactFlow, useStore } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';

/** What is in the middle of the canvas stays there when a panel beside or below it opens, closes or is resized. */
export function KeepCentre() {
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { getViewport, setViewport } = useReactFlow();
  const before = useRef({ width, height });
  useLayoutEffect(() => {
    const { width: oldWidth, height: oldHeight } = before.current;
    before.current = { width, height };
    if (oldWidth === 0 || oldHeight === 0 || width === 0 || height === 0 || (oldWidth === width && oldHeight === height)) return;
    const { x, y, zoom } = getViewport();
    void setViewport({ x: x + (width - oldWidth) / 2, y: y + (height - oldHeight) / 2, zoom });
  }, [width, height, getViewport, setViewport]);
  return null;
}
