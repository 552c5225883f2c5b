import { entriesBetween, type JournalEntry } from '#shared/flow/history/journal.ts';
import { call } from '#renderer/bridge.ts';
import { useEditor } from './editorStore.ts';

let waiting: JournalEntry[] = [];
/** Where the journal ends; null when nothing can be kept. */
let place: number | null = null;
let flowId = '';
let sending: Promise<void> | undefined;
/** Edits put in since the flow was opened. */
let edits = 0;

function put(entry: JournalEntry): void {
  if (place === null) return;
  waiting.push(entry);
  sending ??= send().finally(() => (sending = undefined));
}

/** One call after the other, each with all that came meanwhile. */
async function send(): Promise<void> {
  const { session } = useEditor.getState();
  while (waiting.length > 0 && place !== null) {
    const entries = waiting;
    waiting = [];
    const answer = await call('flows.journal', { flowId, after: place, entries }).catch(() => null);
    if (useEditor.getState().session !== session) return;
    // Another window went on with the log, or the disk is full: the file is saved all the same, and says so when it cannot be.
    place = answer?.place ?? null;
  }
}

export const journalled = {
  /** All that was edited so far is on the disk, or will not get there. */
  settled: async (): Promise<void> => {
    while (sending) await sending;
  },
  /** To be called when the file begins to be written; the function it gives notes the new revision in the journal. */
  mark: (): ((revision: string) => void) => {
    const before = edits;
    return (revision) => put({ saved: revision, ...(edits > before && { since: edits - before }) });
  },
};

function begin(): void {
  const state = useEditor.getState();
  waiting = [];
  edits = 0;
  place = state.place;
  flowId = state.flow?.id ?? '';
}

/** Writes every edit of the open flow into its journal as it is made; returns the function that ends it. */
export function keepJournal(): () => void {
  begin();
  return useEditor.subscribe((state, before) => {
    if (state.session !== before.session) return begin();
    if (state.history === before.history || !state.history || !before.history) return;
    for (const entry of entriesBetween(before.history, state.history)) {
      edits += 1;
      put(entry);
    }
  });
}
