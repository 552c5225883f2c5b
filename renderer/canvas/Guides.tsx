import { ViewportPortal } from '@xyflow/react';
import { useDrop } from './dropStore.ts';

/** Thin lines along which what is being dragged is in line with other things. */
export function Guides() {
  const guides = useDrop((state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={`${axis}${at}`}
          aria-hidden
          className="guide pointer-events-none absolute top-0 left-0 bg-accent"
          style={{ transform: `translate(${axis === 'x' ? at : from}px, ${axis === 'x' ? from : at}px)`, width: axis === 'x' ? 1 : to - from, height: axis === 'x' ? to - from : 1 }}
        />
      ))}
    </ViewportPortal>
  );
}
