import { create } from 'zustand';

/** What floats over the screen just now. */
export const useUi = create<{ readonly palette: boolean; readonly shortcuts: boolean }>(() => ({ palette: false, shortcuts: false }));
