import { create } from 'zustand';
import type { Preferences } from '#shared/ipc/contract.ts';
import { call } from '#renderer/bridge.ts';
import { closeVersions } from '#renderer/versions/versionsStore.ts';
import { isNarrow } from './narrow.ts';

export type DockTab = 'log' | 'problems' | 'runs';
export type InspectorTab = 'settings' | 'mapping' | 'data';

/** What the dock shows. `runId` absent = the flow's latest run; `seq` = the record whose story is open. */
export interface DockState {
  readonly open: boolean;
  readonly tab: DockTab;
  readonly runId?: string | undefined;
  readonly seq?: number | undefined;
  /** Fills the whole middle. */
  readonly full: boolean;
}

interface LayoutState {
  readonly sideBarOpen: boolean;
  readonly inspectorOpen: boolean;
  /** The mapper wants room: the inspector grows over most of the canvas. */
  readonly inspectorWide: boolean;
  readonly inspectorTab: InspectorTab;
  readonly dock: DockState;
  /** Sizes of panels in percent, by group and panel. */
  readonly sizes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly openSections: Readonly<Record<string, boolean>>;

  readonly toggleSideBar: () => void;
  readonly toggleInspector: () => void;
  readonly toggleDock: () => void;
  readonly showInspector: (tab?: InspectorTab) => void;
  readonly setInspectorWide: (wide: boolean) => void;
  /** Opens the dock at a tab, a run or one record of it. */
  readonly openDock: (place: Partial<Omit<DockState, 'open'>>) => void;
  readonly closeDock: () => void;
  readonly setDock: (place: Partial<DockState>) => void;
  readonly setSizes: (group: string, sizes: Readonly<Record<string, number>>) => void;
  readonly setSection: (name: string, open: boolean) => void;
}

/** Panels and tabs; remembered by the host between starts. */
export const useLayout = create<LayoutState>((set) => ({
  sideBarOpen: true,
  inspectorOpen: true,
  inspectorWide: false,
  inspectorTab: 'settings',
  dock: { open: false, tab: 'log', full: false },
  sizes: {},
  openSections: {},

  // In a narrow window the two take turns (`useShownPanels`).
  toggleSideBar: () => set((state) => (isNarrow() && state.inspectorOpen ? { sideBarOpen: true, inspectorOpen: false } : { sideBarOpen: !state.sideBarOpen })),
  toggleInspector: () => set((state) => ({ inspectorOpen: !state.inspectorOpen })),
  toggleDock: () => set((state) => ({ dock: { ...state.dock, open: !state.dock.open } })),
  showInspector: (tab) => {
    // It stands where the inspector is wanted now.
    closeVersions();
    set((state) => ({ inspectorOpen: true, inspectorTab: tab ?? state.inspectorTab }));
  },
  setInspectorWide: (inspectorWide) => set({ inspectorWide }),
  openDock: (place) => set((state) => ({ dock: { ...state.dock, ...place, open: true } })),
  closeDock: () => set((state) => ({ dock: { ...state.dock, open: false, full: false } })),
  setDock: (place) => set((state) => ({ dock: { ...state.dock, ...place } })),
  setSizes: (group, sizes) => set((state) => ({ sizes: { ...state.sizes, [group]: sizes } })),
  setSection: (name, open) => set((state) => ({ openSections: { ...state.openSections, [name]: open } })),
}));

const remembered = (state: LayoutState) => ({
  sideBarOpen: state.sideBarOpen,
  inspectorOpen: state.inspectorOpen,
  dockOpen: state.dock.open,
  dockTab: state.dock.tab,
  sizes: state.sizes,
  openSections: state.openSections,
});

/** Takes over what the host remembers, then tells it of every change, at most twice a second. */
export function rememberLayout(preferences: Preferences): () => void {
  const kept = (preferences.layout?.['panels'] ?? {}) as Partial<ReturnType<typeof remembered>>;
  useLayout.setState((state) => ({
    sideBarOpen: kept.sideBarOpen ?? state.sideBarOpen,
    inspectorOpen: kept.inspectorOpen ?? state.inspectorOpen,
    dock: { ...state.dock, open: kept.dockOpen ?? state.dock.open, tab: kept.dockTab ?? state.dock.tab },
    sizes: kept.sizes ?? {},
    openSections: kept.openSections ?? {},
  }));

  let last = JSON.stringify(remembered(useLayout.getState()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  return useLayout.subscribe((state) => {
    const now = JSON.stringify(remembered(state));
    if (now === last) return;
    last = now;
    clearTimeout(timer);
    timer = setTimeout(() => void call('preferences.set', { layout: { panels: JSON.parse(last) } }), 500);
  });
}
