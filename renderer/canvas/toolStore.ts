import { create } from 'zustand';

/** What dragging on empty canvas does: draw a rectangle or a loop around things, or move the view. */
export type CanvasTool = 'select' | 'lasso' | 'hand';

interface ToolState {
  readonly tool: CanvasTool;
  /** The frame title or note that is being typed in. */
  readonly typing: string | null;
}

export const useTool = create<ToolState>(() => ({ tool: 'select', typing: null }));
