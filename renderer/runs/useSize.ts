import { useCallback, useState } from 'react';

/** Measures an element while it is on screen: `[ref, width, height]` in px, 0 before the first measure. */
export function useSize(): readonly [(element: HTMLElement | null) => (() => void) | undefined, number, number] {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const read = () => setSize((known) => (known.width === element.clientWidth && known.height === element.clientHeight ? known : { width: element.clientWidth, height: element.clientHeight }));
    const observer = new ResizeObserver(read);
    observer.observe(element);
    read();
    return () => observer.disconnect();
  }, []);
  return [ref, size.width, size.height];
}
