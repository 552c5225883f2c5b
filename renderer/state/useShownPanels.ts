import { useLayout } from './layoutStore.ts';
import { useNarrow } from './narrow.ts';

/** Which panels stand beside the canvas. In a narrow window the inspector takes the side bar's turn. */
export function useShownPanels(): { readonly sideBar: boolean; readonly inspector: boolean } {
  const narrow = useNarrow();
  const sideBarOpen = useLayout((state) => state.sideBarOpen);
  const inspector = useLayout((state) => state.inspectorOpen);
  return { sideBar: sideBarOpen && !(narrow && inspector), inspector };
}
