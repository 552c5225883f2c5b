import { useCallback, useEffect, useRef, useState } from 'react';

/** Whether the pointer is on something, kept for a moment after it left, so that it can cross a gap. */
export function useHover(leaveAfter = 140): readonly [boolean, (hovered: boolean) => void] {
  const [hovered, setHovered] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = useCallback(
    (next: boolean) => {
      clearTimeout(timer.current);
      if (next) setHovered(true);
      else timer.current = setTimeout(() => setHovered(false), leaveAfter);
    },
    [leaveAfter],
  );
  return [hovered, change];
}
