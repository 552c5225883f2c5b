import { create } from 'zustand';

/** What floats over the screen just now; `paletteText` is what the palette opens with. */
export const useUi = create<{ readonly palette: boolean; readonly paletteText: string; readonly shortcuts: boolean }>(() => ({ palette: false, paletteText: '', shortcuts: false }));
