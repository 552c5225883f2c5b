import { create } from 'zustand';
import type { Outcome } from '#shared/records/outcomes.ts';
import type { RecordPath } from './recordPath.ts';

interface TraceState {
  /** The way the record chosen in the log went; null while none is shown. */
  readonly path: RecordPath | null;
  readonly title: string;
  readonly outcome: Outcome | 'pending';
}

export const noTrace: TraceState = { path: null, title: '', outcome: 'pending' };

/** The record whose path is lit on the canvas. */
export const useTrace = create<TraceState>(() => noTrace);
