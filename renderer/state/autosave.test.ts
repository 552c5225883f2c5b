import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectBridge } from '#renderer/bridge.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { renameFlow } from '#shared/flow/edit.ts';
import { replay, type JournalEntry } from '#shared/flow/history/journal.ts';
import { diff } from '#shared/flow/history/patch.ts';
import type { Bridge, EventName, Input, OpenedFlow } from '#shared/ipc/contract.ts';
import { autosave, keepMine, saveNow, takeTheirs } from './autosave.ts';
import { useEditor } from './editorStore.ts';

/** The flow's file on the main side, as far as saving needs it. */
let file: { document: FlowDocument; revision: number };
let saves: string[];
let journal: JournalEntry[];
let listeners: Map<EventName, (payload: unknown) => void>;
/** Called while a save is under way. */
let during: () => void;
let stop: () => void;

const flow = (name: string): FlowDocument => ({ fluxo: 1, id: 'f', name, nodes: [], edges: [] });
const changedElsewhere: ErrorData = { code: 'flow.changed_elsewhere', kind: 'setup', what: 'Changed.' };
const rename = (name: string) => useEditor.getState().edit((document) => renameFlow(document, name));
const saveKind = () => useEditor.getState().save.kind;
const elsewhere = (name: string) => {
  file = { document: flow(name), revision: file.revision + 1 };
  listeners.get('flows.changed')?.({ flowId: 'f' });
};

/** The log as the main side would give it: with what was done elsewhere as one step more. */
function openedLog(): Pick<OpenedFlow, 'steps' | 'done' | 'place'> {
  const begin = { fluxoHistory: 1 as const, document: flow('first'), steps: [], done: 0 };
  const before = replay(begin, journal);
  const changes = diff(before.document, file.document);
  if (changes.length > 0) journal.push({ do: { changes, at: 0 } });
  const { steps, done } = replay(begin, journal);
  return { steps, done, place: journal.length };
}

beforeEach(() => {
  vi.useFakeTimers();
  journal = [];
  file = { document: flow('first'), revision: 1 };
  saves = [];
  during = () => {};
  listeners = new Map();
  const calls = {
    'flows.open': async () => ({ ok: true, data: { document: file.document, revision: String(file.revision), ...openedLog() } }),
    'flows.journal': async ({ after, entries }: Input<'flows.journal'>) => {
      if (after !== journal.length) return { ok: false, error: { ...changedElsewhere, code: 'flow.history_moved' } };
      journal.push(...(entries as JournalEntry[]));
      return { ok: true, data: { place: journal.length } };
    },
    'flows.get': async () => ({ ok: true, data: { document: file.document, revision: String(file.revision) } }),
    'flows.save': async ({ document, revision }: Input<'flows.save'>) => {
      during();
      if (revision !== String(file.revision)) return { ok: false, error: changedElsewhere };
      file = { document, revision: file.revision + 1 };
      saves.push(document.name);
      return { ok: true, data: { revision: String(file.revision) } };
    },
  };
  connectBridge({ calls, on: (event: EventName, listener: (payload: never) => void) => (listeners.set(event, listener as never), () => listeners.delete(event)) } as unknown as Bridge);
  useEditor.getState().openFlow({ document: file.document, revision: '1', ...openedLog() });
  stop = autosave();
});
afterEach(() => {
  stop();
  useEditor.getState().closeFlow();
  vi.useRealTimers();
});

test('typing is saved once, a moment after the last letter', async () => {
  rename('a');
  await vi.advanceTimersByTimeAsync(200);
  rename('ab');
  expect(saveKind()).toBe('waiting');
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual(['ab']);
  expect(saveKind()).toBe('saved');
});

test('an edit made while the file is being written is saved after it', async () => {
  during = () => {
    during = () => {};
    rename('second');
  };
  rename('once');
  await vi.advanceTimersByTimeAsync(500);
  expect(saves).toEqual(['once']);
  expect(saveKind()).toBe('waiting');
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual(['once', 'second']);
  expect(saveKind()).toBe('saved');
});

test('a file that changed elsewhere is never overwritten without being asked', async () => {
  file = { document: flow('theirs'), revision: 7 };
  rename('mine');
  await vi.advanceTimersByTimeAsync(2000);
  rename('mine still');
  await vi.advanceTimersByTimeAsync(2000);
  expect(saveKind()).toBe('conflict');
  expect(file.document.name).toBe('theirs');
});

test('at a conflict mine can be kept, or theirs taken', async () => {
  file = { document: flow('theirs'), revision: 7 };
  rename('mine');
  await vi.advanceTimersByTimeAsync(2000);
  expect(await keepMine()).toBe(true);
  expect(file.document.name).toBe('mine');

  file = { document: flow('theirs again'), revision: 20 };
  rename('mine again');
  await vi.advanceTimersByTimeAsync(2000);
  await takeTheirs();
  expect(useEditor.getState().flow?.name).toBe('theirs again');
  expect(saveKind()).toBe('saved');
});

test('a change made elsewhere shows by itself while nothing is unsaved here, and can be undone', async () => {
  elsewhere('from the editor');
  await vi.advanceTimersByTimeAsync(1000);
  expect(useEditor.getState().flow?.name).toBe('from the editor');
  expect(saves).toEqual([]);
  useEditor.getState().undo();
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual(['first']);
});

test('a run waits for the save and hears when it failed', async () => {
  rename('run me');
  expect(await saveNow()).toBe(true);
  expect(saves).toEqual(['run me']);
  file = { document: flow('theirs'), revision: 99 };
  rename('not this');
  expect(await saveNow()).toBe(false);
});

test('every letter is in the journal before the file is written, and the journal knows what the file holds', async () => {
  rename('a');
  await vi.advanceTimersByTimeAsync(50);
  rename('ab');
  await vi.advanceTimersByTimeAsync(50);
  expect(saves).toEqual([]);
  const head = { fluxoHistory: 1 as const, document: flow('first'), steps: [], done: 0 };
  expect(replay(head, journal)).toMatchObject({ document: { name: 'ab' }, saved: null });
  during = () => {
    during = () => {};
    rename('abc');
  };
  await vi.advanceTimersByTimeAsync(500);
  expect(replay(head, journal)).toMatchObject({ document: { name: 'abc' }, saved: '2', unsaved: 1 });
  await vi.advanceTimersByTimeAsync(2000);
  expect(replay(head, journal)).toMatchObject({ saved: '3', unsaved: 0 });
});

test('edits that were recovered are saved without being asked', async () => {
  stop();
  useEditor.getState().openFlow({ document: flow('recovered'), revision: '1', steps: [], done: 0, place: null, note: 'recovered' });
  stop = autosave();
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual(['recovered']);
});

test('a window whose log was moved on by another goes on without a journal until the flow is opened again', async () => {
  journal.push({ saved: 'from another window' });
  rename('mine');
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual(['mine']);
  expect(journal).toHaveLength(1);
  elsewhere('theirs');
  await vi.advanceTimersByTimeAsync(2000);
  rename('mine again');
  await vi.advanceTimersByTimeAsync(2000);
  expect(replay({ fluxoHistory: 1, document: flow('first'), steps: [], done: 0 }, journal).document.name).toBe('mine again');
});
