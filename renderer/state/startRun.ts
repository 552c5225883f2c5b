import { call } from '#renderer/bridge.ts';
import type { Input } from '#shared/ipc/contract.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import { saveNow } from './autosave.ts';
import { useEditor } from './editorStore.ts';
import { useLayout } from './layoutStore.ts';
import { useRun } from './runStore.ts';

/** Saves what is on screen, then runs it: a run always does what the user sees. Errors are shown. */
export async function startRun(options: Omit<Input<'runs.start'>, 'flowId'>): Promise<void> {
  const flowId = useEditor.getState().flow?.id;
  if (!flowId) return;
  try {
    if (!(await saveNow())) return;
    const { runId } = await call('runs.start', { flowId, ...options });
    useLayout.getState().openDock({ tab: 'log', runId, seq: undefined });
    // The first progress may be a while away; the screen shows at once that it goes.
    useRun.getState().take(await call('runs.get', { runId }));
  } catch (thrown) {
    toastError(thrown);
  }
}

export async function stopRun(runId: string): Promise<void> {
  await call('runs.stop', { runId }).catch(toastError);
}
