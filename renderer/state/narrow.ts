import { useSyncExternalStore } from 'react';

/** Below this the panels of a flow no longer fit beside each other: a small window, or a large zoom. */
const query = '(max-width: 899px)';
const media = typeof matchMedia === 'undefined' ? undefined : matchMedia(query);

export const isNarrow = (): boolean => media?.matches ?? false;

/** True while the window is too narrow for side bar, canvas and inspector together. */
export function useNarrow(): boolean {
  return useSyncExternalStore((changed) => {
    media?.addEventListener('change', changed);
    return () => media?.removeEventListener('change', changed);
  }, isNarrow);
}
