import { create } from 'zustand';
import type { Rect } from '#shared/flow/frames.ts';
import type { Guide } from './guides.ts';

interface DropState {
  /** The line that what is being dragged would be put into. */
  readonly line: string | null;
  /** The frame it would belong to. */
  readonly frame: string | null;
  /** Where what is being dragged is in line with something else. */
  readonly guides: readonly Guide[];
}

const noGuides: readonly Guide[] = [];
export const noDrop: DropState = { line: null, frame: null, guides: noGuides };

/** What would happen if the dragged thing were let go now. */
export const useDrop = create<DropState>(() => noDrop);

/** Sets it without telling anybody when nothing changed: it is asked at every move of the pointer. */
export function showDrop({ line, frame, guides }: DropState): void {
  const now = useDrop.getState();
  if (now.line === line && now.frame === frame && now.guides.length === 0 && guides.length === 0) return;
  useDrop.setState({ line, frame, guides });
}

interface ResizeState {
  /** Frames and notes under the hand that resizes them: where they are now, though the document does not say so yet. */
  readonly rects: ReadonlyMap<string, Rect>;
}

const noRects: ReadonlyMap<string, Rect> = new Map();
export const useResizing = create<ResizeState>(() => ({ rects: noRects }));
export const endResizing = (): void => useResizing.setState({ rects: noRects });
