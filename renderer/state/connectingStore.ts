import { create } from 'zustand';

interface ConnectingState {
  /** The port a line is being drawn from, and its side; null while none is. */
  readonly from: { readonly ref: string; readonly side: 'in' | 'out' } | null;
  /** The ports (`node.port`) of the other side it may end at. */
  readonly fits: ReadonlySet<string>;
  /** The nodes that have one of them. */
  readonly nodes: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();
export const notConnecting: ConnectingState = { from: null, fits: nothing, nodes: nothing };

/** While a line is being drawn: from where, and where it may end. */
export const useConnecting = create<ConnectingState>(() => notConnecting);
