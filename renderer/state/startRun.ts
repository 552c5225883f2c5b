import { create } from 'zustand';
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

/** Runs that were asked to stop: each still finishes the records it has in hand. */
const useStopping = create<{ readonly runIds: ReadonlySet<string> }>(() => ({ runIds: new Set() }));

export const useIsStopping = (runId: string | undefined): boolean => useStopping(({ runIds }) => runId !== undefined && runIds.has(runId));

export async function stopRun(runId: string): Promise<void> {
  const note = (isStopping: boolean) => useStopping.setState(({ runIds }) => ({ runIds: new Set(isStopping ? [...runIds, runId] : [...runIds].filter((other) => other !== runId)) }));
  note(true);
  await call('runs.stop', { runId }).catch((thrown: unknown) => {
    note(false);
    toastError(thrown);
  });
}
