import { call } from '#renderer/bridge.ts';
import { saveNow } from '#renderer/state/autosave.ts';
import { useEditor } from '#renderer/state/editorStore.ts';

/** Saves what is drawn and has the schedule run it from now on; false when it could not be saved, which the top bar then says. */
export async function makeLive(): Promise<boolean> {
  if (!(await saveNow())) return false;
  const { flow, revision } = useEditor.getState();
  if (!flow) return false;
  await call('flows.makeLive', { flowId: flow.id, revision });
  return true;
}
