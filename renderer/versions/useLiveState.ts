import { useMemo } from 'react';
import { doSame } from '#shared/flow/versions.ts';
import { useLiveVersion } from '#renderer/queries/versions.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useMeaning } from '#renderer/state/useFlowFacts.ts';

export interface LiveState {
  /** Milliseconds; since when the schedule runs this version. */
  readonly at: number;
  /** True when the drawing does something else. */
  readonly isDraft: boolean;
}

/** Null while the flow does not run by itself: then there is only the drawing. */
export function useLiveState(flowId: string): LiveState | null {
  const live = useLiveVersion(flowId).data;
  const isOn = useEditor((state) => state.flow?.schedule?.enabled ?? false);
  const meaning = useMeaning();
  const isDraft = useMemo(() => live != null && meaning !== null && !doSame(live.document, meaning), [live, meaning]);
  return live && isOn ? { at: live.at, isDraft } : null;
}
