import { asFluxoError } from '#shared/errors.ts';
import type { OpenedFlow } from '#shared/ipc/contract.ts';
import { call, on } from '#renderer/bridge.ts';
import { keepTyped } from '#renderer/ui/typing.ts';
import { followAbove } from './aboveSteps.ts';
import { useEditor } from './editorStore.ts';
import { journalled, keepJournal } from './journal.ts';

const waitAfterEdit = 400;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<boolean> | undefined;

const isDirty = () => {
  const { flow, savedFlow } = useEditor.getState();
  return flow !== null && flow !== savedFlow;
};

/** Saves now what is not saved yet, what is just being typed as well. False when it could not be: the top bar then says why. */
export function saveNow(): Promise<boolean> {
  keepTyped();
  return save();
}

async function save(): Promise<boolean> {
  clearTimeout(timer);
  while (running) await running;
  if (!isDirty()) {
    // Undo may have led back to what is in the file.
    const { save, setSave } = useEditor.getState();
    if (save.kind === 'waiting' || save.kind === 'failed') setSave({ kind: 'saved' });
    return true;
  }
  running = write();
  try {
    return await running;
  } finally {
    running = undefined;
  }
}

async function write(): Promise<boolean> {
  const { flow, revision, setSave, save } = useEditor.getState();
  if (!flow || save.kind === 'conflict') return false;
  setSave({ kind: 'saving' });
  const noteSaved = journalled.mark();
  try {
    const { revision: next } = await call('flows.save', { document: flow, revision });
    // Another flow may have been opened meanwhile.
    if (useEditor.getState().flow?.id === flow.id) {
      useEditor.getState().saved(flow, next);
      noteSaved(next);
    }
    if (isDirty()) soon();
    return true;
  } catch (thrown) {
    const error = asFluxoError(thrown);
    if (useEditor.getState().flow?.id === flow.id) setSave(error.code === 'flow.changed_elsewhere' ? { kind: 'conflict' } : { kind: 'failed', error: error.data });
    return false;
  }
}

function soon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void save(), waitAfterEdit);
}

/** Takes the file's version and drops what was done here since. */
export async function takeTheirs(): Promise<void> {
  const flowId = useEditor.getState().flow?.id;
  if (!flowId) return;
  useEditor.getState().reopenFlow(await openAgain(flowId));
}

/** The flow with its log as both are now, once everything done here is in it. */
async function openAgain(flowId: string): Promise<OpenedFlow> {
  await journalled.settled();
  return call('flows.open', { flowId });
}

/** Writes this version over the newer file. */
export async function keepMine(): Promise<boolean> {
  const mine = useEditor.getState().flow;
  if (!mine) return false;
  useEditor.getState().reopenFlow(await openAgain(mine.id));
  useEditor.getState().edit(() => mine);
  return saveNow();
}

/** Somebody else saved this flow (another window, an editor, a version control): take it over when nothing is open here. */
async function lookElsewhere(flowId: string): Promise<void> {
  while (running) await running;
  const before = useEditor.getState();
  if (before.flow?.id !== flowId) return;
  const found = await call('flows.get', { flowId }).catch(() => null);
  const now = useEditor.getState();
  if (!found || now.flow?.id !== flowId || running || found.revision === now.revision) return;
  if (isDirty()) return now.setSave({ kind: 'conflict' });
  const opened = await openAgain(flowId).catch(() => null);
  if (!opened || useEditor.getState().flow?.id !== flowId) return;
  if (isDirty()) useEditor.getState().setSave({ kind: 'conflict' });
  else useEditor.getState().reopenFlow(opened);
}

/** Puts every edit into the journal at once and into the file a moment later, and lets undo reach what it did beside the file; returns the function that ends it, saving what is left. */
export function autosave(): () => void {
  const stopJournal = keepJournal();
  const stopFollowing = followAbove();
  if (isDirty()) soon();
  const stopWatching = useEditor.subscribe((state, before) => {
    if (state.flow === before.flow || !isDirty() || state.save.kind === 'conflict') return;
    if (state.save.kind !== 'waiting') state.setSave({ kind: 'waiting' });
    soon();
  });
  const stopListening = on('flows.changed', ({ flowId }) => void lookElsewhere(flowId));
  return () => {
    stopWatching();
    stopFollowing();
    stopListening();
    void saveNow().finally(stopJournal);
  };
}
