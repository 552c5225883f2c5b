import { create } from 'zustand';
import type { Hit } from '#shared/flow/find.ts';

/** What is looked for; stays when the panel is closed, so that the next search goes on from it. */
interface FindState {
  readonly open: boolean;
  readonly replacing: boolean;
  readonly text: string;
  readonly by: string;
  readonly matchCase: boolean;
  /** In all flows of the workspace, not only the open one. */
  readonly everywhere: boolean;
  /** Nodes in which something was found; the others step back. Null while nothing is looked for. */
  readonly found: ReadonlySet<string> | null;
  /** A place in another flow to go to once that is open. */
  readonly next: { readonly flowId: string; readonly hit: Hit } | null;
}

export const useFind = create<FindState>(() => ({ open: false, replacing: false, text: '', by: '', matchCase: false, everywhere: false, found: null, next: null }));

export const openFind = (more: Partial<Pick<FindState, 'replacing' | 'everywhere'>> = {}): void => useFind.setState({ open: true, ...more });
export const closeFind = (): void => useFind.setState({ open: false, found: null });
