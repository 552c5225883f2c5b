import { create } from 'zustand';

/** While a line is being drawn: the ports (`node.port`) it may end at. Null while none is drawn. */
export const useConnecting = create<{ readonly fits: ReadonlySet<string> | null }>(() => ({ fits: null }));
