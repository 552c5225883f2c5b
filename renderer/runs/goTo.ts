import { navigate } from '#renderer/app/route.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { useLog, type SelectedRecord } from './logState.ts';

/** Opens a record's story in the dock of its flow. */
export function goToRecord(flowId: string, record: SelectedRecord): void {
  navigate({ page: 'flow', flowId });
  whenOpen(flowId, () => {
    useLayout.getState().openDock({ tab: 'log' });
    useLog.getState().openRecord(record);
  });
}

/** Shows the records of a flow that meet a filter, over all its runs. */
export function goToLog(flowId: string, filter: Parameters<ReturnType<typeof useLog.getState>['showFiltered']>[0]): void {
  navigate({ page: 'flow', flowId });
  whenOpen(flowId, () => {
    useLayout.getState().openDock({ tab: 'log' });
    useLog.getState().showFiltered(filter);
  });
}

/** Opens a run in the log of its flow. */
export function goToRun(flowId: string, runId: string): void {
  navigate({ page: 'flow', flowId });
  whenOpen(flowId, () => {
    useLayout.getState().openDock({ tab: 'log' });
    useLog.getState().choose({ kind: 'run', runId });
  });
}

/** Selects a node on the canvas of its flow and brings the setting, when one is named, into view. */
export function goToNode(flowId: string, nodeId: string, field?: string): void {
  navigate({ page: 'flow', flowId });
  whenOpen(flowId, () => {
    const editor = useEditor.getState();
    if (field) editor.focusField({ nodeId, field });
    else editor.select([nodeId]);
    useLayout.getState().showInspector('settings');
    if (useLayout.getState().dock.full) useLayout.getState().setDock({ full: false });
  });
}

/** Another flow's document may still be loading; what is chosen in it waits for that, not longer than a person would. */
export function whenOpen(flowId: string, act: () => void): void {
  if (useEditor.getState().flow?.id === flowId) return act();
  const giveUp = setTimeout(() => stop(), 5000);
  const stop = useEditor.subscribe((state) => {
    if (state.flow?.id !== flowId) return;
    clearTimeout(giveUp);
    stop();
    // The screen resets its choices while it opens; ours come after that.
    queueMicrotask(act);
  });
}
