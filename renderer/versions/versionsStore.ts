import { create } from 'zustand';

/** The look at earlier states of the flow. */
interface VersionsState {
  readonly open: boolean;
  /** What now is compared with: a version's id, the `live` version, or the newest one there is. */
  readonly shown: string | null;
  /** Set while a name for the present state is asked for. */
  readonly naming: boolean;
  /** The node whose changes are looked at. */
  readonly nodeId: string | null;
}

const closed: VersionsState = { open: false, shown: null, naming: false, nodeId: null };

export const useVersions = create<VersionsState>(() => closed);

export const openVersions = (shown: string | null = null): void => useVersions.setState({ open: true, shown, nodeId: null });
export const closeVersions = (): void => useVersions.setState({ open: false, nodeId: null });
