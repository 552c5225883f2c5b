import { create } from 'zustand';

/** Id of the line the pointer is on: on its stroke, its counter or what is shown of it. */
export const usePeek = create<{ readonly line: string | null }>(() => ({ line: null }));
